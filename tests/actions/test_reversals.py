"""What goes back at the provider: before the end, after it, once the match is fixed, once the project is paid."""

from datetime import date

import pytest

from dossiers.models import Decision
from funding import actions, checks, guards
from funding.models import Claim, ClaimState, EventState, Refund, Reversal, ReversalState, UnidentifiedReceipt
from funding.position import position
from okote_flow import clock
from okote_flow.refusals import Refused
from tests.money import MoneyWorld, account, again
from tests.payments import asked, paid, told


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def called(campaign):
    return [account("accrued", one) for one in campaign.pledges.all()]


def given_then_closed(money: MoneyWorld):
    """3 950 € at the desk and 50 € by card: the campaign succeeds. Gives it with what was asked."""
    campaign = money.running()
    money.gift(campaign, 3_950_00)
    checkout = paid(campaign, 50_00)
    with clock.frozen(campaign.window.decides_at):
        actions.close_campaign(campaign)
    return again(campaign), checkout


def settled(money: MoneyWorld):
    campaign, checkout = given_then_closed(money)
    dossier = campaign.dossier
    actions.approve_settlement(actions.prepare_settlement(dossier, by=money.tess), by=money.didier)
    actions.settle(dossier, by=money.tess)
    return again(campaign), checkout


@pytest.mark.parametrize("state", ["refunded", "charged_back"])
def test_what_goes_back_before_the_end_gives_back_exactly_what_it_had_called(money, state):
    campaign = money.running()
    money.gift(campaign, 100_00)
    checkout = paid(campaign, 50_00)

    told(checkout, state)

    assert (account("citizens", campaign), account("provider"), called(campaign)) == (100_00, 0, [100_00, 100_00])
    assert Refund.objects.get().sent.reference == f"back-{checkout.pk}"
    assert list(checks.check()) == []


def test_a_part_goes_back_and_the_rest_stays(money):
    campaign = money.running()
    checkout = paid(campaign, 50_00)

    told(checkout, "charged_back", back_cents=20_00, reversal="r-1")
    too_much = told(checkout, "refunded", back_cents=40_00, reversal="r-2")

    assert (account("citizens", campaign), called(campaign)) == (30_00, [30_00, 30_00])
    assert (too_much.state, too_much.code) == (EventState.HELD, "refund-too-big")


def test_a_reversal_that_comes_before_its_payment_waits_for_it(money):
    campaign = money.running()
    checkout = asked(campaign, 50_00)

    early = told(checkout, "refunded", back_cents=20_00)
    told(checkout)
    early.refresh_from_db()

    assert (early.state, early.code) == (EventState.APPLIED, "")
    assert account("citizens", campaign) == 30_00


def test_an_early_reversal_says_what_it_waits_for(money):
    early = told(asked(money.running(), 50_00), "refunded")

    assert (early.state, early.code) == (EventState.WAITING, "payment-awaited")


def test_a_reversal_known_for_another_amount_is_put_aside(money):
    campaign = money.running()
    checkout = paid(campaign, 50_00)
    told(checkout, "refunded", back_cents=20_00)

    event = told(checkout, "refunded", back_cents=30_00)

    assert (event.state, event.code) == (EventState.HELD, "reversal-changed")
    assert account("citizens", campaign) == 30_00


def test_a_refund_that_we_asked_for_and_the_provider_reports_is_one_refund(money):
    campaign = money.running()
    checkout = paid(campaign, 50_00)
    actions.refund_gift(checkout.gift, key="R-1", by=money.odile)

    told(checkout, "refunded")

    assert Refund.objects.count() == 1
    assert (account("refunds"), account("provider"), account("citizens", campaign)) == (0, 0, 0)
    assert list(checks.check()) == []


def test_a_refund_that_we_sent_under_the_providers_reference_is_the_one_it_reports(money):
    campaign = money.running()
    checkout = paid(campaign, 50_00)
    actions.refund_gift(checkout.gift, key="R-1", by=money.odile)
    actions.confirm_refunds(campaign.dossier, reference="r-77", by=money.tess)

    told(checkout, "refunded", reversal="r-77")

    assert (Refund.objects.count(), account("provider")) == (1, 0)
    assert Reversal.objects.get().refund == Refund.objects.get()


def test_after_a_missed_threshold_the_providers_refund_is_the_one_that_is_owed(money):
    campaign = money.running()
    checkout = paid(campaign, 50_00)
    with clock.frozen(campaign.window.decides_at):
        actions.close_campaign(campaign)

    told(checkout, "refunded")

    assert (account("refunds"), account("provider")) == (0, 0)
    assert list(checks.check()) == []


def test_after_the_end_the_match_shrinks_and_the_threshold_is_not_tested_again(money):
    campaign, checkout = given_then_closed(money)

    told(checkout, "charged_back")

    assert (again(campaign).state, account("citizens", campaign), called(campaign)) == (
        "succeeded", 3_950_00, [3_950_00, 3_950_00],
    )  # fmt: skip
    assert list(checks.check()) == []


