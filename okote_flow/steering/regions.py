"""The same figures for each territory, each theme, and all of them: what came in, what was chosen, given, won."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Sum

from dossiers.models.dossier import Theme
from funding.models import CampaignState
from okote_flow.directory.models import Territory
from okote_flow.steering.criteria import SORTS
from okote_flow.steering.models import DossierGifts, DossierSpan, Span
from okote_flow.steering.rules import percent, ranked
from okote_flow.steering.scope import Facts, Seen

WON = (CampaignState.SUCCEEDED, CampaignState.SETTLED)
Cell = tuple[int | None, str]
"""A territory (or none) and a theme."""


@dataclass(slots=True)
class Tally:
    """What is counted of some dossiers in a year."""

    received: int = 0
    supported: int = 0
    cofunded: int = 0
    gifts_cents: int = 0
    gifts: int = 0
    won: int = 0
    lost: int = 0
    running: int = 0  # campaigns that are open now
    citizens_cents: int = 0  # of campaigns won
    companies_cents: int = 0
    authorities_cents: int = 0
    months: dict[int, int] = field(default_factory=dict)  # month -> cents given
    decision_days: dict[int, int] = field(default_factory=dict)  # days -> how many decisions

    @property
    def ended(self) -> int:
        return self.won + self.lost

    @property
    def success_percent(self) -> int | None:
        return percent(self.won, self.ended) if self.ended else None

    @property
    def average_cents(self) -> int | None:
        """Of a gift."""
        return self.gifts_cents // self.gifts if self.gifts else None

    @property
    def decided(self) -> int:
        return sum(self.decision_days.values())

    @property
    def median_days(self) -> int | None:
        """From the deposit to the committee's decision."""
        return ranked(self.decision_days, 50)

    @property
    def is_empty(self) -> bool:
        return not (self.received or self.supported or self.gifts or self.ended or self.running or self.decided)

    def add(self, other: "Tally") -> None:
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for month, cents in other.months.items():
            self.months[month] = self.months.get(month, 0) + cents
        for days, count in other.decision_days.items():
            self.decision_days[days] = self.decision_days.get(days, 0) + count


NUMBERS = (
    "received", "supported", "cofunded", "gifts_cents", "gifts", "won", "lost", "running", "citizens_cents",
    "companies_cents", "authorities_cents",
)  # fmt: skip
Key = Callable[["Row"], Any]
KEYS: dict[str, Key] = {
    "nom": lambda row: row.name,
    "dossiers": lambda row: row.tally.received,
    "accompagnes": lambda row: row.tally.supported,
    "dons": lambda row: row.tally.gifts_cents,
    "contributions": lambda row: row.tally.gifts,
    "don-moyen": lambda row: row.tally.average_cents or 0,
    "gagnees": lambda row: row.tally.won,
    "reussite": lambda row: row.tally.success_percent or 0,
    "en-cours": lambda row: row.tally.running,
    "decision": lambda row: row.tally.median_days or 0,
}
assert KEYS.keys() == SORTS.keys()


@dataclass(frozen=True, slots=True)
class Row:
    """One territory, or one theme. `query` narrows the dashboard to it; "" where no address can."""

    name: str
    code: str
    tally: Tally
    received_percent: int = 0  # of the row with the most
    supported_percent: int = 0
    gifts_percent: int = 0


def tallies(chosen: Seen, year: int) -> dict[Cell, Tally]:
    """By territory and theme at once, in six queries whatever the dossiers."""
    facts = chosen.facts
    found: dict[Cell, Tally] = defaultdict(Tally)
    received = facts.filter(received_year=year).order_by().values_list("territory", "theme")
    for territory, theme, count in received.annotate(rows=Count("*")):
        found[territory, theme].received = count
    supported = facts.filter(supported_year=year).order_by().values_list("territory", "theme", "is_cofunded")
    for territory, theme, is_cofunded, count in supported.annotate(rows=Count("*")):
        found[territory, theme].supported += count
        found[territory, theme].cofunded += count if is_cofunded else 0
    open_now = (
        facts.filter(stage__gt=0, stage=5, campaign_state=CampaignState.OPEN)
        .order_by()
        .values_list("territory", "theme")
    )
    for territory, theme, count in open_now.annotate(rows=Count("*")):
        found[territory, theme].running = count
    _add_ended(found, facts, year)
    _add_gifts(found, chosen, year)
    _add_decisions(found, chosen, year)
    return found


