"""What the dashboard shows, read in a constant number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Case, Count, F, Q, Sum, When

from dossiers.lifecycle import ENDS, STAGE_OF, STAGES, State
from dossiers.models import Dossier, DossierProcess, DossierQuerySet, Programme
from dossiers.stages import DUTIES
from funding.models import Account, Envelope, Role
from okote_flow import clock
from okote_flow.directory.models import Partner, Territory, User
from okote_flow.steering import access, figures
from okote_flow.steering.columns import Card, cards, short
from okote_flow.steering.course import Course, course
from okote_flow.steering.rules import expected, percent

MOST_LATE = 10


@dataclass(frozen=True, slots=True)
class StageRow:
    """One of the seven steps and the dossiers that stand there."""

    number: int
    count: int
    goal_cents: int
    late: int
    percent: int  # of the fullest step
    cards: list[Card]

    @property
    def label(self) -> str:
        return STAGES[self.number][0]

    @property
    def short(self) -> str:
        return short(self.number)

    @property
    def icon(self) -> str:
        return STAGES[self.number][1]

    @property
    def more(self) -> int:
        return self.count - len(self.cards)

    @property
    def css(self) -> str:
        return f"e{self.number}"


@dataclass(frozen=True, slots=True)
class LateRow:
    dossier: Dossier
    duty: str
    due_on: date


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
class EnvelopeRow:
    """What a partner puts in for a year, and what has become of it. A forecast holds nothing yet."""

    envelope: Envelope
    opens: bool  # whether the reader may open its page
    available_cents: int = 0
    reserved_cents: int = 0
    accrued_cents: int = 0  # called by the gifts, settled included
    paid_cents: int = 0

    @property
    def partner(self) -> Partner:
        return self.envelope.partner

    @property
    def total_cents(self) -> int:
        return self.envelope.voted_cents if self.envelope.is_voted else self.envelope.forecast_cents

    @property
    def used_cents(self) -> int:
        """Promised or spent."""
        return self.reserved_cents + self.accrued_cents + self.paid_cents


@dataclass(frozen=True, slots=True)
class PartnerRows:
    """A partner's envelopes of every year, the earliest first."""

    partner: Partner
    rows: list[EnvelopeRow]


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    territory: Territory | None
    running: int
    supported: int
    goal_cents: int
    percent: int  # of the territory with the most dossiers in hand


@dataclass(frozen=True, slots=True)
class Board:
    year: int
    years: list[int]
    targets: list[Target]
    course: Course
    stages: list[StageRow]
    late: list[LateRow]
    late_count: int
    partners: list[PartnerRows]
    territories: list[TerritoryRow]
    given_up: int  # renounced or cancelled, and not closed yet
    is_whole: bool  # of the whole programme, or of what the reader may see

    @property
    def envelopes(self) -> list[EnvelopeRow]:
        """Those of the year."""
        return _of_year([row for partner in self.partners for row in partner.rows], self.year)

    @property
    def scale_cents(self) -> int:
        """The largest envelope: all are drawn on its scale."""
        return max((row.total_cents for partner in self.partners for row in partner.rows), default=0)

    @property
    def gifts_cents(self) -> int:
        return self.course.cents

    @property
    def running(self) -> int:
        return sum(row.count for row in self.stages)

    @property
    def goal_cents(self) -> int:
        return sum(row.goal_cents for row in self.stages)


def board(user: User, year: int | None = None) -> Board:
    """The figures of this person's dossiers; `year` outside the programme's means this year."""
    today = clock.today()
    programme = Programme.objects.order_by("-starts_on").first()
    years = years_of(programme)
    year = year if year in years else today.year
    dossiers = access.counted(user)
    stages = list(_stages(dossiers, today))
    rows, is_whole = list(_envelopes(user)), access.sees_everything(user)
    goal_cents = sum(row.total_cents for row in _of_year(rows, year)) if is_whole else 0
    return Board(
        year=year,
        years=years,
        targets=list(_targets(programme, dossiers, year, today)),
        course=course(dossiers, year, today, goal_cents),
        stages=stages,
        given_up=figures.given_up(dossiers).count(),
        late=list(_late(dossiers, today)),
        late_count=sum(row.late for row in stages),
        partners=[PartnerRows(partner, list(found)) for partner, found in groupby(rows, lambda row: row.partner)],
        territories=list(_territories(dossiers, year)),
        is_whole=is_whole,
    )


def years_of(programme: Programme | None) -> list[int]:
    return list(range(programme.starts_on.year, programme.ends_on.year + 1)) if programme else []


def targets(user: User, year: int) -> list[Target]:
    """The two figures alone, for who does not open the whole page."""
    programme = Programme.objects.order_by("-starts_on").first()
    return list(_targets(programme, access.counted(user), year, clock.today()))


