"""Answers, each simulated once: the same question is found again for an hour."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.cache import cache

from okote_flow.foresight import rules
from okote_flow.foresight.engine import simulate
from okote_flow.foresight.inputs import Assumptions, Change, Outlook, PotOutlook, Question, Standing
from okote_flow.foresight.models import Forecast

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

AS_IS = Change()
HELD_SECONDS = 3600
OFTEN_PERMILLE = 100  # an envelope that runs dry in fewer runs is not said to


def ask(
    standing: Standing, assumed: Assumptions, change: Change, seed: int, wanted: int = rules.RUNS
) -> tuple[Question, Outlook]:
    """A question as large as a request has time for, and its answer."""
    question = Question(standing, assumed, change, seed, wanted)
    question = replace(question, runs=rules.runs_for(question, wanted))
    return question, answer(question)


def as_values(values: "DataclassInstance") -> dict[str, Any]:
    """As JSON keeps it."""
    return asdict(values)


def as_json(standing: Standing) -> dict[str, Any]:
    """A standing as it is kept: days as text."""
    return as_values(standing) | {"today": standing.today.isoformat(), "until": standing.until.isoformat()}


def question_of(forecast: Forecast) -> Question:
    """What a kept forecast was asked."""
    return Question(
        Standing.of(forecast.standing),
        Assumptions.of(forecast.assumptions),
        Change(**forecast.change),
        forecast.seed,
        forecast.runs,
        forecast.engine,
    )


def answer(question: Question) -> Outlook:
    key = f"foresight-answer:{question.digest}"
    found = cache.get(key)
    if found is None:
        found = simulate(question)
        cache.set(key, found, HELD_SECONDS)
    assert isinstance(found, Outlook)
    return found


def first_to_fail(outlook: Outlook) -> PotOutlook | None:
    """The envelope that most often runs dry before all others; None when hardly any run empties one."""
    often = [pot for pot in outlook.pots if pot.dry_permille >= OFTEN_PERMILLE]
    return max(often, key=lambda pot: (pot.first_permille, pot.dry_permille), default=None)


def short(outlook: Outlook) -> tuple[int, int]:
    """What the envelopes of each year, together, would lack at the end: at the middle, and nine times of ten."""
    whole = [(year.fan[-1], year.total_cents) for year in outlook.together]
    half, most = (sum(max(0, fan[place] - total) for fan, total in whole) for place in (2, 4))
    return half, most


@dataclass(frozen=True, slots=True)
class Compared:
    """One scenario beside the others, on the same programme and the same chance."""

    scenario: rules.Scenario
    outlook: Outlook
    base: Outlook

    @property
    def first(self) -> PotOutlook | None:
        return first_to_fail(self.outlook)

    @property
    def supported_more(self) -> int:
        return self.outlook.supported[1] - self.base.supported[1]

    @property
    def needed_more_cents(self) -> int:
        return short(self.outlook)[0] - short(self.base)[0]

    @property
    def earlier(self) -> str:
        """By how much the same envelope runs dry before or after today's day, at the middle; "" when on the same."""
        before = next((pot for pot in self.base.pots if self.first and pot.key == self.first.key), None)
        if self.first is None or before is None or not before.dry_days:
            return ""
        days = (date.fromisoformat(before.dry_days[1]) - date.fromisoformat(self.first.dry_days[1])).days
        if not days:
            return ""
        return f"{abs(days)} jour{'s' if abs(days) > 1 else ''} plus {'tôt' if days > 0 else 'tard'}"


def compare(
    standing: Standing, assumed: Assumptions, scenarios: list[rules.Scenario], seed: int
) -> tuple[Outlook, list[Compared]]:
    """Today's programme, and each scenario beside it."""
    _, base = ask(standing, assumed, Change(), seed, rules.FEW_RUNS)
    found = [ask(standing, assumed, one.change, seed, rules.FEW_RUNS)[1] for one in scenarios]
    return base, [Compared(one, outlook, base) for one, outlook in zip(scenarios, found, strict=True)]
