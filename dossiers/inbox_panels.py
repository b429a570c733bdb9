"""Beside somebody's tasks: the dates that others must keep on their dossiers, what a reader may consult."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest

from dossiers import access, clocks, deadlines, thread
from dossiers.lifecycle import ENDS, Keeper
from dossiers.models import Deadline, DossierProcess
from okote_flow.directory.access import absents_of, offices_of
from okote_flow.directory.models import Office, User

Context = dict[str, object]
FEW = 5
READERS = frozenset({Office.AUDITOR, Office.ARCHIVIST})


@dataclass(frozen=True, slots=True)
class Expected:
    """The first day on which others are expected on a dossier in one's charge: who, and how that day is counted."""

    dossier: int
    title: str
    due_on: date
    who: tuple[str, ...]
    count: str


def others(request: HttpRequest, user: User) -> Context | None:
    """For officers: what the dossiers they follow await of others, the first day first. Two queries."""
    if Office.OFFICER not in offices_of(user):
        return None
    followed = access.dossiers_for(user).filter(officer__in=[user, *absents_of(user)])
    left = DossierProcess.objects.filter(deadline=OuterRef("pk"), status="NEW")
    of_others = deadlines.running().filter(Exists(left), dossier__in=followed).exclude(keeper=Keeper.OFFICER)
    rows = of_others.select_related("dossier").prefetch_related("pauses").order_by("due_on", "dossier", "keeper")
    return {"deadlines": list(_by_dossier(rows[: 4 * FEW]))[:FEW]}


def _by_dossier(rows: Iterable[Deadline]) -> Iterator[Expected]:
    """One line per dossier and day: a committee's members and its secretary are expected together."""
    for (pk, day), group in groupby(rows, key=lambda row: (row.dossier_id, row.due_on)):
        found = list(group)
        first = found[0]
        assert pk is not None and first.dossier is not None, "asked for dossiers only"
        count = clocks.arithmetic(deadlines.clock_of(first).start, first.terms)
        yield Expected(pk, first.dossier.title, day, tuple(Keeper(one.keeper).label for one in found), count)


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
