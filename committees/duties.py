"""What the committees ask of people, as short flows; their paths are a contract with stored rows. Source: ADR 1."""

from committees import access, conflicts
from dossiers import access as dossier_access
from dossiers import deadlines, stages
from dossiers.flows import DutyFlow
from dossiers.lifecycle import Keeper, State
from dossiers.models import Deadline, DeadlineKind, Dossier
from dossiers.stages import Duty
from okote_flow import clock
from okote_flow.directory.models import User


class ScreeningFlow(DutyFlow):
    """Examen territorial"""

    duty = Duty("screening", "Examiner le dossier et rendre mon avis", Keeper.MEMBER, "committees:screening")


class OpinionFlow(DutyFlow):
    """Avis territorial"""

    duty = Duty("opinion", "Enregistrer l’avis du comité", Keeper.SECRETARY, "committees:opinion")


class AgendaFlow(DutyFlow):
    """Ordre du jour"""

    duty = Duty("agenda", "Inscrire à l’ordre du jour", Keeper.ENGAGEMENT_SECRETARY, "committees:engagement")


class ProclamationFlow(DutyFlow):
    """Décision"""

    duty = Duty("proclamation", "Mettre au vote et proclamer", Keeper.CHAIR, "committees:engagement")


class VoteFlow(DutyFlow):
    """Vote"""

    duty = Duty("vote", "Voter", Keeper.ENGAGEMENT_MEMBER, "committees:vote")


class TerritorialTieFlow(DutyFlow):
    """Liens avec le dossier, au comité territorial"""

    duty = Duty("territorial-tie", "Trancher un lien possible avec le dossier", Keeper.SECRETARY, "committees:ties")


class EngagementTieFlow(DutyFlow):
    """Liens avec le dossier, au comité d’engagement"""

    duty = Duty("tie", "Trancher un lien possible avec le dossier", Keeper.ENGAGEMENT_SECRETARY, "committees:ties")


SCREENING, OPINION, AGENDA, PROCLAMATION, VOTE = (
    flow.duty.code for flow in (ScreeningFlow, OpinionFlow, AgendaFlow, ProclamationFlow, VoteFlow)
)


def ask_for_sheet(dossier: Dossier, person: User) -> None:
    """A sheet awaits this member, by the clock that runs since the dossier came to the committee."""
    ScreeningFlow.open(dossier, deadline=_clock(dossier, DeadlineKind.SCREENING), person=person)


def _clock(dossier: Dossier, kind: DeadlineKind) -> Deadline:
    """Sheets and opinion have the same days; both clocks stand still while the holder is asked for complements."""
    return deadlines.start(kind, dossier, days=dossier.parameters.screening_days)


def ask_for_vote(dossier: Dossier, person: User, poll: int) -> None:
    """While the poll is open, in the meeting: a date to sort by, no clock of its own."""
    VoteFlow.open(dossier, due_on=clock.today(), person=person, about=poll)


def ask_for_agenda(dossier: Dossier) -> None:
    """A dossier that left an agenda undecided awaits the next one."""
    if dossier.status == State.ENGAGEMENT_REVIEW:
        AgendaFlow.open(dossier)


def ask_for_ruling(dossier: Dossier) -> None:
    """One task for the secretary of the committee that has the dossier, however many ties await a ruling."""
    flow = EngagementTieFlow if dossier.at_engagement_since is not None else TerritorialTieFlow
    if not stages.open_processes(dossier).filter(duty=flow.duty.code).exists():
        flow.open(dossier)


def close_ruling(dossier: Dossier, by: User) -> None:
    """No tie awaits a ruling any more: the task is done by who keeps it, or falls away."""
    if conflicts.suspected(dossier).exists():
        return
    for flow in (TerritorialTieFlow, EngagementTieFlow):
        if dossier_access.holds(by, dossier, flow.duty.keeper):
            stages.finish(dossier, flow.duty.code, by=by)
        else:
            stages.cancel(dossier, flow.duty.code)


def open_screening(dossier: Dossier) -> None:
    """One task per member with a voice who does not stand aside, and one for the secretary."""
    for mandate in access.voices(dossier):
        ask_for_sheet(dossier, mandate.user)
    OpinionFlow.open(dossier, deadline=_clock(dossier, DeadlineKind.OPINION))


def open_engagement(dossier: Dossier) -> None:
    AgendaFlow.open(dossier)
    ProclamationFlow.open(dossier)


stages.on_enter(State.TERRITORIAL_REVIEW, open_screening)
stages.on_enter(State.ENGAGEMENT_REVIEW, open_engagement)
