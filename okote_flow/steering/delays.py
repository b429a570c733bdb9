"""How long each stretch of the way took: of the stretches that ended in a year, how many, the middle, nine in ten."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from okote_flow.steering.models import DossierSpan, Span
from okote_flow.steering.rules import ranked
from okote_flow.steering.scope import Seen


@dataclass(frozen=True, slots=True)
class Delay:
    span: Span
    number: int
    median_days: int | None
    p90_days: int | None

    @property
    def label(self) -> str:
        return self.span.label

    @property
    def figure(self) -> str:
        """The name of the list behind it."""
        return f"delai-{self.span.value}"


def delays(chosen: Seen, year: int) -> list[Delay]:
    """In the order of the way. One query, whose answer is at most as long as there are different durations."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    spans = chosen.rows(DossierSpan).filter(year=year)
    for span, days, count in spans.values_list("span", "days").annotate(rows=Count("*")):
        found[span][days] = count
    return [Delay(span, sum(found[span].values()), ranked(found[span], 50), ranked(found[span], 90)) for span in Span]
