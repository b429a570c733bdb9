"""The campaign's counter as pages show it: three lanes, the threshold, what a euro brings."""

from dataclasses import dataclass

from django.db.models import Count

from funding.models import Campaign, CampaignState
from funding.position import Position, position
from funding.rules import threshold_cents

LANES = (("cit", "Citoyens"), ("ent", "Entreprises"), ("col", "Collectivités"))
ACQUIRED = (CampaignState.SUCCEEDED, CampaignState.SETTLED)


@dataclass(frozen=True, slots=True)
class Lane:
    """One of the three sources, always in this order."""

    css: str
    label: str
    cents: int
    cap_cents: int | None  # what its partners promised at most; None for the citizens
    percent: int  # of the third that it is to bring
    threshold_percent: int | None
    promised: bool  # not acquired yet: the threshold decides


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a campaign stands."""

    campaign: Campaign
    position: Position
    lanes: tuple[Lane, ...]
    givers: int
    threshold_cents: int

    @property
    def total_cents(self) -> int:
        return sum(lane.cents for lane in self.lanes)

    @property
    def missing_cents(self) -> int:
        """What citizens still have to give for the campaign to succeed."""
        return max(0, self.threshold_cents - self.position.citizens_cents)

    @property
    def percent(self) -> int:
        return self.lanes[0].percent


def counter(campaign: Campaign, now: Position | None = None) -> Counter:
    """The counter of a campaign that was opened."""
    now = position(campaign) if now is None else now
    givers = campaign.gifts.aggregate(count=Count("pk"))["count"]
    lanes = tuple(_lane(now, css, label) for css, label in LANES)
    needed = threshold_cents(campaign.citizens_goal_cents, campaign.threshold_bps)
    return Counter(campaign, now, lanes, givers, needed)


def _lane(now: Position, css: str, label: str) -> Lane:
    campaign, cents = now.campaign, now.lane_cents(css)
    caps = [source.pledge.cap_cents for source in now.sources if source.pledge and source.lane == css]
    return Lane(
        css=css,
        label=label,
        cents=cents,
        cap_cents=sum(caps) if css != "cit" else None,
        percent=cents * 100 // campaign.citizens_goal_cents,
        threshold_percent=campaign.threshold_bps // 100 if css == "cit" else None,
        promised=campaign.state not in ACQUIRED,
    )
