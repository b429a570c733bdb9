"""A provider's messages: kept as they came, then read, once; put aside with the reason, taken up again by a human."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from dossiers.sentences import refuse as refuse_for_dossier
from funding import access, payment_access, providers
from funding.actions import payments
from funding.models import Checkout, EventState, ProviderEvent, Trust
from funding.providers import Provider, Unreachable, generic
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import Office, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

HANDLERS = (Office.OFFICER, Office.TREASURER)
TO_DO = (EventState.RECEIVED, EventState.WAITING, EventState.HELD)
KEPT_HEADERS = ("Content-Type", "User-Agent", "Okote-Signature", "X-Ha-Signature")
SIMULATED = "simulated"


@action("funding.take_event", refuses=("provider-none", "event-too-big", "event-unsigned", "event-old"))
def take_event(*, provider: str, raw: bytes, headers: Mapping[str, str], by: None = None) -> ProviderEvent:
    """Keep a provider's message as it came, once; it is read afterwards. What is not believed leaves no trace."""
    found = _required(provider)
    require(size_refusals(len(raw)))
    trust = found.trust(raw, headers, int(clock.real_now().timestamp()))
    kept = {name: headers[name][:500] for name in KEPT_HEADERS if name in headers}
    return _store(provider, raw, kept, trust)


def size_refusals(count: int) -> Iterator[Refusal]:
    """A message says little; one of so many bytes is not read."""
    if count > settings.PAYMENT_EVENT_MAX_BYTES:
        yield refuse("event-too-big", limit=settings.PAYMENT_EVENT_MAX_BYTES)


def keep_answer(provider: Provider, raw: bytes) -> ProviderEvent:
    """Keep what a provider answered to a call of ours, like a message that it posts."""
    trust = Trust.LOCAL if provider.code == SIMULATED else Trust.NONE
    return _store(provider.code, raw, {}, trust)


def _required(provider: str) -> Provider:
    found = providers.named(provider)
    if found is None:
        raise Refused([refuse("provider-none")])
    return found


def _store(provider: str, raw: bytes, headers: dict[str, str], trust: Trust) -> ProviderEvent:
    digest = hashlib.sha256(raw).hexdigest()
    event, is_new = ProviderEvent.objects.get_or_create(
        provider=provider,
        sha256=digest,
        defaults={"raw": raw, "headers": headers, "trust": trust, "received_at": clock.now()},
    )
    if is_new:
        facts: dict[str, Any] = {"provider": provider, "sha256": digest, "trust": trust}
        record(Kind.PROVIDER_EVENT_STORED, subject=event.subject, by=None, **facts)
    elif trust == Trust.NONE:  # what nobody signed only asks to look again: anybody may have sent it before its time
        again = ProviderEvent.objects.filter(pk=event.pk).exclude(state=EventState.DISMISSED)
        again.update(state=EventState.RECEIVED)
    return event


@action("funding.process_event")
def process_event(event: ProviderEvent, *, by: None = None) -> ProviderEvent:
    """Let a kept message have its effect. One that was read already has none."""
    event = ProviderEvent.objects.select_for_update().get(pk=event.pk)
    return _process(event) if event.state in (EventState.RECEIVED, EventState.WAITING) else event


def _process(event: ProviderEvent) -> ProviderEvent:
    """All of its effect or none. What the house refuses is kept with the reason."""
    provider = providers.named(event.provider)
    try:
        if provider is None:
            raise Refused([refuse("provider-none")])
        with transaction.atomic():
            news = provider.read(bytes(event.raw))
            event.payment_id_told = news.payment if news else ""
            moved = payments.apply(event.provider, news) if news else False
    except Unreachable:
        return event
    except Refused as refused:
        _put_aside(event, refused.refusals[0])
        return event
    _close(event, EventState.APPLIED if moved else EventState.IGNORED)
    if moved:
        _take_up_waiting(event)
    return event


