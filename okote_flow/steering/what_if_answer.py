"""What other rules would have made of campaigns, partner by partner and envelope by envelope. Nothing is written."""

from collections.abc import Iterator
from dataclasses import dataclass

from funding import what_if as engine
from funding.what_if import Dry, Outcome, Promise, Run, Wish
from funding.what_if_data import Past
from okote_flow.directory.models import PartnerKind


@dataclass(frozen=True, slots=True)
class Line:
    """One partner in one campaign: as it was, and as it would have been."""

    run: Run
    promise: Promise
    cap_cents: int
    called_cents: int
    would_cents: int

    @property
    def college(self) -> str:
        return PartnerKind(self.promise.college).label

    @property
    def difference_cents(self) -> int:
        return self.would_cents - self.called_cents


@dataclass(frozen=True, slots=True)
class Pot:
    """One envelope: what was voted or wished, what is left of it, and when it ran dry."""

    name: str
    cents: int
    left_cents: int
    dry: Dry | None


@dataclass(frozen=True, slots=True)
class Answer:
    lines: list[Line]
    pots: list[Pot]

    @property
    def called_cents(self) -> int:
        return sum(line.called_cents for line in self.lines)

    @property
    def would_cents(self) -> int:
        return sum(line.would_cents for line in self.lines)

    @property
    def difference_cents(self) -> int:
        return self.would_cents - self.called_cents


def answer(past: Past, runs: list[Run], wish: Wish) -> Answer:
    """What the wish makes of these campaigns; the others are played beside them."""
    voted = {pk: cents for pk, (_, cents) in past.envelopes.items()}
    outcome = engine.play(past.runs, voted, wish)
    used = {promise.envelope for run in runs for promise in run.promises}
    pots = [_pot(past, outcome, pk, wish) for pk in past.envelopes if pk in used or pk in wish.envelopes]
    return Answer(list(_lines(past, runs, outcome)), pots)


def _lines(past: Past, runs: list[Run], outcome: Outcome) -> Iterator[Line]:
    for run in runs:
        for promise in run.promises:
            pk = promise.pledge
            yield Line(run, promise, outcome.caps[pk], past.called.get(pk, 0), outcome.given[pk])


def _pot(past: Past, outcome: Outcome, pk: int, wish: Wish) -> Pot:
    name, voted_cents = past.envelopes[pk]
    return Pot(name, wish.envelopes.get(pk, voted_cents), outcome.left[pk], outcome.dry.get(pk))
