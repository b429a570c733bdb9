"""Everything that a report counts, read once for the whole programme, as it stood at the end of a day.

States come from the journal, money from the transfers of the books up to that day: a report on a year that is over
says the same whenever it is drafted. Nothing here asks who reads: see ADR 35.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from committees.models import Mark, MarkValue, SheetState
from dossiers.lifecycle import ENDS, STAGE_OF, STEPS, State
from dossiers.models import Ceiling, Dossier, Programme
from funding.models import Campaign
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.reports import rules
from okote_flow.reports.rules import Period

STEP_OF = {step.kind: step for step in STEPS.values()}
GIVEN_UP = frozenset({Kind.DOSSIER_RENOUNCE, Kind.DOSSIER_CANCEL})
DECISIONS = (
    Kind.DOSSIER_ADMIT, Kind.DOSSIER_REJECT_INADMISSIBLE, Kind.DOSSIER_FAVOUR, Kind.DOSSIER_DECLINE_TERRITORIAL,
    Kind.DOSSIER_ENDORSE, Kind.DOSSIER_DECLINE, Kind.DOSSIER_POSTPONE, Kind.DOSSIER_REWORK,
)  # fmt: skip
MISHAPS = (
    (Kind.DOSSIER_REJECT_INADMISSIBLE, "Non recevables"),
    (Kind.DOSSIER_DROP, "Classés sans suite, sans réponse aux compléments"),
    (Kind.DOSSIER_DECLINE_TERRITORIAL, "Avis défavorable d’un comité territorial"),
    (Kind.DOSSIER_DECLINE, "Avis défavorable du comité d’engagement"),
    (Kind.DOSSIER_WITHDRAW, "Retirés par leur porteur avant la décision"),
    (Kind.DOSSIER_FAIL, "Campagne sous le seuil"),
    (Kind.DOSSIER_RENOUNCE, "Renonciations après la décision"),
    (Kind.DOSSIER_CANCEL, "Annulations après la décision"),
)
GAPS = (
    ("Du dépôt à la recevabilité", (Kind.DOSSIER_SUBMIT,), (Kind.DOSSIER_ADMIT, Kind.DOSSIER_REJECT_INADMISSIBLE)),
    ("De la recevabilité à l’avis du comité territorial", (Kind.DOSSIER_ADMIT,),
     (Kind.DOSSIER_FAVOUR, Kind.DOSSIER_DECLINE_TERRITORIAL)),
    ("De l’avis territorial à la décision du comité d’engagement", (Kind.DOSSIER_FAVOUR,),
     (Kind.DOSSIER_ENDORSE, Kind.DOSSIER_DECLINE)),
    ("De la décision à l’ouverture de la campagne", (Kind.DOSSIER_ENDORSE,), (Kind.DOSSIER_OPEN_CAMPAIGN,)),
    ("De l’ouverture à la fin de la campagne", (Kind.DOSSIER_OPEN_CAMPAIGN,),
     (Kind.DOSSIER_SUCCEED, Kind.DOSSIER_FAIL)),
    ("De la fin de la campagne au paiement", (Kind.DOSSIER_SUCCEED,), (Kind.DOSSIER_PAY_ALL,)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """The twelve months, and the day at whose end everything is read."""

    period: Period
    day: date

    @property
    def first(self) -> datetime:
        return clock.local(self.period.starts_on)

    @property
    def after(self) -> datetime:
        """The instant at which the day is over."""
        return clock.local(self.day + timedelta(days=1))

    @property
    def is_over(self) -> bool:
        return self.day >= self.period.ends_on

    def holds(self, at: datetime) -> bool:
        return self.first <= at < self.after


def span_of(period: Period) -> Span:
    """Read today, or at the end of a period that is over."""
    return Span(period, min(clock.today(), period.ends_on))


@dataclass(slots=True)
class Life:
    """The steps of one dossier up to a day, and where they have brought it."""

    steps: list[tuple[Kind, datetime]] = field(default_factory=list)
    state: State = State.DRAFT
    asked_from: State = State.DRAFT

    def take(self, kind: Kind, at: datetime) -> None:
        targets = STEP_OF[kind.value].targets
        before = self.state
        self.state = targets[0] if len(targets) == 1 else self.asked_from
        if self.state == State.COMPLEMENTS_REQUESTED:
            self.asked_from = before
        self.steps.append((kind, at))

    @property
    def is_running(self) -> bool:
        return self.state not in ENDS

    @property
    def stage(self) -> int | None:
        """Among the seven steps; None for what is given up and awaits its closing."""
        return STAGE_OF.get(self.asked_from if self.state == State.COMPLEMENTS_REQUESTED else self.state)

    def when(self, *kinds: Kind) -> datetime | None:
        """When it last took one of these steps."""
        return next((at for kind, at in reversed(self.steps) if kind in kinds), None)

    def days_between(self, start: tuple[Kind, ...], end: tuple[Kind, ...], span: Span) -> int | None:
        """From the first `start` to the last `end`, when that fell into the period."""
        ended = self.when(*end)
        began = next((at for kind, at in self.steps if kind in start), None)
        if began is None or ended is None or ended < began or not span.holds(ended):
            return None
        return (clock.day_of(ended) - clock.day_of(began)).days


@dataclass(frozen=True, slots=True)
class Lives:
    """Every dossier that was handed in by then. The figures below are counts of it."""

    span: Span
    of: dict[int, Life]
    territory_of: dict[int, str]
    goal_of: dict[int, int]
    cofunded_ones: frozenset[int]

    def supported(self) -> list[int]:
        """Endorsed by the engagement committee within the period, and not given up by the end of it."""
        return [
            pk
            for pk, life in self.of.items()
            if (at := life.when(Kind.DOSSIER_ENDORSE)) and self.span.holds(at) and life.when(*GIVEN_UP) is None
        ]

    def cofunded(self) -> list[int]:
        """Of those, the ones with a ceiling of the partner that is bound to its competences (the CeA)."""
        return [pk for pk in self.supported() if pk in self.cofunded_ones]

    def counted(self, kind: Kind) -> int:
        """How many dossiers took this step within the period: one counts once, however often it took it."""
        return sum(any(one == kind and self.span.holds(at) for one, at in life.steps) for life in self.of.values())

    def by_stage(self) -> dict[int, tuple[int, int]]:
        """Step -> how many stand there, and what they ask in cents."""
        found = dict.fromkeys(range(1, 8), (0, 0))
        for pk, life in self.of.items():
            if life.is_running and life.stage is not None:
                count, cents = found[life.stage]
                found[life.stage] = (count + 1, cents + self.goal_of.get(pk, 0))
        return found

    def to_settle(self) -> int:
        return sum(life.is_running and life.stage is None for life in self.of.values())

    def by_territory(self) -> list[tuple[str, int, int, int]]:
        """Territory, handed in within the period, in progress, supported; by name."""
        handed_in, running, chosen = Counter[str](), Counter[str](), Counter[str]()
        for pk, life in self.of.items():
            name = self.territory_of.get(pk, "")
            submitted = life.when(Kind.DOSSIER_SUBMIT)
            handed_in[name] += bool(submitted and self.span.holds(submitted))
            running[name] += life.is_running and life.stage is not None
        for pk in self.supported():
            chosen[self.territory_of.get(pk, "")] += 1
        names = sorted({*handed_in, *running, *chosen})
        found = [(name or "Sans territoire", handed_in[name], running[name], chosen[name]) for name in names]
        return [row for row in found if any(row[1:])]

    def delays(self) -> list[tuple[str, int | None, int | None, int]]:
        """From one step to another: the middle, the ninetieth in a hundred, how many dossiers."""
        found = []
        for label, start, end in GAPS:
            days = [life.days_between(start, end, self.span) for life in self.of.values()]
            known = [one for one in days if one is not None]
            found.append((label, rules.percentile(known, 50), rules.percentile(known, 90), len(known)))
        return found


def lives(span: Span) -> Lives:
    """In a constant number of queries."""
    read: dict[int, Life] = defaultdict(Life)
    rows = Event.objects.filter(kind__in=list(STEP_OF), at__lt=span.after).order_by("subject", "seq")
    for subject, kind, at in rows.values_list("subject", "kind", "at").iterator(chunk_size=2000):
        read[int(subject.rpartition(":")[2])].take(Kind(kind), at)
    handed_in = {pk: life for pk, life in read.items() if life.when(Kind.DOSSIER_SUBMIT)}
    about = Dossier.objects.handed_in().order_by().values_list("pk", "territory__name", "goal_cents")
    facts = {pk: (name or "", cents or 0) for pk, name, cents in about}
    ceilings = Ceiling.objects.filter(partner__is_competence_bound=True, fixed_at__lt=span.after)
    return Lives(
        span,
        handed_in,
        {pk: name for pk, (name, _) in facts.items()},
        {pk: cents for pk, (_, cents) in facts.items()},
        frozenset(ceilings.values_list("dossier", flat=True)),
    )


def targets() -> tuple[int, int]:
    """Projects accompanied and co-funded by the CeA in a full year, as the founding report sets them."""
    found = Programme.objects.order_by("-starts_on").values_list("target_projects", "target_cofunded").first()
    return found or (0, 0)


def programme() -> Programme | None:
    return Programme.objects.order_by("-starts_on").first()


def doubtful_criteria(found: Lives) -> list[tuple[str, int]]:
    """Criteria answered "no" by members on the sheets of the dossiers that a committee declined: how many dossiers."""
    declined = [
        pk
        for pk, life in found.of.items()
        if (at := life.when(Kind.DOSSIER_DECLINE_TERRITORIAL, Kind.DOSSIER_DECLINE)) and found.span.holds(at)
    ]
    marks = Mark.objects.filter(
        sheet__dossier__in=declined, sheet__state=SheetState.GIVEN, value=MarkValue.NO
    ).order_by()
    seen = set(marks.values_list("sheet__dossier", "criterion__number", "criterion__name"))
    counts = Counter((number, name) for _, number, name in seen)
    return [(name, count) for (_, name), count in sorted(counts.items())]


def opened_campaigns(span: Span) -> dict[int, Campaign]:
    """Dossier -> its campaign, of those that were opened by then: what is said of them is public."""
    rows = Campaign.objects.filter(starts_at__isnull=False, starts_at__lt=span.after)
    rows = rows.select_related("dossier__organization", "dossier__territory").order_by("starts_at", "pk")
    return {campaign.dossier_id: campaign for campaign in rows}
