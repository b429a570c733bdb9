"""Standing aside from a dossier: sight, keys, tasks, roll and polls follow in one transaction."""

from collections.abc import Iterator

from django.db.models import Q
from viewflow.workflow.status import STATUS

from committees import access, conflicts, duties
from committees.actions.chairing import preside
from committees.actions.locks import lock_item
from committees.actions.polls import end_void, leave_rolls
from committees.models import (
    AgendaItem,
    Committee,
    ConflictState,
    Poll,
    PollState,
    Recusal,
    RecusalGround,
)
from committees.models.bodies import VIEW
from committees.sentences import refuse
from dossiers import access as dossier_access
from dossiers import actions as dossiers
from dossiers import stages
from dossiers.actions import lock as lock_dossier
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier, DossierProcess
from dossiers.sentences import refuse as refuse_dossier
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, require


@action("committees.recuse", refuses=("not-yours", "already-recused", "nothing-to-leave"))
def recuse(dossier: Dossier, *, ground: RecusalGround, by: User, user: User | None = None, note: str = "") -> Recusal:
    """Stand aside from a dossier (or, as secretary or chair of one of its committees, make its members do so).

    For good. The person loses sight of it as member or staff, their tasks on it close, a poll in which they have
    already voted or which they preside is void, a voice not yet heard leaves the roll.
    """
    person = user or by
    item, dossier = held(dossier)
    require(recusal_refusals(by, dossier, person))
    return stand_aside(item, dossier, person, ground=ground, note=note, by=by)


def held(dossier: Dossier) -> tuple[AgendaItem | None, Dossier]:
    """The dossier, held, after the meeting that deliberates on it if there is one."""
    called = AgendaItem.objects.filter(access.CALLED, dossier=dossier)
    item = called.select_related("meeting", "dossier").first()
    if item is None:
        return None, lock_dossier(dossier)
    item = lock_item(item)
    return item, item.dossier


def stand_aside(
    item: AgendaItem | None, dossier: Dossier, person: User, *, ground: RecusalGround, note: str, by: User
) -> Recusal:
    """The recusal and all that follows from it, once it is known that `by` may ask for it."""
    poll = _unsettled_poll(item)
    recusal = Recusal.objects.create(
        dossier=dossier,
        user=person,
        ground=ground,
        note=note.strip(),
        declared_by=by,
        at=clock.now(),
        weight=conflicts.weight_of(dossier, person),
    )
    _settle_conflict(recusal, by)
    _close_tasks(dossier, person)
    dossiers.stand_down(dossier, person)
    record(
        Kind.RECUSED,
        subject=dossier.subject,
        by=by,
        office=office_on(by, dossier),
        people={"member": person},
        ground=ground,
        imposed=person.pk != by.pk,
        weight=recusal.weight,
    )
    if poll is not None:
        _leave_poll(poll, recusal, by)
    if item is not None:
        preside(item.meeting)
    return recusal


def _settle_conflict(recusal: Recusal, by: User) -> None:
    """A tie that awaited a ruling is confirmed by the recusal, whoever asked for it."""
    open_ones = conflicts.suspected(recusal.dossier).filter(user=recusal.user_id)
    open_ones.update(state=ConflictState.CONFIRMED, decided_by=by, decided_at=recusal.at)
    duties.close_ruling(recusal.dossier, by)


def recusal_refusals(by: User, dossier: Dossier, person: User) -> Iterator[Refusal]:
    """Oneself, when one sees the dossier as member or staff; a member of one's own committee, as who prepares it."""
    if Recusal.objects.filter(dossier=dossier, user=person).exists():
        yield refuse("already-recused", who=person)
        return
    if person.pk == by.pk:
        if not access.is_inside(by, dossier):
            yield refuse("nothing-to-leave", who=person)
        return
    if access.recusable(by, dossier).filter(pk=person.pk).exists():
        return
    if not _has_part(person) or dossier_access.is_own(person, dossier):
        yield refuse("nothing-to-leave", who=person)
    else:
        keeper = "la personne elle-même, ou qui tient ou préside son comité"
        yield refuse_dossier("not-yours", keeper=keeper, people="")


def office_on(by: User | None, dossier: Dossier) -> str:
    """In which capacity: a seat in a committee of the dossier, an office, a seat elsewhere."""
    seat = access.role_in(by, access.territorial_of(dossier) | access.ENGAGEMENT)
    return seat or next(iter(sorted(offices_of(by))), "") or access.role_in(by, Q())


def _has_part(person: User) -> bool:
    """Whether a capacity could ever bring them to a dossier."""
    return (
        bool(offices_of(person) & dossier_access.SEE_ALL)
        or Committee.objects.filter(pk__in=access.committees_where(person, VIEW)).exists()
    )


def _close_tasks(dossier: Dossier, person: User) -> None:
    """What awaited this person alone is cancelled, what they had claimed goes back to its pool."""
    for process in stages.open_processes(dossier):
        if process.person_id == person.pk:
            process.flow_class.instance.cancel(process)
        elif process.person_id is None:
            _give_back(process, person)


def _give_back(process: DossierProcess, person: User) -> None:
    task = process.task_set.filter(flow_task_type="HUMAN", status=STATUS.ASSIGNED, owner=person).first()
    if task is not None and not _own_task(process, person):
        with task.activation() as act:
            act.unassign()


def _own_task(process: DossierProcess, person: User) -> bool:
    """A holder's own duties stay theirs."""
    return process.keeper == Keeper.APPLICANT and dossier_access.is_own(person, process.dossier)


def _unsettled_poll(item: AgendaItem | None) -> Poll | None:
    """The running round, or the last one counted and not yet proclaimed."""
    if item is None:
        return None
    polls = Poll.objects.select_for_update(of=("self",)).filter(item=item).exclude(state=PollState.VOID)
    poll = polls.order_by("round").last()
    if poll is not None:
        poll.item = item
    return poll


def _leave_poll(poll: Poll, recusal: Recusal, by: User) -> None:
    reason = leave_rolls(poll, recusal.user_id, recusal.standing)
    if reason:
        end_void(poll, reason, by, office_on(by, poll.item.dossier))
