"""What awaits a person: open tasks whose key they hold, by who is to do them. One rule for list and count."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS, STATUS

from dossiers import access
from dossiers.lifecycle import STAGES, Keeper
from dossiers.models import Dossier, DossierProcess
from dossiers.stages import DUTIES
from okote_flow import clock
from okote_flow.directory.access import absents_of
from okote_flow.directory.models import User

WEEK = timedelta(days=7)
MOMENT = timedelta(minutes=10)  # how long a task that a colleague took stays in sight
MANY = 100  # of these at the most
ALONE = (Keeper.APPLICANT, Keeper.CHAIR, Keeper.DIRECTOR, Keeper.TREASURER)
"""Keys whose tasks await their holder without being claimed: there is no pool to take them from."""
PEOPLE = tuple(key for key in Keeper if key is not Keeper.CLOCK)
BY_OFFICE = (Keeper.APPLICANT, Keeper.OFFICER, Keeper.DIRECTOR, Keeper.TREASURER)
"""The keys of those who hold no seat in a committee."""


class View(StrEnum):
    """The filters of the page; the value stands in its address."""

    MINE = "a-moi"
    TO_CLAIM = "a-prendre"
    TAKEN = "au-comite"
    DONE = "terminees"

    @property
    def label(self) -> str:
        return VIEW_LABELS[self]


VIEW_LABELS = {
    View.MINE: "À moi",
    View.TO_CLAIM: "À prendre",
    View.TAKEN: "Prises par d’autres",
    View.DONE: "Terminées",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One task as the page shows it."""

    pk: int
    label: str
    title: str
    where: str
    goal_cents: int
    stage: int
    icon: str
    url: str
    due_on: date | None
    owner: str
    is_claimed: bool
    keeper: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    is_late: bool
    rows: list[Row]


def open_for(user: User, among: Collection[Keeper] = PEOPLE) -> QuerySet[DossierProcess]:
    """Every open task whose key this person holds today, and that is not addressed to somebody else.

    A recusal or the end of a term takes the task out at once: the key is asked again with every query. Whoever holds a
    key of a dossier may see it, so nothing more is asked. `among` leaves out keys that they are known not to hold.
    """
    if not user.is_active:
        return DossierProcess.objects.none()
    found = DossierProcess.objects.filter(_held(user, among), Q(person=None) | Q(person=user), status=PROCESS.NEW)
    task = Task.objects.filter(process=OuterRef("pk"), flow_task_type="HUMAN")
    claimed = task.exclude(status__in=[STATUS.DONE, STATUS.CANCELED]).values("owner")[:1]
    open_tasks: QuerySet[DossierProcess] = found.annotate(owner_id=Subquery(claimed))
    return open_tasks


def _held(user: User, among: Collection[Keeper]) -> Q:
    """The tasks of a person's keys, as `access.kept` says them, with what takes a key away asked once for all keys.

    A key whose rule is NOTHING is left out: most people hold few, and this stands in every page's menu. One's own
    projects are few and come first; of what an office or a seat does, each task's dossier is asked, until there is
    enough.
    """
    own = Q(keeper=Keeper.APPLICANT, dossier__in=Dossier.objects.filter(access.own(user)))
    held = [own] if Keeper.APPLICANT in among else []
    others = ((key, access.bearing(user, key)) for key in among if key is not Keeper.APPLICANT)
    rules = [Q(keeper=key) & _of_dossier(rule) for key, rule in others if rule != access.NOTHING]
    if rules:
        held.append(reduce(or_, rules) & ~_of_dossier(access.denied(user)))
    return reduce(or_, held, access.NOTHING)


def _of_dossier(rule: Q) -> Q:
    return Q(Exists(Dossier.objects.filter(rule, pk=OuterRef("dossier"))))


def rule_of(view: View, user: User) -> Q:
    """Which open tasks a filter shows: mine, free to be claimed, taken by others. Each is in one of the three.

    Mine are those of an absent colleague too, while I stand in for them.
    """
    absents = [absent.pk for absent in absents_of(user)]
    in_charge = Q(keeper=Keeper.OFFICER, dossier__officer__in=[user.pk, *absents])
    taken = Q(owner_id=user.pk)
    taken |= Q(owner_id__in=absents, keeper__in=access.LENT_KEYS) if absents else Q()
    if view is View.MINE:
        return taken | Q(owner_id=None) & (Q(person=user) | Q(keeper__in=ALONE) | in_charge)
    if view is View.TO_CLAIM:
        pooled = ~Q(keeper__in=[*ALONE, Keeper.OFFICER]) | Q(keeper=Keeper.OFFICER, dossier__officer=None)
        return Q(owner_id=None, person=None) & pooled
    return Q(owner_id__isnull=False) & ~taken


