"""What the live line carries: that a subject changed, and within which circle that may be known."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from dossiers.sight import HOLDER, STAFF

ALL = ""  # whoever may see it
INSIDE = "inside"  # not its holders: committee and office only
OFFICE = "office"  # who sees it by an office
THREAD = "thread"  # who reads its messages: its holders, and who sees it by an office
SIDES = {OFFICE: (STAFF,), THREAD: (STAFF, HOLDER)}
_ONLY = "only:"
_BESIDE = "beside:"

ME = "me"
INBOX = "inbox"
PIPELINE = "pipeline"
RIGHTS = "rights"  # told to the hub, never to a line: somebody's rights are to be asked again
PRESENCE = "presence:"


@dataclass(frozen=True, slots=True)
class Nudge:
    """Lines that watch `subject` are told so, if their person may see `of` and is within the circle."""

    subject: str
    of: str
    circle: str = ALL

    def packed(self) -> list[str]:
        return [self.subject, self.of, self.circle]

    @classmethod
    def unpacked(cls, parts: Iterable[str]) -> Self:
        return cls(*parts)


def only(people: Collection[int]) -> str:
    """These people and nobody else."""
    return _ONLY + ",".join(str(person) for person in sorted(set(people)))


def beside(person: int) -> str:
    """The others of the same side as this person: holders see holders, staff see staff."""
    return f"{_BESIDE}{person}"


def named(circle: str) -> set[int]:
    """The people whom a circle names."""
    _, _, people = circle.partition(":")
    return {int(person) for person in people.split(",") if person}


def within(circle: str, person: int, sides: Mapping[int, str]) -> bool:
    """Whether somebody may know: `sides` are those who may see what it is about, each with their side."""
    side = sides.get(person)
    if side is None:
        return False
    if circle.startswith(_ONLY):
        return person in named(circle)
    if circle.startswith(_BESIDE):
        others = named(circle)
        return person not in others and all(sides.get(other) == side for other in others)
    return circle == ALL or side in SIDES.get(circle, ()) or (circle == INSIDE and side != HOLDER)


def for_person(person: int, subject: str = ME) -> Nudge:
    """Told to every line of one person."""
    return Nudge(subject, f"person:{person}")


def of_event(event: int) -> str:
    """The mark by which a hub knows that it was told of an event."""
    return f"event:{event}"


def of_notices(event: int) -> str:
    """The mark of an event's notifications: they may be written later than the event."""
    return f"notices:{event}"
