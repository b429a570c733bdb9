"""Binds rows of money to the journal: an event carries the digest of the row it tells of, `checks` compares later."""

from datetime import UTC, date, datetime
from typing import Any

from django.db import models

from funding.models import (
    Agreement,
    AgreementFile,
    Approval,
    BankDetails,
    BankStatement,
    BatchApproval,
    CallForFunds,
    Campaign,
    CashReceipt,
    Claim,
    Contribution,
    ContributionMove,
    Envelope,
    Gift,
    PayoutBatch,
    PayoutOrder,
    Period,
    Pledge,
    Publication,
    Refund,
    Repayment,
    Settlement,
    TaxCancellation,
    TaxMandate,
    TaxMandateEnd,
    TaxReceipt,
    YearEnd,
)
from okote_flow.journal import chain

RULES = ("threshold_bps", "grace_days", "gift_min_cents", "mode", "ratio_num", "ratio_den", "fee_bps", "advance_bps")
SEALED: dict[type[models.Model], tuple[str, ...]] = {
    Agreement: (
        "partner_id", "reference", "deliberation_ref", "deliberated_on", "deliberated_by", "starts_on", "ends_on",
        "allows_pass_on", "section", "chapter", "nature", "function", "operation", "amends_id",
    ),
    AgreementFile: ("agreement_id", "name", "size", "sha256", "uploaded_by_id"),
    Contribution: ("partner_id", "label", "year", "forecast_cents"),
    ContributionMove: (
        "contribution_id", "kind", "cents", "happened_on", "key", "reverses_id", "reason", "entered_by_id",
    ),
    YearEnd: ("envelope_id", "outcome", "cents", "into_id", "deliberation_ref", "decided_by_id"),
    Period: ("month", "is_locked", "changed_by_id", "reason"),
    Publication: ("year", "sha256", "rows", "published_by_id"),
    Envelope: ("partner_id", "year", "section", "forecast_cents", "voted_cents", "deliberation_ref", "agreement_id"),
    Campaign: ("dossier_id", "goal_cents", "citizens_goal_cents", "days", *RULES),
    Pledge: ("campaign_id", "partner_id", "college", "envelope_id", "cap_cents", "weight", "rank"),
    Gift: (
        "campaign_id", "provider_reference", "cents", "means", "pledged_at", "received_at", "anonymous", "eligible",
        "reason", "entered_by_id",
    ),
    Refund: ("gift_id", "cents", "key", "decided_by_id"),
    Settlement: ("campaign_id", "digest", "prepared_by_id", "approved_by_id"),
    CashReceipt: ("partner_id", "pledge_id", "envelope_id", "cents", "received_on", "reference", "entered_by_id"),
    BankDetails: ("organization_id", "iban", "holder", "given_by_id", "decided_by_id"),
    PayoutOrder: ("campaign_id", "key", "cents", "iban", "holder", "siret", "digest", "prepared_by_id"),
    Claim: ("refund_id", "campaign_id", "cents", "state", "reference", "decided_by_id"),
    Repayment: ("campaign_id", "cents", "due_on", "digest", "state", "key", "received_on", "decision", "ended_by_id"),
    Approval: ("order_id", "digest", "user_id", "office"),
    PayoutBatch: ("key", "due_on", "count", "control_cents", "file_sha256", "digest", "composed_by_id"),
    BatchApproval: ("batch_id", "digest", "user_id", "office"),
    TaxMandate: (
        "organization_id", "dossier_id", "address", "purpose", "quality", "rescript", "signatory", "signatory_role",
        "given_on", "sha256", "recorded_by_id",
    ),
    TaxMandateEnd: ("mandate_id", "revoked_on", "reason", "revoked_by_id"),
    TaxReceipt: (
        "organization_id", "siren", "year", "number", "gift_id", "mandate_id", "model", "cents", "replaces_id",
        "file_sha256", "issued_by_id",
    ),
    TaxCancellation: ("receipt_id", "reason", "cancelled_by_id"),
    CallForFunds: ("pledge_id", "year", "number", "cents", "due_on", "file_sha256", "issued_by_id"),
    BankStatement: ("iban", "reference", "closes_on", "opening_cents", "lines_cents", "closing_cents", "file_sha256"),
}  # fmt: skip
"""Model -> what of a row is fixed by the event that tells of it."""


def digest(row: models.Model) -> str:
    """The digest of what is fixed in this row."""
    return chain.digest(chain.canonical([_plain(getattr(row, name)) for name in SEALED[type(row)]]))


def seal(row: models.Model) -> dict[str, Any]:
    """The facts that bind a row to the event: record(kind, …, **seal(gift))."""
    return {"row": name(type(row), row.pk), "row_digest": digest(row)}


def name(model: type[models.Model], pk: int) -> str:
    return f"{model._meta.db_table}:{pk}"


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
