"""What the list of notifications shows: its filters and how much stands behind each."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from notifications.access import notifications_for
from notifications.families import Standing
from notifications.models import Notification
from okote_flow.directory.models import User


def _all(user: User) -> Q:
    return Q()


def to_do(user: User) -> Q:
    """What asked something of its reader about a dossier that has not moved on since."""
    return ~Q(verb="") & Q(dossier__state_since__lte=F("created_at"))


def _new(user: User) -> Q:
    return Q(read_at=None)


def _mine(user: User) -> Q:
    """The dossiers that one carries or is in charge of."""
    return Q(standing=Standing.HOLDER) | Q(dossier__officer=user)


def _meetings(user: User) -> Q:
    return Q(event__kind__startswith="meeting.")


FILTERS: dict[str, tuple[str, Callable[[User], Q]]] = {
    "": ("Toutes", _all),
    "a-faire": ("À faire", to_do),
    "non-lues": ("Non lues", _new),
    "mes-dossiers": ("Mes dossiers", _mine),
    "seances": ("Séances", _meetings),
}
"""How the address names a filter -> its label and what it keeps."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter as the page offers it."""

    name: str
    label: str
    count: int
    is_chosen: bool


def shown(user: User, name: str) -> QuerySet[Notification]:
    """What a filter keeps, newest first; an unknown name keeps everything."""
    _, keeps = FILTERS.get(name, FILTERS[""])
    return notifications_for(user).filter(keeps(user)).select_related("dossier")


def choices(user: User, name: str) -> list[Choice]:
    """Every filter with its count, in one query."""
    counted = {f"n{number}": Count("pk", filter=keeps(user)) for number, (_, keeps) in enumerate(FILTERS.values())}
    counted["n0"] = Count("pk")
    counts = notifications_for(user).order_by().aggregate(**counted)
    chosen = name if name in FILTERS else ""
    return [
        Choice(key, label, counts[f"n{number}"], key == chosen)
        for number, (key, (label, _)) in enumerate(FILTERS.items())
    ]
