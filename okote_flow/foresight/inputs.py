"""What a forecast is made of: the programme as it stands, its own past, and what is assumed beside it. Pure values."""

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import IntEnum
from typing import Any, Self

ENGINE = 1  # a change of the engine that changes answers is another number: what was kept is not recomputed then
NUMBERS = ("supported", "cofunded", "threshold_bps", "weight")


class Stage(IntEnum):
    """The steps that a dossier passes or not, in their order."""

    STUDY = 0
    TERRITORIAL = 1
    ENGAGEMENT = 2
    PREPARATION = 3
    CAMPAIGN = 4


STAGE_LABELS = {
    Stage.STUDY: "Recevabilité",
    Stage.TERRITORIAL: "Comité territorial",
    Stage.ENGAGEMENT: "Comité d’engagement",
    Stage.PREPARATION: "Préparation de la campagne",
    Stage.CAMPAIGN: "Campagne",
}


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is held to be true while history says little. `trust` is how many dossiers it weighs."""

    arrivals: int = 38  # dossiers handed in per year
    passes: tuple[int, ...] = (90, 85, 85, 95, 80)  # of a hundred, stage by stage
    days: tuple[int, ...] = (14, 21, 28, 30, 43)  # median, stage by stage
    competence: int = 64  # of a hundred projects, those within the competences of the bound partner
    joint: int = 20  # of a hundred of those, the ones that a second authority joins
    full: int = 70  # of a hundred campaigns that succeed, those that call the whole cap
    goal_low_cents: int = 9_000_00
    goal_cents: int = 12_000_00
    goal_high_cents: int = 18_000_00
    trust: int = 6

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        plain: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
        }
        return cls(**plain)


@dataclass(frozen=True, slots=True)
class Change:
    """What a scenario does otherwise from today on; nothing, by default."""

    arrivals_percent: int = 100  # of today's pace
    cap_cents: int = 0  # the most a partner puts into one project not yet decided; 0 is no such cap
    joining_cents: int = 0  # the envelope that one more authority brings each year

    @property
    def is_empty(self) -> bool:
        return self == Change()


@dataclass(frozen=True, slots=True)
class Payer:
    """A local authority that pays; a bound one pays within its competences alone."""

    key: str
    name: str
    is_bound: bool = False
    pledges: int = 0  # how often it has, in campaigns that were opened


@dataclass(frozen=True, slots=True)
class Pot:
    """What one authority puts in for one year. Nothing can be reserved on one that is not voted."""

    payer: str
    name: str
    year: int
    total_cents: int
    used_cents: int = 0  # reserved, called, settled or paid already
    is_voted: bool = True

    @property
    def key(self) -> str:
        return f"{self.payer}/{self.year}"


@dataclass(frozen=True, slots=True)
class Case:
    """One dossier in progress. `caps` are known once voted: (payer, cents)."""

    stage: Stage
    age_days: int
    goal_cents: int
    is_competent: bool | None = None
    caps: tuple[tuple[str, int], ...] = ()
    closes_in: int | None = None  # days until the threshold decides, of a campaign that runs
    is_reached: bool = False  # the threshold is passed already
    year: int = 0  # of the envelopes that its campaign has reserved
    is_counted: bool = False  # among the supported of this year already


@dataclass(frozen=True, slots=True)
class StagePast:
    """How one stage went: how many passed and stopped, and how long each took (days, how many)."""

    passed: int = 0
    stopped: int = 0
    days: tuple[tuple[int, int], ...] = ()

    @property
    def number(self) -> int:
        return self.passed + self.stopped


@dataclass(frozen=True, slots=True)
class Past:
    """The programme's own history, in sums."""

    arrived: int = 0
    observed_days: int = 0
    stages: tuple[StagePast, ...] = (StagePast(),) * len(Stage)
    competent: tuple[int, int] = (0, 0)  # found so, of how many
    joint: tuple[int, int] = (0, 0)
    full: tuple[int, int] = (0, 0)
    goals: tuple[tuple[int, int], ...] = ()  # (cents, how many)

    @property
    def ended(self) -> int:
        """How many dossiers have told how they ended: what the history weighs."""
        return sum(stage.stopped for stage in self.stages) + self.stages[Stage.CAMPAIGN].passed


