"""The pipeline lived many times over: what each envelope would be asked, when it runs dry, what it would take. Pure.

Each run draws its own beliefs (parameters), then the life of each dossier (chance). The same question gives the same
answer: the only chance is `Random(seed)`. Money is whole cents throughout.
"""

from bisect import bisect
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import exp, log
from random import Random
from statistics import NormalDist
from typing import Any

from okote_flow.foresight.beliefs import Beliefs, believe
from okote_flow.foresight.inputs import (
    Case,
    Change,
    Draws,
    Outlook,
    Payer,
    Pot,
    PotOutlook,
    Question,
    Stage,
    Standing,
    YearOutlook,
)

BANDS = (10, 25, 50, 75, 90)
LONGEST = 3650  # days that a stage may last
EARLIER_DAYS = 240  # from when on unseen dossiers are supposed to have come
JOINING = "nouvelle"
TRIES = 6
Move = tuple[float, str, int, bool]  # day, pot, cents (negative when given back), of a dossier in progress today


def month_ends(today: date, until: date) -> list[date]:
    """Today, then the last day of each month up to `until`."""
    found = [today]
    year, month = today.year, today.month
    while (end := date(year, month, monthrange(year, month)[1])) <= until:
        found += [end] if end > today else []
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def with_joining(standing: Standing, change: Change) -> Standing:
    """The programme with one more authority, which brings the same each year, if the scenario says so."""
    if not change.joining_cents:
        return standing
    years = sorted({pot.year for pot in standing.pots})
    mean = sum(payer.pledges for payer in standing.payers) // max(1, len(standing.payers))
    payer = Payer(JOINING, "Une collectivité de plus", pledges=mean)
    pots = [Pot(JOINING, payer.name, year, change.joining_cents, is_voted=False) for year in years]
    return replace(standing, payers=(*standing.payers, payer), pots=(*standing.pots, *pots))


@dataclass(slots=True)
class Run:
    """What came of one run."""

    moves: list[Move] = field(default_factory=list)
    supported: int = 0
    cofunded: int = 0
    asked_cents: int = 0
    unpaid_cents: int = 0


@dataclass(slots=True)
class _World:
    """What stays the same in all runs."""

    question: Question
    standing: Standing
    beliefs: Beliefs
    horizon: int
    year_end: int
    year_starts: list[int]  # the day on which each year after this one begins
    pots: dict[tuple[str, int], str]
    bound: str | None

    @classmethod
    def of(cls, question: Question) -> "_World":
        standing = with_joining(question.standing, question.change)
        today = standing.today
        bound = next((payer.key for payer in standing.payers if payer.is_bound), None)
        starts = [(date(year, 1, 1) - today).days for year in range(today.year + 1, standing.until.year + 1)]
        return cls(
            question=question,
            standing=standing,
            beliefs=believe(replace(question, standing=standing)),
            horizon=(standing.until - today).days,
            year_end=(date(today.year, 12, 31) - today).days,
            year_starts=starts,
            pots={(pot.payer, pot.year): pot.key for pot in standing.pots},
            bound=bound,
        )

    def year_of(self, day: float) -> int:
        return self.standing.today.year + bisect(self.year_starts, day)


def simulate(question: Question) -> Outlook:
    """The answer: the same for the same question."""
    world = _World.of(question)
    runs = [_live(world, number) for number in range(question.runs)]
    ends = month_ends(world.standing.today, world.standing.until)
    days = [(end - world.standing.today).days for end in ends]
    tracks = [_Tracks.of(world.standing.pots, run.moves, days) for run in runs]
    weight = world.standing.weight
    asked = sum(run.asked_cents for run in runs)
    counts = [[max(0, world.standing.supported + run.supported * weight) for run in runs]]
    counts.append([max(0, world.standing.cofunded + run.cofunded * weight) for run in runs])
    return Outlook(
        days=tuple(end.isoformat() for end in ends),
        pots=tuple(_outlook(place, pot, tracks, world) for place, pot in enumerate(world.standing.pots)),
        together=tuple(_together(year, tracks, world) for year in sorted({pot.year for pot in world.standing.pots})),
        supported=_three(counts[0]),
        cofunded=_three(counts[1]),
        needed_cents=_needed([track.needed_of_voted for track in tracks]),
        runs=question.runs,
        unpaid_permille=sum(run.unpaid_cents for run in runs) * 1000 // asked if asked else 0,
    )


def _live(world: _World, number: int) -> Run:
    """Run by run its own chance, of beliefs and of lives apart, so that two scenarios meet the same luck."""
    seed = f"{world.question.seed}/{number}"
    held, rng = Random(f"{seed}/held"), Random(seed)  # noqa: S311 - luck, no secret
    return _Life(world, world.beliefs.draw(held), rng).live()


