"""What partners pledge, the holder's agreement, the opening: all caps or none."""

from datetime import date, timedelta

import pytest

from dossiers import access
from dossiers import actions as dossiers
from dossiers.lifecycle import State
from dossiers.models import Ceiling, Decision
from dossiers.models.content import Section
from funding import actions, books, chart
from funding.books import Move
from funding.models import Agreement, Campaign, CampaignState, Envelope, Pledge, PledgeState, Role
from okote_flow import clock
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office, PartnerKind
from okote_flow.journal.access import story
from okote_flow.refusals import Refused
from tests.money import MoneyWorld, account, again, before_the_end


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


# -------------------------------------------------------------------------------------------------------- preparation


def test_a_campaign_keeps_the_rules_of_its_dossier(money):
    campaign = actions.prepare_campaign(money.endorsed(), goal_cents=10_000_01, days=40, by=money.odile)

    assert (campaign.goal_cents, campaign.citizens_goal_cents) == (10_000_01, 3_333_34)
    assert (campaign.threshold_bps, campaign.grace_days, campaign.fee_bps) == (7500, 3, 800)
    assert (campaign.mode, campaign.ratio_num, campaign.ratio_den) == ("college", 1, 1)


@pytest.mark.parametrize("days", [14, 61, 0, -3])
def test_a_campaign_has_a_length_within_the_rules(money, days):
    with pytest.raises(Refused) as refused:
        actions.prepare_campaign(money.endorsed(), goal_cents=12_000_00, days=days, by=money.odile)

    assert codes(refused) == ["campaign-length"]
    assert not Campaign.objects.exists()


def test_changing_the_goal_asks_for_the_holders_agreement_again(money):
    campaign = money.prepared()

    changed = actions.prepare_campaign(campaign.dossier, goal_cents=9_000_00, days=40, by=money.odile)

    assert changed.pk == campaign.pk
    assert (changed.agreed_at, changed.agreed_by) == (None, None)


def test_saying_the_same_again_keeps_the_agreement(money):
    campaign = money.prepared()

    same = actions.prepare_campaign(campaign.dossier, goal_cents=12_000_00, days=40, by=money.odile)

    assert same.agreed_by == money.alice


@pytest.mark.parametrize("who", ["alice", "didier", "tess", "zoe"])
def test_the_officer_prepares_a_campaign(money, who):
    with pytest.raises(Refused) as refused:
        actions.prepare_campaign(money.endorsed(), goal_cents=12_000_00, days=40, by=getattr(money, who))

    assert codes(refused) == ["not-yours"]


def test_a_campaign_is_prepared_between_the_vote_and_the_opening(money):
    draft = dossiers.submit(money.draft(), by=money.alice)

    with pytest.raises(Refused) as early:
        actions.prepare_campaign(draft, goal_cents=12_000_00, days=40, by=money.odile)
    with pytest.raises(Refused) as late:
        actions.prepare_campaign(money.running().dossier, goal_cents=9_000_00, days=40, by=money.odile)

    assert codes(early) == codes(late) == ["wrong-state"]


def test_only_the_holder_agrees(money):
    dossier = money.endorsed()
    actions.prepare_campaign(dossier, goal_cents=12_000_00, days=40, by=money.odile)

    with pytest.raises(Refused) as refused:
        actions.agree_campaign(dossier, by=money.odile)

    assert codes(refused) == ["not-yours"]


# ------------------------------------------------------------------------------------------------------------- pledges


def pledge(money: MoneyWorld, campaign: Campaign, code: str, cents: int, envelope: Envelope | None = None) -> Pledge:
    partner = {"cea": money.cea, "ems": money.ems, "firm": money.firm}[code]
    return actions.pledge(campaign, partner=partner, cap_cents=cents, envelope=envelope, by=money.odile)


def in_preparation(money: MoneyWorld, **ceilings: int) -> Campaign:
    return actions.prepare_campaign(money.endorsed(**ceilings), goal_cents=12_000_00, days=40, by=money.odile)


def test_a_pledge_weighs_its_cap_and_takes_the_next_rank(money):
    campaign = in_preparation(money, ems=4_000_00)

    first = pledge(money, campaign, "firm", 2_000_00)
    second = pledge(money, campaign, "ems", 4_000_00, money.ems_2022)

    assert [(one.college, one.weight, one.rank, one.state) for one in (first, second)] == [
        ("company", 2_000_00, 1, PledgeState.PROPOSED),
        ("authority", 4_000_00, 2, PledgeState.PROPOSED),
    ]
    assert account("available", money.ems_2022) == 35_000_00