@dataclass(frozen=True, slots=True)
class Standing:
    """The programme on one day, as one reader may know of it."""

    today: date
    until: date
    payers: tuple[Payer, ...]
    pots: tuple[Pot, ...]
    cases: tuple[Case, ...] = ()
    past: Past = Past()
    supported: int = 0
    cofunded: int = 0
    targets: tuple[int, int] = (25, 16)
    threshold_bps: int = 7500
    weight: int = 1  # each case stands for so many dossiers
    shown_from: Stage | None = None  # the reader sees no dossier before this stage

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        """What a kept forecast was asked about, as it was."""
        rest = {name: _tuples(value) for name, value in values.items() if name in ("targets", *NUMBERS)}
        past = _frozen(values["past"])
        past["stages"] = tuple(StagePast(**_frozen(stage)) for stage in values["past"]["stages"])
        shown_from = values["shown_from"]
        return cls(
            today=date.fromisoformat(str(values["today"])),
            until=date.fromisoformat(str(values["until"])),
            payers=tuple(Payer(**payer) for payer in values["payers"]),
            pots=tuple(Pot(**pot) for pot in values["pots"]),
            cases=tuple(Case(**{**_frozen(case), "stage": Stage(case["stage"])}) for case in values["cases"]),
            past=Past(**past),
            shown_from=None if shown_from is None else Stage(shown_from),
            **rest,
        )


@dataclass(frozen=True, slots=True)
class Question:
    """All that an answer depends on: the same question has the same answer, to the last cent."""

    standing: Standing
    assumptions: Assumptions = Assumptions()
    change: Change = Change()
    seed: int = 2022
    runs: int = 400
    engine: int = ENGINE

    @property
    def digest(self) -> str:
        text = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def otherwise(self, change: Change, runs: int) -> "Question":
        """The same programme and the same chance under another scenario."""
        return replace(self, change=change, runs=runs)


@dataclass(frozen=True, slots=True)
class PotOutlook:
    """What one envelope would be asked. Five lines of the fan, month by month, from today's use on."""

    key: str
    payer: str
    name: str
    year: int
    total_cents: int
    used_cents: int
    is_voted: bool
    fan: tuple[tuple[int, int, int, int, int], ...]  # p10, p25, p50, p75, p90 at the end of each month
    dry_permille: int  # of the runs, those in which it runs dry
    first_permille: int  # of the runs, those in which it runs dry before any other
    dry_days: tuple[str, ...]  # p10, p50, p90 of the day, of those runs; empty when there is none
    needed_cents: tuple[int, int]  # p50, p90 beyond what is left, for the dossiers in progress alone

    @property
    def free_cents(self) -> int:
        return self.total_cents - self.used_cents

    @property
    def end(self) -> tuple[int, int, int, int, int]:
        return self.fan[-1]


@dataclass(frozen=True, slots=True)
class YearOutlook:
    """All envelopes of one year as one."""

    year: int
    total_cents: int
    used_cents: int
    fan: tuple[tuple[int, int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """An answer."""

    days: tuple[str, ...]  # today, then the end of each month
    pots: tuple[PotOutlook, ...]
    together: tuple[YearOutlook, ...]
    supported: tuple[int, int, int]  # p10, p50, p90 at the end of this year
    cofunded: tuple[int, int, int]
    needed_cents: tuple[int, int]  # p50, p90, of all voted envelopes together
    runs: int
    unpaid_permille: int = 0  # of what is asked, what meets no envelope at all

    def values(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        """What a stored answer says, as tuples again."""
        pots = tuple(PotOutlook(**_frozen(pot)) for pot in values["pots"])
        together = tuple(YearOutlook(**_frozen(year)) for year in values["together"])
        rest = {name: value for name, value in values.items() if name not in ("pots", "together")}
        return cls(pots=pots, together=together, **_frozen(rest))


def _frozen(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _tuples(value) for name, value in values.items()}


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Draws:
    """What one run holds for true: one draw of every belief."""

    pace: float  # dossiers a day
    passes: tuple[float, ...]
    middles: tuple[float, ...]  # of the logarithm of days + 1
    spreads: tuple[float, ...]
    competence: float
    joint: float
    full: float
    shares: tuple[tuple[str, float], ...] = ()  # payer -> part of what is not the bound one's, cumulated
    goals: tuple[tuple[int, float], ...] = field(default=())  # cents -> part, cumulated
    own_goals: float = 0.0  # how much of the goals follows the programme's own
