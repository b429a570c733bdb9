"""What the money asks of people, as short flows; their paths are a contract with stored rows. Source: ADR 1."""

from dossiers import deadlines, stages
from dossiers.access import holds
from dossiers.flows import DutyFlow
from dossiers.lifecycle import Keeper, State
from dossiers.models import Deadline, DeadlineKind, Dossier
from dossiers.stages import Duty
from funding import guards
from funding.models import BankDetails, BankDetailsState
from okote_flow.directory.models import User


class CampaignPreparationFlow(DutyFlow):
    """Préparation de la campagne"""

    duty = Duty("campaign-preparation", "Préparer la campagne", Keeper.OFFICER, "funding:preparation")


class CampaignAgreementFlow(DutyFlow):
    """Accord du porteur"""

    duty = Duty("campaign-agreement", "Accepter la campagne", Keeper.APPLICANT, "funding:preparation")


class SettlementFlow(DutyFlow):
    """Décompte"""

    duty = Duty("settlement", "Préparer le décompte", Keeper.TREASURER, "funding:settlement")


class SettlementApprovalFlow(DutyFlow):
    """Approbation du décompte"""

    duty = Duty("settlement-approval", "Approuver le décompte", Keeper.DIRECTOR, "funding:settlement")


class SettlingFlow(DutyFlow):
    """Arrêt de l’abondement"""

    duty = Duty("settling", "Arrêter l’abondement", Keeper.TREASURER, "funding:settlement")


class BankDetailsFlow(DutyFlow):
    """IBAN à donner"""

    duty = Duty("bank-details", "Donner l’IBAN de la structure", Keeper.APPLICANT, "funding:bank_details")


class BankCheckFlow(DutyFlow):
    """IBAN à vérifier"""

    duty = Duty("bank-details-check", "Vérifier l’IBAN", Keeper.OFFICER, "funding:bank_details")


class CashFlow(DutyFlow):
    """Versements des partenaires"""

    duty = Duty("partners-cash", "Enregistrer les versements des partenaires", Keeper.TREASURER, "funding:payout")


class PayoutFlow(DutyFlow):
    """Ordre de paiement"""

    duty = Duty("payout", "Préparer le versement", Keeper.OFFICER, "funding:payout")


class DirectorSignatureFlow(DutyFlow):
    """Signature de la direction"""

    duty = Duty("payout-director", "Approuver le versement", Keeper.DIRECTOR, "funding:payout")


class TreasurerSignatureFlow(DutyFlow):
    """Signature de la trésorerie"""

    duty = Duty("payout-treasurer", "Approuver le versement", Keeper.TREASURER, "funding:payout")


class ExecutionFlow(DutyFlow):
    """Exécution du versement"""

    duty = Duty("payout-execution", "Exécuter le versement", Keeper.TREASURER, "funding:payout")


class PaidFlow(DutyFlow):
    """Constat du paiement"""

    duty = Duty("payout-complete", "Constater que tout est payé", Keeper.TREASURER, "funding:payout")


class RefundsFlow(DutyFlow):
    """Remboursements"""

    duty = Duty("refunds", "Rembourser les donateurs", Keeper.TREASURER, "funding:refunds")


class RepaymentFlow(DutyFlow):
    """Reversement"""

    duty = Duty("repayment", "Constater le reversement", Keeper.TREASURER, "funding:payout")


SIGNATURES = (DirectorSignatureFlow, TreasurerSignatureFlow)


def ensure_open(flow: type[DutyFlow], dossier: Dossier, *, deadline: Deadline | None = None) -> None:
    """Let this duty await its keeper, unless it does already."""
    if not stages.open_processes(dossier).filter(duty=flow.duty.code).exists():
        flow.open(dossier, deadline=deadline)


def done(dossier: Dossier, flow: type[DutyFlow], *, by: User | None) -> None:
    """The work is done: by its keeper, who gets the credit, or by somebody else who may."""
    if by is not None and holds(by, dossier, flow.duty.keeper):
        stages.finish(dossier, flow.duty.code, by=by)
    stages.cancel(dossier, flow.duty.code)


def await_bank_details(dossier: Dossier) -> None:
    """An IBAN to give, to verify, or neither."""
    states = BankDetails.objects.filter(organization=dossier.organization).values_list("state", flat=True)
    if BankDetailsState.GIVEN in states:
        ensure_open(BankCheckFlow, dossier)
    elif BankDetailsState.VERIFIED not in states:
        ensure_open(BankDetailsFlow, dossier)


def await_refunds(dossier: Dossier) -> None:
    """Donors who wait for their money."""
    campaign = guards.campaign_of(dossier)
    if campaign is not None and guards.pending_refunds(campaign).exists():
        ask_for_refunds(dossier)


def ask_for_refunds(dossier: Dossier) -> None:
    """Money to send back, by the clock that runs since the first donor is owed some."""
    deadline = deadlines.start(DeadlineKind.REFUNDS, dossier, days=dossier.parameters.refund_days)
    ensure_open(RefundsFlow, dossier, deadline=deadline)


def _prepare(dossier: Dossier) -> None:
    CampaignPreparationFlow.open(dossier)


def _settle(dossier: Dossier) -> None:
    deadline = deadlines.start(DeadlineKind.SETTLEMENT, dossier, days=dossier.parameters.settlement_days)
    SettlementFlow.open(dossier, deadline=deadline)


def _pay(dossier: Dossier) -> None:
    """Sixty days from the event that makes the grant due."""
    deadline = deadlines.start(DeadlineKind.PAYOUT, dossier, days=dossier.parameters.payout_days)
    PayoutFlow.open(dossier, deadline=deadline)


stages.on_enter(State.CAMPAIGN_PREPARATION, _prepare)
stages.on_enter(State.MATCHING, _settle)
stages.on_enter(State.PAYOUT, _pay)
stages.on_enter(State.PAYOUT, await_bank_details)
for _state in (State.MATCHING, State.PAYOUT, State.FOLLOW_UP):
    stages.on_enter(_state, await_refunds)
