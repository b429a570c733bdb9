"""One row per gift on its page: what is left of it, whether it may still be refunded."""

from dataclasses import dataclass

from django.db.models import Sum

from funding import tax_position
from funding.models import Gift, Refund, TaxReceipt


@dataclass(frozen=True, slots=True)
class Line:
    gift: Gift
    donor: str
    refunded_cents: int
    may_refund: bool
    receipt: TaxReceipt | None
    is_outdated: bool  # its receipt says too much
    is_asked: bool  # somebody wants a receipt


def lines(gifts: list[Gift], *, may_refund: bool) -> list[Line]:
    """The rows of one page, in six queries besides the gifts."""
    rows = Refund.objects.filter(gift__in=gifts).order_by()
    refunded = dict(rows.values_list("gift").annotate(Sum("cents")))
    return [
        Line(
            one.gift,
            _donor(one.gift),
            refunded.get(one.gift.pk, 0),
            may_refund and refunded.get(one.gift.pk, 0) < one.gift.cents,
            one.counted,
            one.facts.is_outdated,
            one.recipient is not None,
        )
        for one in tax_position.standings(gifts)
    ]


def _donor(gift: Gift) -> str:
    name = gift.donor.name if hasattr(gift, "donor") else ""
    return f"{name} (anonyme en public)" if name and gift.anonymous else name or "Sans nom"