def _add_ended(found: dict[Cell, Tally], facts: Facts, year: int) -> None:
    ended = facts.filter(ended_year=year).order_by().values_list("territory", "theme", "campaign_state")
    sums = ended.annotate(
        rows=Count("*"), given=Sum("citizens_cents"), companies=Sum("companies_cents"), public=Sum("authorities_cents")
    )
    for territory, theme, state, count, citizens, companies, authorities in sums:
        tally = found[territory, theme]
        if state not in WON:
            tally.lost += count
            continue
        tally.won += count
        tally.citizens_cents += citizens
        tally.companies_cents += companies
        tally.authorities_cents += authorities


def _add_gifts(found: dict[Cell, Tally], chosen: Seen, year: int) -> None:
    months = chosen.rows(DossierGifts).filter(year=year).values_list("territory", "theme", "month")
    for territory, theme, month, cents, gifts in months.annotate(Sum("cents"), Sum("gifts")):
        tally = found[territory, theme]
        tally.months[month] = cents
        tally.gifts_cents += cents
        tally.gifts += gifts


def _add_decisions(found: dict[Cell, Tally], chosen: Seen, year: int) -> None:
    spans = chosen.rows(DossierSpan).filter(year=year, span=Span.DECISION).values_list("territory", "theme", "days")
    for territory, theme, days, count in spans.annotate(rows=Count("*")):
        found[territory, theme].decision_days[days] = count


def whole(found: dict[Cell, Tally]) -> Tally:
    total = Tally()
    for tally in found.values():
        total.add(tally)
    return total


def by_territory(found: dict[Cell, Tally], known: Iterable[Territory], sort: str) -> list[Row]:
    """Those where something was counted; by name, or as asked."""
    parts = _folded(found, 0)
    rows = [Row(one.name, one.code, parts.pop(one.pk)) for one in known if one.pk in parts]
    rows += [Row("Sans territoire", "", tally) for key, tally in parts.items() if key is None]
    return _sorted(_with_percents(rows), sort)


def by_theme(found: dict[Cell, Tally], sort: str) -> list[Row]:
    parts = _folded(found, 1)
    rows = [Row(str(label), value, parts[value]) for value, label in Theme.choices if value in parts]
    rows += [Row("Sans thématique", "", parts[""])] if "" in parts else []
    return _sorted(_with_percents(rows), sort)


def _folded(found: dict[Cell, Tally], place: int) -> dict[Any, Tally]:
    parts: dict[Any, Tally] = defaultdict(Tally)
    for cell, tally in found.items():
        parts[cell[place]].add(tally)
    return {key: tally for key, tally in parts.items() if not tally.is_empty}


def _with_percents(rows: list[Row]) -> list[Row]:
    received = max((row.tally.received for row in rows), default=0)
    supported = max((row.tally.supported for row in rows), default=0)
    gifts = max((row.tally.gifts_cents for row in rows), default=0)
    return [
        Row(
            row.name,
            row.code,
            row.tally,
            percent(row.tally.received, received),
            percent(row.tally.supported, supported),
            percent(row.tally.gifts_cents, gifts),
        )
        for row in rows
    ]


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    """By name among equals; the largest first where a number is asked for."""
    name = sort.removeprefix("-") or "nom"
    downwards = (name != "nom") != sort.startswith("-")
    return sorted(sorted(rows, key=KEYS["nom"]), key=KEYS[name], reverse=downwards)
