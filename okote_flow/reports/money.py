"""The money of a report: the books read as they stood at the end of a day, gifts, matching, running costs."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from funding.models import (
    Contribution,
    ContributionMove,
    Envelope,
    Gift,
    OrderState,
    PayoutOrder,
    Pledge,
    Refund,
    Role,
    Transfer,
)
from funding.operating import sums_of
from okote_flow import clock
from okote_flow.directory.models import Partner
from okote_flow.reports.figures import Span

MATCHED = (Role.ACCRUED, Role.SETTLED, Role.PAID)


@dataclass(frozen=True, slots=True)
class Gifts:
    """What citizens gave within the period, less what was given back of it by the day of reading."""

    cents: int
    kept: int  # gifts that were not given back whole
    given_back_cents: int
    months: tuple[tuple[str, int], ...]  # adding up, month by month: ("2022-01", cents)


@dataclass(frozen=True, slots=True)
class Standing:
    """An envelope as it stood."""

    envelope: Envelope
    available_cents: int
    reserved_cents: int
    accrued_cents: int
    paid_cents: int

    @property
    def total_cents(self) -> int:
        return self.envelope.voted_cents if self.envelope.is_voted else self.envelope.forecast_cents

    @property
    def used_cents(self) -> int:
        return self.reserved_cents + self.accrued_cents + self.paid_cents


@dataclass(frozen=True, slots=True)
class Cost:
    """One contribution to the running costs, as it stood."""

    contribution: Contribution
    called_cents: int
    received_cents: int


def gifts(span: Span) -> Gifts:
    given = Gift.objects.filter(pledged_at__gte=span.first, pledged_at__lt=span.after)
    back = Refund.objects.filter(gift__in=given, decided_at__lt=span.after)
    returned = dict(back.order_by().values_list("gift").annotate(Sum("cents")))
    kept = given.order_by().values_list("pk", "cents", named=True)
    lost = sum(1 for gift in kept.filter(pk__in=returned) if returned[gift.pk] >= gift.cents)
    months = _monthly(given, "pledged_at", 1) + _monthly(back, "gift__pledged_at", -1)
    sums: Counter[str] = Counter()
    for month, cents in months:
        sums[month] += cents
    total, points = 0, []
    for first in span.period.months:
        if first > span.day:
            break
        total += sums[f"{first:%Y-%m}"]
        points.append((f"{first:%Y-%m}", total))
    whole = given.aggregate(sum=Sum("cents"))["sum"] or 0
    return Gifts(whole - sum(returned.values()), given.count() - lost, sum(returned.values()), tuple(points))


def _monthly(rows: "QuerySet[Gift] | QuerySet[Refund]", when: str, sign: int) -> list[tuple[str, int]]:
    monthly = rows.order_by().annotate(month=TruncMonth(when, tzinfo=clock.PARIS)).values("month")
    found = monthly.annotate(sum=Sum("cents")).values_list("month", "sum")
    return [(f"{month:%Y-%m}", sign * cents) for month, cents in found]


def gifts_by_dossier(span: Span, dossiers: Collection[int]) -> dict[int, int]:
    """What citizens have given to each by the day, less what was given back."""
    given = Gift.objects.filter(campaign__dossier__in=dossiers, pledged_at__lt=span.after).order_by()
    back = Refund.objects.filter(gift__campaign__dossier__in=dossiers, decided_at__lt=span.after).order_by()
    found: Counter[int] = Counter(dict(given.values_list("campaign__dossier").annotate(Sum("cents"))))
    found.subtract(dict(back.values_list("gift__campaign__dossier").annotate(Sum("cents"))))
    return found


def called_by_college(span: Span) -> dict[str, int]:
    """What the gifts called from companies and authorities within the period, less what was let go of it."""
    within = Q(entry__occurred_on__gte=span.period.starts_on, entry__occurred_on__lte=span.day)
    return _net(within, "pledge__college", roles=MATCHED)


def called_by_dossier(span: Span, dossiers: Collection[int]) -> dict[tuple[int, str], int]:
    """(dossier, college) -> what its gifts have called by the day."""
    until = Q(entry__occurred_on__lte=span.day)
    rows: Counter[tuple[int, str]] = Counter()
    for side, sign in (("credit", 1), ("debit", -1)):
        mine = {f"{side}__role__in": MATCHED, f"{side}__pledge__campaign__dossier__in": dossiers}
        found = Transfer.objects.filter(until, **mine).order_by()
        names = (f"{side}__pledge__campaign__dossier", f"{side}__pledge__college")
        for dossier, college, cents in found.values_list(*names).annotate(Sum("cents")):
            rows[dossier, college] += sign * cents
    return rows


def _net(when: Q, by: str, *, roles: Collection[Role]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for side, sign in (("credit", 1), ("debit", -1)):
        rows = Transfer.objects.filter(when, **{f"{side}__role__in": roles}).exclude(**{f"{side}__{by}": None})
        for key, cents in rows.order_by().values_list(f"{side}__{by}").annotate(Sum("cents")):
            found[key] += sign * cents
    return found


def standings(span: Span, partner: Partner | None = None) -> list[Standing]:
    """The envelopes of the years that the period touches, by partner and year. Three queries."""
    envelopes = Envelope.objects.filter(year__in=list(span.period.years)).select_related("partner")
    if partner is not None:
        envelopes = envelopes.filter(partner=partner)
    stood = _stood(span, "envelope", [Role.AVAILABLE, Role.RESERVED, *MATCHED], Q(entry__occurred_on__lte=span.day))
    return [
        Standing(
            envelope,
            stood[envelope.pk, Role.AVAILABLE],
            stood[envelope.pk, Role.RESERVED],
            stood[envelope.pk, Role.ACCRUED] + stood[envelope.pk, Role.SETTLED],
            stood[envelope.pk, Role.PAID],
        )
        for envelope in envelopes.order_by("partner", "year", "section")
    ]


def _stood(span: Span, owner: str, roles: Collection[Role], when: Q) -> dict[tuple[int, str], int]:
    """(owner, role) -> what stood on those accounts, on the side of their credit."""
    found: Counter[tuple[int, str]] = Counter()
    for side, sign in (("credit", 1), ("debit", -1)):
        rows = Transfer.objects.filter(when, **{f"{side}__role__in": roles}).exclude(**{f"{side}__{owner}": None})
        names = (f"{side}__{owner}", f"{side}__role")
        for key, role, cents in rows.order_by().values_list(*names).annotate(Sum("cents")):
            found[key, role] += sign * cents
    return found


@dataclass(frozen=True, slots=True)
class Use:
    """What one campaign has of a partner, as it stood."""

    pledge: Pledge
    called_cents: int
    received_cents: int
    paid_cents: int


def uses(span: Span, partner: Partner) -> list[Use]:
    """The partner's pledges to campaigns that were opened: out of an envelope of the period, or opened within it."""
    mine = Pledge.objects.filter(partner=partner, campaign__starts_at__isnull=False)
    mine = mine.filter(campaign__starts_at__lt=span.after).filter(
        Q(envelope__year__in=list(span.period.years))
        | Q(envelope=None, campaign__starts_at__gte=span.first, campaign__starts_at__lt=span.after)
    )
    shown = ("campaign__dossier__organization", "campaign__dossier__territory", "envelope")
    stood = _stood(span, "pledge", [*MATCHED, Role.GRANT], Q(entry__occurred_on__lte=span.day))
    found = []
    for pledge in mine.select_related(*shown).order_by("campaign__dossier__number", "pk"):
        due = stood[pledge.pk, Role.SETTLED] + stood[pledge.pk, Role.PAID]
        called = due + stood[pledge.pk, Role.ACCRUED]
        found.append(Use(pledge, called, due - stood[pledge.pk, Role.GRANT], stood[pledge.pk, Role.PAID]))
    return found


def costs(span: Span, partner: Partner | None = None) -> list[Cost]:
    """The running costs of the years that the period touches (report, table 4.1). Two queries."""
    found = Contribution.objects.filter(year__in=list(span.period.years)).select_related("partner")
    if partner is not None:
        found = found.filter(partner=partner)
    planned = list(found.order_by("year", "pk"))
    moves = ContributionMove.objects.filter(contribution__in=planned, happened_on__lte=span.day)
    sums = defaultdict(lambda: (0, 0), sums_of(moves))
    return [Cost(one, *sums[one.pk]) for one in planned]


def paid_out_cents(span: Span) -> int:
    """What left the bank for projects within the period."""
    orders = PayoutOrder.objects.filter(state=OrderState.PAID, paid_at__gte=span.first, paid_at__lt=span.after)
    return orders.aggregate(sum=Sum("cents"))["sum"] or 0
