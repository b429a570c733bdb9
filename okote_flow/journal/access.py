"""Reading the journal of a subject that the reader may see (the caller has checked it)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event, Identity


@dataclass(frozen=True, slots=True)
class Line:
    """One fact as people read it."""

    at: datetime
    kind: str
    label: str
    who: str
    office: str
    facts: dict[str, object]
    hash: str
    seq: int
    absent: str = ""  # in whose place it was done

    @property
    def signature(self) -> str:
        """ "Omar Muster, pour Odile Muster" for what was done in the place of an absent colleague."""
        return f"{self.who}, pour {self.absent}" if self.absent else self.who


def story(subject: str, *, kinds: frozenset[Kind] | None = None) -> list[Line]:
    """A subject's facts, oldest first, in two queries. `kinds` restricts them."""
    events = Event.objects.filter(subject=subject).order_by("seq")
    if kinds is not None:
        events = events.filter(kind__in=kinds)
    found = list(events)
    named = {event.actor for event in found} | {absent_in(event.facts) for event in found}
    names = names_of(named)
    return [
        Line(
            at=event.at,
            kind=event.kind,
            label=Kind(event.kind).label,
            who=names.get(event.actor, "") or ("nom effacé" if event.actor else "l’échéance"),
            office=event.office,
            facts=event.facts,
            hash=event.hash,
            seq=event.seq,
            absent=names.get(absent_in(event.facts), ""),
        )
        for event in found
    ]


def names_of(commitments: Collection[str]) -> dict[str, str]:
    """The names behind commitments, in one query. A rectified name gives the person's present one; erased is ""."""
    found = Identity.objects.filter(commitment__in=commitments).select_related("user")
    return {one.commitment: one.name or (str(one.user) if one.user else "") for one in found}


def absent_in(facts: dict[str, object]) -> str:
    """The commitment of the colleague in whose place a fact was done, "" when it was in one's own right."""
    people = facts.get("people")
    return str(people.get("for", "")) if isinstance(people, dict) else ""
