"""What ends by itself once its time is over: the traces of mails and of sessions. The clock does it."""

from datetime import datetime, time

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from notifications.models import Delivery, DeliveryStatus, Received
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.records import retention, rules

SUBJECT = "mails:log"


def mails_to_forget() -> QuerySet[Delivery]:
    """Mails that left or were given up so long ago that their address and the server's answer need not be kept."""
    named = ~Q(address="") | ~Q(error="")
    return Delivery.objects.filter(named, leaves_at__lt=_over()).exclude(status=DeliveryStatus.QUEUED)


def senders_to_forget() -> QuerySet[Received]:
    return Received.objects.filter(~Q(sender=""), at__lt=_over())


def sessions_to_forget() -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=clock.real_now())


def is_log_over() -> bool:
    return mails_to_forget().exists() or senders_to_forget().exists()


def _over() -> datetime:
    """Before then the log is kept no longer. Its times are real ones, whatever the programme's day is."""
    months = retention.today()["access_log"].active_months
    return datetime.combine(rules.months_before(clock.day_of(clock.real_now()), months), time(), clock.PARIS)


@action("records.forget_mail_log")
def forget_mail_log(*, by: None = None) -> int:
    """Erase addresses and server's answers from the log of mails; that a mail left, and when, stays. Gives how many.

    Source: CNIL, recommandation relative à la journalisation (six months to a year).
    """
    sent = mails_to_forget().update(address="", error="")
    received = senders_to_forget().update(sender="")
    if sent or received:
        record(Kind.MAIL_LOG_ERASED, subject=SUBJECT, by=by, sent=sent, received=received)
    return sent + received


@action("records.forget_sessions")
def forget_sessions(*, by: None = None) -> int:
    """Erase sessions that opened nothing any more. Gives how many."""
    return sessions_to_forget().delete()[0]
