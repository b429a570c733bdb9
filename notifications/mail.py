"""Sends what goes by e-mail: at least once each, never by two senders at the same time, until the server takes it."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet

from notifications import post
from notifications.access import notifications_for
from notifications.deliveries import keep_fault
from notifications.families import Cadence, Family
from notifications.models import Delivery, DeliveryStatus
from notifications.wishes import Wishes
from okote_flow import clock
from okote_flow.directory.models import User

log = logging.getLogger(__name__)

AT_ONCE = 500
LONGEST_WAIT = timedelta(hours=6)
MOST_TRIES = 16  # two days; then an administrator decides
UNREACHABLE = 3  # servers that did not answer, one after the other: the rest waits for the next turn
POLICY = " 5.7."  # RFC 3463: refused for what we are, not because nobody reads there
DIGESTS = (Cadence.DAILY, Cadence.WEEKLY)
DOUBTFUL = "Adresse douteuse\u00a0: ce qui n’est pas obligatoire n’y part plus."


def waiting() -> QuerySet[Delivery]:
    """Mails that may leave now, oldest first."""
    now = clock.real_now()
    due = Q(next_try_at=None) | Q(next_try_at__lte=now)
    return Delivery.objects.filter(due, status=DeliveryStatus.QUEUED, leaves_at__lte=now).order_by("pk")


def send_waiting() -> tuple[int, int]:
    """Send them. Gives how many mails left and how many failed; a failure is kept, and tried again later."""
    sent = failed = unreachable = 0
    for parcel in _parcels():
        fault = _send(parcel)
        sent, failed = sent + (fault is None), failed + (fault is not None)
        unreachable = unreachable + 1 if fault and fault.is_silent else 0
        if unreachable == UNREACHABLE:
            break
    return sent, failed


def _parcels() -> Iterator[list[Delivery]]:
    """What leaves as one mail, claimed for us."""
    for delivery in list(_to_post(waiting().filter(cadence=Cadence.AT_ONCE))[:AT_ONCE]):
        if _claim(delivery) and (parcel := _still_theirs(delivery.notification.recipient, [delivery])):
            yield parcel
    due = waiting().filter(cadence__in=DIGESTS).order_by("notification__recipient")
    for person in User.objects.filter(pk__in=due.values("notification__recipient"))[:AT_ONCE]:
        if parcel := _still_theirs(person, _claim_digest(person)):
            yield parcel


def _to_post(found: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return found.select_related("notification__recipient", "notification__dossier__officer")


# Claiming


def _claim(delivery: Delivery) -> bool:
    """Ours until the next try: were we to crash now, another would send it then."""
    still_waits = waiting().filter(pk=delivery.pk)
    return bool(still_waits.update(tries=F("tries") + 1, next_try_at=clock.real_now() + _wait(delivery.tries)))


@transaction.atomic
def _claim_digest(person: User) -> list[Delivery]:
    """All that is due to one person, under the lock of their row: two senders never share a digest out."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    _postpone_latecomers(person)
    due = waiting().filter(cadence__in=DIGESTS, notification__recipient=person)
    found = list(_to_post(due).order_by("notification__dossier", "pk"))
    if found:
        until = clock.real_now() + _wait(max(one.tries for one in found))
        due.filter(pk__in=[one.pk for one in found]).update(tries=F("tries") + 1, next_try_at=until)
    return found


def _postpone_latecomers(person: User) -> None:
    """What was told for a digest that has left already goes with the next one: one mail per slot."""
    theirs = Delivery.objects.filter(notification__recipient=person, cadence__in=DIGESTS)
    left = theirs.exclude(sent_at=None).aggregate(last=Max("leaves_at"))["last"]
    if left is None:
        return
    wishes, now = Wishes.of([person.pk]), clock.real_now()
    late_ones = waiting().filter(pk__in=theirs.values("pk"), tries=0, leaves_at__lte=left)
    for late in late_ones.select_related("notification"):
        cadence, leaves_at = wishes.leave(person.pk, Family(late.notification.family), now)
        if leaves_at is not None and cadence in DIGESTS:
            Delivery.objects.filter(pk=late.pk).update(leaves_at=leaves_at, cadence=cadence)


