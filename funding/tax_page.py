"""What pages say of receipts: what waits for one and why, and what a giver reads beside their gift."""

from dataclasses import dataclass

from django.urls import reverse

from funding import actions, tax_access, tax_position, tax_rules
from funding.models import Campaign, Checkout, TaxReceipt, TaxRecipient
from funding.tax_position import Standing
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Waiting:
    """A gift that somebody wants a receipt for, and what its receipt lacks."""

    standing: Standing
    refusals: list[Refusal]
    issue_url: str  # empty while it cannot be issued, or not by this reader


def waiting(user: User, campaign: Campaign) -> list[Waiting]:
    """Those without receipt, in the order in which they came. The campaign's own obstacles stand at its buttons."""
    may_issue = not actions.issuing_refusals(campaign, user)
    found = []
    for one in tax_position.standings(list(tax_access.gifts_to_receipt(campaign)[:MOST])):
        refusals = list(tax_rules.receipt_refusals(one.facts))
        url = reverse("funding:issue_tax_receipt", args=[one.gift.pk]) if may_issue and not refusals else ""
        found.append(Waiting(one, refusals, url))
    return found


MOST = 50  # on a page; the act issues all of them


def recipient_of(checkout: Checkout) -> TaxRecipient | None:
    """Who wants the receipt of what this token announced."""
    if checkout.gift is not None:
        return tax_position.standing(checkout.gift).recipient
    return getattr(checkout, "tax_recipient", None)


@dataclass(frozen=True, slots=True)
class Told:
    """What a giver reads of their receipt."""

    receipts: list[TaxReceipt]
    recipient: TaxRecipient | None
    counted: TaxReceipt | None
    refusals: list[Refusal]


def told(checkout: Checkout) -> Told:
    """For the page of a gift, whoever holds its token."""
    refusals = actions.asking_receipt_refusals(checkout)
    if checkout.gift is None:
        return Told([], getattr(checkout, "tax_recipient", None), None, refusals)
    now = tax_position.standing(checkout.gift)
    return Told(now.receipts, now.recipient, now.counted, refusals)
