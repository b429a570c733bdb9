"""The account of use of a partner, year by year: what was called, received, paid out to each project, what is left.

It proves that all of what a partner gives goes to projects: no fee is ever taken on it (CGCT, art. L1611-4).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from dossiers.models import Decision, Dossier, FinalReport
from funding import papers, use_access
from funding.models import (
    Account,
    OrderState,
    PayoutLine,
    Pledge,
    RepaymentShare,
    RepaymentState,
    Role,
    Settlement,
    SettlementLine,
    SettlementState,
)
from okote_flow import clock, documents
from okote_flow.cents import euros
from okote_flow.clock import day_of
from okote_flow.directory.models import Partner
from okote_flow.sheets import Row

STATES = (Role.SETTLED, Role.PAID, Role.GRANT)


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment out of this partner's money: when, under which reference of the bank, how much."""

    on: date
    reference: str
    cents: int


@dataclass(frozen=True, slots=True)
class Line:
    """One project of one partner, in cents. What is waived is not called any more."""

    pledge: Pledge
    year: int
    called_cents: int
    received_cents: int
    paid_cents: int
    fee_cents: int  # always nothing: read from the statement that two people approved
    payments: tuple[Payment, ...]
    is_shown: bool  # whether the reader may open the dossier: else its number is all that is said of it
    report: str
    unspent_cents: int | None  # of the whole project; None before its report is accepted
    repay_cents: int  # this partner's share of what the structure is to pay back
    repaid_cents: int  # and of what has come back
    returned_cents: int  # and of what the partner has got back

    @property
    def dossier(self) -> Dossier:
        return self.pledge.campaign.dossier

    @property
    def title(self) -> str:
        return self.dossier.title if self.is_shown else ""

    @property
    def name(self) -> str:
        return f"{self.dossier.label} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Sheet:
    partner: Partner
    year: int
    lines: tuple[Line, ...]

    def total(self, name: str) -> int:
        return sum(getattr(line, f"{name}_cents") for line in self.lines)

    @property
    def called_cents(self) -> int:
        return self.total("called")

    @property
    def received_cents(self) -> int:
        return self.total("received")

    @property
    def paid_cents(self) -> int:
        return self.total("paid")

    @property
    def fee_cents(self) -> int:
        return self.total("fee")

    @property
    def repay_cents(self) -> int:
        return self.total("repay")

    @property
    def repaid_cents(self) -> int:
        return self.total("repaid")

    @property
    def returned_cents(self) -> int:
        return self.total("returned")

    @property
    def is_whole(self) -> bool:
        """All that was called has been paid to projects, to the cent, and no fee was taken."""
        return self.paid_cents == self.called_cents and not self.fee_cents

    @property
    def left_cents(self) -> int:
        """Called, and not yet paid to the projects."""
        return self.called_cents - self.paid_cents


def sheets(partner: Partner, visible: Collection[int]) -> list[Sheet]:
    """The latest year first, in a constant number of queries. `visible`: the dossiers that the reader may open."""
    by_year: dict[int, list[Line]] = defaultdict(list)
    for line in lines(list(use_access.pledges_of(partner)), visible):
        by_year[line.year].append(line)
    return [Sheet(partner, year, tuple(by_year[year])) for year in sorted(by_year, reverse=True)]


def lines(pledges: Sequence[Pledge], visible: Collection[int]) -> Iterator[Line]:
    """Of a dossier that the reader may not open, nothing is said of its report."""
    stands: Counter[tuple[int | None, str]] = Counter()
    for account in Account.objects.filter(pledge__in=pledges, role__in=STATES):
        stands[account.pledge_id, account.role] += account.balance_cents
    settled, paid, shares, waived = _settled(pledges), _payments(pledges), _shares(pledges), _waived(pledges)
    for pledge in pledges:
        called = stands[pledge.pk, Role.SETTLED] + stands[pledge.pk, Role.PAID]
        settled_in, fee = settled[pledge.campaign_id, pledge.pk]
        repay, repaid, returned = shares.get(pledge.pk, (0, 0, 0))
        dossier = pledge.campaign.dossier
        report = getattr(dossier, "final_report", None)
        is_shown = dossier.pk in visible
        yield Line(
            pledge=pledge,
            year=pledge.envelope.year if pledge.envelope else settled_in,
            called_cents=called,
            received_cents=called - stands[pledge.pk, Role.GRANT],
            paid_cents=stands[pledge.pk, Role.PAID],
            fee_cents=fee,
            payments=tuple(paid[pledge.pk]),
            is_shown=is_shown,
            report=_report(report, is_waived=dossier.pk in waived) if is_shown else "",
            unspent_cents=report.unspent_cents if is_shown and report and report.accepted_at else None,
            repay_cents=repay,
            repaid_cents=repaid,
            returned_cents=returned,
        )


def _settled(pledges: Sequence[Pledge]) -> dict[tuple[int, int], tuple[int, int]]:
    """(campaign, pledge) -> the year in which its statement was approved, and the fee of its line there."""
    campaigns = {pledge.campaign_id for pledge in pledges}
    approved = Settlement.objects.filter(campaign__in=campaigns, state=SettlementState.APPROVED)
    years = {one.campaign_id: day_of(one.approved_at).year for one in approved if one.approved_at}
    rows = SettlementLine.objects.filter(settlement__in=approved, pledge__in=pledges)
    fees = dict(rows.values_list("pledge", "fee_cents"))
    return {(one.campaign_id, one.pk): (years[one.campaign_id], fees.get(one.pk, 0)) for one in pledges}


