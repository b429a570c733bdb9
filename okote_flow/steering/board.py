"""What the dashboard shows, read in a constant number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, Q, Sum, When

from dossiers.lifecycle import ENDS, STAGE_OF, STAGES, State
from dossiers.models import Dossier, DossierProcess, DossierQuerySet, Programme
from dossiers.stages import DUTIES
from funding.models import Account, Envelope, Gift, Refund, Role
from okote_flow import clock
from okote_flow.directory.models import Territory, User
from okote_flow.steering import access, figures
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

    @property
    def label(self) -> str:
        return STAGES[self.number][0]

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
    reached: int
    target: int
    expected: int  # by now, at an even pace

    @property
    def percent(self) -> int:
        return percent(self.reached, self.target)

    @property
    def expected_percent(self) -> int:
        return percent(self.expected, self.target)

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
    def total_cents(self) -> int:
        return self.envelope.voted_cents if self.envelope.is_voted else self.envelope.forecast_cents

    @property
    def used_percent(self) -> int:
        """Promised or spent, of what was voted."""
        return percent(self.reserved_cents + self.accrued_cents + self.paid_cents, self.envelope.voted_cents)


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
    gifts_cents: int
    stages: list[StageRow]
    late: list[LateRow]
    late_count: int
    envelopes: list[EnvelopeRow]
    territories: list[TerritoryRow]
    given_up: int  # renounced or cancelled, and not closed yet
    is_whole: bool  # of the whole programme, or of what the reader may see

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
    return Board(
        year=year,
        years=years,
        targets=list(_targets(programme, dossiers, year, today)),
        gifts_cents=_gifts_cents(dossiers, year),
        stages=stages,
        given_up=figures.given_up(dossiers).count(),
        late=list(_late(dossiers, today)),
        late_count=sum(row.late for row in stages),
        envelopes=list(_envelopes(user, year)),
        territories=list(_territories(dossiers, year)),
        is_whole=access.sees_everything(user),
    )


def years_of(programme: Programme | None) -> list[int]:
    return list(range(programme.starts_on.year, programme.ends_on.year + 1)) if programme else []


def _targets(programme: Programme | None, dossiers: DossierQuerySet, year: int, today: date) -> Iterator[Target]:
    if programme is None:
        return
    now = min(today, date(year, 12, 31)) if year <= today.year else None
    for name, label, found, target in (
        ("accompagnes", "Projets accompagnés", figures.supported(dossiers, year), programme.target_projects),
        ("abondes-cea", "Dont cofinancés par la CeA", figures.cofunded(dossiers, year), programme.target_cofunded),
    ):
        yield Target(name, label, found.count(), target, expected(target, now) if now else 0)


def _gifts_cents(dossiers: DossierQuerySet, year: int) -> int:
    """What citizens gave in that year to the campaigns of these dossiers, less what was given back since."""
    first, after = clock.local(date(year, 1, 1)), clock.local(date(year + 1, 1, 1))
    gifts = Gift.objects.filter(campaign__dossier__in=dossiers, pledged_at__gte=first, pledged_at__lt=after)
    given = gifts.order_by().aggregate(cents=Sum("cents"))["cents"] or 0
    refunds = Refund.objects.filter(gift__in=gifts)
    return given - (refunds.order_by().aggregate(cents=Sum("cents"))["cents"] or 0)


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
    for number, (count, cents, late) in found.items():
        yield StageRow(number, count, cents, late, percent(count, fullest))


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


def _envelopes(user: User, year: int) -> Iterator[EnvelopeRow]:
    """By partner: the envelopes, and what stands on their accounts."""
    envelopes = list(access.envelopes_for(user).filter(year=year).order_by("partner", "section"))
    accounts = Account.objects.filter(envelope__in=envelopes, role__in=list(POTS)).order_by()
    opened = set(access.envelopes_opened_to(user).filter(year=year).values_list("pk", flat=True))
    sums: dict[int, dict[str, int]] = {}
    for pk, role, cents in accounts.values_list("envelope", "role").annotate(
        cents=Sum(F("credits_cents") - F("debits_cents"))
    ):
        pots = sums.setdefault(pk, {})
        pots[POTS[Role(role)]] = pots.get(POTS[Role(role)], 0) + cents
    for envelope in envelopes:
        yield EnvelopeRow(envelope, envelope.pk in opened, **sums.get(envelope.pk, {}))


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
