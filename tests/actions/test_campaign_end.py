"""How a campaign ends: by the clock alone; a success frees what was not called, a failure leaves nothing behind."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from dossiers import actions as dossiers
from dossiers.lifecycle import State
from funding import actions, checks
from funding.models import Account, Campaign, CampaignState, Gift, MatchDelta, Pledge
from okote_flow import clock
from okote_flow.journal.access import story
from okote_flow.refusals import Refused
from tests.money import MoneyWorld, account, again


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def called(campaign: Campaign) -> list[int]:
    """What each pledge owes, in rank."""
    return [account("accrued", pledge) for pledge in campaign.pledges.all()]


def on_campaign_accounts(campaign: Campaign) -> dict[str, int]:
    """What still stands somewhere."""
    found = {row.code: row.balance_cents for row in Account.objects.filter(campaign=campaign)}
    return {code: cents for code, cents in found.items() if cents}


def test_the_clock_decides_at_end_and_grace_and_not_a_second_before(money):
    campaign = money.running()

    with clock.frozen(campaign.window.decides_at - timedelta(seconds=1)):
        assert actions.close_campaigns_due() == []
        with pytest.raises(Refused) as refused:
            actions.close_campaign(campaign)
    with clock.frozen(campaign.window.decides_at):
        assert [ended.pk for ended in actions.close_campaigns_due()] == [campaign.pk]

    assert codes(refused) == ["not-ended"]
    assert again(campaign).state == CampaignState.FAILED


@pytest.mark.parametrize(("cents", "state"), [(3_000_00, State.MATCHING), (2_999_99, State.CAMPAIGN_FAILED)])
def test_three_quarters_of_the_citizens_goal_decide(money, cents, state):
    campaign = money.closed(cents, goal_cents=12_000_00)

    assert campaign.dossier.state == state


def test_closing_again_changes_nothing(money):
    campaign = money.closed(4_000_00)
    told = len(story(campaign.dossier.subject))

    with clock.frozen(campaign.window.decides_at + timedelta(days=1)):
        assert actions.close_campaign(campaign) == campaign
        assert actions.close_campaigns_due() == []

    assert len(story(campaign.dossier.subject)) == told


@pytest.mark.parametrize("step", ["succeed", "fail"])
def test_nobody_but_the_clock_ends_a_campaign(money, step):
    campaign = money.running()

    with clock.frozen(campaign.window.decides_at), pytest.raises(Refused) as refused:
        dossiers.advance(campaign.dossier, step, by=money.odile)

    assert codes(refused) == ["not-yours"]


@pytest.mark.parametrize(
    ("gift_cents", "step", "code"), [(4_000_00, "fail", "threshold-met"), (10_00, "succeed", "threshold-missed")]
)
def test_the_clock_ends_a_campaign_only_as_the_citizens_say(money, gift_cents, step, code):
    campaign = money.running()
    money.gift(campaign, gift_cents)

    with clock.frozen(campaign.window.decides_at), pytest.raises(Refused) as refused:
        dossiers.advance(campaign.dossier, step, by=None)

    assert codes(refused) == [code]


def test_success_frees_what_was_promised_and_not_called(money):
    campaign = money.closed(3_500_00, cea=4_000_00, firm=3_000_00)

    authority, company = campaign.pledges.all()
    assert called(campaign) == [3_500_00, 3_000_00]
    assert account("available", money.cea_2022) == 46_500_00
    assert (account("reserved", authority), account("reserved", company)) == (0, 0)
    assert account("promised", company) == 3_000_00


def test_a_failed_campaign_leaves_nothing_behind(money):
    campaign = money.running()
    for cents in (100_00, 55_55, 1_000_00):
        money.gift(campaign, cents)
    actions.refund_gift(Gift.objects.first(), key="R-1", cents=40_00, by=money.odile)
    actions.receive_gift(campaign, cents=20_00, key="P-1", not_matched_because="Don du porteur", by=money.odile)

    with clock.frozen(campaign.window.decides_at):
        actions.close_campaign(campaign)

    assert on_campaign_accounts(campaign) == {}
    assert account("available", money.cea_2022) == 50_000_00
    assert {pledge.state for pledge in Pledge.objects.all()} == {"released"}
    owed = dict(Gift.objects.values_list("cents").annotate(Sum("refunds__cents")))
    assert all(given == refunded for given, refunded in owed.items())
    assert account("refunds") == 1_175_55
    assert MatchDelta.objects.aggregate(total=Sum("cents"))["total"] == 0
    assert list(checks.check()) == []


def test_a_failed_campaign_is_over_once_every_donor_is_refunded(money):
    campaign = money.closed(100_00)

    with pytest.raises(Refused) as refused:
        dossiers.close(campaign.dossier, by=money.odile)
    actions.confirm_refunds(campaign.dossier, reference="SEPA-9", by=money.tess)
    dossier = dossiers.close(campaign.dossier, by=money.odile)

    assert codes(refused) == ["refunds-pending"]
    assert dossier.state == State.CLOSED
    assert account("bank") == account("refunds") == 0


def test_no_fee_is_taken_from_a_campaign_that_failed(money):
    money.closed(1_000_00)

    assert account("fees") == 0


@pytest.mark.parametrize("stage", ["prepared", "running", "closed"])
def test_renouncing_gives_everything_back(money, stage):
    campaign = {
        "prepared": money.prepared,
        "running": money.running,
        "closed": lambda: money.closed(4_000_00),
    }[stage]()
    if stage == "running":
        money.gift(campaign, 100_00)
    dossiers.ask_renounce(campaign.dossier, reason="Le local est vendu.", by=money.alice)

    dossier = dossiers.renounce(again(campaign).dossier, by=money.odile)

    assert (dossier.state, again(campaign).state) == (State.RENOUNCED, CampaignState.CANCELLED)
    assert on_campaign_accounts(campaign) == {}
    assert account("available", money.cea_2022) == 50_000_00
    assert account("refunds") == {"prepared": 0, "running": 100_00, "closed": 4_000_00}[stage]
    assert list(checks.check()) == []


def test_a_refund_after_success_lowers_the_match_and_not_the_success(money):
    campaign = money.closed(2_000_00, 2_000_00)

    actions.refund_gift(Gift.objects.first(), key="R-1", by=money.odile)

    assert again(campaign).dossier.state == State.MATCHING
    assert called(campaign) == [2_000_00, 2_000_00]
    assert list(checks.check()) == []
