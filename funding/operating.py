"""The running costs year by year: forecast, called, received, partner by partner, as in the report's table 4.1."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from funding.models import Contribution, ContributionMove, MoveKind
from okote_flow.sheets import Row


@dataclass(frozen=True, slots=True)
class Line:
    """One contribution, whole."""

    contribution: Contribution
    called_cents: int
    received_cents: int

    @property
    def to_call_cents(self) -> int:
        return self.contribution.forecast_cents - self.called_cents

    @property
    def awaited_cents(self) -> int:
        return self.called_cents - self.received_cents


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    lines: list[Line]

    @property
    def forecast_cents(self) -> int:
        return sum(line.contribution.forecast_cents for line in self.lines)

    @property
    def called_cents(self) -> int:
        return sum(line.called_cents for line in self.lines)

    @property
    def received_cents(self) -> int:
        return sum(line.received_cents for line in self.lines)

    @property
    def awaited_cents(self) -> int:
        return self.called_cents - self.received_cents


def years(contributions: QuerySet[Contribution]) -> list[Year]:
    """The latest first, in two queries."""
    found = list(contributions.select_related("partner").order_by("-year", "pk"))
    sums = sums_of(ContributionMove.objects.filter(contribution__in=found))
    by_year: dict[int, list[Line]] = defaultdict(list)
    for one in found:
        by_year[one.year].append(Line(one, *sums[one.pk]))
    return [Year(year, lines) for year, lines in by_year.items()]


def sums_of(moves: Iterable[ContributionMove]) -> dict[int, tuple[int, int]]:
    """Contribution -> cents (called, received), reversals taken off."""
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for move in moves:
        called, received = found[move.contribution_id]
        cents = -move.cents if move.reverses_id else move.cents
        is_call = move.kind == MoveKind.CALL
        found[move.contribution_id] = (called + cents, received) if is_call else (called, received + cents)
    return found


def line(contribution: Contribution) -> Line:
    return Line(contribution, *sums_of(contribution.moves.all())[contribution.pk])


def rows(found: list[Year]) -> Iterator[Row]:
    nature = "fictives" if settings.DEMO else "réelles"
    for year in found:
        for one in year.lines:
            amounts = (one.contribution.forecast_cents, one.called_cents, one.received_cents, one.awaited_cents)
            yield [year.year, one.contribution.partner.name, one.contribution.label, *amounts, nature]
