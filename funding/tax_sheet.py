"""What a structure declares of its receipts for a year (CGI, art. 222 bis), on a page and as a table."""

from dataclasses import dataclass

from django.conf import settings

from funding import tax_access
from funding.models import TaxReceipt
from okote_flow.directory.models import Organization
from okote_flow.sheets import Row


@dataclass(frozen=True, slots=True)
class Issued:
    """One receipt, with the name on it as long as it counts: that of a cancelled one may have been corrected since."""

    receipt: TaxReceipt

    @property
    def recipient(self) -> str:
        found = None if self.receipt.is_cancelled else tax_access.recipient_of(self.receipt)
        return found.name if found else ""

    @property
    def recipient_siren(self) -> str:
        found = None if self.receipt.is_cancelled else tax_access.recipient_of(self.receipt)
        return found.siren if found else ""

    @property
    def replaced_by(self) -> str:
        """The number of the receipt that stands in its place."""
        return self.receipt.replacement.reference if hasattr(self.receipt, "replacement") else ""

    @property
    def state(self) -> str:
        return "annulé" if self.receipt.is_cancelled else "émis"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A structure's year: the receipts that count are declared, the cancelled ones stand apart."""

    issuer: Organization
    year: int
    lines: list[Issued]

    @property
    def counting(self) -> list[Issued]:
        return [line for line in self.lines if not line.receipt.is_cancelled]

    @property
    def cancelled(self) -> list[Issued]:
        return [line for line in self.lines if line.receipt.is_cancelled]

    @property
    def total_cents(self) -> int:
        return sum(line.receipt.cents for line in self.counting)

    @property
    def cancelled_cents(self) -> int:
        return sum(line.receipt.cents for line in self.cancelled)


def sheet(issuer: Organization, year: int) -> Sheet:
    """In one query, however many receipts there are."""
    return Sheet(issuer, year, [Issued(row) for row in tax_access.receipts_in(issuer, year)])


def row(line: Issued) -> Row:
    """One receipt, of those that count or not."""
    receipt, gift = line.receipt, line.receipt.gift
    return [
        receipt.reference,
        line.state,
        receipt.issued_at,
        receipt.model,
        receipt.cents,
        gift.received_at,
        gift.get_means_display(),
        line.recipient,
        line.recipient_siren,
        gift.campaign.dossier.label,
        receipt.replaces.reference if receipt.replaces else "",
        receipt.cancellation.get_reason_display() if receipt.is_cancelled else "",
        "fictives" if settings.DEMO else "réelles",
    ]