def test_a_reversal_of_money_apart_sends_it_back(money):
    campaign = money.running()
    checkout = asked(campaign, 50_00)
    told(checkout, cents=40_00)

    part = told(checkout, "refunded", cents=40_00, back_cents=10_00, reversal="r-1")
    told(checkout, "refunded", cents=40_00, reversal="r-2")

    assert (part.state, part.code) == (EventState.HELD, "provider-given-back")
    assert (UnidentifiedReceipt.objects.get().returned_as, account("unidentified"), account("provider")) == (
        "r-2", 0, 0,
    )  # fmt: skip


# --------------------------------------------------------------------------------------------- once the match is fixed


def test_once_the_match_is_fixed_a_chargeback_is_a_claim_and_takes_nothing_from_anybody(money):
    campaign, checkout = settled(money)
    before = position(campaign)

    told(checkout, "charged_back")

    assert position(again(campaign)).sources == before.sources
    assert (account("claim", campaign), account("provider"), Claim.objects.get().state) == (50_00, 0, ClaimState.OPEN)
    assert list(checks.check()) == []


def test_no_payout_leaves_while_a_claim_is_open_and_a_recovered_one_lets_it_go(money):
    campaign, checkout = settled(money)
    told(checkout, "charged_back")

    blocked = [one.code for one in actions.payout_refusals(campaign.dossier, position(campaign))]
    claim = actions.recover_claim(Claim.objects.get(), bank_reference="VIR-3", by=money.tess)
    after = [one.code for one in actions.payout_refusals(campaign.dossier, position(campaign))]

    assert ("claims-open" in blocked, "claims-open" in after) == (True, False)
    assert (claim.state, account("claim", campaign), account("bank")) == (ClaimState.RECOVERED, 0, 4_000_00)
    with pytest.raises(Refused) as decided:
        actions.recover_claim(claim, bank_reference="VIR-4", by=money.tess)
    assert codes(decided) == ["claim-decided"]
    assert list(checks.check()) == []


def test_a_loss_rests_on_a_recorded_decision_and_leaves_public_money_where_it_is(money):
    campaign, checkout = settled(money)
    told(checkout, "charged_back")
    claim = Claim.objects.get()

    with pytest.raises(Refused) as undecided:
        actions.lose_claim(claim, by=money.tess)
    Decision.objects.create(
        dossier=campaign.dossier, purpose=Decision.Purpose.WAIVE_BALANCE, reference="CE-12", text="Perte",
        decided_on=date(2022, 6, 1), recorded_by=money.didier,
    )  # fmt: skip
    lost = actions.lose_claim(claim, by=money.tess)

    assert codes(undecided) == ["loss-undecided"]
    assert (lost.state, lost.reference, account("losses"), account("claim", campaign)) == (
        ClaimState.LOST, "CE-12", 50_00, 0,
    )  # fmt: skip


def test_a_chargeback_after_the_payment_holds_the_dossier_until_somebody_decides(money):
    campaign = money.running()
    checkout = paid(campaign, 4_000_00)
    with clock.frozen(campaign.window.decides_at):
        actions.close_campaign(campaign)
    actions.record_provider_payment(cents=4_000_00, key="PSP-1", by=money.tess)
    paid_out = pay(money, again(campaign))

    told(checkout, "charged_back", back_cents=100_00)

    assert account("provider") == -100_00
    assert account("claim", campaign) == 100_00
    refused = guards.closing(paid_out.dossier, {})
    assert "claims-open" in [one.code for one in refused]


def pay(money: MoneyWorld, campaign):
    """The rest of the way, as `MoneyWorld.paid` goes it."""
    dossier = campaign.dossier
    actions.approve_settlement(actions.prepare_settlement(dossier, by=money.tess), by=money.didier)
    actions.settle(dossier, by=money.tess)
    for pledge in campaign.pledges.all():
        due = account("grant", pledge)
        actions.record_cash(pledge, cents=due, key=f"virement-{pledge.pk}", by=money.tess)
    details = actions.give_bank_details(
        dossier, iban="FR1420041010050500013M02606", holder="Bocaux & Compagnie", by=money.alice
    )
    actions.verify_bank_details(details, proof="RIB lu", by=money.odile)
    order = actions.prepare_payout(dossier, by=money.odile)
    actions.approve_payout(order, by=money.didier)
    actions.approve_payout(order, by=money.tess)
    actions.confirm_payout(order, bank_reference="SEPA-1", by=money.tess)
    return again(campaign)


# ----------------------------------------------------------------------------------------------------------- under way


@pytest.mark.parametrize(
    ("begun", "ended"), [("refunding", "refund_dropped"), ("contested", "contest_won"), ("contested", "charged_back")]
)
def test_while_something_is_under_way_the_gift_counts_and_no_payout_leaves(money, begun, ended):
    campaign, checkout = settled(money)

    told(checkout, begun)
    during = [one.code for one in actions.payout_refusals(campaign.dossier, position(campaign))]
    told(checkout, ended)
    after = [one.code for one in actions.payout_refusals(campaign.dossier, position(campaign))]

    assert "reversal-underway" in during
    assert "reversal-underway" not in after
    assert ("claims-open" in after) == (ended == "charged_back")


def test_news_that_come_late_do_not_open_again_what_is_over(money):
    campaign = money.running()
    checkout = paid(campaign, 50_00)
    told(checkout, "charged_back")

    late = told(checkout, "contested")

    assert (late.state, Reversal.objects.get().state) == (EventState.IGNORED, ReversalState.DONE)
