"""The refunds of a campaign as a table for a spreadsheet."""

from collections.abc import Iterable, Iterator

from dossiers.listing import csv_page
from funding import refund_ways
from funding.models import Refund
from okote_flow.cents import decimal

HEAD = (
    "Donateur", "Don", "Moyen du don", "Montant", "État", "Voie", "Précision", "Manque", "Envoyé le", "Référence",
    "Données",
)  # fmt: skip


def as_csv(found: Iterable[Refund], *, fictional: bool) -> str:
    return csv_page(HEAD, _rows(found, "fictives" if fictional else "réelles"))


def _rows(found: Iterable[Refund], nature: str) -> Iterator[list[str]]:
    for refund in found:
        one, sent = refund_ways.line(refund), refund.sent
        day, reference = (f"{sent.sent_on:%d/%m/%Y}", sent.reference) if sent else ("", "")
        yield [
            one.donor, refund.gift.provider_reference, refund.gift.get_means_display(), decimal(refund.cents),
            one.standing.label, one.way.label, one.detail, one.lacks, day, reference, nature,
        ]  # fmt: skip
