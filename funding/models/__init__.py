"""The nouns of money."""

from funding.models.accounting import AgreementFile, Outcome, Period, Publication, YearEnd
from funding.models.batches import BatchApproval, BatchLine, BatchState, LineState, PayoutBatch
from funding.models.calls import CallForFunds
from funding.models.campaigns import (
    Campaign,
    CampaignState,
    Donor,
    Gift,
    Means,
    Mode,
    Pledge,
    PledgeState,
    Refund,
    RefundSent,
)
from funding.models.envelopes import Agreement, Envelope, EnvelopeStatus
from funding.models.ledger import Account, Book, Entry, Normal, Role, Transfer
from funding.models.operating import Contribution, ContributionMove, MoveKind
from funding.models.payouts import (
    Approval,
    BankDetails,
    BankDetailsState,
    CashReceipt,
    MatchDelta,
    OrderState,
    PayoutLine,
    PayoutOrder,
    Settlement,
    SettlementLine,
    SettlementState,
)
from funding.models.statements import BankStatement, Reconciliation, ReconciliationKind, StatementLine
from funding.models.tranches import Tranche, TrancheCap

__all__ = [
    "Account",
    "Agreement",
    "AgreementFile",
    "Approval",
    "BankDetails",
    "BankDetailsState",
    "BankStatement",
    "BatchApproval",
    "BatchLine",
    "BatchState",
    "Book",
    "CallForFunds",
    "Campaign",
    "CampaignState",
    "CashReceipt",
    "Contribution",
    "ContributionMove",
    "Donor",
    "Entry",
    "Envelope",
    "EnvelopeStatus",
    "Gift",
    "LineState",
    "MatchDelta",
    "Means",
    "Mode",
    "MoveKind",
    "Normal",
    "OrderState",
    "Outcome",
    "PayoutBatch",
    "PayoutLine",
    "PayoutOrder",
    "Period",
    "Pledge",
    "PledgeState",
    "Publication",
    "Reconciliation",
    "ReconciliationKind",
    "Refund",
    "RefundSent",
    "Role",
    "Settlement",
    "SettlementLine",
    "SettlementState",
    "StatementLine",
    "Tranche",
    "TrancheCap",
    "Transfer",
    "YearEnd",
]
