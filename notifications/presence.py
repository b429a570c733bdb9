"""Who has a dossier or a task open now. Kept in the cache, so that all processes know; forgotten without a beat.

People are spread over a fixed number of drawers per subject: a drawer is read and written whole, and two processes
that write the same one at the same instant lose a beat at the most, which the next beat mends.
"""

from collections.abc import Callable

from django.core.cache import cache

from notifications import doors
from okote_flow import clock
from okote_flow.directory.models import User

LASTS = 75  # seconds without a beat after which somebody has left
DRAWERS = 16
KINDS = frozenset({"dossier", "task"})

Drawer = dict[str, int]
"""Line -> the second in which it last beat. A line is named "person-number"."""


def is_place(subject: str) -> bool:
    """Whether it is something of which presence is kept."""
    kind, colon, key = subject.partition(":")
    return bool(colon) and kind in KINDS and key.isascii() and key.isdigit() and len(key) < 16


def beat(subject: str, person: int, line: str) -> bool:
    """This person has it open, on this line. Whether they were not there before."""
    return _write(subject, person, lambda drawer: drawer | {f"{person}-{line}": _now()})


def leave(subject: str, person: int, line: str) -> bool:
    """They no longer have it open on this line. Whether they are gone with it (another page may have it open)."""
    return _write(
        subject, person, lambda drawer: {name: at for name, at in drawer.items() if name != f"{person}-{line}"}
    )


def people_at(subject: str) -> set[int]:
    """Everybody who has it open, for who may know to be filtered from."""
    drawers: dict[str, Drawer] = cache.get_many([_drawer(subject, number) for number in range(DRAWERS)])
    return {_person(name) for drawer in drawers.values() for name in _living(drawer)}


def beside(reader: User, subject: str) -> list[User] | None:
    """Who else has it open, of the reader's own side. None to whom the subject is not shown."""
    side = doors.seen(reader, [subject]).get(subject)
    if side is None:
        return None
    others = people_at(subject) - {reader.pk}
    sides = doors.seers(subject, others) if others else {}
    same = [person for person in others if sides.get(person) == side]
    return list(User.objects.filter(pk__in=same).order_by("last_name", "first_name", "pk")) if same else []


def _write(subject: str, person: int, change: Callable[[Drawer], Drawer]) -> bool:
    """Change a person's drawer. Whether that made them come or go."""
    key = _drawer(subject, person % DRAWERS)
    before = _living(cache.get(key, {}))
    after = change(before)
    if after:
        cache.set(key, after, timeout=LASTS)
    else:
        cache.delete(key)
    return (person in map(_person, before)) != (person in map(_person, after))


def _living(drawer: Drawer) -> Drawer:
    return {name: at for name, at in drawer.items() if at > _now() - LASTS}


def _person(name: str) -> int:
    return int(name.partition("-")[0])


def _drawer(subject: str, number: int) -> str:
    return f"presence:{subject}:{number}"


def _now() -> int:
    return int(clock.real_now().timestamp())
