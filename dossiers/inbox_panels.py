"""Beside somebody's tasks: the dates that others must keep on their dossiers, what a reader may consult."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Q
from django.http import HttpRequest

from dossiers import access, thread
from dossiers.lifecycle import ENDS, Keeper
from dossiers.models import DossierProcess
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User

Context = dict[str, object]
FEW = 5
READERS = frozenset({Office.AUDITOR, Office.ARCHIVIST})


@dataclass(frozen=True, slots=True)
class Deadline:
    """The first day on which others are expected on a dossier in one's charge, and who they are."""

    dossier: int
    title: str
    due_on: date
    who: tuple[str, ...]


def deadlines(request: HttpRequest, user: User) -> Context | None:
    """For officers: what the dossiers they follow await of others, the first day first. One query."""
    if Office.OFFICER not in offices_of(user):
        return None
    followed = access.dossiers_for(user).filter(officer=user)
    open_ones = DossierProcess.objects.filter(status="NEW", due_on__isnull=False, dossier__in=followed)
    of_others = open_ones.exclude(keeper__in=[Keeper.OFFICER, Keeper.CLOCK]).order_by("due_on", "dossier", "keeper")
    rows = of_others.values_list("dossier", "dossier__title", "due_on", "keeper").distinct()[: 4 * FEW]
    return {"deadlines": list(_by_dossier(rows))[:FEW]}


def _by_dossier(rows: Iterable[tuple[int, str, date, str]]) -> Iterator[Deadline]:
    """One line per dossier and day: a committee's members are expected together."""
    for (pk, title, day), group in groupby(rows, key=lambda row: row[:3]):
        yield Deadline(pk, title, day, tuple(Keeper(keeper).label for *_, keeper in group))


def unread(request: HttpRequest, user: User) -> Context | None:
    """The threads in which something new awaits this reader, the newest first. One query; None when all is read."""
    found = thread.waiting(user, FEW)
    return {"waiting": found} if found else None


def readings(request: HttpRequest, user: User) -> Context | None:
    """For who reads without acting: how many dossiers run and how many are over, as they may see them."""
    if not offices_of(user) & READERS:
        return None
    over = Q(state__in=ENDS)
    handed_in = access.dossiers_for(user).handed_in().order_by()
    return dict(handed_in.aggregate(running=Count("pk", filter=~over), over=Count("pk", filter=over)))
