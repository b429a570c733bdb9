"""What may be assumed and asked, how large a simulation may be, and what scenarios ask. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from okote_flow.foresight.inputs import STAGE_LABELS, Assumptions, Change, Question, Stage, Standing
from okote_flow.foresight.sentences import refuse
from okote_flow.refusals import Refusal

PERCENT = (0, 100)
LIMITS: dict[str, tuple[str, int, int]] = {
    "arrivals": ("Dossiers déposés par an", 0, 500),
    "competence": ("Projets qui relèvent des compétences de la CeA", *PERCENT),
    "joint": ("Projets de la CeA qu’une autre collectivité rejoint", *PERCENT),
    "full": ("Campagnes réussies qui appellent tout le plafond", *PERCENT),
    "trust": ("Poids des hypothèses, en dossiers", 1, 200),
}
DAYS = (1, 730)
GOALS = (1_000_00, 500_000_00)
PACE = (0, 400)  # percent of today's
MOST_CENTS = 10_000_000_00  # of an envelope or a cap
TERRITORIES = (1, 16)
PROJECTS = (1, 100)
SEEDS = (0, 999_999_999)
RUNS, FEW_RUNS, LEAST_RUNS = 300, 120, 60
MOST_LIVES = 45_000  # lives of dossiers in one answer: what a request has time for
LITTLE = 20  # dossiers that have told how they ended: below, the history is short


def assumption_refusals(assumed: Assumptions) -> Iterator[Refusal]:
    """What nobody can mean, whatever form it came by."""
    for name, (label, least, most) in LIMITS.items():
        yield from _range(label, getattr(assumed, name), least, most)
    if len(assumed.passes) != len(Stage) or len(assumed.days) != len(Stage):
        yield refuse("assumption-out-of-range", label="Étapes", least=len(Stage), most=len(Stage))
        return
    for stage in Stage:
        yield from _range(f"Réussite, {STAGE_LABELS[stage]}", assumed.passes[stage], *PERCENT)
        yield from _range(f"Durée, {STAGE_LABELS[stage]}", assumed.days[stage], *DAYS)
    goals = (assumed.goal_low_cents, assumed.goal_cents, assumed.goal_high_cents)
    for cents in goals:
        yield from _range("Objectif d’un projet, en euros", cents // 100, GOALS[0] // 100, GOALS[1] // 100)
    if list(goals) != sorted(goals):
        yield refuse("goals-reversed")


def change_refusals(change: Change) -> Iterator[Refusal]:
    yield from _range("Rythme, en pourcentage de l’actuel", change.arrivals_percent, *PACE)
    for label, cents in (("Plafond", change.cap_cents), ("Enveloppe", change.joining_cents)):
        yield from _range(f"{label}, en euros", cents // 100, 0, MOST_CENTS // 100)


def _range(label: str, number: int, least: int, most: int) -> Iterator[Refusal]:
    if not least <= number <= most:
        yield refuse("assumption-out-of-range", label=label, least=least, most=most)


def pace(territories: int, known: int, projects: int, target: int) -> int:
    """How many percent of today's dossiers come with so many territories and projects a year."""
    return territories * projects * 100 // (max(1, known) * max(1, target))


def runs_for(question: Question, wanted: int) -> int:
    """As many runs as a request has time for; never so few that a band means nothing."""
    standing, assumed = question.standing, question.assumptions
    days = (standing.until - standing.today).days
    past = standing.past
    yearly = max(assumed.arrivals, past.arrived * 365 // max(past.observed_days, 90))
    come = yearly * days * max(100, question.change.arrivals_percent) // (365 * 100 * standing.weight)
    return max(LEAST_RUNS, min(wanted, MOST_LIVES // (len(standing.cases) + come + 1)))


@dataclass(frozen=True, slots=True)
class Scenario:
    """One thing that could be otherwise, by its name."""

    code: str
    name: str
    meaning: str
    change: Change


def presets(standing: Standing, territories: int) -> list[Scenario]:
    """The four that the steering committee asks about."""
    target = standing.targets[0] or 25
    smallest = min((pot.total_cents for pot in standing.pots if pot.total_cents), default=15_000_00)
    return [
        Scenario(
            "une-collectivite",
            "Une collectivité de plus",
            "Elle apporte chaque année autant que la plus petite enveloppe.",
            Change(joining_cents=smallest),
        ),
        Scenario(
            "plafond-3000",
            "Plafond à 3\u00a0000\u00a0€",
            "Par partenaire et par projet, pour ce qui n’est pas encore décidé.",
            Change(cap_cents=3_000_00),
        ),
        Scenario(
            "quarante-projets",
            f"{target}\u00a0→\u00a040 projets",
            "Autant de dossiers en plus, au même taux de réussite.",
            Change(arrivals_percent=pace(1, 1, 40, target)),
        ),
        Scenario(
            "sept-territoires",
            "Sept territoires",
            f"Au lieu de {territories}, au même rythme chacun, sans enveloppe de plus.",
            Change(arrivals_percent=pace(7, territories, 1, 1)),
        ),
    ]
