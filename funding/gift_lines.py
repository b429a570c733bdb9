"""One row per gift on its page: what is left of it, whether it may still be refunded."""

from dataclasses import dataclass

from django.db.models import Sum

from funding.models import Gift, Refund


@dataclass(frozen=True, slots=True)
class Line:
    gift: Gift
    donor: str
    refunded_cents: int
    may_refund: bool


def lines(gifts: list[Gift], *, may_refund: bool) -> list[Line]:
    """The rows of one page, in one query besides the gifts."""
    rows = Refund.objects.filter(gift__in=gifts).order_by()
    refunded = dict(rows.values_list("gift").annotate(Sum("cents")))
    return [
        Line(gift, _donor(gift), refunded.get(gift.pk, 0), may_refund and refunded.get(gift.pk, 0) < gift.cents)
        for gift in gifts
    ]


def _donor(gift: Gift) -> str:
    name = gift.donor.name if hasattr(gift, "donor") else ""
    return f"{name} (anonyme en public)" if name and gift.anonymous else name or "Sans nom"
