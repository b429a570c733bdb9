"""After the last payment: the balance, the report, the accounts at zero."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from dossiers import access
from dossiers import actions as dossiers
from dossiers.lifecycle import State
from dossiers.models import Decision, RulesVersion
from funding import actions, books, chart, checks
from funding.books import Move
from funding.models import Account, Approval, Campaign, PayoutOrder, Role
from okote_flow.directory.models import Office
from okote_flow.parameters import Parameters
from okote_flow.refusals import Refused
from tests.money import MoneyWorld, again


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def signed(money: MoneyWorld, campaign: Campaign) -> PayoutOrder:
    order = actions.prepare_payout(campaign.dossier, by=money.odile)
    actions.approve_payout(order, by=money.didier)
    return actions.approve_payout(order, by=money.tess)


def test_a_paid_dossier_is_followed_up_and_then_closed(money):
    campaign = money.paid()

    dossier = actions.pay_all(campaign.dossier, by=money.tess)
    dossiers.give_report(dossier, text="Tout est fait.", spent_cents=11_680_00, by=money.alice)
    dossiers.accept_report(dossier, by=money.odile)

    assert dossiers.close(dossier, by=money.odile).state == State.CLOSED
    assert list(checks.check()) == []


def test_a_paid_project_cannot_be_renounced(money):
    campaign = money.paid()

    refusals = access.step_refusals(money.odile, campaign.dossier, "renounce", {})

    assert [refusal.code for refusal in refusals] == ["wrong-state"]


def with_an_advance(money: MoneyWorld) -> None:
    values = Parameters().values() | {"advance_bps": 7000}
    RulesVersion.objects.create(
        programme=money.programme, effective_on=date(2022, 1, 1), values=values, reference="CP-2022"
    )


def test_with_an_advance_the_balance_waits_for_the_report(money):
    with_an_advance(money)
    campaign = money.paid(4_000_00)
    first = campaign.payout_orders.get()
    dossier = actions.pay_all(campaign.dossier, by=money.tess)
    with pytest.raises(Refused) as early:
        actions.prepare_payout(dossier, by=money.odile)
    with pytest.raises(Refused) as open_balance:
        dossiers.close(dossier, by=money.odile)

    dossiers.give_report(dossier, text="Tout est fait.", spent_cents=11_680_00, by=money.alice)
    dossiers.accept_report(dossier, by=money.odile)
    second = signed(money, again(campaign))
    actions.confirm_payout(second, bank_reference="SEPA-2", by=money.tess)

    assert (first.cents, second.cents) == (8_176_00, 3_504_00)
    assert codes(early) == ["already-paid"]
    assert set(codes(open_balance)) == {"report-missing", "balance-unpaid"}
    assert dossiers.close(again(campaign).dossier, by=money.odile).state == State.CLOSED
    assert list(checks.check()) == []


def test_a_report_waived_by_a_decision_makes_the_balance_due(money):
    with_an_advance(money)
    campaign = money.paid(4_000_00)
    dossier = actions.pay_all(campaign.dossier, by=money.tess)
    Decision.objects.create(
        dossier=dossier,
        purpose=Decision.Purpose.WAIVE_REPORT,
        reference="CE-1",
        decided_on=date(2022, 3, 1),
        text="Dispensé.",
        recorded_by=money.claire,
    )

    assert actions.prepare_payout(dossier, by=money.odile).cents == 3_504_00


def test_a_dossier_does_not_close_on_accounts_that_hold_money(money):
    campaign = money.closed(100_00)
    actions.confirm_refunds(campaign.dossier, reference="SEPA-9", by=money.tess)
    pot = Account.objects.get(code=f"citizens:campaign:{campaign.pk}")
    books.post("test", [Move(chart.account(Role.BANK), pot, 5_00)], key="stray", dossier=campaign.dossier)

    with pytest.raises(Refused) as refused:
        dossiers.close(campaign.dossier, by=money.odile)

    assert codes(refused) == ["accounts-not-zero"]


def test_approvals_are_never_changed(money):
    signed(money, money.payable())

    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.update(office=Office.DIRECTOR)
