"""The statement that one prepares and another approves; the partners' cash; what is waived or cancelled."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from dossiers import actions as dossiers
from dossiers.lifecycle import State
from dossiers.models import Ask, Decision, Dossier, DossierProcess
from funding import actions, checks
from funding.models import Agreement, Campaign, Gift, Settlement, SettlementLine
from okote_flow import clock
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office
from okote_flow.refusals import Refused
from tests.money import IBAN, MoneyWorld, account, again


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def decide(money: MoneyWorld, dossier: Dossier, purpose: Decision.Purpose) -> Decision:
    return Decision.objects.create(
        dossier=dossier,
        purpose=purpose,
        reference="CE-2022-9",
        decided_on=date(2022, 5, 1),
        text="Décidé.",
        recorded_by=money.claire,
    )


def matching(money: MoneyWorld, *gifts: int) -> Dossier:
    return Dossier.objects.get(pk=money.closed(*(gifts or (4_000_00,))).dossier_id)


# ----------------------------------------------------------------------------------------------------------- statement


def test_a_statement_lists_each_source_and_only_citizens_bear_a_fee(money):
    settlement = actions.prepare_settlement(matching(money, 3_333_33), by=money.tess)

    lines = [
        (line.pledge_id is None, line.gross_cents, line.fee_cents, line.net_cents) for line in settlement.lines.all()
    ]
    assert lines == [
        (True, 3_333_33, 266_67, 3_066_66),
        (False, 3_333_33, 0, 3_333_33),
        (False, 3_333_33, 0, 3_333_33),
    ]


def test_the_database_knows_no_fee_on_a_partners_money(money):
    actions.prepare_settlement(matching(money), by=money.tess)
    line = SettlementLine.objects.exclude(pledge=None).first()

    with pytest.raises(IntegrityError, match="partners_money_is_passed_on_in_full"), transaction.atomic():
        SettlementLine.objects.create(
            settlement=line.settlement, pledge=line.pledge, gross_cents=line.gross_cents, fee_cents=1
        )


def test_preparing_the_same_statement_again_changes_nothing(money):
    dossier = matching(money)

    assert actions.prepare_settlement(dossier, by=money.tess) == actions.prepare_settlement(dossier, by=money.tess)


def test_a_refund_makes_a_statement_stale_even_approved(money):
    dossier = matching(money, 2_000_00, 2_000_00)
    settlement = actions.prepare_settlement(dossier, by=money.tess)
    actions.approve_settlement(settlement, by=money.didier)
    actions.refund_gift(Gift.objects.first(), key="R-1", by=money.odile)

    with pytest.raises(Refused) as settling:
        actions.settle(dossier, by=money.tess)
    second = actions.prepare_settlement(dossier, by=money.tess)
    with pytest.raises(Refused) as unapproved:
        actions.settle(dossier, by=money.tess)

    assert codes(settling) == ["settlement-stale"]
    assert codes(unapproved) == ["settlement-unapproved"]
    assert Settlement.objects.get(pk=settlement.pk).state == "replaced"
    assert actions.approve_settlement(second, by=money.didier).state == "approved"


def test_an_approval_of_amounts_that_have_changed_is_refused(money):
    dossier = matching(money, 2_000_00, 2_000_00)
    settlement = actions.prepare_settlement(dossier, by=money.tess)
    actions.refund_gift(Gift.objects.first(), key="R-1", by=money.odile)

    with pytest.raises(Refused) as refused:
        actions.approve_settlement(settlement, by=money.didier)

    assert codes(refused) == ["settlement-stale"]


def test_a_statement_is_approved_once(money):
    settlement = actions.prepare_settlement(matching(money), by=money.tess)
    actions.approve_settlement(settlement, by=money.didier)

    with pytest.raises(Refused) as refused:
        actions.approve_settlement(settlement, by=money.didier)

    assert codes(refused) == ["settlement-decided"]


def test_a_settled_gift_is_not_refunded_any_more(money):
    money.settled()

    with pytest.raises(Refused) as refused:
        actions.refund_gift(Gift.objects.get(), key="R-1", by=money.odile)

    assert codes(refused) == ["gift-settled"]


def test_who_prepares_a_statement_never_approves_it(money):
    appoint(money.tess, office=Office.DIRECTOR, by=None, starts_on=date(2022, 1, 1))
    tess = money.again(money.tess)
    settlement = actions.prepare_settlement(matching(money), by=tess)

    with pytest.raises(Refused) as refused:
        actions.approve_settlement(settlement, by=tess)
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.filter(pk=settlement.pk).update(approved_by=tess)

    assert codes(refused) == ["own-act"]


@pytest.mark.parametrize("who", ["alice", "odile", "didier", "zoe"])
def test_the_treasurer_prepares_and_the_director_approves(money, who):
    dossier = matching(money)
    with pytest.raises(Refused) as preparing:
        actions.prepare_settlement(dossier, by=getattr(money, who))
    settlement = actions.prepare_settlement(dossier, by=money.tess)

    other = money.odile if who == "didier" else getattr(money, who)
    with pytest.raises(Refused) as approving:
        actions.approve_settlement(settlement, by=other)

    assert codes(preparing) == codes(approving) == ["not-yours"]


def test_nothing_is_settled_without_an_approved_statement(money):
    dossier = matching(money)

    with pytest.raises(Refused) as refused:
        actions.settle(dossier, by=money.tess)

    assert codes(refused) == ["settlement-unapproved"]


def test_nothing_is_settled_on_an_agreement_that_has_ended(money):
    dossier = matching(money)
    actions.approve_settlement(actions.prepare_settlement(dossier, by=money.tess), by=money.didier)
    Agreement.objects.update(ends_on=date(2022, 1, 31))

    with pytest.raises(Refused) as refused:
        actions.settle(dossier, by=money.tess)

    assert codes(refused) == ["agreement-missing"]


def test_settling_takes_the_fee_once_and_makes_the_partners_owe(money):
    campaign = money.settled(3_333_33)

    authority, company = campaign.pledges.all()
    assert account("fees") == 266_67
    assert account("payable", campaign) == 3_066_66
    assert account("receivable", money.cea) == account("grant", authority) == 3_333_33
    assert account("settled", company) == 3_333_33
    assert account("citizens", campaign) == 0
    assert campaign.dossier.state == State.PAYOUT
    assert list(checks.check()) == []


def test_a_gift_that_calls_nothing_is_paid_out_all_the_same(money):
    campaign = money.running()
    money.gift(campaign, 3_000_00)
    actions.receive_gift(campaign, cents=500_00, key="P-1", not_matched_because="Don du porteur", by=money.odile)
    with clock.frozen(campaign.window.decides_at):
        actions.close_campaign(campaign)
    dossier = again(campaign).dossier

    settlement = actions.prepare_settlement(dossier, by=money.tess)
    actions.approve_settlement(settlement, by=money.didier)
    actions.settle(dossier, by=money.tess)

    assert [line.gross_cents for line in settlement.lines.all()] == [3_500_00, 3_000_00, 3_000_00]
    assert account("payable", campaign) == 3_220_00


def test_what_was_paid_in_advance_is_there_at_once(money):
    actions.record_advance(money.cea_2022, cents=2_500_00, key="VIR-1", by=money.tess)

    campaign = money.settled(4_000_00)

    authority = campaign.pledges.first()
    assert account("advance", money.cea_2022) == 0
    assert (account("payable", authority), account("grant", authority)) == (2_500_00, 1_500_00)


# --------------------------------------------------------------------------------------------------------------- cash


def test_a_partners_cash_is_recorded_once_and_may_be_paid_out_in_full(money):
    campaign = money.settled()
    authority = campaign.pledges.first()

    receipt = actions.record_cash(authority, cents=4_000_00, key="VIR-1", by=money.tess)

    assert actions.record_cash(authority, cents=4_000_00, key="VIR-1", by=money.tess) == receipt
    assert account("payable", authority) == 4_000_00
    assert account("receivable", money.cea) == 0


def test_a_partner_pays_no_more_than_it_owes(money):
    campaign = money.settled()
    authority, company = campaign.pledges.all()
    actions.record_cash(authority, cents=3_000_00, key="VIR-1", by=money.tess)

    for pledge, cents, key, code in (
        (authority, 1_000_01, "VIR-2", "over-receivable"),
        (authority, 0, "VIR-2", "amount-missing"),
        (company, 3_000_00, "VIR-1", "key-reused"),
        (authority, 2_000_00, "VIR-1", "key-reused"),
    ):
        with pytest.raises(Refused) as refused:
            actions.record_cash(pledge, cents=cents, key=key, by=money.tess)
        assert codes(refused) == [code]


@pytest.mark.parametrize("who", ["alice", "odile", "didier", "zoe"])
def test_the_treasurer_records_cash(money, who):
    pledge = money.settled().pledges.first()

    with pytest.raises(Refused) as refused:
        actions.record_cash(pledge, cents=1, key="VIR-1", by=getattr(money, who))

    assert codes(refused) == ["not-yours"]


def test_the_task_of_recording_cash_is_done_with_the_last_cent(money):
    campaign = money.settled()
    authority, company = campaign.pledges.all()
    waiting = DossierProcess.objects.filter(duty="partners-cash", status="NEW")

    actions.record_cash(authority, cents=4_000_00, key="VIR-1", by=money.tess)
    assert waiting.exists()
    actions.record_cash(company, cents=4_000_00, key="VIR-2", by=money.tess)

    assert not waiting.exists()


def test_what_a_partner_will_not_pay_is_waived_on_a_decision(money):
    campaign = money.settled()
    authority, company = campaign.pledges.all()
    actions.record_cash(authority, cents=4_000_00, key="VIR-1", by=money.tess)
    actions.record_cash(company, cents=1_000_00, key="VIR-2", by=money.tess)

    with pytest.raises(Refused) as undecided:
        actions.waive_balance(campaign.dossier, by=money.tess)
    decide(money, campaign.dossier, Decision.Purpose.WAIVE_BALANCE)
    actions.waive_balance(campaign.dossier, by=money.tess)
    with pytest.raises(Refused) as again_waived:
        actions.waive_balance(campaign.dossier, by=money.tess)

    assert codes(undecided) == ["waiver-undecided"]
    assert codes(again_waived) == ["nothing-to-waive"]
    assert account("grant", company) == account("receivable", money.firm) == 0
    assert (account("settled", company), account("promised", company)) == (1_000_00, 1_000_00)
    assert list(checks.check()) == []


# -------------------------------------------------------------------------------------------------------- cancellation


def cancel(money: MoneyWorld, campaign: Campaign) -> Dossier:
    decision = decide(money, campaign.dossier, Decision.Purpose.CANCEL)
    Ask.objects.create(
        dossier=campaign.dossier, step="cancel", asked_by=money.didier, reason="Décision", decision=decision
    )
    return dossiers.cancel(campaign.dossier, reason="Décision du comité", by=money.tess)


def test_cancelling_after_the_settlement_gives_back_fee_gifts_and_envelopes(money):
    campaign = money.settled(4_000_00)

    cancel(money, campaign)

    assert account("fees") == account("payable", campaign) == account("receivable", money.cea) == 0
    assert account("refunds") == 4_000_00
    assert account("available", money.cea_2022) == 50_000_00
    assert list(checks.check()) == []


def test_cancelling_keeps_a_partners_cash_for_that_partner(money):
    campaign = money.payable(4_000_00)

    cancel(money, campaign)

    assert account("advance", money.cea_2022) == account("advance", money.firm) == 4_000_00
    assert account("available", money.cea_2022) == 50_000_00
    assert list(checks.check()) == []


def test_cancelling_gives_back_only_what_is_not_paid(money):
    campaign = money.settled(4_000_00)
    authority, company = campaign.pledges.all()
    actions.record_cash(authority, cents=4_000_00, key="VIR-1", by=money.tess)
    pay(money, campaign)

    cancel(money, campaign)

    assert (account("refunds"), account("fees")) == (0, 320_00)
    assert account("paid", authority) == 4_000_00
    assert account("available", money.cea_2022) == 46_000_00
    assert account("promised", company) == account("grant", company) == 0
    assert list(checks.check()) == []


def pay(money: MoneyWorld, campaign: Campaign) -> None:
    """What has been received so far."""
    details = actions.give_bank_details(campaign.dossier, iban=IBAN, holder="Bocaux", by=money.alice)
    actions.verify_bank_details(details, proof="RIB lu", by=money.odile)
    order = actions.prepare_payout(campaign.dossier, only_received=True, by=money.odile)
    for person in (money.didier, money.tess):
        actions.approve_payout(order, by=person)
    actions.confirm_payout(order, bank_reference="SEPA-1", by=money.tess)


def test_an_order_that_waits_is_void_when_the_dossier_is_cancelled(money):
    campaign = money.payable()
    order = actions.prepare_payout(campaign.dossier, by=money.odile)

    cancel(money, campaign)

    assert campaign.payout_orders.get(pk=order.pk).state == "void"
