"""Who may watch what on the live line. Each kind of subject has its door, and an upper app opens its own from ready().

A door answers from both ends: of many people, who may see one thing (for an event, in one query however many lines are
open); of many things, which may one person see (for a page that opens its line, or polls).
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from committees import sight as rooms
from committees.access import committees_for, meetings_for
from dossiers import sight
from dossiers.models import DossierProcess
from funding.access import public_campaigns
from notifications.nudges import INBOX, ME, PRESENCE
from okote_flow.directory.models import User

Sides = dict[int, str]
"""Person -> the side from which they may see it."""

EVERYBODY_S = frozenset({ME, INBOX})
"""Of one's own: nobody is refused."""


@dataclass(frozen=True, slots=True)
class Door:
    """`seers`: key, people -> those who may see it. `seen`: person, keys -> those that they may see. With sides.

    There are many things of most kinds, and each has its key.
    """

    seers: Callable[[str, Collection[int]], Sides]
    seen: Callable[[User, Collection[str]], dict[str, str]]
    has_keys: bool = True


_doors: dict[str, Door] = {}


def add(kind: str, door: Door) -> None:
    """Let subjects of one more kind be watched."""
    assert kind not in _doors, f"{kind} has its door already"
    _doors[kind] = door


def is_known(subject: str) -> bool:
    """Whether there is a door for it at all: what has none is nothing that one could lose the right to."""
    kind, key = _split(subject)
    return subject in EVERYBODY_S or (kind in _doors and bool(key) == _doors[kind].has_keys)


def seers(subject: str, people: Collection[int]) -> Sides:
    """Those of these people who may see a subject."""
    kind, key = _split(subject)
    return _doors[kind].seers(key, people) if kind in _doors else {}


def seen(person: User | None, subjects: Iterable[str]) -> dict[str, str]:
    """Those of these subjects that a person may see (None: a stranger, who may watch public campaigns alone)."""
    found: dict[str, str] = {}
    wanted: dict[str, dict[str, list[str]]] = {}
    for subject in subjects:
        kind, key = _split(subject)
        if subject in EVERYBODY_S and person is not None:
            found[subject] = subject
        elif kind in _doors:
            wanted.setdefault(kind, {}).setdefault(key, []).append(subject)
    for kind, keys in wanted.items():
        for key, side in _seen(person, kind, keys).items():
            found |= dict.fromkeys(keys[key], side)
    return found


def _seen(person: User | None, kind: str, keys: Collection[str]) -> dict[str, str]:
    if person is None:
        return public(keys) if kind == "campaign" else {}
    return _doors[kind].seen(person, keys) if person.is_active else {}


def _split(subject: str) -> tuple[str, str]:
    """Kind and key; who is beside one at a dossier is asked of the dossier."""
    kind, _, key = subject.removeprefix(PRESENCE).partition(":")
    return kind, key


def _numbers(keys: Collection[str]) -> list[int]:
    return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 16]


# Doors of the floors below


def public(keys: Collection[str]) -> dict[str, str]:
    """Of these dossiers, those whose campaign was opened: from then on it belongs to everybody."""
    found = public_campaigns().filter(dossier__in=_numbers(keys)).values_list("dossier", flat=True)
    return {str(key): "public" for key in found}


def public_subject(campaign: int) -> str | None:
    """What is told of the campaign of this number, if it is public."""
    dossier = public_campaigns().filter(pk=campaign).values_list("dossier", flat=True).first()
    return f"campaign:{dossier}" if dossier is not None else None


def _of_campaign(key: str, people: Collection[int]) -> Sides:
    return dict.fromkeys(people, "public") if public([key]) else {}


def _of_dossier(key: str, people: Collection[int]) -> Sides:
    return sight.sides(int(key), people) if _numbers([key]) else {}


def _dossiers(person: User, keys: Collection[str]) -> dict[str, str]:
    return {str(pk): side for pk, side in sight.seen_by(person, _numbers(keys)).items()}


def _of_task(key: str, people: Collection[int]) -> Sides:
    dossier = DossierProcess.objects.filter(pk__in=_numbers([key])).values_list("dossier", flat=True).first()
    return sight.sides(dossier, people) if dossier is not None else {}


def _tasks(person: User, keys: Collection[str]) -> dict[str, str]:
    about = dict(DossierProcess.objects.filter(pk__in=_numbers(keys)).values_list("pk", "dossier"))
    sides = sight.seen_by(person, set(about.values()))
    return {str(pk): sides[dossier] for pk, dossier in about.items() if dossier in sides}


def _of_meeting(key: str, people: Collection[int]) -> Sides:
    return dict.fromkeys(rooms.at_meeting(int(key), people), "room") if _numbers([key]) else {}


def _meetings(person: User, keys: Collection[str]) -> dict[str, str]:
    found = meetings_for(person).filter(pk__in=_numbers(keys)).values_list("pk", flat=True)
    return {str(pk): "room" for pk in found}


def _of_committee(key: str, people: Collection[int]) -> Sides:
    return dict.fromkeys(rooms.of_committee(key, people), "room")


def _committees(person: User, keys: Collection[str]) -> dict[str, str]:
    return dict.fromkeys(committees_for(person).filter(code__in=keys).values_list("code", flat=True), "room")


add("dossier", Door(_of_dossier, _dossiers))
add("task", Door(_of_task, _tasks))
add("meeting", Door(_of_meeting, _meetings))
add("committee", Door(_of_committee, _committees))
add("campaign", Door(_of_campaign, lambda person, keys: public(keys)))