def _targets(programme: Programme | None, dossiers: DossierQuerySet, year: int, today: date) -> Iterator[Target]:
    if programme is None:
        return
    now = min(today, date(year, 12, 31)) if year <= today.year else None
    supported, cofunded = figures.supported(dossiers, year), figures.cofunded(dossiers, year)
    for name, label, css, found, target in (
        ("accompagnes", "Projets accompagnés", "marque", supported, programme.target_projects),
        ("abondes-cea", "Dont cofinancés par la CeA", "col", cofunded, programme.target_cofunded),
    ):
        yield Target(name, label, css, found.count(), target, expected(target, now) if now else 0)


def _late(dossiers: DossierQuerySet, today: date) -> Iterator[LateRow]:
    """The longest overdue, with what each is longest overdue for."""
    found = list(figures.late(dossiers, today)[:MOST_LATE])
    waiting = DossierProcess.objects.filter(dossier__in=found, status="NEW", due_on__lt=today)
    first: dict[int, DossierProcess] = {}
    for process in waiting.order_by("due_on", "pk"):
        first.setdefault(process.dossier_id, process)
    for dossier in found:
        process = first[dossier.pk]
        assert process.due_on is not None
        yield LateRow(dossier, DUTIES[process.duty].label, process.due_on)


def _stages(dossiers: DossierQuerySet, today: date) -> Iterator[StageRow]:
    found = dict.fromkeys(STAGES, (0, 0, 0))
    rows = dossiers.running().exclude(state__in=figures.GIVEN_UP_STATES).order_by().values_list("state", "asked_from")
    sums = rows.annotate(count=Count("pk"), cents=Sum("goal_cents"), late=Count("pk", filter=figures.is_late(today)))
    for state, asked_from, count, cents, late in sums:
        number = stage_of(State(state), asked_from)
        known = found[number]
        found[number] = (known[0] + count, known[1] + (cents or 0), known[2] + late)
    fullest = max(count for count, _, _ in found.values())
    shown = cards(dossiers, today)
    for number, (count, cents, late) in found.items():
        yield StageRow(number, count, cents, late, percent(count, fullest), shown[number])


def stage_of(state: State, asked_from: str) -> int:
    """As `Dossier.stage` says it: a dossier whose holder answers questions stands where they were asked."""
    return STAGE_OF[State(asked_from) if state == State.COMPLEMENTS_REQUESTED else state]


POTS = {
    Role.AVAILABLE: "available_cents",
    Role.RESERVED: "reserved_cents",
    Role.ACCRUED: "accrued_cents",
    Role.SETTLED: "accrued_cents",
    Role.PAID: "paid_cents",
}


def _envelopes(user: User) -> Iterator[EnvelopeRow]:
    """By partner and year: the envelopes, and what stands on their accounts. Three queries."""
    envelopes = list(access.envelopes_for(user).order_by("partner", "year", "section"))
    accounts = Account.objects.filter(envelope__in=envelopes, role__in=list(POTS)).order_by()
    opened = set(access.envelopes_opened_to(user).values_list("pk", flat=True))
    sums: dict[int, dict[str, int]] = {}
    for pk, role, cents in accounts.values_list("envelope", "role").annotate(
        cents=Sum(F("credits_cents") - F("debits_cents"))
    ):
        pots = sums.setdefault(pk, {})
        pots[POTS[Role(role)]] = pots.get(POTS[Role(role)], 0) + cents
    for envelope in envelopes:
        yield EnvelopeRow(envelope, envelope.pk in opened, **sums.get(envelope.pk, {}))


def _of_year(rows: list[EnvelopeRow], year: int) -> list[EnvelopeRow]:
    return [row for row in rows if row.envelope.year == year]


def _territories(dossiers: DossierQuerySet, year: int) -> Iterator[TerritoryRow]:
    """Those with dossiers in hand or supported, by name."""
    chosen = figures.supported(dossiers, year).values("pk")
    running = ~Q(state__in=ENDS)
    rows = list(
        dossiers.order_by()
        .values_list("territory")
        .annotate(
            running=Count("pk", filter=running),
            supported=Count("pk", filter=Q(pk__in=chosen)),
            cents=Sum(Case(When(running, then=F("goal_cents")), default=0)),
        )
    )
    known = Territory.objects.in_bulk([pk for pk, *_ in rows if pk])
    most = max((count for _, count, _, _ in rows), default=0)
    rows.sort(key=lambda row: known[row[0]].name if row[0] else "")
    for pk, count, supported, cents in rows:
        yield TerritoryRow(known.get(pk), count, supported, cents or 0, percent(count, most))
