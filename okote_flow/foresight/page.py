"""What the pages of foresight say: fans, sentences, assumptions with their sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import exp

from okote_flow.cents import euros
from okote_flow.charts_fan import Fan
from okote_flow.foresight import rules, stated
from okote_flow.foresight.beliefs import Beliefs, believe, percent_of
from okote_flow.foresight.inputs import (
    STAGE_LABELS,
    Assumptions,
    Outlook,
    PotOutlook,
    Question,
    Stage,
    StagePast,
    YearOutlook,
)
from okote_flow.foresight.projection import OFTEN_PERMILLE

MOSTLY, RARELY = 990, 10


@dataclass(frozen=True, slots=True)
class MonthRow:
    day: date
    bands: tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Panel:
    """One envelope with its fan, its table and what to say of it."""

    pot: PotOutlook | YearOutlook
    name: str
    days: tuple[date, ...]

    @property
    def rows(self) -> list[MonthRow]:
        shown = [MonthRow(day, bands) for day, bands in zip(self.days, self.pot.fan, strict=True)]
        first, last = date(self.pot.year - 1, 12, 31), date(self.pot.year, 12, 31)
        return [row for row in shown if first <= row.day <= last]

    @property
    def fan(self) -> Fan:
        rows = self.rows
        label = f"{self.name} {self.pot.year}, ce qui lui serait demandé"
        voted = getattr(self.pot, "is_voted", True)
        return Fan(
            label,
            tuple(row.day for row in rows),
            tuple(row.bands for row in rows),
            self.pot.total_cents,
            "enveloppe" if voted else "montant prévu",
        )

    @property
    def chance(self) -> str:
        """How often it runs dry, in words."""
        return chance(self.pot.dry_permille) if isinstance(self.pot, PotOutlook) else ""

    @property
    def first_chance(self) -> str:
        """How often it is the first of all to run dry."""
        return chance(self.pot.first_permille) if isinstance(self.pot, PotOutlook) else ""

    @property
    def dry(self) -> list[date]:
        """p10, p50, p90 of the day on which it runs dry; empty when it hardly ever does."""
        if not isinstance(self.pot, PotOutlook) or self.pot.dry_permille < OFTEN_PERMILLE:
            return []
        return [date.fromisoformat(day) for day in self.pot.dry_days]


def chance(permille: int) -> str:
    """940 -> "94 fois sur 100"; what hardly ever or nearly always happens is said so."""
    if permille < RARELY:
        return "moins d’une fois sur 100"
    return "plus de 99 fois sur 100" if permille >= MOSTLY else f"{permille // 10} fois sur 100"


def panels(outlook: Outlook) -> list[Panel]:
    """The envelopes, this year's first."""
    days = tuple(date.fromisoformat(day) for day in outlook.days)
    return [Panel(pot, pot.name, days) for pot in sorted(outlook.pots, key=lambda pot: pot.year)]


def together(outlook: Outlook) -> list[Panel]:
    days = tuple(date.fromisoformat(day) for day in outlook.days)
    return [Panel(year, "Toutes les collectivités", days) for year in outlook.together]


@dataclass(frozen=True, slots=True)
class Held:
    """One assumption: its field, what history says and of how many, what both together hold."""

    fields: tuple[str, ...]
    label: str
    history: str
    number: int
    held: str
    source: str


def held(question: Question) -> Iterator[Held]:
    """Every assumption with what the programme's own past makes of it."""
    beliefs, past = believe(question), question.standing.past
    yearly = beliefs.pace[0] * 365 / beliefs.pace[1]
    seen = past.arrived * 365 // past.observed_days if past.observed_days else 0
    yield Held(
        ("arrivals",),
        "Dossiers déposés par an",
        f"{seen} par an, au rythme des {past.observed_days} derniers jours" if past.arrived else "",
        past.arrived,
        f"{yearly:.0f}",
        stated.source_of("arrivals"),
    )
    for stage in Stage:
        yield _stage(stage, past.stages[stage], beliefs)
    parts = (
        ("competence", "Relève des compétences de la CeA", past.competent, beliefs.competence),
        ("joint", "Une seconde collectivité rejoint la CeA", past.joint, beliefs.joint),
        ("full", "Une campagne réussie appelle tout le plafond", past.full, beliefs.full),
    )
    for name, label, (found, number), belief in parts:
        said = f"{found * 100 // number}\u00a0%" if number else ""
        yield Held((name,), label, said, number, f"{percent_of(belief)}\u00a0%", stated.source_of(name))
    number = sum(count for _, count in past.goals)
    mean = sum(cents * count for cents, count in past.goals) // number // 100 if number else 0
    amounts = f"{mean:,}\u00a0€ en moyenne".replace(",", "\u00a0") if number else ""
    share = f"{100 * number // (number + question.assumptions.trust)}\u00a0% d’objectifs constatés"
    names = ("goal_low", "goal", "goal_high")
    yield Held(names, "Objectif d’un projet", amounts, number, share, stated.source_of("goals"))


def _stage(stage: Stage, past: StagePast, beliefs: Beliefs) -> Held:
    lasted = sorted(days for days, count in past.days for _ in range(min(count, 1000)))
    middle = exp(beliefs.lengths[stage].middle) - 1
    history = f"{past.passed * 100 // past.number}\u00a0% réussissent" if past.number else ""
    if lasted:
        history += f", {lasted[len(lasted) // 2]} jours en médiane"
    return Held(
        (f"passes_{stage.value}", f"days_{stage.value}"),
        STAGE_LABELS[stage],
        history,
        past.number,
        f"{percent_of(beliefs.passes[stage])}\u00a0%, {middle:.0f} jours",
        stated.source_of(f"days_{stage.value}"),
    )


def assumed(values: Assumptions) -> list[tuple[str, str]]:
    """Assumptions that were kept, in words."""
    said = [("Dossiers déposés par an", str(values.arrivals))]
    for stage in Stage:
        passes, days = values.passes[stage], values.days[stage]
        said.append((STAGE_LABELS[stage], f"{passes}\u00a0% réussissent, {days} jours"))
    goals = (values.goal_low_cents, values.goal_cents, values.goal_high_cents)
    said += [
        ("Relève des compétences de la CeA", f"{values.competence}\u00a0%"),
        ("Une seconde collectivité rejoint la CeA", f"{values.joint}\u00a0%"),
        ("Une campagne réussie appelle tout le plafond", f"{values.full}\u00a0%"),
        ("Objectif d’un projet", ", ".join(euros(cents) for cents in goals)),
        ("Poids des hypothèses", f"{values.trust} dossiers"),
    ]
    return said


def is_little(question: Question) -> bool:
    """Whether the history is too short to say much by itself."""
    return question.standing.past.ended < rules.LITTLE
