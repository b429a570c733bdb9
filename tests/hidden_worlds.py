"""Programmes whose true parameters nobody knows: drawn, lived to the end, and told up to a day.

The life of a dossier is written here a second time, without a word of the engine's, so that a test can hold what the
engine foresaw from the first part against what really came in the second.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, exp, log
from random import Random

from okote_flow.foresight.inputs import Assumptions, Case, Past, Payer, Pot, Stage, StagePast, Standing

BEGAN, TODAY, UNTIL = date(2021, 9, 1), date(2022, 6, 30), date(2022, 12, 31)
NOW, END = (TODAY - BEGAN).days, (UNTIL - BEGAN).days
YEAR = (date(2022, 1, 1) - BEGAN).days
THRESHOLD = 7500


@dataclass
class Truth:
    """What holds in one world."""

    pace: float
    passes: list[float]
    middles: list[float]
    spreads: list[float]
    competence: float
    joint: float
    full: float
    ems: float
    goals: list[int]


def truth(rng: Random) -> Truth:
    """Around what is assumed, and often far from it."""
    assumed = Assumptions()
    strength = 7
    sure = [percent / 100 for percent in (*assumed.passes, assumed.competence, assumed.joint, assumed.full)]
    parts = [rng.betavariate(strength * part, strength * (1 - part)) for part in sure]
    middle = rng.uniform(9_000, 15_000)
    return Truth(
        pace=assumed.arrivals * rng.lognormvariate(-0.08, 0.4) / 365,
        passes=parts[:5],
        middles=[log(days + 1) + rng.gauss(0, 0.3 if place < 4 else 0.08) for place, days in enumerate(assumed.days)],
        spreads=[rng.uniform(0.35, 0.7) for _ in range(4)] + [rng.uniform(0.08, 0.2)],
        competence=parts[5],
        joint=parts[6],
        full=parts[7],
        ems=rng.betavariate(3.5, 1.5),
        goals=[int(middle * rng.uniform(0.7, 1.5)) * 100 for _ in range(12)],
    )


@dataclass
class Life:
    """One dossier: when it entered each stage, when and where it stopped."""

    entered: list[float]  # the day of each stage; one more at the end of the campaign
    stopped: bool
    goal_cents: int
    competent: bool
    caps: list[tuple[str, int]]
    called: int  # permille

    def at(self, day: float) -> int:
        """In which stage it is that day; 5 when all is over, -1 before it came."""
        return sum(entered <= day for entered in self.entered) - 1


def live(world: Truth, rng: Random) -> list[Life]:
    lives, day = [], 0.0
    while (day := day + rng.expovariate(world.pace)) < END:
        lives.append(_live(world, day, rng))
    return lives


def _live(world: Truth, day: float, rng: Random) -> Life:
    entered, stopped = [day], False
    for stage in range(5):
        entered.append(entered[-1] + exp(rng.gauss(world.middles[stage], world.spreads[stage])) - 1)
        if rng.random() > world.passes[stage]:
            stopped = True
            break
    goal, competent = rng.choice(world.goals), rng.random() < world.competence
    other = ["ems" if rng.random() < world.ems else "m2a"]
    keys = (["cea"] + (other if rng.random() < world.joint else [])) if competent else other
    called = 1000 if rng.random() < world.full else rng.randint(THRESHOLD // 10, 1000)
    return Life(entered, stopped, goal, competent, [(key, goal // 3 // len(keys)) for key in keys], called)


def used(lives: list[Life], key: str, day: float) -> int:
    """What one authority's envelope of the year of `day` has been asked by then."""
    first = YEAR if day >= YEAR else 0
    cents = 0
    for life in lives:
        for payer, cap in life.caps:
            if payer == key and len(life.entered) > 4 and first <= life.entered[4] <= day:
                over = len(life.entered) > 5 and life.entered[5] <= day
                if len(life.entered) == 5:  # stopped in preparation: it never opened
                    continue
                cents += cap if not over else 0 if life.stopped else cap * life.called // 1000
    return cents


def supported(lives: list[Life], day: float) -> int:
    """Endorsed since the new year and not given up in preparation by that day."""
    count = 0
    for life in lives:
        endorsed = len(life.entered) > 3 and not (life.stopped and len(life.entered) == 4)
        if endorsed and YEAR <= life.entered[3] <= day:
            given_up = life.stopped and len(life.entered) == 5 and life.entered[4] <= day
            count += not given_up
    return count


def told(lives: list[Life], rng: Random) -> Standing:
    """What the programme's own books and journal say of this world today."""
    seen = [life for life in lives if life.entered[0] <= NOW]
    stages = tuple(_past(seen, stage) for stage in range(5))
    opened = [life for life in seen if _passed(life, 3)]
    of_cea = [life for life in opened if life.caps[0][0] == "cea"]
    won = [life for life in seen if _passed(life, 4)]
    judged = [life for life in seen if _passed(life, 0)]
    past = Past(
        arrived=max(0, len(seen) - 1),
        observed_days=int(NOW - seen[0].entered[0]) if seen else 0,
        stages=stages,
        competent=(sum(life.competent for life in judged), len(judged)),
        joint=(sum(len(life.caps) > 1 for life in of_cea), len(of_cea)),
        full=(sum(life.called == 1000 for life in won), len(won)),
        goals=tuple((life.goal_cents, 1) for life in seen),
    )
    payers = tuple(
        Payer(key, key, key == "cea", sum(key in dict(life.caps) for life in opened)) for key in ("cea", "ems", "m2a")
    )
    totals = {"cea": 50_000_00, "ems": 35_000_00, "m2a": 15_000_00}
    pots = tuple(Pot(key, key, 2022, total, used(seen, key, NOW)) for key, total in totals.items())
    cases = tuple(case for life in seen if (case := _case(life)) is not None)
    return Standing(TODAY, UNTIL, payers, pots, cases, past, supported(seen, NOW), 0)


def _passed(life: Life, stage: int) -> bool:
    """Whether a stage was left behind by today, with success."""
    last = len(life.entered) - 2
    return len(life.entered) > stage + 1 and life.entered[stage + 1] <= NOW and not (life.stopped and last == stage)


def _past(seen: list[Life], stage: int) -> StagePast:
    left = [life for life in seen if len(life.entered) > stage + 1 and life.entered[stage + 1] <= NOW]
    passed = sum(_passed(life, stage) for life in left)
    days = tuple((round(life.entered[stage + 1] - life.entered[stage]), 1) for life in left)
    return StagePast(passed, len(left) - passed, days)


def _case(life: Life) -> Case | None:
    stage = life.at(NOW)
    if stage >= len(life.entered) - 1:
        return None
    endorsed = stage == 3 and life.entered[3] >= YEAR
    return Case(
        stage=Stage(stage),
        age_days=int(NOW - life.entered[stage]),
        goal_cents=life.goal_cents,
        is_competent=life.competent if stage else None,
        caps=tuple(life.caps) if stage >= 3 else (),
        closes_in=ceil(life.entered[5] - NOW) if stage == 4 else None,
        year=(BEGAN + timedelta(days=life.entered[4])).year if stage == 4 else 0,
        is_counted=endorsed,
    )
