"""Where dossiers stand among the seven steps: how many, how much, for how long, and which are late."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, Sum

from dossiers.lifecycle import STAGES
from dossiers.models import RulesVersion
from funding.models import Campaign, CampaignState
from okote_flow.parameters import Parameters
from okote_flow.steering.rules import percent, ranked
from okote_flow.steering.scope import Facts

FEW = 4
SHORT = {3: "Territoire", 4: "Engagement"}
CAMPAIGN = 5
EXPECTED: dict[int, Callable[[Parameters], int]] = {
    2: lambda rules: rules.complement_days,
    3: lambda rules: rules.screening_days,
    4: lambda rules: rules.engagement_days,
    5: lambda rules: rules.campaign_days,
    6: lambda rules: rules.settlement_days,
    7: lambda rules: rules.payout_days,
}
"""Step -> the rule of the programme that says how long it may take."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign is, of what citizens are to give."""

    percent: int
    threshold: int

    @property
    def is_reached(self) -> bool:
        return self.percent >= self.threshold


@dataclass(frozen=True, slots=True)
class Card:
    """A dossier as a column shows it."""

    pk: int
    title: str
    goal_cents: int
    days: int  # since it came to its step
    late_days: int  # 0: nothing is overdue
    progress: Progress | None = None

    @property
    def is_late(self) -> bool:
        return self.late_days > 0


@dataclass(frozen=True, slots=True)
class StageRow:
    """One of the seven steps and the dossiers that stand there."""

    number: int
    count: int
    goal_cents: int
    late: int
    median_days: int | None
    expected_days: int | None
    open_campaigns: int
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

    @property
    def figure(self) -> str:
        """The name of the list behind it."""
        return f"etape-{self.number}"

    @property
    def is_slow(self) -> bool:
        return (
            self.median_days is not None and self.expected_days is not None and self.median_days > self.expected_days
        )


def short(number: int) -> str:
    return SHORT.get(number, STAGES[number][0])


def late(today: date) -> Q:
    """What awaited somebody until a day that has passed."""
    return Q(stage__gt=0, due_on__lt=today)


@dataclass(slots=True)
class Sums:
    """What stands at one step."""

    count: int = 0
    goal_cents: int = 0
    late: int = 0
    open_campaigns: int = 0
    ages: dict[int, int] = field(default_factory=dict)  # days at the step -> how many dossiers


def stages(standing: Facts, today: date, rules: RulesVersion | None) -> list[StageRow]:
    """The seven of them, in eight queries whatever stands there."""
    sums = _sums(standing, today)
    fullest = max((one.count for one in sums.values()), default=0)
    shown = _cards(standing, today)
    return [
        StageRow(
            number=number,
            count=sums[number].count,
            goal_cents=sums[number].goal_cents,
            late=sums[number].late,
            median_days=ranked(sums[number].ages, 50),
            expected_days=_expected(number, rules),
            open_campaigns=sums[number].open_campaigns,
            percent=percent(sums[number].count, fullest),
            cards=shown[number],
        )
        for number in STAGES
    ]


def _sums(standing: Facts, today: date) -> dict[int, Sums]:
    """One query, whose answer has a line for each step and day on which something came there."""
    found: dict[int, Sums] = defaultdict(Sums)
    daily = standing.order_by().values_list("stage", "stage_since")
    is_open = Q(campaign_state=CampaignState.OPEN)
    counted = (Count("*"), Sum("goal_cents"), Count("stage", filter=late(today)), Count("stage", filter=is_open))
    for number, since, *counts in daily.annotate(**dict(zip("abcd", counted, strict=True))):
        sums = found[number]
        sums.ages[(today - since).days] = counts[0]
        sums.count += counts[0]
        sums.goal_cents += counts[1] or 0
        sums.late += counts[2]
        sums.open_campaigns += counts[3]
    return found


def _expected(number: int, rules: RulesVersion | None) -> int | None:
    known = EXPECTED.get(number)
    return known(rules.parameters) if known and rules else None


def _cards(standing: Facts, today: date) -> dict[int, list[Card]]:
    """Step -> its first dossiers: the longest overdue, then those that are due first, then those longest there.

    One query for each step, by the index; what is empty is known from its first row.
    """
    rows = {
        number: list(standing.filter(stage=number).order_by(*ORDER).values_list(*SHOWN)[:FEW])
        for number in STAGES
        if number > 1
    }
    progress = dict(_progress([row[0] for row in rows[CAMPAIGN]]))
    found: dict[int, list[Card]] = {number: [] for number in STAGES}
    for number, first in rows.items():
        found[number] = [_card(row, today, progress.get(row[0])) for row in first]
    return found


ORDER = ("due_on", "stage_since", "pk")
SHOWN = ("pk", "dossier__title", "goal_cents", "stage_since", "due_on")


def _progress(keys: list[int]) -> Iterator[tuple[int, Progress]]:
    opened = Campaign.objects.filter(dossier__in=keys, starts_at__isnull=False).order_by()
    columns = ("dossier", "dossier__facts__citizens_cents", "citizens_goal_cents", "threshold_bps")
    for key, cents, goal, bps in opened.values_list(*columns):
        yield key, Progress(percent(cents, goal), bps // 100)


def _card(row: tuple[int, str, int, date, date], today: date, progress: Progress | None) -> Card:
    pk, title, goal_cents, since, due_on = row
    return Card(pk, title, goal_cents, (today - since).days, max(0, (today - due_on).days), progress)
