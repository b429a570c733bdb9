"""The house's own message format, for any provider that can be taught it, and for the simulated one.

    {"payment": "p-1", "checkout": "<token>", "state": "confirmed", "amount": 5000, "tip": 0, "currency": "EUR"}

`amount` and `tip` are whole cents; `amount` is the gift without the tip. `state` is one of PAYMENT or REVERSAL below;
with the latter, `reversal` says which: {"id": "r-1", "amount": 2000}. `id` may name a message, so that two alike are
told apart.
"""

import json
from typing import Any

from funding.models import PaymentState, ReversalKind, ReversalState
from funding.providers.news import PaymentNews, ReversalNews
from funding.sentences import refuse
from okote_flow.refusals import Refused

PAYMENT = {
    "pending": PaymentState.PENDING,
    "refused": PaymentState.DEAD,
    "confirmed": PaymentState.CONFIRMED,
}
REVERSAL = {
    "refunding": (ReversalKind.REFUND, ReversalState.UNDERWAY),
    "refunded": (ReversalKind.REFUND, ReversalState.DONE),
    "refund_dropped": (ReversalKind.REFUND, ReversalState.DROPPED),
    "contested": (ReversalKind.CHARGEBACK, ReversalState.UNDERWAY),
    "charged_back": (ReversalKind.CHARGEBACK, ReversalState.DONE),
    "contest_won": (ReversalKind.CHARGEBACK, ReversalState.DROPPED),
}
MOST_CENTS = 10**12
ID_LENGTH = 50


def read(raw: bytes) -> PaymentNews:
    """Raises Refused("event-unreadable") with what is wrong."""
    told = mapping(raw)
    state = text(told, "state")
    if state not in PAYMENT and state not in REVERSAL:
        raise unreadable("state")
    return PaymentNews(
        payment=text(told, "payment", limit=ID_LENGTH),
        checkout=text(told, "checkout", required=False),
        state=PAYMENT.get(state),
        cents=cents(told, "amount"),
        tip_cents=cents(told, "tip", may_be_zero=True),
        currency=text(told, "currency"),
        reversals=(_reversal(told, state),) if state in REVERSAL else (),
    )


def _reversal(told: dict[str, Any], state: str) -> ReversalNews:
    said = told.get("reversal")
    if not isinstance(said, dict):
        raise unreadable("reversal")
    kind, reached = REVERSAL[state]
    return ReversalNews(text(said, "id", limit=ID_LENGTH), kind, reached, cents(said, "amount"))


def mapping(raw: bytes) -> dict[str, Any]:
    """A JSON object. Raises Refused("event-unreadable")."""
    try:
        told = json.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise unreadable("JSON") from error
    if not isinstance(told, dict):
        raise unreadable("JSON")
    return told


def text(told: dict[str, Any], name: str, *, required: bool = True, limit: int = 100) -> str:
    value = told.get(name, "")
    is_clean = isinstance(value, str) and len(value) <= limit and value.isprintable()
    if not is_clean or (required and not value):
        raise unreadable(name)
    return str(value)


def cents(told: dict[str, Any], name: str, *, may_be_zero: bool = False) -> int:
    """A whole number of cents: no fraction, no sign, no text."""
    value = told.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_CENTS:
        raise unreadable(name)
    if not value and not may_be_zero:
        raise unreadable(name)
    return value


def unreadable(place: str) -> Refused:
    return Refused([refuse("event-unreadable", place=place)])
