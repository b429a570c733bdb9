"""The arithmetic of reports: periods of twelve months, the middle and the ninetieth of durations, leverage. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_OF_A_PERIOD = 12


@dataclass(frozen=True, slots=True)
class Period:
    """Twelve months, from the first day of one of them; both days count."""

    starts_on: date
    ends_on: date

    @property
    def label(self) -> str:
        if (self.starts_on.month, self.starts_on.day) == (1, 1):
            return str(self.starts_on.year)
        return f"{self.starts_on:%d/%m/%Y} – {self.ends_on:%d/%m/%Y}"

    @property
    def years(self) -> range:
        return range(self.starts_on.year, self.ends_on.year + 1)

    @property
    def months(self) -> list[date]:
        """The first day of each of its months."""
        return [_month_after(self.starts_on, place) for place in range(MONTHS_OF_A_PERIOD)]

    def days_until(self, day: date) -> int:
        """How many of its days are over at the end of that day."""
        return max(0, (min(day, self.ends_on) - self.starts_on).days + 1)

    def expected(self, target: int, day: date) -> int:
        """What an even pace would have reached by that day, half rounded up."""
        days = (self.ends_on - self.starts_on).days + 1
        return (2 * target * self.days_until(day) + days) // (2 * days)


def twelve_months(starts_on: date) -> Period:
    """The period that begins on that day, which must be the first of a month."""
    assert starts_on.day == 1, "a period begins with a month"
    return Period(starts_on, _month_after(starts_on, MONTHS_OF_A_PERIOD) - timedelta(days=1))


def _month_after(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def percentile(values: Iterable[int], percent: int) -> int | None:
    """The smallest value that this share of them does not exceed (nearest rank); None of none."""
    ordered = sorted(values)
    if not ordered:
        return None
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]


def in_percent(part: int, whole: int) -> str:
    """ "75\u00a0%", half rounded up; "sans objet" of nothing."""
    return f"{(2 * 100 * part + whole) // (2 * whole)}\u00a0%" if whole > 0 else "sans objet"


def leverage(others: int, public: int) -> str:
    """What one public euro goes with: "2,15\u00a0€", half rounded up; "sans objet" without public money."""
    if public <= 0:
        return "sans objet"
    hundredths = (2 * others * 100 + public) // (2 * public)
    return f"{hundredths // 100},{hundredths % 100:02d}\u00a0€"


def mean_cents(total: int, count: int) -> int:
    """In whole cents, half rounded up; 0 of nothing."""
    return (2 * total + count) // (2 * count) if count else 0


def counted(number: int, word: str, plural: str = "") -> str:
    """ "1 projet", "2 projets", "aucun projet"."""
    if number == 0:
        return f"aucun {word}"
    return f"{number} {word}" if number == 1 else f"{number} {plural or word + 's'}"


def enumerated(words: Sequence[str]) -> str:
    """ "un, deux et trois"."""
    return " et ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