def _put_aside(event: ProviderEvent, because: Refusal) -> None:
    """A reversal may come before its payment and waits for it; anything else is for a human."""
    was = (event.state, event.code)
    state = EventState.WAITING if because.code == "payment-awaited" else EventState.HELD
    _close(event, state, because)
    if (event.state, event.code) != was:
        facts: dict[str, Any] = {"code": because.code, "provider": event.provider}
        record(Kind.PROVIDER_EVENT_HELD, subject=event.subject, by=None, **facts)


def _close(event: ProviderEvent, state: EventState, because: Refusal | None = None) -> None:
    event.state, event.processed_at = state, clock.now()
    event.code, event.error = (because.code, because.message[:400]) if because else ("", "")
    event.save(update_fields=["state", "processed_at", "code", "error", "payment_id_told"])


def _take_up_waiting(event: ProviderEvent) -> None:
    """What came too early for this payment has its turn."""
    waiting = ProviderEvent.objects.select_for_update(skip_locked=True).filter(
        provider=event.provider, payment_id_told=event.payment_id_told, state=EventState.WAITING
    )
    for early in waiting.order_by("pk"):
        _process(early)


@action("funding.process_events_due")
def process_events_due(*, by: None = None) -> list[ProviderEvent]:
    """Every kept message that was not read yet, oldest first. Gives those that are read now."""
    return [process_event(event) for event in payment_access.events_to_read()]


def event_refusals(event: ProviderEvent, user: User) -> list[Refusal]:
    """Why this person cannot take up or dismiss this message."""
    refusals = list(access.office_refusals(user, *HANDLERS))
    if event.state not in TO_DO:
        refusals.append(refuse("event-closed"))
    return refusals


@action("funding.replay_event", refuses=("not-yours", "event-closed"))
def replay_event(event: ProviderEvent, *, by: User) -> ProviderEvent:
    """Read a message again, once what it lacked is there: it has its effect now, or the reason why not."""
    event = ProviderEvent.objects.select_for_update().get(pk=event.pk)
    require(event_refusals(event, by))
    event = _process(event)
    record(Kind.PROVIDER_EVENT_REPLAYED, subject=event.subject, by=by, state=event.state, code=event.code)
    return event


@action("funding.dismiss_event", refuses=("not-yours", "event-closed", "reason-missing"))
def dismiss_event(event: ProviderEvent, *, reason: str, by: User) -> ProviderEvent:
    """Somebody has looked into it: this message needs nothing more, and says why."""
    event = ProviderEvent.objects.select_for_update().get(pk=event.pk)
    require(event_refusals(event, by))
    if not reason.strip():
        raise Refused([refuse_for_dossier("reason-missing")])
    _close(event, EventState.DISMISSED, Refusal(event.code, reason.strip()))
    record(Kind.PROVIDER_EVENT_DISMISSED, subject=event.subject, by=by, reason=event.error)
    return event


@action("funding.simulate_payment", refuses=("provider-none",))
def simulate_payment(  # noqa: PLR0913 - what the simulated page may play
    checkout: Checkout,
    *,
    state: str,
    by: None = None,
    cents: int | None = None,
    payment: str = "",
    reversal: str = "",
    back_cents: int | None = None,
    currency: str = payments.CURRENCY,
) -> ProviderEvent:
    """Say of a simulated payment what a provider would (`generic` lists the states), and read it at once."""
    _required(SIMULATED)
    cents = checkout.cents if cents is None else cents
    told: dict[str, object] = {
        "payment": payment or f"sim-{checkout.pk}",
        "checkout": checkout.token,
        "state": state,
        "amount": cents,
        "tip": checkout.tip_cents,
        "currency": currency,
    }
    if state in generic.REVERSAL:
        back = cents if back_cents is None else back_cents
        told["reversal"] = {"id": reversal or f"back-{checkout.pk}", "amount": back}
    event = _store(SIMULATED, json.dumps(told, sort_keys=True).encode(), {}, Trust.LOCAL)
    return process_event(event)
