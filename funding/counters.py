"""The campaign's counter as pages show it: three lanes, the threshold, what a euro brings."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from funding import access
from funding.models import Campaign, CampaignState
from funding.position import Position, position
from funding.rules import fee_on, threshold_cents

LANES = (("cit", "Citoyens"), ("ent", "Entreprises"), ("col", "Collectivités"))


@dataclass(frozen=True, slots=True)
class Lane:
    """One of the three sources, always in this order."""

    css: str
    label: str
    cents: int
    cap_cents: int | None  # what its partners promised at most; None for the citizens
    percent: int  # of the third that it is to bring
    promised: bool  # partners' money before the citizens' threshold is met


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
    def gifts_cents(self) -> int:
        return self.lanes[0].cents

    @property
    def project_cents(self) -> int:
        """What the project receives when the campaign succeeds with what is there."""
        return self.total_cents - fee_on(self.gifts_cents, self.campaign.fee_bps)

    @property
    def missing_cents(self) -> int:
        """What citizens still have to give for the campaign to succeed."""
        return max(0, self.threshold_cents - self.gifts_cents)

    @property
    def percent(self) -> int:
        return self.lanes[0].percent

    @property
    def threshold_percent(self) -> str:
        return percent(self.campaign.threshold_bps)

    @property
    def threshold_tick(self) -> str:
        """Where the threshold stands on a lane, in percent of its length."""
        return tick(self.campaign)


def counter(campaign: Campaign, now: Position | None = None) -> Counter:
    """The counter of a campaign that was opened."""
    now = position(campaign) if now is None else now
    givers = campaign.gifts.aggregate(count=Count("pk"))["count"]
    cents = {css: now.lane_cents(css) for css, _ in LANES}
    if campaign.state == CampaignState.FAILED:  # what was given stays told once it is given back
        cents["cit"] = access.given_cents([campaign]).get(campaign.pk, 0)
    caps = {css: _caps(now, css) for css, _ in LANES[1:]}
    return Counter(campaign, now, lanes(campaign, cents, caps), givers, needed_cents(campaign))


def lanes(campaign: Campaign, cents: Mapping[str, int], caps: Mapping[str, int]) -> tuple[Lane, ...]:
    """The three lanes of a campaign from what each source has brought."""
    acquired = campaign.state in access.WON or cents["cit"] >= needed_cents(campaign)
    return tuple(
        Lane(
            css=css,
            label=label,
            cents=cents[css],
            cap_cents=caps.get(css),
            percent=cents[css] * 100 // campaign.citizens_goal_cents,
            promised=css != "cit" and not acquired,
        )
        for css, label in LANES
    )


def needed_cents(campaign: Campaign) -> int:
    """What citizens have to give for the campaign to succeed."""
    return threshold_cents(campaign.citizens_goal_cents, campaign.threshold_bps)


def tick(campaign: Campaign) -> str:
    """7500 basis points -> "75", 7525 -> "75.25": as SVG reads it."""
    return percent(campaign.threshold_bps).replace(",", ".")


def percent(bps: int) -> str:
    """Basis points as people say them: 800 -> "8", 750 -> "7,5"."""
    whole, rest = divmod(bps, 100)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",") if rest else str(whole)


def _caps(now: Position, css: str) -> int:
    return sum(source.pledge.cap_cents for source in now.sources if source.pledge and source.lane == css)
