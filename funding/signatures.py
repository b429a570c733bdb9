"""The orders of a campaign with their lines and signatures, as the payment page shows them."""

from dataclasses import dataclass

from funding.models import Approval, Campaign, PayoutLine, PayoutOrder
from okote_flow.directory.models import Office

SIGNERS = ((Office.DIRECTOR, "La direction"), (Office.TREASURER, "La trésorerie"))


@dataclass(frozen=True, slots=True)
class Visa:
    """One of the two signatures: given, or still awaited."""

    label: str
    approval: Approval | None


@dataclass(frozen=True, slots=True)
class Order:
    order: PayoutOrder
    lines: list[PayoutLine]
    visas: list[Visa]


def orders(campaign: Campaign) -> list[Order]:
    """Newest first, in three queries."""
    found = campaign.payout_orders.select_related("prepared_by").prefetch_related(
        "lines__pledge__partner", "approvals__user"
    )
    return [
        Order(
            order,
            list(order.lines.all()),
            [Visa(label, _signature(order, office)) for office, label in SIGNERS],
        )
        for order in found.order_by("-pk")
    ]


def _signature(order: PayoutOrder, office: Office) -> Approval | None:
    given = (one for one in order.approvals.all() if one.office == office and one.digest == order.digest)
    return next(given, None)
