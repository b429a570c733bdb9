"""Writes a fact down in the transaction of the act itself, and tells the listener once it is certain."""

import secrets
from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.dispatch import Signal

from okote_flow import acts, clock
from okote_flow.directory.models import User
from okote_flow.journal import chain
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event, Identity

event_recorded = Signal()  # provides: event. The only signal of the project; notifications listens.

Signer = Callable[[User, str, str], User | None]
_signers: list[Signer] = []


def signed_by(rule: Signer) -> None:
    """For whom somebody acts on a subject in an office, if it is not in their own right: an upper app knows."""
    if rule not in _signers:
        _signers.append(rule)


def record(
    kind: Kind,
    *,
    subject: str,
    by: User | None,
    office: str = "",
    people: dict[str, User] | None = None,
    **facts: object,
) -> Event:
    """Add one fact to a subject's chain. The caller holds the row lock of that subject.

    `people` are persons that the fact names (role -> person): the chain holds commitments of their names. Whoever
    acts in the place of an absent colleague is named with them, in the role "for".
    """
    assert transaction.get_connection().in_atomic_block, "record() belongs inside the transaction of the act"
    chained = Event.objects.filter(subject=subject).order_by("-seq").values_list("seq", "hash")
    last = chained.first() or (0, chain.GENESIS)
    people = _in_whose_place(by, subject, office) | (people or {})
    plain: dict[str, object] = {name: _plain(value) for name, value in facts.items()}
    if people:
        plain["people"] = {role: identity_of(person) for role, person in people.items()}
    fact = chain.Fact(subject, last[0] + 1, kind.value, clock.now(), identity_of(by) if by else "", office, plain)
    event = Event.objects.create(**fact._asdict(), previous_hash=last[1], hash=chain.link(last[1], fact))
    acts.touch(subject)
    transaction.on_commit(lambda: event_recorded.send_robust(sender=Event, event=event))
    return event


def _in_whose_place(by: User | None, subject: str, office: str) -> dict[str, User]:
    found = [rule(by, subject, office) for rule in _signers] if by is not None else []
    return next(({"for": absent} for absent in found if absent is not None), {})


def identity_of(person: User) -> str:
    """The commitment of a person's present name, made on first use."""
    name, salt = str(person), secrets.token_hex(16)
    found, _ = Identity.objects.get_or_create(
        user=person, name=name, defaults={"salt": salt, "commitment": chain.commit(salt, name)}
    )
    return found.commitment


def _plain(value: object) -> object:
    """As JSON keeps it, so that the hash is of what is read back."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    assert value is None or isinstance(value, str | int | bool), f"{value!r} has no place in the journal"
    return str(value) if isinstance(value, str) else value
