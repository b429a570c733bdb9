"""Before a campaign: its goal and length, the partners' pledges, the holder's agreement, the opening."""

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Any

from dossiers import deadlines
from dossiers.access import key_refusals, step_refusals
from dossiers.actions import advance, lock
from dossiers.lifecycle import STEPS, Keeper, State
from dossiers.models import DeadlineKind, Dossier
from dossiers.sentences import refuse as refuse_for_dossier
from funding import books, chart, duties, guards, mentions, rules
from funding.actions.newsroom import required_reason
from funding.books import Move
from funding.locks import hold, hold_envelope, hold_pledges
from funding.models import Campaign, CampaignState, Envelope, Mode, Pledge, PledgeState, Role
from funding.seals import seal
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.cents import decimal
from okote_flow.directory.models import Partner, PartnerKind, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require


def preparation_refusals(dossier: Dossier, by: User, keeper: Keeper = Keeper.OFFICER) -> list[Refusal]:
    """Who may prepare a campaign, and until when."""
    refusals = list(key_refusals(by, dossier, keeper))
    if dossier.status != State.CAMPAIGN_PREPARATION:
        refusals.append(refuse_for_dossier("wrong-state", state=dossier.get_state_display()))
    return refusals


PREPARATION_REFUSALS = (
    "not-yours",
    "wrong-state",
    "amount-missing",
    "amount-too-big",
    "campaign-length",
    "advance-unknown",
)


@action("funding.prepare_campaign", refuses=PREPARATION_REFUSALS)
def prepare_campaign(
    dossier: Dossier, *, goal_cents: int, days: int, by: User, advance_bps: int | None = None
) -> Campaign:
    """Fix goal and length, under the rules that bind the dossier. A change asks for the holder's agreement again.

    `advance_bps` is an option of the decision: all at once, or 70 % and the balance on the final report. Unsaid
    it is as the rules have it.
    """
    dossier = lock(dossier)
    require(preparation_refusals(dossier, by))
    parameters = dossier.parameters
    today = clock.today()
    if guards.required_cents(goal_cents) < 3:  # a cent for each third
        raise Refused([refuse_for_dossier("amount-missing")])
    bounds = {"min_days": parameters.campaign_min_days, "max_days": parameters.campaign_max_days}
    require(rules.length_refusals(today, today + timedelta(days=max(0, min(days, 3650))), **bounds))
    advance = _advance(dossier, advance_bps)
    campaign = Campaign.objects.select_for_update().filter(dossier=dossier).first() or Campaign(dossier=dossier)
    if (campaign.goal_cents, campaign.days, campaign.advance_bps) == (goal_cents, days, advance):
        return campaign
    campaign.goal_cents, campaign.days = goal_cents, days
    campaign.citizens_goal_cents = rules.citizens_goal(goal_cents)
    campaign.agreed_at = campaign.agreed_by = None
    for name, value in _rules(dossier).items():
        setattr(campaign, name, value)
    campaign.advance_bps = advance
    campaign.save()
    duties.ensure_open(duties.CampaignAgreementFlow, dossier)
    record(
        Kind.CAMPAIGN_PREPARED,
        subject=dossier.subject,
        by=by,
        office=Keeper.OFFICER,
        goal_cents=goal_cents,
        days=days,
        **seal(campaign),
    )
    return campaign


def _advance(dossier: Dossier, asked_bps: int | None) -> int:
    """How much is paid before the report: one of the schedules, or what the rules say. Raises Refused else."""
    usual = dossier.parameters.advance_bps
    advance = usual if asked_bps is None else asked_bps
    if advance not in (*rules.SCHEDULES, usual):
        raise Refused([refuse("advance-unknown", share=decimal(advance))])
    return advance


def _rules(dossier: Dossier) -> dict[str, Any]:
    """The campaign keeps its own copy of the rules: a later version does not reach it."""
    parameters = dossier.parameters
    return {
        "threshold_bps": parameters.threshold_bps,
        "grace_days": parameters.grace_days,
        "gift_min_cents": parameters.gift_min_cents,
        "mode": Mode(parameters.matching_mode),
        "ratio_num": parameters.ratio_num,
        "ratio_den": parameters.ratio_den,
        "fee_bps": parameters.fee_bps,
        "advance_bps": parameters.advance_bps,
    }


