"""The way out: an order that two others signed, money that leaves once."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Sum

from dossiers.lifecycle import State
from dossiers.models import Condition
from dossiers.models.exchange import Gate
from funding import actions, books, chart, checks
from funding.books import Move
from funding.models import Account, Campaign, Means, OrderState, PayoutLine, PayoutOrder, Role
from okote_flow import clock, triggers
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office, Organization
from okote_flow.refusals import Refused
from tests.money import IBAN, OTHER_IBAN, MoneyWorld, account, again


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def order_for(money: MoneyWorld, campaign: Campaign) -> PayoutOrder:
    return actions.prepare_payout(campaign.dossier, by=money.odile)


def signed(money: MoneyWorld, campaign: Campaign) -> PayoutOrder:
    order = order_for(money, campaign)
    actions.approve_payout(order, by=money.didier)
    return actions.approve_payout(order, by=money.tess)


# ------------------------------------------------------------------------------------------------------------- orders


def test_an_order_says_what_each_source_pays(money):
    order = order_for(money, money.payable(4_000_00))

    assert order.cents == 11_680_00
    assert [(line.pledge_id is None, line.cents) for line in order.lines.all()] == [
        (True, 3_680_00),
        (False, 4_000_00),
        (False, 4_000_00),
    ]
    assert (order.iban, order.holder, order.key) == (IBAN, "Bocaux & Compagnie", "OKT-2022-001-V1")


def test_no_order_without_a_verified_iban_a_siret_and_the_partners_cash(money):
    campaign = money.settled()
    Organization.objects.update(siret="")

    with pytest.raises(Refused) as refused:
        actions.prepare_payout(campaign.dossier, by=money.odile)

    assert codes(refused) == ["siret-missing", "iban-unverified", "cash-missing"]


def test_an_open_condition_holds_the_payout(money):
    campaign = money.payable()
    Condition.objects.create(dossier=campaign.dossier, text="Bail signé", blocks=Gate.PAYOUT)

    with pytest.raises(Refused) as refused:
        order_for(money, campaign)

    assert codes(refused) == ["condition-open"]


def test_nothing_is_due_to_a_project_whose_partners_have_not_paid_and_whose_gifts_are_paid_out(money):
    campaign = money.settled(4_000_00)
    details = actions.give_bank_details(campaign.dossier, iban=IBAN, holder="Bocaux", by=money.alice)
    actions.verify_bank_details(details, proof="RIB lu", by=money.odile)
    books.post("test", [Move(pot(campaign), chart.account(Role.REFUNDS), 3_680_00)], key="k", dossier=campaign.dossier)

    with pytest.raises(Refused) as refused:
        actions.prepare_payout(campaign.dossier, only_received=True, by=money.odile)

    assert codes(refused) == ["nothing-due"]


def pot(campaign: Campaign) -> Account:
    return Account.objects.get(code=f"payable:campaign:{campaign.pk}")


def test_one_order_at_a_time(money):
    campaign = money.payable()
    order_for(money, campaign)

    with pytest.raises(Refused) as refused:
        order_for(money, campaign)

    assert codes(refused) == ["order-waiting"]


def test_what_is_paid_is_not_paid_again(money):
    campaign = money.payable()
    order = signed(money, campaign)
    actions.confirm_payout(order, bank_reference="SEPA-1", by=money.tess)
    with pytest.raises(Refused) as refused:
        order_for(money, campaign)
    assert codes(refused) == ["already-paid"]


def test_a_part_is_paid_when_the_officer_says_so_and_the_rest_later(money):
    campaign = money.settled(4_000_00)
    authority, company = campaign.pledges.all()
    details = actions.give_bank_details(campaign.dossier, iban=IBAN, holder="Bocaux", by=money.alice)
    actions.verify_bank_details(details, proof="RIB lu", by=money.odile)
    actions.record_cash(authority, cents=4_000_00, key="VIR-1", by=money.tess)

    first = actions.prepare_payout(campaign.dossier, only_received=True, by=money.odile)
    assert first.cents == 7_680_00
    for person in (money.didier, money.tess):
        actions.approve_payout(first, by=person)
    actions.confirm_payout(first, bank_reference="SEPA-1", by=money.tess)
    with pytest.raises(Refused) as early:
        actions.pay_all(campaign.dossier, by=money.tess)
    actions.record_cash(company, cents=4_000_00, key="VIR-2", by=money.tess)
    second = signed(money, campaign)
    actions.confirm_payout(second, bank_reference="SEPA-2", by=money.tess)

    assert codes(early) == ["orders-due-unpaid"]
    assert second.cents == 4_000_00
    assert actions.pay_all(campaign.dossier, by=money.tess).state == State.FOLLOW_UP


@pytest.mark.parametrize("who", ["alice", "didier", "tess", "zoe"])
def test_the_officer_prepares_orders(money, who):
    campaign = money.payable()

    with pytest.raises(Refused) as refused:
        actions.prepare_payout(campaign.dossier, by=getattr(money, who))

    assert codes(refused) == ["not-yours"]


# ---------------------------------------------------------------------------------------------------------- signatures


def test_director_and_treasurer_sign_and_then_the_order_may_leave(money):
    order = order_for(money, money.payable())

    assert actions.approve_payout(order, by=money.tess).state == OrderState.PREPARED
    assert actions.approve_payout(order, by=money.didier).state == OrderState.APPROVED
    assert set(order.approvals.values_list("office", flat=True)) == {Office.DIRECTOR, Office.TREASURER}


def test_nobody_signs_twice_nor_two_for_one_office(money):
    second_director = money.person("Daria")
    appoint(second_director, office=Office.DIRECTOR, by=None, starts_on=date(2022, 1, 1))
    order = order_for(money, money.payable())
    actions.approve_payout(order, by=money.didier)

    for person, code in ((money.didier, "already-approved"), (second_director, "office-signed")):
        with pytest.raises(Refused) as refused:
            actions.approve_payout(order, by=person)
        assert codes(refused) == [code]
    assert order.approvals.count() == 1


def test_who_holds_both_offices_signs_once(money):
    appoint(money.didier, office=Office.TREASURER, by=None, starts_on=date(2022, 1, 1))
    both = money.again(money.didier)
    order = order_for(money, money.payable())
    actions.approve_payout(order, by=both)

    with pytest.raises(Refused) as refused:
        actions.approve_payout(order, by=both)

    assert codes(refused) == ["already-approved"]
    assert actions.approve_payout(order, by=money.tess).state == OrderState.APPROVED


def test_an_author_never_signs(money):
    appoint(money.odile, office=Office.DIRECTOR, by=None, starts_on=date(2022, 1, 1))
    author = money.again(money.odile)
    order = actions.prepare_payout(money.payable().dossier, by=author)

    with pytest.raises(Refused) as refused:
        actions.approve_payout(order, by=author)

    assert codes(refused) == ["own-act"]


@pytest.mark.parametrize("who", ["alice", "odile", "zoe"])
def test_only_director_and_treasurer_sign(money, who):
    order = order_for(money, money.payable())

    with pytest.raises(Refused) as refused:
        actions.approve_payout(order, by=getattr(money, who))

    assert "not-yours" in codes(refused)


def test_the_database_lets_no_order_leave_with_one_signature(money):
    order = order_for(money, money.payable())
    actions.approve_payout(order, by=money.didier)

    with pytest.raises(IntegrityError), transaction.atomic():
        PayoutOrder.objects.filter(pk=order.pk).update(state=OrderState.APPROVED)


@pytest.mark.parametrize("change", [{"cents": 1}, {"iban": OTHER_IBAN}, {"digest": "0" * 64}])
def test_the_content_of_an_order_never_changes(money, change):
    order = signed(money, money.payable())

    with pytest.raises(IntegrityError), transaction.atomic():
        PayoutOrder.objects.filter(pk=order.pk).update(**change)


def test_an_order_changed_behind_its_back_does_not_leave(money):
    order = signed(money, money.payable())
    triggers.drop(connection)
    order.lines.update(cents=F("cents") + 1)

    with pytest.raises(Refused) as refused:
        actions.confirm_payout(order, bank_reference="SEPA-1", by=money.tess)

    assert codes(refused) == ["order-changed"]


def test_a_new_iban_stops_an_order_that_was_signed_for_the_old_one(money):
    campaign = money.payable()
    order = signed(money, campaign)
    details = actions.give_bank_details(campaign.dossier, iban=OTHER_IBAN, holder="Bocaux", by=money.alice)
    actions.verify_bank_details(details, proof="RIB lu", by=money.odile)

    with pytest.raises(Refused) as refused:
        actions.confirm_payout(order, bank_reference="SEPA-1", by=money.tess)
    actions.void_payout(order, reason="Nouvel IBAN", by=money.odile)
    again_signed = signed(money, campaign)

    assert codes(refused) == ["iban-changed"]
    assert (again_signed.iban, again_signed.key) == (OTHER_IBAN, "OKT-2022-001-V2")
    assert actions.confirm_payout(again_signed, bank_reference="SEPA-1", by=money.tess).state == OrderState.PAID


def test_signatures_do_not_pass_from_a_void_order_to_the_next(money):
    campaign = money.payable()
    actions.void_payout(signed(money, campaign), reason="Erreur", by=money.tess)

    second = order_for(money, campaign)

    assert second.approvals.count() == 0
    with pytest.raises(Refused) as refused:
        actions.confirm_payout(second, bank_reference="SEPA-1", by=money.tess)
    assert codes(refused) == ["order-wrong-state"]


def test_a_void_order_needs_a_reason_and_stays_void(money):
    order = order_for(money, money.payable())

    with pytest.raises(Refused) as bare:
        actions.void_payout(order, reason="", by=money.odile)
    actions.void_payout(order, reason="Erreur", by=money.odile)
    with pytest.raises(Refused) as twice:
        actions.void_payout(order, reason="Erreur", by=money.odile)

    assert (codes(bare), codes(twice)) == (["reason-missing"], ["order-wrong-state"])


# ----------------------------------------------------------------------------------------------------------- execution


def test_the_money_leaves_and_every_source_has_paid_in_full(money):
    campaign = money.paid(4_000_00)

    authority, company = campaign.pledges.all()
    assert account("payable", campaign) == account("payable", authority) == account("payable", company) == 0
    assert account("paid", authority) == account("paid", company) == 4_000_00
    assert account("bank") == account("fees") == 320_00
    assert list(checks.check()) == []


def test_public_and_company_money_is_passed_on_to_the_cent(money):
    campaign = money.paid(3_333_33, cea=2_222_21, firm=4_000_00)

    settled = dict(campaign.settlements.get().lines.values_list("pledge", "gross_cents"))
    paid = dict(PayoutLine.objects.order_by().values_list("pledge").annotate(Sum("cents")))
    assert {pledge: cents for pledge, cents in paid.items() if pledge} == {
        pledge: cents for pledge, cents in settled.items() if pledge
    }
    assert settled[None] - paid[None] == account("fees") == 266_67


def test_an_order_is_executed_once(money):
    campaign = money.paid()
    order = campaign.payout_orders.get()

    with pytest.raises(Refused) as refused:
        actions.confirm_payout(order, bank_reference="SEPA-1", by=money.tess)

    assert codes(refused) == ["order-wrong-state"]
    assert account("bank") == 320_00


def test_the_database_lets_no_source_pay_twice(money):
    campaign = money.paid()
    bank, payable = chart.account(Role.BANK), pot(campaign)
    books.post("test", [Move(bank, chart.account(Role.ADVANCE, money.ems_2022), 9_000_00)], key="k", subject="test:1")

    with pytest.raises(IntegrityError), transaction.atomic():
        books.post("payout", [Move(payable, bank, 1)], key="again", subject="test:1")


@pytest.mark.parametrize("who", ["alice", "odile", "didier", "zoe"])
def test_the_treasurer_executes(money, who):
    order = signed(money, money.payable())

    with pytest.raises(Refused) as refused:
        actions.confirm_payout(order, bank_reference="SEPA-1", by=getattr(money, who))

    assert codes(refused) == ["not-yours"]


def test_an_execution_has_the_banks_reference(money):
    order = signed(money, money.payable())

    with pytest.raises(Refused) as refused:
        actions.confirm_payout(order, bank_reference=" ", by=money.tess)

    assert codes(refused) == ["bank-reference-missing"]


def test_a_condition_set_after_the_signatures_still_holds_the_money(money):
    campaign = money.payable()
    order = signed(money, campaign)
    Condition.objects.create(dossier=campaign.dossier, text="Bail signé", blocks=Gate.PAYOUT)

    with pytest.raises(Refused) as refused:
        actions.confirm_payout(order, bank_reference="SEPA-1", by=money.tess)

    assert codes(refused) == ["condition-open"]


def test_money_that_is_still_with_the_provider_is_not_paid_from_others_money(money):
    campaign = money.running()
    actions.receive_gift(campaign, cents=4_000_00, key="D-1", means=Means.CARD, by=money.odile)
    with clock.frozen(campaign.window.decides_at):
        actions.close_campaign(campaign)
    dossier = again(campaign).dossier
    actions.approve_settlement(actions.prepare_settlement(dossier, by=money.tess), by=money.didier)
    actions.settle(dossier, by=money.tess)
    details = actions.give_bank_details(dossier, iban=IBAN, holder="Bocaux", by=money.alice)
    actions.verify_bank_details(details, proof="RIB lu", by=money.odile)
    order = actions.prepare_payout(dossier, only_received=True, by=money.odile)
    for person in (money.didier, money.tess):
        actions.approve_payout(order, by=person)

    with pytest.raises(Refused) as refused:
        actions.confirm_payout(order, bank_reference="SEPA-1", by=money.tess)
    actions.record_provider_payment(cents=4_000_00, key="PSP-1", by=money.tess)

    assert codes(refused) == ["bank-short"]
    assert actions.confirm_payout(order, bank_reference="SEPA-1", by=money.tess).state == OrderState.PAID