def just_taken(user: User) -> QuerySet[DossierProcess]:
    """What others took from this person's pools a moment ago: shown for a while, so that nothing vanishes unseen."""
    lately = Task.objects.filter(flow_task_type="HUMAN", status=STATUS.ASSIGNED, assigned__gte=clock.now() - MOMENT)
    others = lately.exclude(owner=user).order_by("-assigned").values_list("process", flat=True)[:MANY]
    found = open_for(user).filter(pk__in=list(others), person=None)  # by name: few, whatever the open tasks
    return _with_names(found.exclude(keeper__in=ALONE)).order_by("-opened_at", "-pk")


def done_by(user: User) -> QuerySet[DossierProcess]:
    """What this person has finished, on dossiers they may still see."""
    found = DossierProcess.objects.filter(
        status=PROCESS.DONE, task__owner=user, task__flow_task_type="HUMAN", task__status=STATUS.DONE
    )
    shown: QuerySet[DossierProcess] = found.filter(dossier__in=access.dossiers_for(user))
    return shown.annotate(owner_id=F("task__owner_id"))


def tasks(user: User, view: View, among: Collection[Keeper] = PEOPLE) -> QuerySet[DossierProcess]:
    """The rows of a filter, the most urgent first."""
    if view is View.DONE:
        return _with_names(done_by(user)).order_by("-finished", "-pk")
    found = open_for(user, among).filter(rule_of(view, user))
    return _with_names(found).order_by(F("due_on").asc(nulls_last=True), "opened_at", "pk")


def _with_names(found: QuerySet[DossierProcess]) -> QuerySet[DossierProcess]:
    return found.select_related("dossier__organization", "dossier__territory")


TOLD = 99
"""Beyond so many the menu says that there are more."""


class Counts(dict[View, int]):
    """How many tasks each filter shows, and how many of one's own are overdue."""

    late: int = 0


def counts(user: User) -> Counts:
    """In two queries."""
    kinds = (View.MINE, View.TO_CLAIM, View.TAKEN)
    columns: dict[str, Any] = {view.name: Count("pk", filter=rule_of(view, user)) for view in kinds}
    columns["late"] = Count("pk", filter=rule_of(View.MINE, user) & Q(due_on__lt=clock.today()))
    found = open_for(user).aggregate(**columns)
    all_of_them = Counts({view: found[view.name] for view in kinds} | {View.DONE: done_by(user).count()})
    all_of_them.late = found["late"]
    return all_of_them


def count(user: User, among: Collection[Keeper] = PEOPLE) -> int:
    """What the menu says: as many as the list "À moi" is long, counted no further than the menu tells."""
    return open_for(user, among).filter(rule_of(View.MINE, user)).order_by()[: TOLD + 1].count()


def get_task(user: User, pk: int) -> DossierProcess:
    """Raises Http404 for a task that is over or was never theirs to take."""
    found = open_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def rows(page: "Page[DossierProcess] | list[DossierProcess]", user: User) -> list[Row]:
    """A page of tasks with the names of those who took them, in one query for all."""
    found = list(page)
    owners = User.objects.in_bulk({process.owner_id for process in found if process.owner_id})  # type: ignore[attr-defined]
    return [_row(process, owners, user) for process in found]


def _row(process: DossierProcess, owners: dict[int, User], user: User) -> Row:
    duty, dossier = DUTIES[process.duty], process.dossier
    owner_id: int | None = process.owner_id  # type: ignore[attr-defined]
    places = (dossier.organization, dossier.city or dossier.territory)
    return Row(
        pk=process.pk,
        label=duty.label,
        title=dossier.title,
        where=", ".join(str(place) for place in places if place),
        goal_cents=dossier.goal_cents or 0,
        stage=dossier.stage,
        icon=STAGES[dossier.stage][1],
        url=reverse(duty.page, args=[dossier.pk]),
        due_on=process.due_on,
        owner=str(owners.get(owner_id, "")) if owner_id and owner_id != user.pk else "",
        is_claimed=owner_id == user.pk and process.person_id is None and process.keeper not in ALONE,
        keeper=Keeper(process.keeper).label,
    )


def grouped(found: list[Row]) -> list[Group]:
    """By urgency: late, within a week, later, without a date. Empty groups are left out."""
    today = clock.today()
    groups: dict[str, list[Row]] = {"En retard": [], "Cette semaine": [], "Plus tard": [], "Sans date": []}
    for row in found:
        groups[_group_of(row.due_on, today)].append(row)
    return [Group(title, title == "En retard", listed) for title, listed in groups.items() if listed]


def _group_of(due_on: date | None, today: date) -> str:
    if due_on is None:
        return "Sans date"
    if due_on < today:
        return "En retard"
    return "Cette semaine" if due_on <= today + WEEK else "Plus tard"
