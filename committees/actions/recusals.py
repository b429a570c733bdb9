"""Standing aside from a dossier: sight, keys, tasks, roll and polls follow in one transaction."""

from collections.abc import Iterator

from viewflow.workflow.status import STATUS

from committees import access
from committees.actions.chairing import preside
from committees.actions.locks import lock_item
from committees.actions.polls import end_void
from committees.models import (
    AgendaItem,
    Committee,
    Entitlement,
    ItemState,
    MeetingState,
    Poll,
    PollState,
    Recusal,
    RecusalGround,
    VoterStatus,
)
from committees.models.bodies import KEEP, PRESIDE, VIEW
from committees.models.votes import Standing
from committees.sentences import refuse
from dossiers import access as dossier_access
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

MEMBER_RECUSED = "Un membre qui avait voté s’est déporté\u00a0: un nouveau tour se tient sans lui."
CHAIR_RECUSED = "La présidence de ce scrutin s’est déportée\u00a0: un nouveau tour se tient sous une autre présidence."


@action("committees.recuse", refuses=("not-yours", "already-recused", "nothing-to-leave"))
def recuse(dossier: Dossier, *, ground: RecusalGround, by: User, user: User | None = None, note: str = "") -> Recusal:
    """Stand aside from a dossier (or, as secretary or chair of one of its committees, make somebody stand aside).

    For good. The person loses sight of it as member or staff, their tasks on it close, a poll in which they have
    already voted or which they preside is void, a voice not yet heard leaves the roll.
    """
    person = user or by
    item, dossier = _held(dossier)
    require(recusal_refusals(by, dossier, person))
    poll = _unsettled_poll(item)
    recusal = Recusal.objects.create(
        dossier=dossier, user=person, ground=ground, note=note.strip(), declared_by=by, at=clock.now()
    )
    _close_tasks(dossier, person)
    dossiers.stand_down(dossier, person)
    record(
        Kind.RECUSED,
        subject=dossier.subject,
        by=by,
        people={"member": person},
        ground=ground,
        imposed=person.pk != by.pk,
    )
    if poll is not None:
        _leave_poll(poll, recusal, by)
    if item is not None:
        preside(item.meeting)
    return recusal


def _held(dossier: Dossier) -> tuple[AgendaItem | None, Dossier]:
    """The dossier, held, after the meeting that deliberates on it if there is one."""
    called = AgendaItem.objects.filter(dossier=dossier, state=ItemState.OPENED, meeting__state=MeetingState.OPEN)
    item = called.select_related("meeting", "dossier").first()
    if item is None:
        return None, lock_dossier(dossier)
    item = lock_item(item)
    return item, item.dossier


def recusal_refusals(by: User, dossier: Dossier, person: User) -> Iterator[Refusal]:
    """Oneself, when one sees the dossier as member or staff; somebody else, as its committees' secretary or chair."""
    if Recusal.objects.filter(dossier=dossier, user=person).exists():
        yield refuse("already-recused", who=person)
        return
    if person.pk == by.pk:
        if not access.is_inside(by, dossier):
            yield refuse("nothing-to-leave", who=person)
        return
    bureau = access.runs(by).filter(access.territorial_of(dossier) | access.ENGAGEMENT)
    if not (bureau.exists() and access.is_inside(by, dossier)):
        here = access.territorial_of(dossier)
        keeper = "le secrétariat ou la présidence d’un comité du dossier"
        people = access.people_where(KEEP, here) | access.people_where(PRESIDE, here)
        yield refuse_dossier("not-yours", keeper=keeper, people=access.names(people))
    elif not _has_part(person):
        yield refuse("nothing-to-leave", who=person)


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
    line = Entitlement.objects.select_for_update(of=("self",)).filter(poll=poll, user=recusal.user).first()
    if line is None:
        return
    if poll.presiding_id == line.seat_id:
        end_void(poll, CHAIR_RECUSED, by)
    elif line.status == VoterStatus.VOTED:
        end_void(poll, MEMBER_RECUSED, by)
    elif poll.is_open:
        line.standing, line.status = Standing(recusal.standing.value), VoterStatus.RECUSED
        line.save(update_fields=["standing", "status"])
