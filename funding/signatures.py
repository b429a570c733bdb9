"""The orders of a campaign with their lines and signatures, as the payment page shows them."""

from dataclasses import dataclass

from dossiers.models import Dossier
from funding.models import Approval, Campaign, PayoutLine, PayoutOrder
from okote_flow.directory.models import Office
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind

SIGNED = frozenset({Kind.PAYOUT_PREPARED, Kind.PAYOUT_APPROVED, Kind.SETTLEMENT_PREPARED, Kind.SETTLEMENT_APPROVED})
Absents = dict[tuple[str, str], str]
"""(order or digest of a statement, office in which it was signed) -> the absent colleague in whose place."""
SIGNERS = ((Office.DIRECTOR, "La direction"), (Office.TREASURER, "La trésorerie"))


@dataclass(frozen=True, slots=True)
class Visa:
    """One of the two signatures: given, or still awaited."""

    label: str
    approval: Approval | None
    absent: str = ""  # in whose place it was given


@dataclass(frozen=True, slots=True)
class Order:
    order: PayoutOrder
    lines: list[PayoutLine]
    visas: list[Visa]
    absent: str = ""  # in whose place it was prepared


def absents_of(dossier: Dossier) -> Absents:
    """In whose place what the journal tells was signed; what was signed in one's own right is not there."""
    lines = story(dossier.subject, kinds=SIGNED)
    marks = ((str(line.facts.get("order") or line.facts.get("digest")), line) for line in lines)
    return {(mark, line.office): line.absent for mark, line in marks if line.absent}


def orders(campaign: Campaign) -> list[Order]:
    """Newest first, in five queries."""
    found = campaign.payout_orders.select_related("prepared_by").prefetch_related(
        "lines__pledge__partner", "approvals__user"
    )
    absents = absents_of(campaign.dossier)
    return [
        Order(
            order,
            list(order.lines.all()),
            [
                Visa(label, _signature(order, office), absents.get((order.key, office), ""))
                for office, label in SIGNERS
            ],
            absents.get((order.key, Office.OFFICER), ""),
        )
        for order in found.order_by("-pk")
    ]


def _signature(order: PayoutOrder, office: Office) -> Approval | None:
    given = (one for one in order.approvals.all() if one.office == office and one.digest == order.digest)
    return next(given, None)
