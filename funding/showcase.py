"""What the public reads of a campaign beside its figures: how long it still runs, how it ended, its drawn cover."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from dossiers.lifecycle import State
from dossiers.models import Dossier
from dossiers.models.dossier import Theme
from funding import campaign_access
from funding.models import Campaign, CampaignState
from okote_flow import clock
from okote_flow.cents import euros

LAST_HOURS = timedelta(hours=48)


class Phase(StrEnum):
    """Where a campaign stands for those who read of it."""

    RUNNING = "running"
    LAST_HOURS = "last_hours"
    COUNTING = "counting"  # giving has stopped, payments under way are confirmed
    WON = "won"
    MISSED = "missed"
    STOPPED = "stopped"


ENDED = {
    CampaignState.SUCCEEDED: Phase.WON,
    CampaignState.SETTLED: Phase.WON,
    CampaignState.FAILED: Phase.MISSED,
    CampaignState.CANCELLED: Phase.STOPPED,
}
OUTCOMES = {
    State.MATCHING: "Entreprises et collectivités complètent les dons.",
    State.PAYOUT: "L’argent est en cours de versement.",
    State.FOLLOW_UP: "L’argent est versé, le projet avance.",
    State.CLOSED: "Projet mené à bien.",
}


@dataclass(frozen=True, slots=True)
class Cover:
    """A drawing for a project without a picture."""

    file: str
    alt: str


JARS = Cover("bocaux", "Trois bocaux de fruits sur une nappe de kelsch")
OVEN = Cover("four", "Une miche et un kouglof devant un four à pain")
FOREST = Cover("foret", "Deux personnes sur un banc, en forêt, au soleil couchant")
STAGE = Cover("scene", "Une scène de théâtre au bord de l’eau, entre des maisons à colombages")
STREET = Cover("rue", "Un vélo devant des maisons à colombages")
KITE = Cover("pre", "Un cerf-volant de kelsch au-dessus d’un pré")
BENCH = Cover("atelier", "Des outils accrochés au-dessus d’un établi")
TABLE = Cover("tablee", "Une longue table sous des lampions")
COVERS = {
    Theme.SOLIDARITY: (TABLE, STREET),
    Theme.EMPLOYMENT: (BENCH,),
    Theme.ENVIRONMENT: (FOREST, BENCH),
    Theme.FOOD: (JARS, OVEN),
    Theme.CULTURE: (STAGE,),
    Theme.YOUTH: (KITE,),
    Theme.HEALTH: (FOREST,),
    Theme.MOBILITY: (STREET,),
}


def cover_of(dossier: Dossier) -> Cover:
    """By theme, always the same for the same dossier."""
    choice = COVERS[Theme(dossier.theme)] if dossier.theme else (TABLE, JARS)
    return choice[dossier.pk // 2 % len(choice)]


def phase_of(campaign: Campaign) -> Phase:
    """Of a campaign that was opened."""
    if not campaign.is_open:
        return ENDED[CampaignState(campaign.state)]
    left = campaign.window.ends_at - clock.now()
    if left <= timedelta(0):
        return Phase.COUNTING
    return Phase.LAST_HOURS if left <= LAST_HOURS else Phase.RUNNING


def time_left(campaign: Campaign) -> str:
    """ "12 jours", or in the last two days "36 heures"; empty once giving has stopped."""
    left = campaign.window.ends_at - clock.now()
    hours = left // timedelta(hours=1)
    if left <= timedelta(0):
        return ""
    if left > LAST_HOURS:
        return f"{(local_day(campaign.window.ends_at) - clock.today()).days} jours"
    return f"{hours} heure{'s' if hours > 1 else ''}" if hours else "moins d’une heure"


def local_day(at: datetime) -> date:
    return at.astimezone(clock.PARIS).date()


def outcome(campaign: Campaign) -> str:
    """What became of a project whose campaign succeeded."""
    return OUTCOMES.get(campaign.dossier.status, "")


@dataclass(frozen=True, slots=True)
class Milestone:
    at: datetime
    text: str


def _change(cents: int) -> str:
    return f"jusqu’à {euros(cents)} de plus" if cents > 0 else f"{euros(-cents)} de moins"


def _extension(campaign: Campaign) -> str:
    """ "Prolongée de 10 jours: la fête du village a été reportée." """
    days = campaign.extension_days
    if not days:
        return "La campagne est prolongée, une seule fois."
    return f"Prolongée de {days} jour{'s' if days > 1 else ''}\u00a0: {campaign.extension_reason}"


def milestones(campaign: Campaign) -> list[Milestone]:
    """What happened in the campaign, newest first."""
    return sorted(_milestones(campaign), key=lambda one: one.at, reverse=True)


def _milestones(campaign: Campaign) -> Iterator[Milestone]:
    if campaign.starts_at:
        yield Milestone(campaign.starts_at, f"La campagne est ouverte pour {campaign.days} jours.")
    for tranche in campaign_access.tranches_of(campaign):
        for cap in tranche.caps.all():
            yield Milestone(
                tranche.opened_at, f"{cap.pledge.partner}\u00a0: {_change(cap.cents)} pour les dons à venir."
            )
    if campaign.extended_at:
        yield Milestone(campaign.extended_at, _extension(campaign))
    if campaign.closed_at:
        ends = {Phase.WON: "Le seuil est atteint\u00a0: la campagne est gagnée.", Phase.MISSED: "Seuil non atteint."}
        stopped = f"La campagne est arrêtée\u00a0: les dons sont rendus. {campaign.stop_text}".strip()
        yield Milestone(campaign.closed_at, ends.get(phase_of(campaign), stopped))
