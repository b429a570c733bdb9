"""Where the receipt of each gift stands: who wants it, what was issued, what is left of the gift."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum

from funding.models import (
    Claim,
    ClaimState,
    Gift,
    Refund,
    Reversal,
    ReversalState,
    TaxReceipt,
    TaxRecipient,
)
from funding.tax_rules import Counted, GiftFacts


@dataclass(frozen=True, slots=True)
class Standing:
    """One gift with its recipient and its receipts, the oldest first."""

    gift: Gift
    recipient: TaxRecipient | None
    receipts: list[TaxReceipt]
    facts: GiftFacts

    @property
    def counted(self) -> TaxReceipt | None:
        """The receipt that counts; at most one."""
        return counted(self.receipts)

    @property
    def to_replace(self) -> TaxReceipt | None:
        """The cancelled receipt in whose place the next one stands."""
        return self.receipts[-1] if self.receipts and self.counted is None else None


def counted(receipts: list[TaxReceipt]) -> TaxReceipt | None:
    return next((one for one in receipts if not one.is_cancelled), None)


def standings(gifts: Sequence[Gift]) -> list[Standing]:
    """In five queries, however many gifts there are."""
    refunded = _sums(Refund.objects.filter(gift__in=gifts), "gift")
    underway = _sums(Reversal.objects.filter(payment__gift__in=gifts, state=ReversalState.UNDERWAY), "payment__gift")
    claimed = _sums(Claim.objects.filter(refund__gift__in=gifts, state=ClaimState.OPEN), "refund__gift")
    recipients = _recipients(gifts)
    receipts: dict[int, list[TaxReceipt]] = defaultdict(list)
    for row in TaxReceipt.objects.filter(gift__in=gifts).select_related("cancellation").order_by("pk"):
        receipts[row.gift_id].append(row)
    found = []
    for gift in gifts:
        now = counted(receipts[gift.pk])
        facts = GiftFacts(
            given_cents=gift.cents,
            refunded_cents=refunded.get(gift.pk, 0),
            underway_cents=underway.get(gift.pk, 0),
            claimed_cents=claimed.get(gift.pk, 0),
            has_recipient=gift.pk in recipients,
            counted=Counted(now.reference, now.cents) if now else None,
        )
        found.append(Standing(gift, recipients.get(gift.pk), receipts[gift.pk], facts))
    return found


def standing(gift: Gift) -> Standing:
    return standings([gift])[0]


def _sums(rows: object, path: str) -> dict[int, int]:
    summed = rows.order_by().values_list(path).annotate(Sum("cents"))  # type: ignore[attr-defined]
    return dict(summed)


def _recipients(gifts: Sequence[Gift]) -> dict[int, TaxRecipient]:
    """Gift -> who wants its receipt, whether said when giving or afterwards."""
    rows = TaxRecipient.objects.filter(Q(gift__in=gifts) | Q(checkout__gift__in=gifts)).select_related("checkout")
    return {(row.gift_id or row.checkout.gift_id): row for row in rows.order_by("pk")}  # type: ignore[union-attr,misc]
