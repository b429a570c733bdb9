"""What may be held of the programme: its own history mixed with what is assumed, and how sure that is. Pure.

Each belief is conjugate, so that history outweighs an assumption as soon as it has more dossiers than `trust` says:
paces are gammas, parts are betas, durations are log-normal with an unknown middle and an unknown spread.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import erf, exp, log, pi, sqrt
from random import Random

from okote_flow.foresight.inputs import Assumptions, Case, Draws, Past, Payer, Pot, Question, Stage

SPREADS = (0.6, 0.5, 0.5, 0.5, 0.15)
"""How widely durations are assumed to lie, stage by stage, as logarithms: a campaign's length is nearly fixed."""
PACE_DAYS = 15  # how long a pace must be observed to weigh as much as one dossier of `trust`
NARROWEST = 0.05
NEARLY_NONE = 0.001  # a gamma needs something to begin with
ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Length:
    """How long a stage takes: the normal-inverse-gamma of the logarithm of days + 1."""

    middle: float
    weight: float
    shape: float
    scale: float


@dataclass(frozen=True, slots=True)
class Beliefs:
    """Parameters of every belief, from which each run draws its own world."""

    pace: tuple[float, float]  # dossiers seen, days observed
    passes: tuple[tuple[float, float], ...]
    lengths: tuple[Length, ...]
    competence: tuple[float, float]
    joint: tuple[float, float]
    full: tuple[float, float]
    shares: tuple[tuple[str, float], ...]
    goals: tuple[tuple[int, int], ...]
    own_goals: float

    def draw(self, rng: Random) -> Draws:
        """One world that these beliefs allow."""
        lengths = [_draw_length(length, rng) for length in self.lengths]
        goals = [(cents, rng.gammavariate(number, 1.0)) for cents, number in self.goals]
        pace = rng.gammavariate(self.pace[0], 1.0) / self.pace[1]
        parts = [rng.betavariate(*part) for part in (*self.passes, self.competence, self.joint, self.full)]
        shares = [(key, rng.gammavariate(weight, 1.0)) for key, weight in self.shares]
        return Draws(
            pace=pace,
            passes=tuple(parts[: len(self.passes)]),
            middles=tuple(middle for middle, _ in lengths),
            spreads=tuple(spread for _, spread in lengths),
            competence=parts[-3],
            joint=parts[-2],
            full=parts[-1],
            shares=tuple(zip([key for key, _ in shares], accumulate(part for _, part in shares), strict=True)),
            goals=tuple(zip([cents for cents, _ in goals], accumulate(part for _, part in goals), strict=True)),
            own_goals=self.own_goals,
        )


def _draw_length(length: Length, rng: Random) -> tuple[float, float]:
    variance = length.scale / rng.gammavariate(length.shape, 1.0)
    return rng.gauss(length.middle, sqrt(variance / length.weight)), sqrt(variance)


def believe(question: Question) -> Beliefs:
    """What history and assumptions allow together."""
    assumed, past, standing = question.assumptions, question.standing.past, question.standing
    trust = assumed.trust
    return Beliefs(
        pace=(
            assumed.arrivals * trust * PACE_DAYS / 365 + past.arrived or NEARLY_NONE,
            float(trust * PACE_DAYS + past.observed_days),
        ),
        passes=tuple(
            _part(assumed.passes[stage], trust, past.stages[stage].passed, past.stages[stage].number)
            for stage in Stage
        ),
        lengths=tuple(_length(stage, assumed, past, standing.cases) for stage in Stage),
        competence=_part(assumed.competence, trust, *past.competent),
        joint=_part(assumed.joint, trust, *past.joint),
        full=_part(assumed.full, trust, *past.full),
        shares=tuple(_shares(standing.payers, standing.pots, trust)),
        goals=past.goals,
        own_goals=(number := sum(count for _, count in past.goals)) / (number + trust),
    )


def _part(percent: int, trust: int, found: int, number: int) -> tuple[float, float]:
    """A beta; what is assumed is never wholly sure of itself."""
    sure = min(max(percent, 1), 99)
    return found + trust * sure / 100, number - found + trust * (100 - sure) / 100


def percent_of(part: tuple[float, float]) -> int:
    """What a belief holds at its middle, of a hundred."""
    return round(100 * part[0] / sum(part))


def _shares(payers: Sequence[Payer], pots: Sequence[Pot], trust: int) -> Iterator[tuple[str, float]]:
    """Who pays what the bound one does not: by what each puts in, then by how often each has paid."""
    free = [payer for payer in payers if not payer.is_bound]
    sums = {payer.key: sum(pot.total_cents for pot in pots if pot.payer == payer.key) for payer in free}
    whole = sum(sums.values())
    for payer in free:
        prior = sums[payer.key] / whole if whole else 1 / len(free)
        yield payer.key, max(trust * prior, 0.1) + payer.pledges


# Durations. Dossiers still in a stage count too: they have lasted at least so long (left out, the quick ones would
# speak for all). Their part is filled in by expectation, six times; it shifts the middle and adds no certainty.


def _length(stage: Stage, assumed: Assumptions, past: Past, cases: Sequence[Case]) -> Length:
    prior = log(assumed.days[stage] + 1)
    seen = [(log(days + 1), number) for days, number in past.stages[stage].days]
    number = sum(count for _, count in seen)
    waiting = [log(case.age_days + 1) for case in cases if case.stage is stage and case.closes_in is None]
    weight = assumed.trust / 2
    middle, variance = prior, SPREADS[stage] ** 2
    for _ in range(ROUNDS if seen or waiting else 0):
        middle, variance = _improve(seen, waiting, (prior, weight, SPREADS[stage] ** 2), (middle, variance))
    shape = weight + number / 2
    return Length(middle, weight + max(number, 0), shape, variance * shape)


def _improve(
    seen: Sequence[tuple[float, int]],
    waiting: Sequence[float],
    prior: tuple[float, float, float],
    now: tuple[float, float],
) -> tuple[float, float]:
    """One round: what the waiting ones may be expected to last, then the middle and spread of all."""
    spread = sqrt(now[1])
    filled = [_beyond(least, now[0], spread) for least in waiting]
    number = sum(count for _, count in seen) + len(filled)
    weight = prior[1] + number
    middle = (prior[0] * prior[1] + sum(x * n for x, n in seen) + sum(mean for mean, _ in filled)) / weight
    squares = sum(n * (x - middle) ** 2 for x, n in seen)
    squares += sum((mean - middle) ** 2 + variance for mean, variance in filled)
    squares += prior[1] * (prior[0] - middle) ** 2
    variance = (2 * prior[1] * prior[2] + squares) / (2 * prior[1] + number)
    return middle, max(variance, NARROWEST**2)


def _beyond(least: float, middle: float, spread: float) -> tuple[float, float]:
    """Mean and variance of a normal that is known to lie beyond `least`."""
    a = (least - middle) / spread
    tail = 0.5 * (1 - erf(a / sqrt(2)))
    if tail < 1e-6:  # beyond all that the belief allows: a little longer than it has lasted
        return least + spread / max(a, 1.0), (spread / max(a, 1.0)) ** 2
    hazard = exp(-a * a / 2) / sqrt(2 * pi) / tail
    return middle + spread * hazard, max(spread**2 * (1 + a * hazard - hazard**2), 0.0)
