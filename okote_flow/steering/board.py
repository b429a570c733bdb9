"""What the dashboard shows, read in a constant number of queries from the figures that acts keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dossiers.models import Programme, RulesVersion
from funding import operating
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.steering import access, envelopes, pipeline, regions, scope
from okote_flow.steering.course import Course, course
from okote_flow.steering.criteria import OPERATING, Choices, Criteria, asked, choices
from okote_flow.steering.delays import Delay, delays
from okote_flow.steering.envelopes import EnvelopeRow, PartnerRows, Shortage, Total
from okote_flow.steering.pipeline import StageRow
from okote_flow.steering.regions import Row, Tally
from okote_flow.steering.rules import expected, leverage, leverage_rule, percent

SUPPORTED, COFUNDED = "accompagnes", "abondes-cea"


@dataclass(frozen=True, slots=True)
class Target:
    """A figure against what the report promised for a full year (§3)."""

    name: str
    label: str
    css: str
    reached: int
    target: int
    expected: int  # by now, at an even pace

    @property
    def percent(self) -> int:
        return percent(self.reached, self.target)

    @property
    def is_ahead(self) -> bool:
        return self.reached >= self.expected


@dataclass(frozen=True, slots=True)
class Leverage:
    """What campaigns won in a year brought together for each public euro."""

    citizens_cents: int
    companies_cents: int
    authorities_cents: int
    rule_cents: int  # what one public euro brings by the rules

    @property
    def total_cents(self) -> int:
        return self.citizens_cents + self.companies_cents + self.authorities_cents

    @property
    def cents(self) -> int | None:
        """Behind one public euro; None when no public money was called."""
        return leverage(self.authorities_cents, self.total_cents)

    @property
    def is_met(self) -> bool:
        return self.cents is not None and self.cents >= self.rule_cents


@dataclass(frozen=True, slots=True)
class Board:
    asked: Criteria
    known: Choices
    targets: list[Target]
    course: Course
    leverage: Leverage
    stages: list[StageRow]
    given_up: int  # renounced or cancelled, and not closed yet
    rows: list[EnvelopeRow]
    shortages: list[Shortage]
    running_costs: list[operating.Year]
    total: Tally
    territories: list[Row]
    themes: list[Row]
    delays: list[Delay]
    is_whole: bool  # of the whole programme, or of what the reader may see
    year_percent: int  # of the days of the year that have gone by

    @property
    def year(self) -> int:
        return self.asked.year

    @property
    def partners(self) -> list[PartnerRows]:
        return envelopes.by_partner(self.rows)

    @property
    def envelopes(self) -> list[EnvelopeRow]:
        """Those of the year."""
        return [row for row in self.rows if row.envelope.year == self.year]

    @property
    def envelopes_total(self) -> Total:
        return envelopes.total(self.envelopes)

    @property
    def costs(self) -> operating.Year | None:
        """The running costs of the year."""
        return next((one for one in self.running_costs if one.year == self.year), None)

    @property
    def scale_cents(self) -> int:
        """The largest envelope: all are drawn on its scale."""
        return max((row.total_cents for row in self.rows), default=0)

    @property
    def gifts_cents(self) -> int:
        return self.course.cents

    @property
    def running(self) -> int:
        return sum(row.count for row in self.stages)

    @property
    def goal_cents(self) -> int:
        return sum(row.goal_cents for row in self.stages)

    @property
    def late_count(self) -> int:
        return sum(row.late for row in self.stages)


def board(user: User, wanted: Criteria | None = None, known: Choices | None = None) -> Board:
    """The figures of this person's dossiers, as they asked for them."""
    today, known = clock.today(), known or choices()
    wanted = wanted or asked({}, known)
    programme, rules = programme_of(), rules_of(today)
    seen = scope.seen_by(user)
    chosen = seen.within(wanted)
    rows, is_whole = envelopes.rows(user, wanted), access.sees_everything(user)
    of_year = [row for row in rows if row.envelope.year == wanted.year]
    is_plain = is_whole and not (wanted.territory or wanted.theme or wanted.partner)
    cells = regions.tallies(chosen, wanted.year)
    total = regions.whole(cells)
    return Board(
        asked=wanted,
        known=known,
        targets=list(_targets(programme, total, wanted.year, today)),
        course=course(total.months, wanted.year, today, sum(row.total_cents for row in of_year) if is_plain else 0),
        leverage=_leverage(total, rules),
        stages=pipeline.stages(scope.standing(chosen, wanted), today, rules),
        given_up=chosen.facts.filter(is_given_up=True).count(),
        rows=rows,
        shortages=list(envelopes.shortages(of_year, seen.facts)) if is_whole and not wanted.partner else [],
        running_costs=envelopes.running_costs(user, wanted) if wanted.budget == OPERATING else [],
        total=total,
        territories=regions.by_territory(cells, known.territories, wanted.sort),
        themes=regions.by_theme(cells, wanted.sort),
        delays=delays(chosen, wanted.year),
        is_whole=is_whole,
        year_percent=_year_percent(wanted.year, today),
    )


def programme_of() -> Programme | None:
    return Programme.objects.order_by("-starts_on").first()


def rules_of(today: date) -> RulesVersion | None:
    return RulesVersion.objects.filter(effective_on__lte=today).order_by("-effective_on").first()


def targets(user: User, year: int) -> list[Target]:
    """The two figures alone, for who does not open the whole page."""
    chosen = scope.seen_by(user).facts.filter(supported_year=year)
    total = Tally(supported=chosen.count(), cofunded=chosen.filter(is_cofunded=True).count())
    return list(_targets(programme_of(), total, year, clock.today()))


def _targets(programme: Programme | None, total: Tally, year: int, today: date) -> Iterator[Target]:
    if programme is None:
        return
    now = min(today, date(year, 12, 31)) if year <= today.year else None
    for name, label, css, reached, target in (
        (SUPPORTED, "Projets accompagnés", "marque", total.supported, programme.target_projects),
        (COFUNDED, "Dont cofinancés par la CeA", "col", total.cofunded, programme.target_cofunded),
    ):
        yield Target(name, label, css, reached, target, expected(target, now) if now else 0)


def _leverage(total: Tally, rules: RulesVersion | None) -> Leverage:
    known = rules.parameters if rules else None
    rule_cents = leverage_rule(known.ratio_num, known.ratio_den) if known else 0
    return Leverage(total.citizens_cents, total.companies_cents, total.authorities_cents, rule_cents)


def _year_percent(year: int, today: date) -> int:
    if year != today.year:
        return 100 if year < today.year else 0
    return expected(100, today)
