"""The accounting export: the eighteen fields of article A47 A-1 of the Livre des procédures fiscales, tab by tab.

Only the book of money that is there is exported; promises stand off the balance sheet. The accounts of the plan
comptable stand in one table, to be confirmed by the accountant. Numbers run from 1 without gap in the order in which
the entries of the year were written, so that a later entry never changes an earlier number.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import date

from django.db.models import Prefetch

from funding import books
from funding.models import Account, Book, Entry, Role, Transfer
from okote_flow import clock
from okote_flow.cents import decimal

FIELDS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate",
    "Montantdevise", "Idevise",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ledger:
    """An account of the plan comptable."""

    number: str
    label: str


MAPPING: dict[Role, Ledger] = {
    Role.BANK: Ledger("512000", "Banque"),
    Role.PROVIDER: Ledger("511500", "Prestataire de paiement"),
    Role.CITIZENS: Ledger("467100", "Dons des citoyens, campagne en cours"),
    Role.UNMATCHED: Ledger("467110", "Dons sans abondement, campagne en cours"),
    Role.ADVANCE: Ledger("441900", "Subventions reçues d’avance"),
    Role.RECEIVABLE: Ledger("441700", "Partenaires, abondement à recevoir"),
    Role.GRANT: Ledger("467200", "Abondement arrêté, pas encore reçu"),
    Role.PAYABLE: Ledger("467300", "À reverser aux projets"),
    Role.REFUNDS: Ledger("467400", "À rembourser aux donateurs"),
    Role.UNIDENTIFIED: Ledger("471000", "Sommes reçues à attribuer"),
    Role.CLAIM: Ledger("467500", "À recouvrer après un impayé"),
    Role.LOSSES: Ledger("658000", "Pertes sur impayés"),
    Role.REPAID: Ledger("467600", "Reversé par les projets, à rendre aux partenaires"),
    Role.FEES: Ledger("706000", "Frais sur les dons"),
}
"""Role of the ledger -> account: one table for every role of money, to be confirmed by the accountant."""


@dataclass(frozen=True, slots=True)
class Journal:
    code: str
    label: str


JOURNALS = {
    "gift": Journal("DON", "Dons"),
    "refund": Journal("DON", "Dons"),
    "refunds-sent": Journal("BQ", "Banque"),
    "provider-payment": Journal("BQ", "Banque"),
    "advance": Journal("BQ", "Banque"),
    "cash": Journal("BQ", "Banque"),
    "payout": Journal("BQ", "Banque"),
    "unidentified": Journal("BQ", "Banque"),
    "repayment": Journal("BQ", "Banque"),
    "repayment-share": Journal("BQ", "Banque"),
    "receipt-returned": Journal("BQ", "Banque"),
}
OTHERS = Journal("OD", "Opérations diverses")


@dataclass(frozen=True, slots=True)
class Row:
    """One side of one movement, in the order of the fields; amounts in cents until they are written."""

    journal: str
    journal_label: str
    number: int
    occurred_on: date
    account: str
    account_label: str
    auxiliary: str
    auxiliary_label: str
    piece: str
    piece_on: date
    label: str
    debit_cents: int
    credit_cents: int
    lettering: str
    lettered_on: str
    validated_on: date
    foreign: str
    currency: str


def rows(year: int) -> Iterator[Row]:
    """Every side of every movement of money of a year."""
    legs = Transfer.objects.filter(debit__book=Book.FUND).select_related(
        "debit__partner", "debit__campaign__dossier", "credit__partner", "credit__campaign__dossier"
    )
    found = Entry.objects.filter(occurred_on__year=year, transfers__debit__book=Book.FUND).distinct()
    found = found.select_related("dossier", "reverses").prefetch_related(
        Prefetch("transfers", legs.order_by("n"), to_attr="money")
    )
    for number, entry in enumerate(found.order_by("pk").iterator(chunk_size=500), start=1):
        for leg in entry.money:
            yield _row(number, entry, leg.debit, debit_cents=leg.cents)
            yield _row(number, entry, leg.credit, credit_cents=leg.cents)


def _row(number: int, entry: Entry, account: Account, *, debit_cents: int = 0, credit_cents: int = 0) -> Row:
    original = entry.reverses.kind if entry.reverses else entry.kind
    journal, ledger = JOURNALS.get(original, OTHERS), MAPPING[Role(account.role)]
    auxiliary, auxiliary_label = _auxiliary(account)
    about = f", {entry.dossier.label}" if entry.dossier else ""
    return Row(
        journal.code,
        journal.label,
        number,
        entry.occurred_on,
        ledger.number,
        ledger.label,
        auxiliary,
        auxiliary_label,
        entry.key,
        entry.occurred_on,
        f"{books.said(entry.kind)}{about}",
        debit_cents,
        credit_cents,
        "",
        "",
        entry.recorded_at.astimezone(clock.PARIS).date(),
        "",
        "",
    )


def _auxiliary(account: Account) -> tuple[str, str]:
    """Whose account it is: a partner, or a project. Never a donor."""
    if account.partner is not None:
        return account.partner.code.upper(), account.partner.name
    if account.campaign is not None:
        return account.campaign.dossier.label, account.campaign.dossier.title
    return "", ""


def text(found: Iterable[Row]) -> str:
    """The file: one line of names, then one for each row; days as 20220517, amounts as 1250,50."""
    lines = ["\t".join(FIELDS), *("\t".join(_cell(value, name) for value, name in _named(row)) for row in found)]
    return "\r\n".join(lines) + "\r\n"


def _named(row: Row) -> Iterator[tuple[object, str]]:
    yield from zip(astuple(row), FIELDS, strict=True)


def _cell(value: object, name: str) -> str:
    if isinstance(value, date):
        return f"{value:%Y%m%d}"
    if name in ("Debit", "Credit"):
        assert isinstance(value, int)
        return decimal(value)
    return " ".join(str(value).split())  # a tab or a line break would be another field


@dataclass(frozen=True, slots=True)
class Summary:
    """What the export holds, and whether it may leave."""

    entries: int
    rows: int
    debit_cents: int
    credit_cents: int
    faults: list[str]


def summary(found: Iterable[Row]) -> Summary:
    """Checks that each entry balances, that numbers have no gap, that no amount stands on both sides."""
    sums: dict[int, int] = defaultdict(int)
    count, debit_cents, credit_cents, faults = 0, 0, 0, []
    for row in found:
        count += 1
        debit_cents += row.debit_cents
        credit_cents += row.credit_cents
        sums[row.number] += row.debit_cents - row.credit_cents
        if (row.debit_cents > 0) == (row.credit_cents > 0):
            faults.append(f"Écriture {row.number}\u00a0: un mouvement n’a pas un seul côté.")
    faults += [f"Écriture {number}\u00a0: débits et crédits diffèrent." for number, rest in sums.items() if rest]
    if list(sums) != list(range(1, len(sums) + 1)):
        faults.append("La numérotation des écritures a un trou.")
    return Summary(len(sums), count, debit_cents, credit_cents, faults)
