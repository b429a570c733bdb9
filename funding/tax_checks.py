"""What must be true of tax receipts: recomputed from the numbers, the papers, the gifts and the mandates."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from funding import seals
from funding.books import Fault
from funding.models import Refund, TaxReceipt
from funding.tax_rules import kept_until
from okote_flow import clock, documents
from okote_flow.clock import day_of


def tax_receipts() -> Iterator[Fault]:
    """Numbers have no gap, papers are those that were issued, sums are what was left of the gift then."""
    last: dict[tuple[str, int], int] = defaultdict(int)
    counting: set[int] = set()
    rows = TaxReceipt.objects.select_related("paper", "cancellation", "mandate__end", "replaces__cancellation", "gift")
    rows = rows.annotate(most_cents=_left("decided_at__lt"), least_cents=_left("decided_at__lte"))
    for receipt in rows.order_by("siren", "year", "number").iterator(chunk_size=500):
        series = (receipt.siren, receipt.year)
        last[series] += 1
        if receipt.number != last[series]:
            last[series] = receipt.number
            yield _fault("receipt-gap", receipt, f"{receipt}\u00a0: un numéro manque avant ce reçu.")
        if not receipt.is_cancelled and receipt.gift_id in counting:
            yield _fault("receipt-twice", receipt, f"{receipt}\u00a0: un autre reçu vaut pour le même don.")
        if not receipt.is_cancelled:
            counting.add(receipt.gift_id)
        yield from _of_paper(receipt)
        yield from _of_grounds(receipt)


def _left(when: str) -> CombinedExpression:
    """What was left of the gift when its receipt was issued. Two acts at one instant may have come in either order."""
    before = Refund.objects.filter(gift=OuterRef("gift"), **{when: OuterRef("issued_at")})
    back = before.order_by().values("gift").annotate(cents=Sum("cents")).values("cents")
    return F("gift__cents") - Coalesce(Subquery(back), 0)


def _of_paper(receipt: TaxReceipt) -> Iterator[Fault]:
    """Erased no earlier than the law allows, and never rewritten."""
    paper = getattr(receipt, "paper", None)
    if paper is None:
        if clock.today().year <= kept_until(day_of(receipt.issued_at)):
            yield _fault("receipt-paper-gone", receipt, f"{receipt}\u00a0: le document manque avant six ans.")
    elif documents.digest(bytes(paper.file)) != receipt.file_sha256:
        yield _fault("receipt-paper-changed", receipt, f"{receipt}\u00a0: le document n’est plus celui qui fut émis.")


def _of_grounds(receipt: TaxReceipt) -> Iterator[Fault]:
    """The sum, the mandate, and what it replaces."""
    if not receipt.least_cents <= receipt.cents <= receipt.most_cents:  # type: ignore[attr-defined]
        yield _fault("receipt-sum", receipt, f"{receipt}\u00a0: la somme n’est pas ce qui restait du don.")
    mandate, issued_on = receipt.mandate, day_of(receipt.issued_at)
    end = getattr(mandate, "end", None)
    if issued_on < mandate.given_on or (end is not None and issued_on > end.revoked_on):
        yield _fault("receipt-unmandated", receipt, f"{receipt}\u00a0: aucun mandat n’était en vigueur.")
    old = receipt.replaces
    if old is not None and (not old.is_cancelled or old.gift_id != receipt.gift_id):
        yield _fault("receipt-replaces", receipt, f"{receipt}\u00a0: le reçu qu’il remplace n’est pas annulé.")


def _fault(code: str, receipt: TaxReceipt, sentence: str) -> Fault:
    return Fault(code, seals.name(TaxReceipt, receipt.pk), sentence)
