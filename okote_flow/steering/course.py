"""What citizens gave as the year went on, month by month: the line of the dashboard and the table beside it."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

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
    def is_ahead(self) -> bool:
        return self.cents >= self.expected_cents

    @property
    def curve(self) -> Curve:
        points = [(one.day.timetuple().tm_yday - 1, one.cents) for one in self.milestones]
        return Curve(LABEL, ((0, 0), *points) if points else (), self.goal_cents)


def course(months: Mapping[int, int], year: int, today: date, goal_cents: int) -> Course:
    """Month -> cents, up to today or to the end of a year that is over; nothing yet of a year to come."""
    return Course(list(_milestones(months, year, today, goal_cents)), goal_cents)


def _milestones(months: Mapping[int, int], year: int, today: date, goal_cents: int) -> Iterator[Milestone]:
    given = 0
    for month in range(1, 13):
        first, end = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        if first > today:
            return
        given += months.get(month, 0)
        day = min(end, today)
        yield Milestone(day, given, expected(goal_cents // 100, day) * 100)  # a pace is said in whole euros
