"""Mails that come in: an answer into its dossier's thread, a return, or nothing that concerns us."""

import logging
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse

from dossiers.access import get_dossier
from dossiers.actions import write_message
from dossiers.models import Origin
from notifications import addresses, letter
from notifications.deliveries import record_return
from notifications.incoming import Incoming, Unreadable
from notifications.models import Delivery, Outcome, Received
from notifications.sentences import refuse
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal, Refused, require

log = logging.getLogger(__name__)

MOST_FILES = 10
MOST_ANSWERS = 5  # refusals that one address is sent in a day
A_DAY = timedelta(days=1)


def receive(raw: bytes, *, to: str = "") -> Outcome:
    """Take in one mail. `to` is the envelope's recipient, where the mail server tells it. Safe to repeat."""
    is_too_big = len(raw) > settings.INBOUND_MAX_BYTES
    try:
        incoming = Incoming.read(raw[: settings.INBOUND_MAX_BYTES])
    except Unreadable:
        log.warning("a mail of %s bytes cannot be read", len(raw))
        return Outcome.IGNORED
    known = Received.objects.filter(digest=incoming.digest).first()
    if known is not None:
        return Outcome(known.outcome)
    signed = next(filter(None, map(addresses.read, [to, *incoming.recipients])), None)
    if signed is not None and signed.prefix == addresses.RETURN:
        return _take_return(incoming, signed)
    if incoming.is_automatic:
        return _keep(incoming, Outcome.IGNORED, "automatic")
    try:
        require([_too_big()] if is_too_big else [])
        return _take_answer(incoming, signed)
    except Refused as refused:
        return _turn_down(incoming, refused.refusals, is_ours=signed is not None)


def _too_big() -> Refusal:
    return refuse("mail-too-big", limit=settings.INBOUND_MAX_BYTES // 2**20)


@transaction.atomic
def _keep(incoming: Incoming, outcome: Outcome, why: str = "") -> Outcome:
    """The claim: of two who take the same mail in at once, the second changes nothing."""
    kept, _ = Received.objects.get_or_create(
        digest=incoming.digest, defaults={"sender": incoming.sender[:320], "outcome": outcome, "why": why}
    )
    return Outcome(kept.outcome)


# An answer


@transaction.atomic
def _take_answer(incoming: Incoming, signed: addresses.Signed | None) -> Outcome:
    """Raises Refused; the claim goes with the message, or not at all."""
    if signed is None or len(signed.numbers) != 2:
        raise Refused([refuse("mail-unknown-address")])
    dossier_pk, person_pk = signed.numbers
    person = User.objects.filter(pk=person_pk, is_active=True).first()
    if person is None or person.email.lower() != incoming.sender:
        raise Refused([refuse("mail-elsewhere")])
    _, is_ours = Received.objects.get_or_create(
        digest=incoming.digest, defaults={"sender": incoming.sender, "outcome": Outcome.TAKEN}
    )
    if not is_ours:
        return Outcome.TAKEN
    try:
        dossier = get_dossier(person, dossier_pk)
    except Http404:
        raise Refused([refuse("mail-no-access", contact=settings.CONTACT_EMAIL)]) from None
    text, files = incoming.own_words(), list(incoming.files())
    if not text and not files:
        raise Refused([refuse("mail-empty")])
    if len(files) > MOST_FILES:
        raise Refused([refuse("mail-too-many-files", limit=MOST_FILES)])
    write_message(dossier, by=person, text=text, files=files, key=f"mail-{incoming.digest[:32]}", origin=Origin.MAIL)
    return Outcome.TAKEN


# A return


def _take_return(incoming: Incoming, signed: addresses.Signed) -> Outcome:
    """What is not a report that a mail was not delivered (an absence, a delay) changes nothing."""
    why = incoming.undelivered()
    if why is None:
        return _keep(incoming, Outcome.IGNORED, "automatic")
    with transaction.atomic():
        outcome = _keep(incoming, Outcome.RETURNED)
        delivery = Delivery.objects.filter(pk=signed.numbers[0]).select_related("notification__recipient").first()
        if delivery is not None:
            record_return(delivery, by=None, why=why)
    return outcome


# A refusal


@transaction.atomic
def _turn_down(incoming: Incoming, refusals: list[Refusal], *, is_ours: bool) -> Outcome:
    """Said once to who wrote; never to an address that may be made up, and never more than a few times a day."""
    code = refusals[0].code
    _, is_first = Received.objects.get_or_create(
        digest=incoming.digest, defaults={"sender": incoming.sender[:320], "outcome": Outcome.REFUSED, "why": code}
    )
    theirs = Received.objects.filter(sender=incoming.sender, at__gt=clock.real_now() - A_DAY)
    is_known = is_ours or User.objects.filter(email__iexact=incoming.sender, is_active=True).exists()
    if is_first and incoming.sender and is_known and theirs.filter(outcome=Outcome.REFUSED).count() <= MOST_ANSWERS:
        transaction.on_commit(partial(_answer, incoming, refusals))
    return Outcome.REFUSED


def _answer(incoming: Incoming, refusals: list[Refusal]) -> None:
    context = {"subject": incoming.subject, "refusals": refusals, "url": letter.absolute(reverse("inbox"))}
    headers = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    if incoming.message_id:
        headers |= {"In-Reply-To": incoming.message_id, "References": incoming.message_id}
    mail = EmailMessage(
        subject="Votre réponse n’a pas été déposée",
        body=render_to_string("notifications/email/refused.txt", context),
        to=[incoming.sender],
        headers=headers,
    )
    mail.send()
