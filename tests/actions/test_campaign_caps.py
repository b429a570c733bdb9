"""Caps that move and partners who join while a campaign runs: reserved all or nothing, the past never split again."""

import pytest

from dossiers.models import Decision
from funding import actions, checks
from funding.models import CampaignState, Pledge, PledgeState, Tranche
from okote_flow import clock
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind
from okote_flow.refusals import Refused
from tests.actions.test_money_checks import tampered
from tests.money import MoneyWorld, account, again, before_the_end


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def pledge_of(campaign, partner) -> Pledge:
    return Pledge.objects.select_related("campaign__dossier", "partner").get(campaign=campaign, partner=partner)


def change(money, pledge, cap_cents, *, decision="Lettre du 12 mai", key="P-1", by=None) -> Pledge:
    return actions.change_cap(pledge, cap_cents=cap_cents, decision=decision, key=key, by=by or money.odile)


def test_a_company_doubles_its_cap_and_answers_only_what_comes_after(money):
    campaign = money.running(firm=100_00)
    money.gift(campaign, 150_00)

    raised = change(money, pledge_of(campaign, money.firm), 200_00)
    assert (raised.cap_cents, account("accrued", raised), account("reserved", raised)) == (200_00, 100_00, 100_00)

    money.gift(campaign, 30_00)
    assert (account("accrued", raised), account("reserved", raised)) == (130_00, 70_00)
    assert list(checks.check()) == []


def test_refunds_unwind_a_tranche_to_the_cent_and_gifts_wind_it_up_again(money):
    campaign = money.running(firm=100_00)
    money.gift(campaign, 150_00)
    raised = change(money, pledge_of(campaign, money.firm), 200_00)
    later = money.gift(campaign, 30_01)

    actions.refund_gift(later, key="R-1", by=money.odile)
    assert account("accrued", raised) == 100_00
    money.gift(campaign, 30_01)

    assert account("accrued", raised) == 130_01
    assert list(checks.check()) == []


