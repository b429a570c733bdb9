"""The stage flows of this app: who must act while the dossier is in a state. Source: ADR 1."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.status import STATUS

from dossiers import access, conditions, deadlines, guards, stages
from dossiers.lifecycle import Keeper, State
from dossiers.models import Deadline, DeadlineKind, Dossier, DossierProcess
from dossiers.stages import Duty
from okote_flow import clock
from okote_flow.directory.models import User


class DossierLock:
    """Every flow locks the dossier row, as `advance()` does: one lock, so no inversion."""

    @contextmanager
    def __call__(self, flow_class: Any, process_pk: int) -> Iterator[None]:
        with transaction.atomic():
            # No order is asked for: with one, PostgreSQL may walk through every dossier to find this one.
            Dossier.objects.select_for_update(of=("self",)).values_list("pk").get(processes__pk=process_pk)
            yield


class KeptTask(flow.View):
    """A human task whose right is asked again when it is claimed and when it is done."""

    def can_assign(self, user: User, task: Any) -> bool:
        process = task.process.coerced
        if task.owner_id or (process.person_id and process.person_id != user.pk):
            return False
        return access.holds(user, process.dossier, Keeper(process.keeper))

    def can_execute(self, user: User, task: Any) -> bool:
        process = task.process.coerced
        return task.owner_id == user.pk and access.holds(user, process.dossier, Keeper(process.keeper))


class DutyFlow(flow.Flow):
    """One human task about one dossier. Subclasses name their duty; their paths are a contract with stored rows."""

    process_class = DossierProcess
    lock_impl = DossierLock()
    duty: ClassVar[Duty]

    start = flow.StartHandle(this.begin).Next(this.act)
    act = KeptTask(None).Next(this.end)  # type: ignore[no-untyped-call]
    end = flow.End()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        stages.DUTIES[cls.duty.code] = cls.duty
        stages.ASKING[cls.duty.code] = cls.open

    def begin(self, activation: Any, **facts: Any) -> DossierProcess:
        process: DossierProcess = activation.process
        process.duty = self.duty.code
        for name, value in facts.items():
            setattr(process, name, value)
        return process

    @classmethod
    def open(
        cls,
        dossier: Dossier,
        *,
        deadline: Deadline | None = None,
        due_on: date | None = None,
        person: User | None = None,
        about: int | None = None,
        keeper: Keeper | None = None,
    ) -> None:
        """Let this duty await its keeper (or one person of them). Its date is that of its deadline, if it has one."""
        due = deadline.due_on if deadline is not None else due_on
        facts = {"dossier": dossier, "deadline": deadline, "due_on": due, "person": person, "about": about}
        cls.start.run(**facts, keeper=keeper or cls.duty.keeper)

    @classmethod
    def complete(cls, process: DossierProcess, by: User) -> None:
        """Do the task as this person. Raises PermissionDenied when they lost the right since they claimed it."""
        task = process.task_set.filter(flow_task_type="HUMAN").exclude(status__in=["DONE", "CANCELED"]).get()
        with task.activation() as act:
            if act.task.status == STATUS.ASSIGNED and act.task.owner_id != by.pk:
                act.unassign()
            if act.task.status == STATUS.NEW:
                _permit(act.assign.has_perm(by))
                act.assign(by)
            _permit(act.start.has_perm(by))
            act.start(None)
            act.execute()


def _permit(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


class AdmissibilityFlow(DutyFlow):
    """Recevabilité"""

    duty = Duty("admissibility", "Examiner la recevabilité", Keeper.OFFICER, "dossiers:dossier")


class ComplementsFlow(DutyFlow):
    """Compléments"""

    duty = Duty("complements", "Répondre aux questions", Keeper.APPLICANT, "dossiers:complements")


class OverdueComplementsFlow(DutyFlow):
    """Suivi des compléments"""

    duty = Duty("complements-follow-up", "Suivre la demande de compléments", Keeper.OFFICER, "dossiers:dossier")


class ReportFlow(DutyFlow):
    """Bilan"""

    duty = Duty("report", "Rendre le bilan", Keeper.APPLICANT, "dossiers:report")


class ClosingFlow(DutyFlow):
    """Clôture"""

    duty = Duty("closing", "Solder le dossier", Keeper.OFFICER, "dossiers:dossier")


class ConditionFlow(DutyFlow):
    """Réserve"""

    duty = Duty(conditions.CONDITION, "Prouver qu’une réserve est levée", Keeper.APPLICANT, "dossiers:conditions")


class ProofFlow(DutyFlow):
    """Preuve d’une réserve"""

    duty = Duty(conditions.PROOF, "Vérifier la preuve d’une réserve", Keeper.OFFICER, "dossiers:conditions")


def _open_admissibility(dossier: Dossier) -> None:
    """The first look, and the two months of silence, both counted from the day of receipt."""
    rules = dossier.parameters
    deadlines.start(DeadlineKind.SILENCE, dossier, days=0, months=rules.silence_months)
    AdmissibilityFlow.open(
        dossier, deadline=deadlines.start(DeadlineKind.ADMISSIBILITY, dossier, days=rules.complement_days)
    )


def _open_complements(dossier: Dossier) -> None:
    """The holder may answer until the day that the request names; from the next day on the officer may drop it."""
    request = guards.open_request(dossier)
    days = (request.due_on - clock.today()).days if request else dossier.parameters.complement_days
    ComplementsFlow.open(dossier, deadline=deadlines.start(DeadlineKind.COMPLEMENTS, dossier, days=days))
    OverdueComplementsFlow.open(dossier, deadline=deadlines.start(DeadlineKind.FOLLOW_UP, dossier, days=days + 1))


def _open_follow_up(dossier: Dossier) -> None:
    report = deadlines.start(DeadlineKind.REPORT, dossier, days=dossier.parameters.report_days)
    ReportFlow.open(dossier, deadline=report)
    ClosingFlow.open(dossier)


stages.on_enter(State.SUBMITTED, _open_admissibility)
stages.on_enter(State.COMPLEMENTS_REQUESTED, _open_complements)
stages.on_enter(State.FOLLOW_UP, _open_follow_up)
for _funded in deadlines.FUNDED:
    stages.on_enter(_funded, conditions.await_proofs)
for _over in (State.CAMPAIGN_FAILED, State.RENOUNCED, State.CANCELLED):
    stages.on_enter(_over, ClosingFlow.open)