def _payments(pledges: Sequence[Pledge]) -> dict[int | None, list[Payment]]:
    rows = PayoutLine.objects.filter(pledge__in=pledges, order__state=OrderState.PAID).select_related("order")
    found: dict[int | None, list[Payment]] = defaultdict(list)
    for row in rows.order_by("order__paid_at", "pk"):
        assert row.order.paid_at is not None, "a paid order has its day"
        found[row.pledge_id].append(Payment(day_of(row.order.paid_at), row.order.bank_reference, row.cents))
    return found


def _shares(pledges: Sequence[Pledge]) -> dict[int, tuple[int, int, int]]:
    """Pledge -> what of a repayment is its partner's, while not waived; what has come; what was given back."""
    rows = RepaymentShare.objects.filter(pledge__in=pledges).exclude(repayment__state=RepaymentState.WAIVED)
    return {
        pledge: (cents, cents if state == RepaymentState.RECEIVED else 0, cents if key else 0)
        for pledge, cents, state, key in rows.values_list("pledge", "cents", "repayment__state", "key")
    }


def _waived(pledges: Sequence[Pledge]) -> set[int]:
    """The dossiers of which a decision asks no report."""
    dossiers = [pledge.campaign.dossier_id for pledge in pledges]
    found = Decision.objects.filter(dossier__in=dossiers, purpose=Decision.Purpose.WAIVE_REPORT)
    return set(found.values_list("dossier", flat=True))


def _report(report: FinalReport | None, *, is_waived: bool) -> str:
    """Where the report of a project stands, in words."""
    if report is not None and report.accepted_at:
        return f"accepté le {day_of(report.accepted_at):%d/%m/%Y}"
    if is_waived:
        return "dispensé par une décision"
    if report is None:
        return "attendu"
    return "renvoyé, à corriger" if report.sent_back_at else f"reçu le {day_of(report.received_at):%d/%m/%Y}"


# ------------------------------------------------------------------------------------------------ as a table, on paper


def rows(sheet: Sheet) -> Iterator[Row]:
    """One row for each project, then the total."""
    nature = "fictives" if settings.DEMO else "réelles"
    start = (sheet.partner.name, sheet.year)
    for line in sheet.lines:
        yield [
            *start, line.dossier.label, line.title,
            line.called_cents, line.received_cents, line.paid_cents, line.fee_cents,
            _said(line), line.report, line.unspent_cents,
            line.repay_cents, line.repaid_cents, line.returned_cents, nature,
        ]  # fmt: skip
    sums = (sheet.called_cents, sheet.received_cents, sheet.paid_cents, sheet.fee_cents)
    back = (sheet.repay_cents, sheet.repaid_cents, sheet.returned_cents)
    yield [*start, "", "Total", *sums, "", "", None, *back, nature]


def _said(line: Line) -> str:
    return " ; ".join(f"{one.on:%d/%m/%Y} {one.reference} {euros(one.cents, exact=True)}" for one in line.payments)


def as_pdf(sheet: Sheet) -> bytes:
    """The same on paper, of today."""
    at = clock.now()
    whole = "en entier" if sheet.is_whole else f"il reste {euros(sheet.left_cents, exact=True)} à verser"
    called, paid = euros(sheet.called_cents, exact=True), euros(sheet.paid_cents, exact=True)
    repaid, returned = euros(sheet.repaid_cents, exact=True), euros(sheet.returned_cents, exact=True)
    facts = [
        ("Partenaire", sheet.partner.name),
        ("Exercice", str(sheet.year)),
        ("Versé aux projets", f"{paid} sur {called} appelés\u00a0: {whole}"),
        ("Frais pris", euros(sheet.fee_cents, exact=True)),
        ("Reversé par les projets", f"{repaid}, dont {returned} rendus au partenaire"),
    ]
    rows = [
        [
            line.name,
            *_amounts(line.called_cents, line.received_cents, line.paid_cents),
        ]
        for line in sheet.lines
    ]
    total = ["Total", *_amounts(sheet.called_cents, sheet.received_cents, sheet.paid_cents)]
    data = papers.paper(
        "Compte d’emploi",
        f"{sheet.partner.code} {sheet.year}",
        f"État au {day_of(at):%d/%m/%Y}",
        facts,
        lines=("Projet par projet", ("Projet", "Appelé", "Reçu", "Versé au projet"), rows, total),
        sections=[(line.name, _story(line)) for line in sheet.lines],
    )
    return documents.pdf(papers.TEMPLATE, data, at=at)


def _story(line: Line) -> str:
    """The payments, the report and what is left of one project, in words."""
    said = [f"Versements\u00a0: {_said(line) or 'aucun'}."]
    if line.report:
        said.append(f"Bilan {line.report}.")
    if line.unspent_cents:
        back = f"à reverser au partenaire\u00a0: {euros(line.repay_cents, exact=True)}"
        said.append(f"Non dépensé par le projet\u00a0: {euros(line.unspent_cents, exact=True)}, {back}.")
    return " ".join(said)


def _amounts(*cents: int) -> list[str]:
    return [euros(one, exact=True) for one in cents]
