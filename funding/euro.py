"""Where one gift goes: what it called from each partner, what was settled, what has reached the project.

Money is alike: after the settlement the part of one gift is its share of what its source has settled, borne and paid.
"""

from dataclasses import dataclass

from django.db.models import Sum

from funding.models import Campaign, CampaignState, Gift, MatchDelta, Refund
from funding.position import Source, position
from funding.rules import fee_on
from okote_flow.cents import share_out

WIDTH, ROW, TOP = 640, 76, 34


@dataclass(frozen=True, slots=True)
class Branch:
    """One source of the gift's money: the citizen, or a partner whom the gift called."""

    lane: str  # cit, ent or col
    name: str
    cents: int  # given, or called
    fee_cents: int
    settled_cents: int  # due to the project; 0 before the settlement
    paid_cents: int
    place: int  # from the top of the drawing

    @property
    def y(self) -> int:
        return TOP + self.place * ROW

    @property
    def middle(self) -> int:
        return self.y + 24


@dataclass(frozen=True, slots=True)
class Way:
    """The whole way of one gift."""

    gift: Gift
    refunded_cents: int
    branches: list[Branch]
    is_settled: bool
    is_over: bool  # the campaign failed or was given up: all went back

    @property
    def total_cents(self) -> int:
        return sum(branch.cents for branch in self.branches)

    @property
    def fee_cents(self) -> int:
        return sum(branch.fee_cents for branch in self.branches)

    @property
    def settled_cents(self) -> int:
        return sum(branch.settled_cents for branch in self.branches)

    @property
    def paid_cents(self) -> int:
        return sum(branch.paid_cents for branch in self.branches)

    @property
    def height(self) -> int:
        return TOP + len(self.branches) * ROW

    @property
    def middle(self) -> int:
        """Where the project stands in the drawing."""
        return (self.branches[0].middle + self.branches[-1].middle) // 2


def way(gift: Gift) -> Way:
    """In a constant number of queries, however many partners and payments there are."""
    campaign = gift.campaign
    now = position(campaign)
    refunds = list(Refund.objects.filter(gift=gift))
    refunded = sum(refund.cents for refund in refunds)
    called = _called(gift, refunds)
    is_settled = campaign.state == CampaignState.SETTLED
    branches = [_branch(campaign, now.sources[0], gift.cents - refunded, is_settled, 0)]
    pledged = {source.pledge.pk: source for source in now.sources if source.pledge}
    for pledge, cents in called.items():
        branches.append(_branch(campaign, pledged[pledge], cents, is_settled, len(branches)))
    over = campaign.state in (CampaignState.FAILED, CampaignState.CANCELLED)
    return Way(gift, refunded, branches, is_settled, over)


def _called(gift: Gift, refunds: list[Refund]) -> dict[int, int]:
    """Pledge -> cents that this gift called and its own refunds have not given back, in the pledges' rank."""
    keys = [f"gift:{gift.provider_reference}", *(f"refund:{refund.key.removeprefix('asked:')}" for refund in refunds)]
    rows = MatchDelta.objects.filter(entry__key__in=keys).order_by("pledge__rank").values_list("pledge")
    return {pledge: cents for pledge, cents in rows.annotate(Sum("cents")) if cents > 0}


def _branch(campaign: Campaign, source: Source, cents: int, is_settled: bool, place: int) -> Branch:
    lane = source.lane
    name = "Le citoyen" if source.pledge is None else source.name
    if not is_settled or not cents:
        return Branch(lane, name, cents, 0, 0, 0, place)
    rest = max(0, source.gross_cents - cents)
    fee = 0
    if source.pledge is None:
        fee = share_out(fee_on(source.gross_cents, campaign.fee_bps), [cents, rest])[0]
    paid = share_out(source.paid_cents, [cents, rest])[0]
    return Branch(lane, name, cents, fee, cents - fee, min(paid, cents - fee), place)
