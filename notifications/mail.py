"""Sends what goes by e-mail: at least once each, never by two senders at the same time, until the server takes it."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string

from notifications.access import notifications_for
from notifications.models import Delivery, DeliveryStatus, Notification
from okote_flow import clock

log = logging.getLogger(__name__)

AT_ONCE = 500
LONGEST_WAIT = timedelta(hours=6)


def waiting() -> QuerySet[Delivery]:
    """Mails that may leave now, oldest first."""
    now = clock.real_now()
    due = Q(next_try_at=None) | Q(next_try_at__lte=now)
    return Delivery.objects.filter(due, status=DeliveryStatus.QUEUED, leaves_at__lte=now).order_by("pk")


def send_waiting() -> tuple[int, int]:
    """Send them. Gives how many left and how many failed; a failure is kept, and tried again later."""
    sent = failed = 0
    for delivery in list(waiting().select_related("notification__recipient")[:AT_ONCE]):
        if not _claim(delivery):
            continue  # another sender has it
        notification = delivery.notification
        if not notifications_for(notification.recipient).filter(pk=notification.pk).exists():
            _forget(delivery)
        elif _send(delivery):
            sent += 1
        else:
            failed += 1
    return sent, failed


def _claim(delivery: Delivery) -> bool:
    """Ours until the next try: were we to crash now, another would send it then."""
    wait = min(timedelta(minutes=2**delivery.tries), LONGEST_WAIT)
    still_waits = waiting().filter(pk=delivery.pk)
    return bool(still_waits.update(tries=F("tries") + 1, next_try_at=clock.real_now() + wait))


def _forget(delivery: Delivery) -> None:
    """The recipient has lost sight of the subject since: the mail does not leave."""
    Delivery.objects.filter(pk=delivery.pk).update(status=DeliveryStatus.DROPPED, next_try_at=None)


def _send(delivery: Delivery) -> bool:
    try:
        message(delivery.notification).send()
    except (SMTPException, OSError) as fault:
        log.warning("mail %s failed: %s", delivery.pk, fault)
        Delivery.objects.filter(pk=delivery.pk).update(error=str(fault)[:300])
        return False
    Delivery.objects.filter(pk=delivery.pk).update(
        status=DeliveryStatus.SENT, sent_at=clock.real_now(), error="", next_try_at=None
    )
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
