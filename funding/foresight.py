"""What the money foresees for a dossier: when its campaign ends, when that decides, and who is to bring how much."""

from collections.abc import Collection
from datetime import timedelta

from dossiers.joints import Foreseen, Plan, Source
from dossiers.models import Dossier
from funding import rules
from funding.models import Campaign, CampaignState
from okote_flow.cents import share_out
from okote_flow.directory.models import PartnerKind

LANE_OF = {PartnerKind.COMPANY: "ent", PartnerKind.AUTHORITY: "col", PartnerKind.OPERATOR: "col"}
CITIZENS, COMPANIES, AUTHORITIES = "Dons des habitants", "Entreprises", "Collectivités"


def campaigns(keys: Collection[int]) -> dict[int, list[Foreseen]]:
    """Dossier -> the end of its open campaign, and the day after its grace on which the threshold decides."""
    running = Campaign.objects.filter(dossier__in=keys, state=CampaignState.OPEN, ends_at__isnull=False)
    return {
        dossier: [
            Foreseen("campaign-end", ends_at),
            Foreseen("campaign-decided", ends_at + timedelta(days=grace)),
        ]
        for dossier, ends_at, grace in running.values_list("dossier", "ends_at", "grace_days")
        if ends_at is not None
    }


def plan(dossier: Dossier) -> Plan | None:
    """The campaign's figures once it is prepared; a third each of the goal that is asked for until then."""
    campaign = Campaign.objects.filter(dossier=dossier).prefetch_related("pledges__partner").first()
    if campaign is None:
        return _thirds(dossier.goal_cents, dossier.parameters.threshold_bps) if dossier.goal_cents else None
    pledges = [pledge for pledge in campaign.pledges.all() if pledge.state != "released"]
    if not pledges:
        return _thirds(campaign.goal_cents, campaign.threshold_bps)
    by_lane = sorted(pledges, key=lambda pledge: (LANE_OF[PartnerKind(pledge.college)] == "col", pledge.rank))
    partners = [
        Source(LANE_OF[PartnerKind(pledge.college)], str(pledge.partner), pledge.cap_cents) for pledge in by_lane
    ]
    sources = (Source("cit", CITIZENS, campaign.citizens_goal_cents), *partners)
    needed = rules.threshold_cents(campaign.citizens_goal_cents, campaign.threshold_bps)
    return Plan(sources, needed, "Pour chaque partenaire, le plus qu’il peut ajouter aux dons.")


def _thirds(goal_cents: int, threshold_bps: int) -> Plan:
    citizens = rules.citizens_goal(goal_cents)
    companies, authorities = share_out(goal_cents - citizens, [1, 1])
    sources = (
        Source("cit", CITIZENS, citizens),
        Source("ent", COMPANIES, companies),
        Source("col", AUTHORITIES, authorities),
    )
    needed = rules.threshold_cents(citizens, threshold_bps)
    note = "Un tiers chacun\u00a0: la répartition se précise avec les partenaires, après la décision."
    return Plan(sources, needed, note)
