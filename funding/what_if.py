"""Campaigns lived again under other rules: who would have paid what, which envelope would have run dry, and when.

The match is `matching.match_by_tranches`, as for real campaigns. Nothing is written: lives and wishes in, cents out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from funding.matching import PledgeShare, ShareMode, Tranche, eligible_total, match_by_tranches


@dataclass(frozen=True, slots=True)
class Change:
    """A cap that moved during the campaign."""

    at: datetime
    order: int  # among all that was booked
    cents: int


@dataclass(frozen=True, slots=True)
class Promise:
    """A partner's pledge: its cap at the opening, or 0 if it joined later, and every change on the way."""

    pledge: int
    partner: str
    college: str
    rank: int
    cap_cents: int
    changes: tuple[Change, ...] = ()
    envelope: int | None = None

    @property
    def final_cents(self) -> int:
        return self.cap_cents + sum(change.cents for change in self.changes)


@dataclass(frozen=True, slots=True)
class Money:
    """What came from a donor, or went back to one (negative)."""

    at: datetime
    order: int
    donor: str
    cents: int
    gift: int = 0  # the one that was given, or given back


@dataclass(frozen=True, slots=True)
class Run:
    """One campaign that was opened, as it was."""

    campaign: int
    label: str
    mode: ShareMode
    ratio_num: int
    ratio_den: int
    opens_at: datetime
    closes_at: datetime | None  # None while it runs
    failed: bool  # nothing is called in the end
    promises: tuple[Promise, ...]
    money: tuple[Money, ...]
    opened_order: int = 0  # among all that was booked
    closed_order: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be otherwise; what is empty stays as it was."""

    ratio: tuple[int, int] | None = None
    mode: ShareMode | None = None
    donor_cap_cents: int | None = None
    cap_percent: int = 100
    caps: Mapping[int, int] = field(default_factory=dict)  # pledge -> its cap from the opening on
    envelopes: Mapping[int, int] = field(default_factory=dict)  # envelope -> its amount


@dataclass(frozen=True, slots=True)
class Dry:
    """The first time that an envelope could not reserve what was promised on it."""

    at: datetime
    label: str  # the campaign
    missing_cents: int


@dataclass(slots=True)
class Outcome:
    """What follows. Caps are those that could be reserved."""

    given: dict[int, int] = field(default_factory=dict)  # pledge -> cents
    caps: dict[int, int] = field(default_factory=dict)
    left: dict[int, int] = field(default_factory=dict)  # envelope -> neither called nor still reserved
    dry: dict[int, Dry] = field(default_factory=dict)


@dataclass(slots=True)
class _Life:
    """One campaign on its way."""

    run: Run
    wish: Wish
    outcome: Outcome
    nets: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    tranches: list[Tranche] = field(default_factory=list)
    kept: dict[int, int] = field(default_factory=dict)  # pledge -> called at the close

    def open(self, at: datetime) -> None:
        for promise in self.run.promises:
            cap = promise.cap_cents * self.wish.cap_percent // 100
            wished = self.wish.caps.get(promise.pledge, cap)
            self.outcome.caps[promise.pledge] = self._take(promise, wished, at)

    def change(self, promise: Promise, change: Change) -> None:
        if promise.pledge in self.wish.caps:
            return
        taken = self._take(promise, change.cents * self.wish.cap_percent // 100, change.at)
        if taken:
            self.outcome.caps[promise.pledge] += taken
            self.tranches.append(Tranche(self.eligible_cents, {promise.pledge: taken}))

    def receive(self, money: Money) -> None:
        self.nets[money.donor] += money.cents

    def close(self) -> None:
        self.kept = self.called()
        for promise in self.run.promises:
            self._give_back(promise, self.outcome.caps[promise.pledge] - self.kept[promise.pledge])

    def end(self) -> None:
        """After all that happened; what was refunded after the close goes back too."""
        self.outcome.given |= self.called()
        for promise in self.run.promises if self.kept else ():
            self._give_back(promise, self.kept[promise.pledge] - self.outcome.given[promise.pledge])

    @property
    def eligible_cents(self) -> int:
        return eligible_total(self.nets.values(), donor_cap_cents=self.wish.donor_cap_cents)

    def called(self) -> dict[int, int]:
        shares = [self._share(promise) for promise in self.run.promises]
        if self.run.failed:
            return {share.pledge: 0 for share in shares}
        num, den = self.wish.ratio or (self.run.ratio_num, self.run.ratio_den)
        mode = self.wish.mode or self.run.mode
        return match_by_tranches(self.eligible_cents, shares, self.tranches, mode=mode, ratio_num=num, ratio_den=den)

    def _share(self, promise: Promise) -> PledgeShare:
        cap = self.outcome.caps[promise.pledge]
        return PledgeShare.by_cap(promise.pledge, promise.college, cap, rank=promise.rank)

    def _take(self, promise: Promise, cents: int, at: datetime) -> int:
        """As much as the envelope still has; a negative amount goes back to it."""
        if promise.envelope is None:
            return cents
        taken = min(cents, self.outcome.left[promise.envelope])
        if taken < cents:
            self.outcome.dry.setdefault(promise.envelope, Dry(at, self.run.label, cents - taken))
        self.outcome.left[promise.envelope] -= taken
        return taken

    def _give_back(self, promise: Promise, cents: int) -> None:
        if promise.envelope is not None:
            self.outcome.left[promise.envelope] += cents


def play(runs: Sequence[Run], envelopes: Mapping[int, int], wish: Wish) -> Outcome:
    """Live every campaign again in the order of the days. `envelopes` maps each to its amount."""
    outcome = Outcome(left=dict(envelopes) | {key: wish.envelopes[key] for key in wish.envelopes if key in envelopes})
    lives = [_Life(run, wish, outcome) for run in runs]
    for *_, act in sorted((event for life in lives for event in _events(life)), key=lambda event: event[:2]):
        act()
    for life in lives:
        life.end()
    return outcome


Event = tuple[datetime, int, Callable[[], None]]


def _events(life: _Life) -> Iterable[Event]:
    """What happened to one campaign: when, and at one instant in the order in which it was booked."""
    run = life.run
    yield run.opens_at, run.opened_order, partial(life.open, run.opens_at)
    for money in run.money:
        yield money.at, money.order, partial(life.receive, money)
    for promise in run.promises:
        for change in promise.changes:
            yield change.at, change.order, partial(life.change, promise, change)
    if run.closes_at is not None:
        yield run.closes_at, run.closed_order, life.close
