"""Claiming and releasing what awaits a pool."""

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from dossiers.actions.life import lock
from dossiers.lifecycle import Keeper
from dossiers.models import DossierProcess
from dossiers.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused


def _open_task(process: DossierProcess) -> Task:
    task: Task | None = (
        process.task_set.filter(flow_task_type="HUMAN").exclude(status__in=["DONE", "CANCELED"]).first()
    )
    if task is None:
        raise Refused([refuse("task-done")])
    return task


@action("dossiers.claim", refuses=("task-done", "task-taken", "task-not-yours"))
def claim(process: DossierProcess, *, by: User) -> DossierProcess:
    """Take a task of one's pool; the others see who has it. Claiming one's own again changes nothing."""
    dossier = lock(process.dossier)
    with _open_task(process).activation() as act:
        if act.task.owner_id == by.pk:
            return process
        if act.task.owner_id is not None:
            raise Refused([refuse("task-taken", who=act.task.owner)])
        if not act.assign.has_perm(by):
            raise Refused([refuse("task-not-yours", keeper=Keeper(process.keeper).label)])
        act.task.assigned = clock.now()
        act.assign(by)
    record(Kind.TASK_CLAIMED, subject=dossier.subject, by=by, office=process.keeper, duty=process.duty)
    return process


@action("dossiers.release", refuses=("task-done", "task-not-yours"))
def release(process: DossierProcess, *, by: User) -> DossierProcess:
    """Give a task back to its pool."""
    dossier = lock(process.dossier)
    with _open_task(process).activation() as act:
        if act.task.status != STATUS.ASSIGNED or act.task.owner_id != by.pk:
            raise Refused([refuse("task-not-yours", keeper=Keeper(process.keeper).label)])
        act.unassign()
    record(Kind.TASK_RELEASED, subject=dossier.subject, by=by, office=process.keeper, duty=process.duty)
    return process
