"""Campaigns as cards: many of them read together, in a number of queries that does not grow with them."""

from collections.abc import Iterable
from dataclasses import dataclass

from funding import access, page_access, showcase
from funding.counters import Lane, lanes, needed_cents, percent, tick
from funding.models import Campaign, Picture
from funding.showcase import Cover, Phase
from okote_flow.directory.models import PartnerKind


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says of a campaign; its goal is the citizens'."""

    campaign: Campaign
    lanes: tuple[Lane, ...]
    owes_refunds: bool
    picture: Picture | None  # None: a drawing stands for it

    @property
    def phase(self) -> Phase:
        return showcase.phase_of(self.campaign)

    @property
    def cover(self) -> Cover:
        return showcase.cover_of(self.campaign.dossier)

    @property
    def time_left(self) -> str:
        return showcase.time_left(self.campaign)

    @property
    def outcome(self) -> str:
        return showcase.outcome(self.campaign)

    @property
    def gifts_cents(self) -> int:
        return self.lanes[0].cents

    @property
    def gathered_cents(self) -> int:
        return sum(lane.cents for lane in self.lanes)

    @property
    def percent(self) -> int:
        return self.lanes[0].percent

    @property
    def missing_cents(self) -> int:
        return max(0, needed_cents(self.campaign) - self.gifts_cents)

    @property
    def threshold_percent(self) -> str:
        return percent(self.campaign.threshold_bps)

    @property
    def threshold_tick(self) -> str:
        return tick(self.campaign)


def cards(campaigns: Iterable[Campaign]) -> list[Card]:
    """In their order."""
    found = list(campaigns)
    given, matched, owing = access.given_cents(found), access.matched_cents(found), access.owing_refunds(found)
    caps, covers = access.caps_cents(found), page_access.covers(found)
    made = []
    for one in found:
        cents = {"cit": given.get(one.pk, 0)} | _by_lane(matched, one)
        made.append(Card(one, lanes(one, cents, _by_lane(caps, one)), one.pk in owing, covers.get(one.dossier_id)))
    return made


def _by_lane(cents: dict[tuple[int, str], int], campaign: Campaign) -> dict[str, int]:
    return {
        "ent": cents.get((campaign.pk, PartnerKind.COMPANY), 0),
        "col": cents.get((campaign.pk, PartnerKind.AUTHORITY), 0),
    }