@pytest.mark.parametrize(
    ("code", "cents", "envelope", "expected"),
    [
        ("ems", 4_000_01, "ems_2022", "over-ceiling"),
        ("cea", 1_00, "cea_2022", "over-ceiling"),
        ("ems", 1_00, None, "envelope-missing"),
        ("ems", 1_00, "cea_2022", "envelope-other"),
        ("firm", 1_00, "ems_2022", "envelope-needless"),
        ("firm", 0, None, "cap-missing"),
    ],
)
def test_a_pledge_stays_within_what_the_vote_and_the_partner_gave(money, code, cents, envelope, expected):
    campaign = in_preparation(money, ems=4_000_00)

    with pytest.raises(Refused) as refused:
        pledge(money, campaign, code, cents, getattr(money, envelope) if envelope else None)

    assert codes(refused) == [expected]
    assert not Pledge.objects.exists()


def test_public_money_of_a_forecast_is_never_pledged(money):
    campaign = in_preparation(money, ems=4_000_00)
    forecast = money.envelope(money.ems, 9_000_00, Section.INVESTMENT, voted=False)

    with pytest.raises(Refused) as refused:
        pledge(money, campaign, "ems", 1_00, forecast)

    assert {"forecast-envelope", "agreement-missing", "over-envelope"} == set(codes(refused))


def test_investment_money_needs_investment_expenses_or_a_decision(money):
    campaign = in_preparation(money, cea=4_000_00)
    campaign.dossier.budget_lines.filter(section=Section.INVESTMENT).update(section=Section.RUNNING)

    with pytest.raises(Refused) as refused:
        pledge(money, campaign, "cea", 4_000_00, money.cea_2022)
    assert codes(refused) == ["section-mismatch"]

    Decision.objects.create(
        dossier=campaign.dossier,
        purpose=Decision.Purpose.SECTION,
        reference="CE-2022-3",
        decided_on=date(2022, 2, 1),
        text="Admis.",
        recorded_by=money.claire,
    )
    assert pledge(money, campaign, "cea", 4_000_00, money.cea_2022).cap_cents == 4_000_00


def test_investment_envelopes_count_together(money):
    """Each fits the 12 000 € of investment expenses; both do not."""
    other = money.envelope(money.partner("region", "Région", PartnerKind.AUTHORITY), 9_000_00, Section.INVESTMENT)
    campaign = in_preparation(money, cea=8_000_00, region=5_000_00)
    pledge(money, campaign, "cea", 8_000_00, money.cea_2022)

    with pytest.raises(Refused) as refused:
        actions.pledge(campaign, partner=other.partner, cap_cents=5_000_00, envelope=other, by=money.odile)

    assert codes(refused) == ["section-mismatch"]


def test_a_partner_pledges_once_and_the_operator_never(money):
    campaign = in_preparation(money)
    pledge(money, campaign, "firm", 1_00)
    operator = money.partner("alsace-active", "Alsace Active", PartnerKind.OPERATOR)

    with pytest.raises(Refused) as twice:
        pledge(money, campaign, "firm", 1_00)
    with pytest.raises(Refused) as ours:
        actions.pledge(campaign, partner=operator, cap_cents=1, by=money.odile)

    assert codes(twice) == ["already-pledged"]
    assert codes(ours) == ["not-a-matcher"]


def test_a_pledge_may_be_taken_back_and_made_again_while_nothing_is_reserved(money):
    campaign = in_preparation(money)
    made = pledge(money, campaign, "firm", 1_00)

    actions.remove_pledge(made, by=money.odile)
    again_made = pledge(money, campaign, "firm", 2_00)

    assert list(campaign.pledges.all()) == [again_made]


def test_a_reserved_pledge_is_not_taken_back(money):
    campaign = money.running()

    with pytest.raises(Refused) as refused:
        actions.remove_pledge(campaign.pledges.first(), by=money.odile)

    assert codes(refused) == ["wrong-state"]


# ------------------------------------------------------------------------------------------------------------- opening


def test_opening_reserves_every_cap(money):
    campaign = money.running(cea=4_000_00, firm=3_000_00)

    authority, company = campaign.pledges.all()
    assert campaign.dossier.state == State.CAMPAIGN
    assert (campaign.state, authority.state) == (CampaignState.OPEN, PledgeState.RESERVED)
    assert account("available", money.cea_2022) == 46_000_00
    assert (account("reserved", authority), account("reserved", company)) == (4_000_00, 3_000_00)
    assert account("promised", company) == 3_000_00


def test_a_campaign_runs_as_many_days_as_it_was_given_at_the_same_hour_in_alsace(money):
    campaign = money.running()  # opened on 1 March at ten, before the hour changes

    ends_at = campaign.window.ends_at.astimezone(clock.PARIS)
    assert (ends_at.date(), ends_at.hour) == (date(2022, 4, 10), 10)


def test_opening_waits_for_the_campaign_the_pledges_and_the_holder(money):
    dossier = money.endorsed()
    with pytest.raises(Refused) as nothing:
        actions.open_campaign(dossier, by=money.odile)
    assert codes(nothing) == ["campaign-unprepared"]

    actions.prepare_campaign(dossier, goal_cents=12_000_00, days=40, by=money.odile)
    with pytest.raises(Refused) as refused:
        actions.open_campaign(dossier, by=money.odile)
    assert codes(refused) == ["checklist", "pledges-missing"]
    refusals = dict(access.steps_for(money.odile, dossier))
    said = [refusal for step, found in refusals.items() if step.name == "open_campaign" for refusal in found]
    assert said == refused.value.refusals


