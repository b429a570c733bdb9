"""Sends what goes by e-mail: at least once each, never by two senders at the same time, until the server takes it."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string

from notifications.access import notifications_for
from notifications.models import Notification
from okote_flow import clock

log = logging.getLogger(__name__)

AT_ONCE = 500
LONGEST_WAIT = timedelta(hours=6)


def waiting() -> QuerySet[Notification]:
    """Mails that may leave now, oldest first."""
    due = Q(next_try_at=None) | Q(next_try_at__lte=clock.real_now())
    return Notification.objects.filter(due, by_email=True, emailed_at=None).order_by("pk")


def send_waiting() -> tuple[int, int]:
    """Send them. Gives how many left and how many failed; a failure is kept, and tried again later."""
    sent = failed = 0
    for notification in list(waiting().select_related("recipient")[:AT_ONCE]):
        if not _claim(notification):
            continue  # another sender has it
        if not notifications_for(notification.recipient).filter(pk=notification.pk).exists():
            _forget(notification)
        elif _send(notification):
            sent += 1
        else:
            failed += 1
    return sent, failed


def _claim(notification: Notification) -> bool:
    """Ours until the next try: were we to crash now, another would send it then."""
    wait = min(timedelta(minutes=2**notification.email_tries), LONGEST_WAIT)
    still_waits = waiting().filter(pk=notification.pk)
    return bool(still_waits.update(email_tries=F("email_tries") + 1, next_try_at=clock.real_now() + wait))


def _forget(notification: Notification) -> None:
    """The recipient has lost sight of the dossier since: the mail does not leave."""
    Notification.objects.filter(pk=notification.pk).update(by_email=False, next_try_at=None)


def _send(notification: Notification) -> bool:
    try:
        message(notification).send()
    except (SMTPException, OSError) as fault:
        log.warning("mail %s failed: %s", notification.pk, fault)
        Notification.objects.filter(pk=notification.pk).update(email_error=str(fault)[:300])
        return False
    now = clock.now()
    Notification.objects.filter(pk=notification.pk).update(emailed_at=now, email_error="", next_try_at=None)
    return True


def message(notification: Notification) -> EmailMessage:
    """In the words of the screen, with the page to open and why it was sent."""
    body = render_to_string(
        "notifications/email/notice.txt",
        {
            "notification": notification,
            "person": notification.recipient,
            "link": settings.SITE_URL.rstrip("/") + notification.url,
        },
    )
    return EmailMessage(subject=notification.text.rstrip("."), body=body, to=[notification.recipient.email])
