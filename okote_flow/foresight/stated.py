"""What is assumed unless somebody says otherwise, and where each assumption comes from."""

from dataclasses import replace

from dossiers.models import RulesVersion
from okote_flow import clock
from okote_flow.directory.models import Territory
from okote_flow.foresight.inputs import Assumptions, Stage, Standing
from okote_flow.parameters import Parameters

RULES = "règles du programme"
REPORT = "rapport de fondation"
HOUSE = "valeur par défaut, à confirmer par le comité de pilotage"
SOURCES = {
    "arrivals": f"{REPORT}\u00a0: les projets visés, aux taux de réussite posés",
    "competence": f"{REPORT}\u00a0: projets cofinancés par la CeA, sur les projets accompagnés",
    "goals": RULES,
    "days_4": RULES,
    "days_0": RULES,
}


def assumptions(standing: Standing) -> Assumptions:
    """The report's targets and the rules in force say most of it."""
    version = RulesVersion.objects.filter(effective_on__lte=clock.today()).order_by("effective_on").last()
    rules = version.parameters if version else Parameters()
    usual = Assumptions()
    target, cofunded = standing.targets
    passed = usual.passes[Stage.STUDY] * usual.passes[Stage.TERRITORIAL] * usual.passes[Stage.ENGAGEMENT]
    days = (rules.complement_days, *usual.days[1:4], rules.campaign_days + rules.grace_days)
    low, usually, high = sorted((rules.goal_low_cents, rules.goal_cents, rules.goal_high_cents))
    return replace(
        usual,
        arrivals=min(500, -(-target * 1_000_000 // passed)) if target else usual.arrivals,
        competence=min(100, cofunded * 100 // target) if target else usual.competence,
        days=days,
        goal_low_cents=low,
        goal_cents=usually,
        goal_high_cents=high,
    )


def source_of(name: str) -> str:
    return SOURCES.get(name, HOUSE)


def territories() -> int:
    """How many the programme works in today."""
    return Territory.objects.filter(is_priority=True).count() or Territory.objects.count() or 1
