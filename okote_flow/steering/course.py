"""What citizens gave as the year went on, month by month: the line of the dashboard and the table beside it."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from dossiers.models import DossierQuerySet
from funding.models import Gift, Refund
from okote_flow import clock
from okote_flow.charts import MONTHS, Curve
from okote_flow.steering.rules import expected

LABEL = "Dons des citoyens, cumul"


@dataclass(frozen=True, slots=True)
class Milestone:
    """How much had come by the end of a day; `expected_cents` at an even pace towards the reference."""

    day: date
    cents: int
    expected_cents: int

    @property
    def label(self) -> str:
        last = monthrange(self.day.year, self.day.month)[1]
        month = MONTHS[self.day.month - 1]
        return month if self.day.day == last else f"{self.day.day} {month}"


@dataclass(frozen=True, slots=True)
class Course:
    """The year's gifts, less what was given back of them since. `goal_cents` is 0 when there is nothing to aim at."""

    milestones: list[Milestone]
    goal_cents: int

    @property
    def cents(self) -> int:
        return self.milestones[-1].cents if self.milestones else 0

    @property
    def expected_cents(self) -> int:
        return self.milestones[-1].expected_cents if self.milestones else 0

    @property
    def curve(self) -> Curve:
        points = [(one.day.timetuple().tm_yday - 1, one.cents) for one in self.milestones]
        return Curve(LABEL, ((0, 0), *points) if points else (), self.goal_cents)


def course(dossiers: DossierQuerySet, year: int, today: date, goal_cents: int) -> Course:
    """Up to today, or to the end of a year that is over; nothing yet of a year to come. Two queries."""
    months = _by_month(dossiers, year)
    return Course(list(_milestones(months, year, today, goal_cents)), goal_cents)


def _milestones(months: dict[int, int], year: int, today: date, goal_cents: int) -> Iterator[Milestone]:
    given = 0
    for month in range(1, 13):
        first, end = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        if first > today:
            return
        given += months.get(month, 0)
        day = min(end, today)
        yield Milestone(day, given, expected(goal_cents // 100, day) * 100)  # a pace is said in whole euros


def _by_month(dossiers: DossierQuerySet, year: int) -> dict[int, int]:
    """Month -> cents of the gifts made then, less what was given back of them."""
    first, after = clock.local(date(year, 1, 1)), clock.local(date(year + 1, 1, 1))
    gifts = Gift.objects.filter(campaign__dossier__in=dossiers, pledged_at__gte=first, pledged_at__lt=after)
    refunds = Refund.objects.filter(gift__in=gifts)
    found: dict[int, int] = {}
    for rows, when, sign in ((gifts, "pledged_at", 1), (refunds, "gift__pledged_at", -1)):
        monthly = rows.order_by().annotate(month=TruncMonth(when, tzinfo=clock.PARIS)).values("month")
        for row in monthly.annotate(sum=Sum("cents")).values_list("month", "sum"):
            found[row[0].month] = found.get(row[0].month, 0) + sign * row[1]
    return found
