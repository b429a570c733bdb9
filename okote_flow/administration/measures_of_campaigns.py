"""Campaigns that are over, lived again gift by gift under other rules, by the engine of the real ones."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import F, Sum

from funding import what_if_data
from funding.access import END_OF_CAMPAIGN
from funding.matching import ShareMode
from funding.models import Campaign, CampaignState, Gift, Refund, SettlementLine, SettlementState
from funding.what_if import Outcome, Run, Wish, play
from funding.what_if_data import Past
from okote_flow.administration.rules.impact import Finding, Group, Line
from okote_flow.administration.tried import Tried
from okote_flow.cents import euros
from okote_flow.parameters import Parameters

ENDED = (CampaignState.SUCCEEDED, CampaignState.SETTLED, CampaignState.FAILED)
BPS = 10_000
LONGER = "Ce qu’une campagne plus longue, ou un don plus petit, aurait apporté de plus ne se lit pas sur le passé."


@dataclass(frozen=True, slots=True)
class Ended:
    """One campaign that is over, and which of its gifts the other rules would not have taken."""

    campaign: Campaign
    raised_cents: int  # as it was
    would_cents: int
    refused: frozenset[int]

    @property
    def had_succeeded(self) -> bool:
        return self.campaign.state != CampaignState.FAILED

    def would_succeed(self, tried: Tried) -> bool:
        """The threshold as it was, unless it is what changes."""
        bps = tried.then.threshold_bps if "threshold_bps" in tried.names else self.campaign.threshold_bps
        return self.would_cents * BPS >= self.campaign.citizens_goal_cents * bps


def outcomes(tried: Tried) -> Finding:
    """Which campaigns would have ended otherwise, and what each partner would have paid more or less."""
    ended = _ended(tried)
    past = what_if_data.read(frozenset(tried.titles))
    envelopes = {pk: cents for pk, (_, cents) in past.envelopes.items()}
    was = play(past.runs, envelopes, Wish())
    would = play([_run(run, ended.get(run.campaign), tried) for run in past.runs], envelopes, Wish())
    lines = [line for one in ended.values() if (line := _line(one, past, was, would, tried)) is not None]
    among = tuple(one.campaign.dossier_id for one in ended.values())
    return Finding(Group.CAMPAIGNS, tried.lead, tuple(lines), among, note=LONGER if _grows(tried) else "")


def _ended(tried: Tried) -> dict[int, Ended]:
    """Campaign -> how it ended. Three queries."""
    campaigns = list(Campaign.objects.filter(state__in=ENDED, starts_at__isnull=False).order_by("starts_at", "pk"))
    gifts: dict[int, list[Gift]] = defaultdict(list)
    for gift in Gift.objects.filter(campaign__in=campaigns).order_by("pk"):
        gifts[gift.campaign_id].append(gift)
    back: dict[int, int] = defaultdict(int)
    refunds = Refund.objects.filter(gift__campaign__in=campaigns, claim=None)
    for gift_pk, cents in refunds.exclude(key__startswith=END_OF_CAMPAIGN).values_list("gift", "cents"):
        back[gift_pk] += cents
    return {one.pk: _one(one, gifts[one.pk], back, tried) for one in campaigns}


def _one(campaign: Campaign, gifts: Collection[Gift], back: Mapping[int, int], tried: Tried) -> Ended:
    refused = frozenset(gift.pk for gift in gifts if not _is_taken(gift, campaign, tried))
    raised = sum(gift.cents - back.get(gift.pk, 0) for gift in gifts)
    would = sum(gift.cents - back.get(gift.pk, 0) for gift in gifts if gift.pk not in refused)
    return Ended(campaign, raised, would, refused)


def _is_taken(gift: Gift, campaign: Campaign, tried: Tried) -> bool:
    """Whether the other rules would have taken a gift: large enough, in time, confirmed in time."""
    if "gift_min_cents" in tried.names and gift.cents < tried.then.gift_min_cents:
        return False
    less = _days_less(campaign, tried.now, tried.then)
    grace = campaign.grace_days
    if "grace_days" in tried.names:
        grace = min(grace, tried.then.grace_days)
    if not less and grace == campaign.grace_days:
        return True
    assert campaign.ends_at is not None
    ends_at = campaign.ends_at - timedelta(days=less)
    return gift.pledged_at < ends_at and gift.received_at < ends_at + timedelta(days=grace)


def _days_less(campaign: Campaign, now: Parameters, then: Parameters) -> int:
    """How many days a campaign would have been shorter; a longer one is not read."""
    usual = min(then.campaign_days, campaign.days) if campaign.days == now.campaign_days else campaign.days
    less = campaign.days - min(usual, max(then.campaign_max_days, 1))
    if then.extension_days < now.extension_days:
        less += max(0, campaign.extension_days - then.extension_days)
    return less


def _grows(tried: Tried) -> bool:
    now, then = tried.now, tried.then
    longer = ("campaign_days", "campaign_max_days", "extension_days", "grace_days")
    return then.gift_min_cents < now.gift_min_cents or any(getattr(then, one) > getattr(now, one) for one in longer)


def _run(run: Run, ended: Ended | None, tried: Tried) -> Run:
    """A campaign that is over as it would have been; one that still runs keeps the rules it was prepared under."""
    if ended is None:
        return run
    then, names = tried.then, tried.names
    ratio = {"ratio_num": then.ratio_num, "ratio_den": then.ratio_den} if names & {"ratio_num", "ratio_den"} else {}
    mode = {"mode": ShareMode(then.matching_mode)} if "matching_mode" in names else {}
    money = tuple(one for one in run.money if one.gift not in ended.refused)
    return replace(run, failed=not ended.would_succeed(tried), money=money, **ratio, **mode)  # type: ignore[arg-type]


def _line(one: Ended, past: Past, was: Outcome, would: Outcome, tried: Tried) -> Line | None:
    run = next(run for run in past.runs if run.campaign == one.campaign.pk)
    partners = {p.partner: would.given[p.pledge] - was.given[p.pledge] for p in run.promises}
    partners = {name: cents for name, cents in partners.items() if cents}
    now_succeeds = one.would_succeed(tried)
    turn = now_succeeds - one.had_succeeded
    if not turn and not partners and one.would_cents == one.raised_cents:
        return None
    return Line(
        label=tried.titles.get(one.campaign.dossier_id, ""),
        before=_said(one.had_succeeded, one.raised_cents, one.campaign.citizens_goal_cents),
        after=_said(now_succeeds, one.would_cents, one.campaign.citizens_goal_cents),
        turn=turn,
        dossier=one.campaign.dossier_id,
        partners=partners,
    )


def _said(succeeded: bool, cents: int, goal_cents: int) -> str:
    share = cents * 100 // goal_cents
    return (
        f"{'réussie' if succeeded else 'échouée'}, {euros(cents)} de dons, {share}\u00a0% de l’objectif des citoyens"
    )


# ------------------------------------------------------------------------------------------------ fees and instalments


def fees(tried: Tried) -> Finding:
    """The fee on the gifts of campaigns that succeeded, half a cent upwards as in real statements."""
    ended = [one for one in _ended(tried).values() if one.had_succeeded]
    lines = []
    for one in ended:
        was = (one.raised_cents * one.campaign.fee_bps + BPS // 2) // BPS
        would = (one.raised_cents * tried.then.fee_bps + BPS // 2) // BPS
        if was != would:
            lines.append(_amount(one.campaign, tried, was, would))
    return Finding(Group.FEES, tried.lead, tuple(lines), tuple(one.campaign.dossier_id for one in ended))


def advances(tried: Tried) -> Finding:
    """How much of each settled campaign would have been paid before the report."""
    settled = list(_settled())
    lines = []
    for campaign, total in settled:
        was, would = total * campaign.advance_bps // BPS, total * tried.then.advance_bps // BPS
        if was != would:
            lines.append(_amount(campaign, tried, was, would))
    return Finding(Group.ADVANCE, tried.lead, tuple(lines), tuple(campaign.dossier_id for campaign, _ in settled))


def _settled() -> Iterator[tuple[Campaign, int]]:
    """Each campaign with what its statement brings to the project."""
    lines = SettlementLine.objects.exclude(settlement__state=SettlementState.REPLACED)
    sums = lines.values("settlement__campaign").annotate(cents=Sum(F("gross_cents") - F("fee_cents")))
    totals = dict(sums.order_by("settlement__campaign").values_list("settlement__campaign", "cents"))
    for campaign in Campaign.objects.filter(pk__in=totals).order_by("pk"):
        yield campaign, totals[campaign.pk]


def _amount(campaign: Campaign, tried: Tried, was: int, would: int) -> Line:
    label = tried.titles.get(campaign.dossier_id, "")
    return Line(label, euros(was), euros(would), dossier=campaign.dossier_id, cents=would - was)
