"""The verbs of money. Each is one transaction: hold, check, write, post, record."""

from funding.actions.bank import give_bank_details, read_iban, refuse_bank_details, verify_bank_details
from funding.actions.closing import close_campaign, close_campaigns_due
from funding.actions.envelopes import cover_envelope, open_envelope, record_advance, sign_agreement, vote_envelope
from funding.actions.gifts import confirm_refunds, receive_gift, record_provider_payment, refund_gift
from funding.actions.payouts import (
    approve_payout,
    confirm_payout,
    execution_refusals,
    pay_all,
    payout_refusals,
    prepare_payout,
    signature_refusals,
    void_payout,
)
from funding.actions.preparation import (
    agree_campaign,
    extend_campaign,
    open_campaign,
    pledge,
    preparation_refusals,
    prepare_campaign,
    remove_pledge,
)
from funding.actions.settlement import approve_settlement, prepare_settlement, record_cash, settle, waive_balance

__all__ = [
    "agree_campaign",
    "approve_payout",
    "approve_settlement",
    "close_campaign",
    "close_campaigns_due",
    "confirm_payout",
    "confirm_refunds",
    "cover_envelope",
    "execution_refusals",
    "extend_campaign",
    "give_bank_details",
    "open_campaign",
    "open_envelope",
    "pay_all",
    "payout_refusals",
    "pledge",
    "preparation_refusals",
    "prepare_campaign",
    "prepare_payout",
    "prepare_settlement",
    "read_iban",
    "receive_gift",
    "record_advance",
    "record_cash",
    "record_provider_payment",
    "refund_gift",
    "refuse_bank_details",
    "remove_pledge",
    "settle",
    "sign_agreement",
    "signature_refusals",
    "verify_bank_details",
    "void_payout",
    "vote_envelope",
    "waive_balance",
]