def test_the_same_act_told_twice_opens_one_tranche_and_says_who_did_it(money):
    campaign = money.running(firm=100_00)
    pledge = pledge_of(campaign, money.firm)

    assert change(money, pledge, 300_00) == change(money, pledge, 300_00)

    tranche = Tranche.objects.get()
    assert (tranche.seq, tranche.from_cents, tranche.decision, tranche.opened_by) == (
        1, 0, "Lettre du 12 mai", money.odile,
    )  # fmt: skip
    [told] = story(campaign.dossier.subject, kinds=frozenset({Kind.CAP_CHANGED}))
    assert (told.facts["before_cents"], told.facts["cap_cents"], told.facts["partner"]) == (
        100_00, 300_00, "menuiserie",
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        change(money, pledge, 400_00)
    assert codes(refused) == ["key-reused"]


def test_an_earlier_act_is_still_known_after_a_later_one(money):
    campaign = money.running(firm=100_00)
    pledge = pledge_of(campaign, money.firm)
    change(money, pledge, 300_00, key="P-1")
    change(money, pledge, 200_00, key="P-2")

    assert change(money, pledge, 300_00, key="P-1").cap_cents == 200_00
    assert Tranche.objects.count() == 2


def test_an_authoritys_raise_reserves_its_envelope_at_once(money):
    dossier = money.endorsed(cea=5_000_00)
    campaign = actions.prepare_campaign(dossier, goal_cents=12_000_00, days=40, by=money.odile)
    actions.pledge(campaign, partner=money.cea, cap_cents=4_000_00, envelope=money.cea_2022, by=money.odile)
    actions.agree_campaign(dossier, by=money.alice)
    actions.open_campaign(dossier, by=money.odile)

    change(money, pledge_of(campaign, money.cea), 4_500_00)

    assert account("available", money.cea_2022) == 50_000_00 - 4_500_00
    assert list(checks.check()) == []


def test_beyond_the_ceiling_of_the_vote_a_recorded_decision_is_asked(money):
    campaign = money.running(cea=4_000_00)
    pledge = pledge_of(campaign, money.cea)
    with pytest.raises(Refused) as refused:
        change(money, pledge, 4_000_01, decision="CE-7")
    assert codes(refused) == ["over-ceiling"]
    assert account("available", money.cea_2022) == 46_000_00

    Decision.objects.create(
        dossier=campaign.dossier,
        purpose=Decision.Purpose.CAPS,
        reference="CE-7",
        decided_on=clock.today(),
        text="Plafond relevé.",
        recorded_by=money.claire,
    )
    with pytest.raises(Refused) as refused:
        change(money, pledge, 4_000_01, decision="CE-8")
    assert codes(refused) == ["over-ceiling"]

    assert change(money, pledge, 4_000_01, decision="CE-7").cap_cents == 4_000_01


def test_a_dry_envelope_refuses_a_raise_and_nothing_changes(money):
    dry = money.envelope(money.ems, 100_00, section="investment")
    dossier = money.endorsed(ems=150_00)
    campaign = actions.prepare_campaign(dossier, goal_cents=12_000_00, days=40, by=money.odile)
    actions.pledge(campaign, partner=money.ems, cap_cents=80_00, envelope=dry, by=money.odile)
    actions.agree_campaign(dossier, by=money.alice)
    actions.open_campaign(dossier, by=money.odile)

    with pytest.raises(Refused) as refused:
        change(money, pledge_of(campaign, money.ems), 100_01)

    assert codes(refused) == ["over-envelope"]
    assert "20\u00a0€ libres pour 20,01\u00a0€" in refused.value.refusals[0].message
    assert (account("available", dry), Tranche.objects.count()) == (20_00, 0)
    assert change(money, pledge_of(campaign, money.ems), 100_00).cap_cents == 100_00


def test_a_cap_goes_down_to_what_is_called_and_no_further(money):
    campaign = money.running(cea=4_000_00)
    money.gift(campaign, 1_000_00)
    pledge = pledge_of(campaign, money.cea)
    for cents, code in ((999_99, "cap-below-called"), (0, "cap-missing"), (4_000_00, "cap-unchanged")):
        with pytest.raises(Refused) as refused:
            change(money, pledge, cents)
        assert codes(refused) == [code]

    change(money, pledge, 1_000_00)

    assert account("available", money.cea_2022) == 49_000_00
    money.gift(campaign, 50_00)
    assert (account("accrued", pledge), account("reserved", pledge)) == (1_000_00, 0)
    assert list(checks.check()) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [({"decision": " "}, "decision-unnamed"), ({"key": " "}, "key-missing"), ({"key": "k" * 81}, "key-too-long")],
)
def test_a_change_names_its_decision_and_its_key(money, given, code):
    with pytest.raises(Refused) as refused:
        change(money, pledge_of(money.running(), money.firm), 5_000_00, **given)

    assert codes(refused) == [code]


def test_caps_move_while_gifts_come_and_only_by_the_officer(money):
    campaign = money.running()
    pledge = pledge_of(campaign, money.firm)
    with pytest.raises(Refused) as refused:
        change(money, pledge, 5_000_00, by=money.tess)
    assert codes(refused) == ["not-yours"]
    with clock.frozen(before_the_end(campaign)):
        change(money, pledge, 5_000_00)
    with clock.frozen(campaign.window.ends_at), pytest.raises(Refused) as refused:
        change(money, pledge, 6_000_00, key="P-2")
    assert codes(refused) == ["campaign-ended"]


def test_no_cap_moves_before_the_opening_or_after_the_end(money):
    for campaign in (money.prepared(), money.closed(4_000_00)):
        with pytest.raises(Refused) as refused:
            change(money, pledge_of(campaign, money.firm), 5_000_00)
        assert codes(refused) == ["campaign-closed"]