class _Life:
    """One run: every dossier's way, and those to come."""

    def __init__(self, world: _World, draws: Draws, rng: Random) -> None:
        self.world = world
        self.draws = draws
        self.rng = rng
        self.run = Run()
        self.cap_cents = world.question.change.cap_cents
        self.of_today = True

    def live(self) -> Run:
        for case in self.world.standing.cases:
            self.follow(case, 0.0, case.stage)
        self.of_today = False
        fresh = Case(Stage.STUDY, 0, 0)
        for day in self.arrivals():
            self.follow(fresh, day, Stage.STUDY)
        return self.run

    def arrivals(self) -> Iterator[float]:
        """The days on which dossiers come, and, for who does not see the first stages, on which they have come."""
        pace = self.draws.pace / self.world.standing.weight
        if self.world.standing.shown_from:
            yield from self._come(-float(EARLIER_DAYS), 0.0, pace)
        yield from self._come(0.0, float(self.world.horizon), pace * self.world.question.change.arrivals_percent / 100)

    def _come(self, day: float, until: float, pace: float) -> Iterator[float]:
        while pace > 0 and (day := day + self.rng.expovariate(pace)) < until:
            yield day

    def follow(self, case: Case, day: float, stage: Stage) -> None:
        """From its stage on until it stops, is paid for, or the picture ends."""
        known = day == 0.0 and self.of_today
        payers = case.caps
        for step in range(stage, len(Stage)):
            if not known and day <= 0 and self.world.standing.shown_from == step:
                return  # it would be seen
            if step == Stage.CAMPAIGN:
                self.campaign(case, day, payers, known)
                return
            day += self.lasts(step, case.age_days if known else -1)
            if day > self.world.horizon:
                return
            if step >= Stage.ENGAGEMENT:
                payers = payers or self.payers(case)
            passed = self.rng.random() < self.draws.passes[step]
            self.tell(step, day, payers, (passed, case.is_counted or not known))
            if not passed:
                return
            known = False

    def tell(self, step: int, day: float, payers: Sequence[tuple[str, int]], outcome: tuple[bool, bool]) -> None:
        """Endorsed counts one more; one that was counted and is given up after that, one less."""
        passed, was_counted = outcome
        if step == Stage.ENGAGEMENT and passed:
            self.count(day, payers, 1)
        elif step == Stage.PREPARATION and not passed and was_counted:
            self.count(day, payers, -1)

    def count(self, day: float, payers: Sequence[tuple[str, int]], sign: int) -> None:
        """Among the supported of this year, and the bound one's, or not any more."""
        if 0 <= day <= self.world.year_end:
            self.run.supported += sign
            if any(key == self.world.bound for key, _ in payers):
                self.run.cofunded += sign

    def campaign(self, case: Case, day: float, payers: Sequence[tuple[str, int]], known: bool) -> None:
        """The caps are reserved when it opens; what is not called comes back when it ends."""
        year = case.year if known else self.world.year_of(day)
        if not known:
            self.move(day, year, payers)
        wait = case.closes_in if known and case.closes_in is not None else self.lasts(Stage.CAMPAIGN, -1)
        day += max(wait, 0)
        if day > self.world.horizon:
            return
        called = 0
        if (known and case.is_reached) or self.rng.random() < self.draws.passes[Stage.CAMPAIGN]:
            called = self.called_permille()
        self.move(day, year, [(key, called * cents // 1000 - cents) for key, cents in payers])

    def called_permille(self) -> int:
        """How much of its caps a campaign calls that has reached its threshold."""
        if self.rng.random() < self.draws.full:
            return 1000
        return self.rng.randint(self.world.standing.threshold_bps // 10, 1000)

    def move(self, day: float, year: int, parts: Sequence[tuple[str, int]]) -> None:
        weight = self.world.standing.weight
        for key, cents in parts:
            pot = self.world.pots.get((key, year))
            if cents > 0:
                self.run.asked_cents += cents
                self.run.unpaid_cents += cents if pot is None else 0
            if pot is not None:
                self.run.moves.append((day, pot, cents * weight, self.of_today))

    def payers(self, case: Case) -> tuple[tuple[str, int], ...]:
        """Who pays the third of the authorities: the bound one within its competences, alone or with another."""
        goal = case.goal_cents or self.goal()
        part = goal // 3
        competent = case.is_competent
        if competent is None:
            competent = self.rng.random() < self.draws.competence
        if not (competent and self.world.bound):
            keys = self.another()
        else:
            keys = [self.world.bound, *(self.another() if self.rng.random() < self.draws.joint else [])]
        cents = part // max(1, len(keys))
        return tuple((key, min(cents, self.cap_cents) if self.cap_cents else cents) for key in keys)

    def another(self) -> list[str]:
        shares = self.draws.shares
        if not shares:
            return []
        at = self.rng.random() * shares[-1][1]
        return [next(key for key, end in shares if at <= end)]

    def goal(self) -> int:
        assumed, goals = self.world.question.assumptions, self.draws.goals
        if goals and self.rng.random() < self.draws.own_goals:
            at = self.rng.random() * goals[-1][1]
            return next(cents for cents, end in goals if at <= end)
        drawn = self.rng.triangular(assumed.goal_low_cents, assumed.goal_high_cents, assumed.goal_cents)
        return int(drawn) // 100_00 * 100_00 or int(drawn)

    def lasts(self, stage: int, age: int) -> float:
        """How many days a stage still takes; of one that has begun, given that it is not over."""
        middle, spread = self.draws.middles[stage], self.draws.spreads[stage]
        if age < 0:
            return min(exp(self.rng.gauss(middle, spread)) - 1, LONGEST) if middle < 12 else LONGEST
        least = log(age + 1)
        for _ in range(TRIES):
            if (drawn := self.rng.gauss(middle, spread)) >= least:
                return min(exp(drawn) - 1 - age, LONGEST) if drawn < 12 else LONGEST
        return self._rest(least, NormalDist(middle, spread), age)

    def _rest(self, least: float, belief: NormalDist, age: int) -> float:
        begun = belief.cdf(least)
        if begun > 0.999999:  # later than anything believed: soon, as its kind goes
            return self.rng.expovariate(1.0) * (age + 1) * belief.stdev / 4
        drawn = belief.inv_cdf(min(begun + (1 - begun) * self.rng.random(), 0.9999999))
        return min(max(exp(min(drawn, 12)) - 1 - age, 0), LONGEST)


@dataclass(slots=True)
class _Tracks:
    """What one run makes of each envelope."""

    levels: list[list[int]]  # pot by pot, at each end of month
    dry: list[float | None]  # the day on which it is asked more than it has
    needed: list[int]  # beyond what it has, for the dossiers in progress
    needed_of_voted: int
    first: int | None  # which runs dry before all others

    @classmethod
    def of(cls, pots: Sequence[Pot], moves: list[Move], days: list[int]) -> "_Tracks":
        mine: dict[str, list[Move]] = {pot.key: [] for pot in pots}
        for move in sorted(moves):
            mine[move[1]].append(move)
        found = [_track(pot, mine[pot.key], days) for pot in pots]
        voted = sum(needed for pot, (_, _, needed) in zip(pots, found, strict=True) if pot.is_voted)
        levels, dry, needed = ([one[part] for one in found] for part in range(3))
        days_of = {place: day for place, day in enumerate(dry) if day is not None}
        first = min(days_of, key=lambda place: (days_of[place], place)) if days_of else None
        return cls(levels, dry, needed, voted, first)


def _track(pot: Pot, moves: list[Move], days: list[int]) -> tuple[Any, Any, Any]:
    """Its levels, the day on which it runs dry, what it lacks for the dossiers in progress."""
    level, mine, highest = pot.used_cents, pot.used_cents, pot.used_cents
    levels, place = [level], 1
    dry: float | None = 0.0 if level > pot.total_cents else None
    for day, _, cents, of_today in moves:
        while place < len(days) and day > days[place]:
            levels.append(level)
            place += 1
        level += cents
        if of_today:
            mine += cents
            highest = max(highest, mine)
        if dry is None and level > pot.total_cents:
            dry = day
    levels += [level] * (len(days) - len(levels))
    return levels, dry, max(0, highest - pot.total_cents)


def quantile(values: list[int], percent: int) -> int:
    """Of sorted values: the one that so many of a hundred do not pass."""
    return values[round((len(values) - 1) * percent / 100)]


def _three(values: list[int]) -> tuple[int, int, int]:
    ordered = sorted(values)
    return quantile(ordered, 10), quantile(ordered, 50), quantile(ordered, 90)


def _needed(values: list[int]) -> tuple[int, int]:
    ordered = sorted(values)
    return quantile(ordered, 50), quantile(ordered, 90)


def _outlook(place: int, pot: Pot, tracks: list[_Tracks], world: _World) -> PotOutlook:
    months = zip(*(track.levels[place] for track in tracks), strict=True)
    dry = sorted(int(day) for track in tracks if (day := track.dry[place]) is not None)
    today = world.standing.today
    return PotOutlook(
        key=pot.key,
        payer=pot.payer,
        name=pot.name,
        year=pot.year,
        total_cents=pot.total_cents,
        used_cents=pot.used_cents,
        is_voted=pot.is_voted,
        fan=tuple(_fan(sorted(month)) for month in months),
        dry_permille=len(dry) * 1000 // len(tracks),
        first_permille=sum(track.first == place for track in tracks) * 1000 // len(tracks),
        dry_days=tuple((today + timedelta(days=day)).isoformat() for day in _three(dry)) if dry else (),
        needed_cents=_needed([track.needed[place] for track in tracks]),
    )


def _together(year: int, tracks: list[_Tracks], world: _World) -> YearOutlook:
    """The envelopes of one year as one."""
    places = [place for place, pot in enumerate(world.standing.pots) if pot.year == year]
    sums = [[sum(month) for month in zip(*(track.levels[place] for place in places), strict=True)] for track in tracks]
    pots = [world.standing.pots[place] for place in places]
    return YearOutlook(
        year=year,
        total_cents=sum(pot.total_cents for pot in pots),
        used_cents=sum(pot.used_cents for pot in pots),
        fan=tuple(_fan(sorted(month)) for month in zip(*sums, strict=True)),
    )


def _fan(values: list[int]) -> tuple[int, int, int, int, int]:
    p10, p25, p50, p75, p90 = (quantile(values, band) for band in BANDS)
    return p10, p25, p50, p75, p90
