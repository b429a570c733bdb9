"""Binds rows of money to the journal: an event carries the digest of the row it tells of, `checks` compares later."""

from datetime import UTC, date, datetime
from typing import Any

from django.db import models

from funding.models import (
    Agreement,
    Approval,
    BankDetails,
    Campaign,
    CashReceipt,
    Envelope,
    Gift,
    PayoutOrder,
    Pledge,
    Refund,
    Settlement,
)
from okote_flow.journal import chain

RULES = ("threshold_bps", "grace_days", "gift_min_cents", "mode", "ratio_num", "ratio_den", "fee_bps", "advance_bps")
SEALED: dict[type[models.Model], tuple[str, ...]] = {
    Agreement: ("partner_id", "reference", "starts_on", "ends_on", "allows_pass_on", "section"),
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
    Approval: ("order_id", "digest", "user_id", "office"),
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
