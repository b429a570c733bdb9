"""What each clock means, and the acts that open, stop, resume and close it. Called under the lock of its subject."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from dossiers import clocks, workdays
from dossiers.lifecycle import Keeper, State
from dossiers.models import Deadline, DeadlineKind, DeadlinePause, Dossier, DossierProcess, RulesVersion, look_ahead
from okote_flow import clock
from okote_flow.parameters import Parameters

LONGEST_NOTICE = timedelta(days=90)
D, K, S = DeadlineKind, Keeper, State
UNDECIDED = frozenset({S.SUBMITTED, S.COMPLEMENTS_REQUESTED, S.TERRITORIAL_REVIEW, S.ENGAGEMENT_REVIEW})
FUNDED = frozenset({S.CAMPAIGN_PREPARATION, S.CAMPAIGN, S.MATCHING, S.PAYOUT, S.FOLLOW_UP})
REFUNDING = (FUNDED - {S.CAMPAIGN_PREPARATION}) | {S.CAMPAIGN_FAILED, S.RENOUNCED, S.CANCELLED}


@dataclass(frozen=True, slots=True)
class Clock:
    """One kind of deadline: how its count begins, who must act, who is told when nobody has.

    It closes by itself when the dossier leaves `runs_in`; one that `waits` stands still while complements are asked.
    `has_tasks`: without an open task nobody is late. `ends_with_task`: it closes when the last of them is done.
    """

    start: str
    keeper: Keeper
    superior: Keeper | None
    runs_in: frozenset[State]
    waits: bool = False
    has_tasks: bool = True
    ends_with_task: bool = False


CLOCKS: dict[DeadlineKind, Clock] = {
    D.ADMISSIBILITY: Clock("déposé", K.OFFICER, K.DIRECTOR, frozenset({S.SUBMITTED}), waits=True),
    D.COMPLEMENTS: Clock("demandé", K.APPLICANT, K.OFFICER, frozenset({S.COMPLEMENTS_REQUESTED})),
    D.FOLLOW_UP: Clock("demandé", K.OFFICER, K.DIRECTOR, frozenset({S.COMPLEMENTS_REQUESTED})),
    D.SCREENING: Clock("recevable", K.MEMBER, K.SECRETARY, frozenset({S.TERRITORIAL_REVIEW}), waits=True),
    D.OPINION: Clock("recevable", K.SECRETARY, K.OFFICER, frozenset({S.TERRITORIAL_REVIEW}), waits=True),
    D.EXPERTISE: Clock("demandé", K.MEMBER, K.SECRETARY, frozenset(), has_tasks=False),
    D.NOTICE: Clock("séance", K.ENGAGEMENT_SECRETARY, K.CHAIR, frozenset(), has_tasks=False),
    D.CAMPAIGN: Clock("ouverte", K.APPLICANT, None, frozenset({S.CAMPAIGN}), has_tasks=False),
    D.CONDITION: Clock("posée", K.APPLICANT, K.OFFICER, FUNDED, has_tasks=False),
    D.SETTLEMENT: Clock("terminée", K.TREASURER, K.DIRECTOR, frozenset({S.MATCHING}), ends_with_task=True),
    D.PAYOUT: Clock("arrêté", K.OFFICER, K.DIRECTOR, frozenset({S.PAYOUT}), ends_with_task=True),
    D.REFUNDS: Clock("dû", K.TREASURER, K.DIRECTOR, REFUNDING, ends_with_task=True),
    D.REPORT: Clock("versé", K.APPLICANT, K.OFFICER, frozenset({S.FOLLOW_UP}), ends_with_task=True),
    D.SILENCE: Clock("déposé", K.OFFICER, K.DIRECTOR, UNDECIDED, has_tasks=False),
}
assert CLOCKS.keys() == set(DeadlineKind)


def clock_of(deadline: Deadline) -> Clock:
    return CLOCKS[DeadlineKind(deadline.kind)]


def superior_of(deadline: Deadline) -> Keeper | None:
    """Who is told when nobody has acted: never those who should have."""
    superior = clock_of(deadline).superior
    return Keeper.DIRECTOR if superior == deadline.keeper else superior


def remind_days(deadline: Deadline) -> int:
    """How many days before its day a deadline is told, by the rules that bind its dossier."""
    rules = parameters_of(deadline)
    longer = {D.REPORT: rules.report_remind_days, D.SILENCE: rules.silence_alert_days}
    return min(longer.get(D(deadline.kind), rules.remind_days), LONGEST_NOTICE.days)


def late_days(deadline: Deadline) -> tuple[int, ...]:
    """How many days after its day those who are late, and their superior, are told once more: of a report alone."""
    if deadline.kind != D.REPORT:
        return ()
    rules = parameters_of(deadline)
    return (rules.report_late_days, rules.report_later_days)


def parameters_of(deadline: Deadline) -> Parameters:
    if deadline.dossier is not None:
        return deadline.dossier.parameters
    return RulesVersion.in_force(clock.today()).parameters


def stage_to_tell(deadline: Deadline) -> clocks.Stage:
    return clocks.to_tell(deadline.due_on, clock.today(), remind_days(deadline), deadline.told, late_days(deadline))


def running() -> QuerySet[Deadline]:
    """Those that are open and do not stand still."""
    still = DeadlinePause.objects.filter(deadline=OuterRef("pk"), ends_on=None)
    return Deadline.objects.filter(~Exists(still), closed_at=None)


def of_dossier(dossier: Dossier) -> QuerySet[Deadline]:
    """The open clocks of a dossier with their pauses, in two queries."""
    return Deadline.objects.filter(dossier=dossier, closed_at=None).prefetch_related("pauses")


def find(dossier: Dossier, kind: DeadlineKind) -> Deadline | None:
    return Deadline.objects.filter(dossier=dossier, kind=kind, closed_at=None).first()


# What acts do


def start(
    kind: DeadlineKind,
    dossier: Dossier,
    *,
    days: int,
    months: int = 0,
    about: int = 0,
    keeper: Keeper | None = None,
) -> Deadline:
    """Let a clock of a dossier run from today. One of that kind that runs already goes on unchanged."""
    terms = clocks.Terms(clock.today(), days, months)
    new = Deadline(kind=kind, dossier=dossier, subject=dossier.subject, about=about, keeper=keeper or "")
    return _open(new, terms)


def start_elsewhere(kind: DeadlineKind, subject: str, *, started_on: date, days: int, keeper: Keeper) -> Deadline:
    """The same for a subject of an upper app: a meeting."""
    return _open(Deadline(kind=kind, subject=subject, keeper=keeper), clocks.Terms(started_on, days))


def _open(deadline: Deadline, terms: clocks.Terms) -> Deadline:
    same = {"subject": deadline.subject, "kind": deadline.kind, "about": deadline.about}
    known = Deadline.objects.filter(**same, closed_at=None).first()
    if known is not None:
        return known
    deadline.keeper = deadline.keeper or clock_of(deadline).keeper
    deadline.started_on, deadline.days, deadline.months = terms.started_on, terms.days, terms.months
    _count(deadline, terms)
    deadline.told = clocks.told_at_start(deadline.due_on, clock.today(), remind_days(deadline))
    deadline.save()
    return deadline


def follow(dossier: Dossier, why: str) -> None:
    """After a step: each clock of the dossier runs, stands still or is over, as the new state says."""
    for deadline in of_dossier(dossier):
        kind = clock_of(deadline)
        if dossier.status in kind.runs_in:
            _resume(deadline)
        elif kind.waits and dossier.status == S.COMPLEMENTS_REQUESTED and State(dossier.asked_from) in kind.runs_in:
            waiting = dossier.get_state_display()
            DeadlinePause.objects.create(deadline=deadline, starts_on=clock.today(), why=waiting)
        else:
            _end(deadline, why)


def close(subject: str, kind: DeadlineKind, why: str, *, about: int = 0) -> None:
    """What was due is done, or is not due any more."""
    for deadline in Deadline.objects.filter(subject=subject, kind=kind, about=about, closed_at=None):
        _end(deadline, why)


def close_done(dossier: Dossier, duty: str, why: str) -> None:
    """A task was done or has lapsed: the clock that ends with it is over once nothing of it is left."""
    ending = [kind for kind, one in CLOCKS.items() if one.ends_with_task]
    left = DossierProcess.objects.filter(deadline=OuterRef("pk"), status="NEW")
    served = Deadline.objects.filter(~Exists(left), dossier=dossier, kind__in=ending, closed_at=None)
    for deadline in served.filter(processes__duty=duty).distinct():
        _end(deadline, why)


def extend(deadline: Deadline, days: int, why: str) -> None:
    """Give it more days, for a reason that its arithmetic says."""
    deadline.added_days, deadline.added_why = deadline.added_days + days, why
    _write(deadline)


def _resume(deadline: Deadline) -> None:
    """The clock runs again from today, with a few days left at the least."""
    pause = deadline.pauses.filter(ends_on=None).first()
    if pause is None:
        return
    pause.ends_on = clock.today()
    pause.save(update_fields=["ends_on"])
    fresh = Deadline.objects.select_related("dossier__rules").get(pk=deadline.pk)
    least = parameters_of(fresh).resume_days
    added = clocks.floor_days(clocks.due(fresh.terms), clock.today(), least)
    if added:
        fresh.added_days, fresh.added_why = fresh.added_days + added, "à la reprise"
    _write(fresh)


def _write(deadline: Deadline) -> None:
    """Count the due date again, for the deadline and for the tasks that obey it."""
    before = deadline.due_on
    _count(deadline, deadline.terms._replace(rolled=0))
    if deadline.due_on != before:
        deadline.told = clocks.told_at_start(deadline.due_on, clock.today(), remind_days(deadline))
    deadline.save()
    DossierProcess.objects.filter(deadline=deadline, status="NEW").update(due_on=deadline.due_on)
    if deadline.dossier_id:
        look_ahead(Q(pk=deadline.dossier_id))


def _count(deadline: Deadline, terms: clocks.Terms) -> None:
    """The due date by its terms, moved to a working day where the rules and the kind of clock want it so."""
    due_on = clocks.due(terms)
    moves = D(deadline.kind) in workdays.ROLLING
    deadline.rolled_days = workdays.rolled(due_on, parameters_of(deadline)) if moves else 0
    deadline.due_on = due_on + timedelta(days=deadline.rolled_days)


def _end(deadline: Deadline, why: str) -> None:
    today = clock.today()
    deadline.pauses.filter(ends_on=None).update(ends_on=today)
    deadline.closed_at, deadline.closed_why = clock.now(), why[:120]
    deadline.due_on = clocks.due(Deadline.objects.get(pk=deadline.pk).terms)
    deadline.save(update_fields=["closed_at", "closed_why", "due_on"])


def horizon_on() -> date:
    """The last day that the sweep looks at: no rule lets a reminder be earlier."""
    return clock.today() + LONGEST_NOTICE