def lapse(envelope: Envelope, cents: int) -> None:
    """So much of the envelope is gone."""
    moves = [Move(chart.account(Role.AVAILABLE, envelope), chart.account(Role.LAPSED, envelope), cents)]
    books.post("lapse", moves, key=f"lapse:{envelope.pk}", subject=envelope.subject)


def test_all_caps_are_reserved_or_none(money):
    dossier = money.endorsed(cea=4_000_00, ems=4_000_00)
    campaign = actions.prepare_campaign(dossier, goal_cents=12_000_00, days=40, by=money.odile)
    pledge(money, campaign, "ems", 4_000_00, money.ems_2022)
    pledge(money, campaign, "cea", 4_000_00, money.cea_2022)
    actions.agree_campaign(dossier, by=money.alice)
    lapse(money.cea_2022, 46_000_01)

    with pytest.raises(Refused) as refused:
        actions.open_campaign(dossier, by=money.odile)

    assert codes(refused) == ["over-envelope"]
    assert account("available", money.ems_2022) == 35_000_00
    assert again(campaign).state == CampaignState.PREPARING
    assert again(campaign).dossier.state == State.CAMPAIGN_PREPARATION


def test_whoever_takes_the_step_the_caps_are_reserved(money):
    campaign = money.prepared()

    dossiers.advance(campaign.dossier, "open_campaign", by=money.odile)

    assert account("available", money.cea_2022) == 46_000_00


def test_an_agreement_that_has_ended_keeps_a_campaign_closed(money):
    campaign = money.prepared()
    Agreement.objects.update(ends_on=date(2022, 2, 28))

    with pytest.raises(Refused) as refused:
        actions.open_campaign(campaign.dossier, by=money.odile)

    assert codes(refused) == ["agreement-missing"]


def test_a_ceiling_is_looked_at_again_when_the_campaign_opens(money):
    campaign = money.prepared(cea=4_000_00)
    Ceiling.objects.update(cents=3_999_99)

    with pytest.raises(Refused) as refused:
        actions.open_campaign(campaign.dossier, by=money.odile)

    assert codes(refused) == ["over-ceiling"]


# ----------------------------------------------------------------------------------------------------------- extension


def test_a_campaign_is_extended_once_and_before_its_end(money):
    campaign = money.running()
    end = campaign.window.ends_at

    with clock.frozen(before_the_end(campaign)):
        extended = actions.extend_campaign(campaign, days=15, reason="La fête est reportée.", by=money.odile)
        with pytest.raises(Refused) as twice:
            actions.extend_campaign(campaign, days=1, reason="La fête est reportée.", by=money.odile)

    assert extended.window.ends_at == end + timedelta(days=15)
    assert codes(twice) == ["extension-used"]


def test_an_extension_is_short_and_asked_for_in_time(money):
    campaign = money.running()

    with pytest.raises(Refused) as long:
        actions.extend_campaign(campaign, days=16, reason="La fête est reportée.", by=money.odile)
    with clock.frozen(campaign.window.ends_at), pytest.raises(Refused) as late:
        actions.extend_campaign(campaign, days=15, reason="La fête est reportée.", by=money.odile)

    assert codes(long) == ["extension-length"]
    assert codes(late) == ["campaign-ended"]


# ----------------------------------------------------------------------------------------------------- who sees, story


def test_a_partners_officer_sees_the_dossiers_meant_for_their_money(money):
    paula = money.person("Paula")
    appoint(paula, office=Office.PARTNER_FINANCE, partner=money.cea, by=None, starts_on=date(2022, 1, 1))
    theirs, others = money.endorsed(cea=1_00), money.endorsed(ems=1_00)

    assert list(access.dossiers_for(paula)) == [theirs]
    assert access.dossiers_for(money.zoe).count() == 0
    assert others not in access.dossiers_for(paula)


def test_the_dossiers_story_tells_of_its_money(money):
    campaign = money.running()

    told = [line.kind for line in story(campaign.dossier.subject)][-6:]

    assert told == [
        "dossier.endorse",
        "funding.campaign_prepared",
        "funding.pledge_made",
        "funding.pledge_made",
        "funding.campaign_agreed",
        "dossier.open_campaign",
    ]


def test_a_decision_may_pay_seventy_percent_first(money):
    dossier = money.endorsed()
    terms = {"goal_cents": 12_000_00, "days": 40, "by": money.odile}
    usual = actions.prepare_campaign(dossier, **terms).advance_bps

    chosen = actions.prepare_campaign(dossier, **terms, advance_bps=7_000)
    with pytest.raises(Refused, match="advance-unknown"):
        actions.prepare_campaign(dossier, **terms, advance_bps=5_000)

    assert (usual, chosen.advance_bps) == (10_000, 7_000)
    assert actions.prepare_campaign(dossier, **terms).advance_bps == 10_000