PLEDGE_REFUSALS = (
    "not-yours", "wrong-state", "not-a-matcher", "envelope-missing", "envelope-other", "envelope-needless",
    "already-pledged", "cap-missing", "forecast-envelope", "agreement-missing", "pass-on-missing", "over-ceiling",
    "over-envelope", "section-mismatch", "amount-too-big",
)  # fmt: skip


@action("funding.pledge", refuses=PLEDGE_REFUSALS)
def pledge(
    campaign: Campaign, *, partner: Partner, cap_cents: int, by: User, envelope: Envelope | None = None
) -> Pledge:
    """Enter a partner's promise: an authority's within its ceiling and envelope, a company's as it promised."""
    dossier, campaign = hold(campaign.dossier)
    require(preparation_refusals(dossier, by))
    require(partner_refusals(campaign, partner, envelope))
    pledges = hold_pledges(campaign, envelope)
    envelope = hold_envelope(envelope) if envelope else None
    if cap_cents > 0:
        guards.required_cents(cap_cents)
    wanted = [*guards.promises(campaign), (partner, cap_cents, envelope)]
    section: dict[str, Any] = {
        "investment_cents": guards.investment_cents(dossier),
        "section_decision": guards.section_decision(dossier),
    }
    [asked] = guards.terms(dossier, [(partner, cap_cents, envelope)])
    require(rules.pledge_refusals(asked, clock.today(), **section))
    require(rules.section_refusals(guards.terms(dossier, wanted), **section))
    made = write_pledge(campaign, partner, cap_cents, envelope, known=pledges)
    record(
        Kind.PLEDGE_MADE,
        subject=dossier.subject,
        by=by,
        office=Keeper.OFFICER,
        partner=partner.code,
        cap_cents=cap_cents,
        envelope="/".join(envelope.natural_key()) if envelope else "",
        **seal(made),
    )
    return made


def write_pledge(
    campaign: Campaign,
    partner: Partner,
    cap_cents: int,
    envelope: Envelope | None,
    *,
    known: Iterable[Pledge],
    state: PledgeState = PledgeState.PROPOSED,
) -> Pledge:
    """The last in rank among the `known` ones, which the caller holds; within its college its cap is its weight."""
    return Pledge.objects.create(
        campaign=campaign,
        partner=partner,
        college=partner.kind,
        envelope=envelope,
        cap_cents=cap_cents,
        weight=cap_cents,
        rank=max((one.rank for one in known), default=0) + 1,
        state=state,
    )


def partner_refusals(campaign: Campaign, partner: Partner, envelope: Envelope | None) -> list[Refusal]:
    """Whether this partner may promise, and whether from this envelope."""
    if partner.kind == PartnerKind.OPERATOR:
        return [refuse("not-a-matcher", partner=partner)]
    if campaign.pledges.filter(partner=partner).exists():
        return [refuse("already-pledged", partner=partner)]
    if partner.kind == PartnerKind.COMPANY:
        return [refuse("envelope-needless", partner=partner)] if envelope else []
    if envelope is None:
        return [refuse("envelope-missing", partner=partner)]
    return [refuse("envelope-other", partner=partner)] if envelope.partner_id != partner.pk else []


@action("funding.remove_pledge", refuses=("not-yours", "wrong-state"))
def remove_pledge(pledge: Pledge, *, by: User) -> Campaign:
    """Take back a promise that is not reserved yet; the journal keeps it."""
    dossier, campaign = hold(pledge.campaign.dossier)
    require(preparation_refusals(dossier, by))
    found = campaign.pledges.select_related("partner").filter(pk=pledge.pk, state=PledgeState.PROPOSED).first()
    if found is not None:
        facts: dict[str, Any] = {
            "partner": found.partner.code,
            "cap_cents": found.cap_cents,
            "gone": seal(found)["row"],
        }
        record(Kind.PLEDGE_RELEASED, subject=dossier.subject, by=by, office=Keeper.OFFICER, **facts)
        found.delete()
    return campaign


