"""A campaign's match told again from the journal alone, act by act: neither its rows nor its books are asked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from funding.matching import PledgeShare, ShareMode, match
from funding.models import Campaign
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event

TOLD = frozenset({Kind.PLEDGE_MADE, Kind.PLEDGE_RELEASED, Kind.CAP_CHANGED, Kind.GIFT_RECEIVED, Kind.GIFT_REFUNDED})


@dataclass(slots=True)
class Life:
    """One campaign as it was lived: what is eligible now, and from where on which caps hold."""

    campaign: Campaign
    places: dict[str, PledgeShare]  # partner -> its college and rank; caps come from the journal
    eligible_cents: int = 0
    caps: dict[str, int] = field(default_factory=dict)
    starts: list[tuple[int, dict[int, int], dict[str, int]]] = field(default_factory=list)  # start, given, caps
    unmatched: set[str] = field(default_factory=set)
    refunds: set[str] = field(default_factory=set)

    def hear(self, kind: str, facts: dict[str, Any]) -> None:
        """One act, in the order in which it happened."""
        if kind == Kind.GIFT_RECEIVED:
            self.eligible_cents += facts["cents"] if facts["eligible"] else 0
            if not facts["eligible"]:
                self.unmatched.add(facts["key"])
        elif kind == Kind.GIFT_REFUNDED:
            again = facts["key"] in self.refunds  # what we asked for is told once more when the provider did it
            self.eligible_cents -= 0 if again or facts["gift"] in self.unmatched else facts["cents"]
            self.refunds.add(facts["key"])
        elif kind == Kind.PLEDGE_RELEASED:
            self.caps.pop(facts.get("partner", ""), None)
        else:
            self._change(facts["partner"], facts["cap_cents"], during="tranche" in facts)

    def _change(self, partner: str, cap_cents: int, *, during: bool) -> None:
        before, given = dict(self.caps), self.given() if during else {}
        self.caps[partner] = cap_cents
        if during:
            starts = self.starts or [(0, {}, before)]
            kept = [start for start in starts if start[0] < self.eligible_cents]
            self.starts = [*kept, (self.eligible_cents, given, dict(self.caps))]

    def given(self) -> dict[int, int]:
        """Pledge -> what it gives now: what the last change left as it was, and its part of what came since."""
        starts = [start for start in self.starts if start[0] <= self.eligible_cents]
        start_cents, given, caps = starts[-1] if starts else (0, {}, self.caps)
        shares = [
            replace(place, cap_cents=caps[code] - given.get(place.pledge, 0), weight=caps[code])
            for code, place in self.places.items()
            if code in caps
        ]
        more = match(self._called(self.eligible_cents) - self._called(start_cents), shares, mode=self._mode)
        return {share.pledge: given.get(share.pledge, 0) + more[share.pledge] for share in shares}

    def _called(self, cents: int) -> int:
        return cents * self.campaign.ratio_num // self.campaign.ratio_den

    @property
    def _mode(self) -> ShareMode:
        return ShareMode(self.campaign.mode)


def lives(campaigns: Iterable[Campaign]) -> dict[int, Life]:
    """Campaign -> its life so far. The campaigns come with their dossier, and their pledges with their partner."""
    found = {campaign.dossier.subject: _unlived(campaign) for campaign in campaigns}
    events = Event.objects.filter(subject__in=found, kind__in=TOLD).order_by("pk")
    for subject, kind, facts in events.values_list("subject", "kind", "facts").iterator(chunk_size=2000):
        found[subject].hear(kind, facts)
    return {life.campaign.pk: life for life in found.values()}


def _unlived(campaign: Campaign) -> Life:
    pledges = campaign.pledges.all()
    places = {one.partner.code: PledgeShare(one.pk, one.college, 0, weight=0, rank=one.rank) for one in pledges}
    return Life(campaign, places)


def differences(ways: dict[str, dict[int, int]]) -> dict[int, dict[str, int]]:
    """Pledge -> way of counting -> cents, for the pledges on which the ways do not agree."""
    said: dict[int, dict[str, int]] = defaultdict(dict)
    for pledge in {pledge for counted in ways.values() for pledge in counted}:
        said[pledge] = {way: counted.get(pledge, 0) for way, counted in ways.items()}
    return {pledge: counts for pledge, counts in sorted(said.items()) if len(set(counts.values())) > 1}
