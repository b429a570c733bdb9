"""What somebody's mandates of today let them do, and where: read once, since every rule of access asks for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import count

from committees.models import CommitteeGroupPermission, CommitteeKind
from committees.models.bodies import running
from okote_flow import clock
from okote_flow.directory.models import User


@dataclass(frozen=True, slots=True)
class Power:
    """One permission on one committee."""

    permission: str
    committee: int
    kind: CommitteeKind
    territory: int | None


_changes = count(1)
_change = 0  # grows whenever this process gives or ends a mandate


def powers_of(user: User) -> tuple[Power, ...]:
    """The powers that mandates in force today give this person, read once per person object, day and change.

    A person object lives as long as a request; what another process writes meanwhile is seen by the next request.
    """
    if not user.is_active:
        return ()
    known: tuple[object, tuple[Power, ...]] | None = user.__dict__.get("_powers")
    if known is None or known[0] != _moment():
        read_all([user])
    return user.__dict__["_powers"][1]  # type: ignore[no-any-return]


def read_all(people: Collection[User]) -> None:
    """The powers of many people, in one query: `powers_of` each of them asks nothing more."""
    held = CommitteeGroupPermission.objects.filter(
        running(prefix="group__mandates__"), group__mandates__user__in=people
    )
    rows = held.values_list(
        "group__mandates__user",
        "permission__codename",
        "content_object",
        "content_object__kind",
        "content_object__territory",
    ).distinct()
    found: dict[int, list[Power]] = {person.pk: [] for person in people}
    for person, permission, committee, kind, territory in rows:
        found[person].append(Power(permission, committee, CommitteeKind(kind), territory))
    for person in people:
        person.__dict__["_powers"] = (_moment(), tuple(found[person.pk]))


def _moment() -> tuple[date, int]:
    return clock.today(), _change


def forget() -> None:
    """Mandates were written: what was read of them before counts no more."""
    global _change  # noqa: PLW0603 - the mark of this process
    _change = next(_changes)