def test_a_partner_joins_a_running_campaign(money):
    campaign = money.running(firm=100_00)
    money.gift(campaign, 50_00)

    joined = actions.add_partner(
        campaign, partner=money.mill, cap_cents=100_00, decision="Promesse", key="A-1", by=money.odile
    )
    again_ = actions.add_partner(
        campaign, partner=money.mill, cap_cents=100_00, decision="Promesse", key="A-1", by=money.odile
    )
    money.gift(campaign, 60_00)

    assert joined == again_
    assert joined.state == PledgeState.RESERVED
    firm = pledge_of(campaign, money.firm)
    assert (account("accrued", firm), account("accrued", joined)) == (80_00, 30_00)
    assert list(checks.check()) == []


def test_an_authority_joins_from_an_envelope_within_its_ceiling(money):
    dossier = money.endorsed(cea=4_000_00, ems=500_00)
    campaign = actions.prepare_campaign(dossier, goal_cents=12_000_00, days=40, by=money.odile)
    actions.pledge(campaign, partner=money.cea, cap_cents=4_000_00, envelope=money.cea_2022, by=money.odile)
    actions.agree_campaign(dossier, by=money.alice)
    actions.open_campaign(dossier, by=money.odile)
    terms = {"partner": money.ems, "decision": "CE-1", "key": "A-1", "by": money.odile}

    for given, code in (
        ({"cap_cents": 500_00}, "envelope-missing"),
        ({"cap_cents": 500_01, "envelope": money.ems_2022}, "over-ceiling"),
        ({"cap_cents": 500_00, "envelope": money.cea_2022}, "envelope-other"),
        ({"cap_cents": 500_00, "envelope": money.ems_2022, "partner": money.cea}, "already-pledged"),
        ({"cap_cents": 0, "envelope": money.ems_2022}, "cap-missing"),
    ):
        with pytest.raises(Refused) as refused:
            actions.add_partner(again(campaign), **terms | given)
        assert codes(refused)[0] == code

    actions.add_partner(again(campaign), **terms, cap_cents=500_00, envelope=money.ems_2022)
    assert account("available", money.ems_2022) == 34_500_00


def test_a_failed_campaign_with_tranches_ends_at_zero(money):
    campaign = money.running(firm=100_00, cea=4_000_00)
    money.gift(campaign, 150_00)
    change(money, pledge_of(campaign, money.firm), 200_00)
    actions.add_partner(campaign, partner=money.mill, cap_cents=70_00, decision="Oui", key="A-1", by=money.odile)
    money.gift(campaign, 80_00)

    with clock.frozen(campaign.window.decides_at):
        assert actions.close_campaign(campaign).state == CampaignState.FAILED

    assert account("available", money.cea_2022) == 50_000_00
    assert {account("accrued", one) + account("reserved", one) for one in campaign.pledges.all()} == {0}
    assert list(checks.check()) == []


def test_a_campaign_with_tranches_is_settled_on_what_was_called(money):
    campaign = money.running(firm=1_000_00, cea=4_000_00)
    money.gift(campaign, 2_000_00)
    change(money, pledge_of(campaign, money.firm), 1_500_00)
    money.gift(campaign, 1_500_00)
    with clock.frozen(campaign.window.decides_at):
        actions.close_campaign(campaign)
        settlement = actions.prepare_settlement(again(campaign).dossier, by=money.tess)

    assert [line.gross_cents for line in settlement.lines.order_by("pk")] == [3_500_00, 3_500_00, 1_500_00]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE funding_matchdelta SET cents = cents + 1",
        "UPDATE funding_tranche SET from_cents = from_cents + 1000",
        "UPDATE funding_account SET credits_cents = credits_cents + 1 WHERE role = 'accrued'",
        "DELETE FROM journal_event WHERE kind = 'funding.cap_changed'",
        "UPDATE funding_gift SET eligible = (id < 0), reason = 'x'",
    ],
)
def test_the_audit_names_the_campaign_whose_ways_of_counting_differ(money, sql):
    campaign = money.running(firm=100_00)
    money.gift(campaign, 150_00)
    change(money, pledge_of(campaign, money.firm), 200_00)
    money.gift(campaign, 30_00)

    with tampered(sql):
        said = [fault.sentence for fault in checks.matches() if fault.code == "match-wrong"]

    assert said and all(campaign.dossier.number in sentence for sentence in said)