def _wait(tries: int) -> timedelta:
    """Doubles at each try, up to six hours."""
    return min(timedelta(minutes=2 ** min(tries, 16)), LONGEST_WAIT)


# What is still theirs to know, and still wanted


def _still_theirs(person: User, parcel: list[Delivery]) -> list[Delivery]:
    """Without what they lost sight of, chose no more, or (in a digest) have read meanwhile; that is dropped."""
    if not parcel:
        return []
    seen = set(notifications_for(person).filter(delivery__in=parcel).values_list("pk", flat=True))
    wishes = Wishes.of([person.pk])
    kept: list[Delivery] = []
    for delivery in parcel:
        reason = _obstacle(delivery, person, wishes, is_visible=delivery.notification_id in seen)
        if reason is None:
            kept.append(delivery)
        else:
            _drop(delivery, reason)
    return kept


def _obstacle(delivery: Delivery, person: User, wishes: Wishes, *, is_visible: bool) -> str | None:
    """Why this mail does not leave after all; None when it does."""
    family = Family(delivery.notification.family)
    if not is_visible or not person.is_active:
        return "Le droit de voir ce dont il parle est perdu."
    if delivery.cadence in DIGESTS and delivery.notification.read_at is not None:
        return "Déjà lu à l’écran."
    if family.is_mandatory:
        return None
    if person.is_address_doubtful:
        return DOUBTFUL
    return "Plus souhaité." if wishes.cadence(person.pk, family) is Cadence.NEVER else None


def _drop(delivery: Delivery, reason: str) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(status=DeliveryStatus.DROPPED, next_try_at=None, error=reason)


# Handing over


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a mail did not leave. What is final is not tried again; a silent server answered nothing at all."""

    words: str
    is_final: bool = False
    refuses_address: bool = False
    is_silent: bool = False


def _send(parcel: Sequence[Delivery]) -> Fault | None:
    keys = [one.pk for one in parcel]
    try:
        mail = post.message(parcel)
        mail.send()
    except (SMTPException, OSError) as problem:
        fault = read_fault(problem)
    except Exception as problem:
        log.exception("mail %s cannot be written", keys)
        fault = Fault(f"{type(problem).__name__}: {problem}")
    else:
        _stamp(keys, mail.to[0], mail.extra_headers["Message-ID"], clock.real_now())
        return None
    log.warning("mail %s failed: %s", keys, fault.words)
    given_up = fault.is_final or max(one.tries for one in parcel) + 1 >= MOST_TRIES
    keep_fault(parcel, why=fault.words, given_up=given_up, refuses_address=fault.refuses_address)
    return fault


def _stamp(keys: list[int], address: str, message_id: str, now: datetime) -> None:
    """What was read or returned meanwhile keeps its state."""
    Delivery.objects.filter(pk__in=keys, status=DeliveryStatus.QUEUED).update(
        status=DeliveryStatus.SENT, sent_at=now, error="", next_try_at=None, address=address, message_id=message_id
    )


def read_fault(problem: Exception) -> Fault:
    """The server's own words, and whether they are its last (RFC 5321: 5xx to recipient or content)."""
    if isinstance(problem, SMTPRecipientsRefused):
        answers = list(problem.recipients.values())
        said = " ".join(_said(*one) for one in answers)
        is_final = all(code >= 500 for code, _ in answers)
        return Fault(said, is_final=is_final, refuses_address=is_final and POLICY not in said)
    if isinstance(problem, SMTPDataError):
        return Fault(_said(problem.smtp_code, problem.smtp_error), is_final=problem.smtp_code >= 500)
    code, words = getattr(problem, "smtp_code", None), getattr(problem, "smtp_error", b"")
    return Fault(_said(code, words)) if code and code > 0 else Fault(str(problem) or "pas de réponse", is_silent=True)


def _said(code: int, words: bytes | str) -> str:
    plain = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(plain.split())}"