@action("funding.agree_campaign", refuses=("not-yours", "wrong-state", "campaign-unprepared"))
def agree_campaign(dossier: Dossier, *, by: User) -> Campaign:
    """The holder accepts goal and length, and confirms the legal mentions: who answers, failure, fees, personal data.

    When the mentions have changed since, the same act confirms them anew.
    """
    dossier, campaign = hold(dossier)
    require(preparation_refusals(dossier, by, Keeper.APPLICANT))
    if campaign.agreed_at is None or not mentions.confirmed(campaign):
        campaign.agreed_at, campaign.agreed_by = clock.now(), by
        campaign.mentions_sha256 = mentions.digest(campaign)
        campaign.save(update_fields=["agreed_at", "agreed_by", "mentions_sha256"])
        duties.done(dossier, duties.CampaignAgreementFlow, by=by)
        record(
            Kind.CAMPAIGN_AGREED,
            subject=dossier.subject,
            by=by,
            office=Keeper.APPLICANT,
            goal_cents=campaign.goal_cents,
            days=campaign.days,
            mentions_sha256=campaign.mentions_sha256,
        )
    return campaign


@action("funding.open_campaign", refuses=STEPS["open_campaign"].refuses)
def open_campaign(dossier: Dossier, *, by: User) -> Dossier:
    """Open the campaign: every cap is reserved, or none and nothing opens."""
    dossier, campaign = hold(dossier)
    hold_pledges(campaign)  # before the guards look at the envelopes
    require(step_refusals(by, dossier, "open_campaign", {}))
    duties.done(dossier, duties.CampaignPreparationFlow, by=by)
    return advance(dossier, "open_campaign", by=by)


def reserve(dossier: Dossier, by: User | None) -> None:
    """What opening does to the money, whoever takes the step (an effect of `open_campaign`)."""
    dossier, campaign = hold(dossier)
    pledges = hold_pledges(campaign)
    require(guards.opening(dossier, {}))  # again: the envelopes are held now
    campaign.state, campaign.starts_at = CampaignState.OPEN, clock.now()
    ends_at = clock.now().astimezone(clock.PARIS) + timedelta(days=campaign.days)
    campaign.ends_at = ends_at.astimezone(UTC)
    campaign.save()
    deadlines.start(DeadlineKind.CAMPAIGN, dossier, days=campaign.days)
    accounts = chart.open_campaign(campaign, pledges)
    moves = [Move(chart.source(one), accounts[Role.RESERVED, one.pk], one.cap_cents) for one in pledges]
    books.post("reservation", moves, key=f"open:{campaign.pk}", dossier=dossier)
    Pledge.objects.filter(campaign=campaign).update(state=PledgeState.RESERVED)


def extension_refusals(campaign: Campaign, user: User, *, days: int = 1) -> list[Refusal]:
    """Why this person cannot give the campaign so many days more now."""
    refusals = list(key_refusals(user, campaign.dossier, Keeper.OFFICER))
    if not campaign.is_open:
        return [*refusals, refuse("campaign-closed", state=campaign.get_state_display())]
    most, extended = campaign.dossier.parameters.extension_days, campaign.extended_at is not None
    terms = rules.extension_refusals(clock.now(), campaign.window, days=days, max_days=most, extended=extended)
    return [*refusals, *terms]


@action(
    "funding.extend_campaign",
    refuses=(
        "not-yours", "campaign-closed", "extension-used", "extension-length", "campaign-ended", "reason-missing",
        "said-too-long",
    ),
)  # fmt: skip
def extend_campaign(campaign: Campaign, *, days: int, reason: str, by: User) -> Campaign:
    """Give a running campaign more days: once, asked for before its end, for a reason that the public page says."""
    dossier, campaign = hold(campaign.dossier)
    require(extension_refusals(campaign, by, days=days))
    reason = required_reason(reason)
    assert campaign.ends_at is not None
    campaign.ends_at = (campaign.ends_at.astimezone(clock.PARIS) + timedelta(days=days)).astimezone(UTC)
    campaign.extended_at, campaign.extension_days, campaign.extension_reason = clock.now(), days, reason
    campaign.save(update_fields=["ends_at", "extended_at", "extension_days", "extension_reason"])
    running = deadlines.find(dossier, DeadlineKind.CAMPAIGN)
    if running is not None:
        deadlines.extend(running, days, "de prolongation")
    record(
        Kind.CAMPAIGN_EXTENDED,
        subject=dossier.subject,
        by=by,
        office=Keeper.OFFICER,
        days=days,
        ends_at=campaign.ends_at,
        reason=reason,
    )
    return campaign
