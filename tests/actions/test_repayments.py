"""What a project pays back of what it did not need, and the account of use that says so to each partner."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from dossiers import actions as dossiers
from dossiers.lifecycle import State
from dossiers.models import Decision, RulesVersion
from funding import actions, books, checks, use_sheet
from funding.models import Entry, Repayment, RepaymentShare, RepaymentState
from okote_flow import clock
from okote_flow.parameters import Parameters
from okote_flow.refusals import Refused
from tests.money import MoneyWorld, again, approved_order

LEFT = 680_00  # of the 11 680 € that were paid: 3 680 from citizens, 4 000 from each partner


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def codes(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return [refusal.code for refusal in refused.value.refusals]


def reported(money, campaign, *, spent_cents=11_000_00):
    dossier = actions.pay_all(campaign.dossier, by=money.tess)
    dossiers.give_report(dossier, text="Tout est fait.", spent_cents=spent_cents, by=money.alice)
    return dossier


def asked(money, repay_cents=465_75):
    campaign = money.paid()
    dossier = reported(money, campaign)
    dossiers.accept_report(dossier, repay_cents=repay_cents, kept_reason="La suite des ateliers.", by=money.odile)
    return Repayment.objects.select_related("campaign__dossier").get(campaign=campaign)


def decided(money, repayment, *, before=False):
    at = repayment.asked_at - timedelta(hours=1) if before else clock.now()
    return Decision.objects.create(
        dossier=repayment.campaign.dossier,
        purpose=Decision.Purpose.WAIVE_BALANCE,
        reference="CE-7",
        decided_on=date(2022, 3, 1),
        text="La structure garde la somme.",
        recorded_by=money.claire,
        recorded_at=at,
    )


def test_accepting_says_what_becomes_of_what_is_left(money):
    dossier = reported(money, money.paid())
    kept = "La suite des ateliers."

    assert codes(dossiers.accept_report, dossier, by=money.odile) == ["unspent-undecided"]
    assert codes(dossiers.accept_report, dossier, repay_cents=465_76, kept_reason=kept, by=money.odile) == [
        "repay-too-much"
    ]
    assert codes(dossiers.accept_report, dossier, repay_cents=465_75, by=money.odile) == ["kept-unexplained"]
    report = dossiers.accept_report(dossier, repay_cents=0, kept_reason=kept, by=money.odile)

    assert (report.unspent_cents, report.repay_cents, report.kept_cents) == (LEFT, 0, LEFT)
    assert report.kept_reason == kept
    assert not Repayment.objects.exists()
    assert dossiers.close(dossier, by=money.odile).state == State.CLOSED


def test_a_programme_that_lets_nothing_be_kept_asks_for_all_of_the_partners_share(money):
    values = Parameters().values() | {"unspent_kept": False}
    RulesVersion.objects.create(
        programme=money.programme, effective_on=date(2022, 1, 1), values=values, reference="CP-2022"
    )
    dossier = reported(money, money.paid())
    kept = "La part des citoyens reste à la cause."

    refused = codes(dossiers.accept_report, dossier, repay_cents=465_74, kept_reason=kept, by=money.odile)

    assert refused == ["unspent-to-repay"]
    assert dossiers.accept_report(dossier, repay_cents=465_75, kept_reason=kept, by=money.odile).repay_cents == 465_75


def test_a_project_that_spent_all_owes_nothing(money):
    dossier = reported(money, money.paid(), spent_cents=11_680_00)

    report = dossiers.accept_report(dossier, by=money.odile)

    assert (report.unspent_cents, report.repay_cents) == (0, 0)


def test_what_is_asked_back_is_shared_by_what_each_partner_paid_and_holds_the_close(money):
    repayment = asked(money)
    dossier = repayment.campaign.dossier

    shares = {one.pledge.partner.code: one.cents for one in repayment.shares.select_related("pledge__partner")}
    assert shares == {"cea": 232_88, "menuiserie": 232_87}
    assert repayment.due_on == clock.today() + timedelta(dossier.parameters.repay_days)
    assert codes(dossiers.close, dossier, by=money.odile) == ["repayment-due"]
    assert [task.due_on for task in dossier.processes.filter(duty="repayment", status="NEW")] == [repayment.due_on]
    assert list(checks.check()) == []


def test_money_that_came_back_is_owed_to_the_partners_and_lets_the_dossier_close(money):
    repayment = asked(money)
    dossier, bank = repayment.campaign.dossier, books.balance("bank")

    actions.record_repayment(repayment, key="SEPA-R1", by=money.tess)
    actions.record_repayment(repayment, key="SEPA-R1", by=money.tess)

    assert books.balance("bank") == bank + 465_75
    assert {
        one.pledge.partner.code: books.balance(f"repaid:{one.pledge.subject}") for one in repayment.shares.all()
    } == {
        "cea": 232_88,
        "menuiserie": 232_87,
    }
    assert Entry.objects.filter(kind="repayment").count() == 1
    assert not dossier.processes.filter(duty="repayment", status="NEW").exists()
    assert dossiers.close(dossier, by=money.odile).state == State.CLOSED
    assert list(checks.check()) == []


def test_a_repayment_is_recorded_by_the_treasurer_once_and_for_a_day_that_has_come(money):
    repayment = asked(money)
    taken = actions.record_advance(money.cea_2022, cents=1_00, key="SEPA-A", by=money.tess)

    assert codes(actions.record_repayment, repayment, key="R", by=money.odile) == ["not-yours"]
    assert codes(actions.record_repayment, repayment, key=" ", by=money.tess) == ["key-missing"]
    assert codes(actions.record_repayment, repayment, key="x" * 81, by=money.tess) == ["key-too-long"]
    assert codes(actions.record_repayment, repayment, key=taken.reference, by=money.tess) == ["key-reused"]
    tomorrow = clock.today() + timedelta(1)
    assert codes(actions.record_repayment, repayment, key="R", received_on=tomorrow, by=money.tess) == [
        "received-future"
    ]
    actions.record_repayment(repayment, key="R", by=money.tess)
    assert codes(actions.record_repayment, repayment, key="R-2", by=money.tess) == ["repayment-ended"]
    assert codes(actions.record_repayment, repayment, key="R", by=money.odile) == ["not-yours"]


def test_a_repayment_is_waived_by_a_decision_that_came_after_it(money):
    repayment = asked(money)
    decided(money, repayment, before=True)

    assert codes(actions.waive_repayment, repayment, by=money.tess) == ["repayment-undecided"]
    assert codes(actions.waive_repayment, repayment, by=money.odile) == ["not-yours", "repayment-undecided"]
    decided(money, repayment)
    waived = actions.waive_repayment(repayment, by=money.tess)

    assert (waived.state, waived.decision) == (RepaymentState.WAIVED, "CE-7")
    assert not Entry.objects.filter(kind="repayment").exists()
    assert codes(actions.waive_repayment, repayment, by=money.tess) == ["repayment-ended"]
    assert dossiers.close(repayment.campaign.dossier, by=money.odile).state == State.CLOSED
    assert list(checks.check()) == []


def test_a_repayment_does_not_end_without_its_receipt(money):
    repayment = asked(money)

    with pytest.raises(IntegrityError), transaction.atomic():
        Repayment.objects.filter(pk=repayment.pk).update(state=RepaymentState.RECEIVED)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda one: RepaymentShare.objects.filter(repayment=one).update(cents=1), "repayment-shares-wrong"),
        (lambda one: Repayment.objects.filter(pk=one.pk).update(cents=1), "repayment-wrong"),
        (lambda one: (one.shares.all().delete(), one.delete()), "repayment-missing"),
        (
            lambda one: Repayment.objects.filter(pk=one.pk).update(
                state="received", key="K", received_on=date(2022, 5, 1)
            ),
            "repayment-unbooked",
        ),
    ],
)
def test_the_audit_finds_a_repayment_that_is_not_what_it_was(money, spoil, code):
    spoil(asked(money))

    assert code in {fault.code for fault in checks.check()}


def test_with_a_balance_to_come_what_is_left_is_paid_back_and_the_balance_is_paid(money):
    values = Parameters().values() | {"advance_bps": 7000}
    RulesVersion.objects.create(
        programme=money.programme, effective_on=date(2022, 1, 1), values=values, reference="CP-2022"
    )
    campaign = money.paid(4_000_00)
    dossier = reported(money, campaign, spent_cents=8_000_00)

    assert codes(dossiers.accept_report, dossier, repay_cents=8_176_00, kept_reason="x", by=money.odile) == [
        "repay-too-much"
    ]
    report = dossiers.accept_report(dossier, repay_cents=120_54, kept_reason="La part des citoyens.", by=money.odile)
    order = approved_order(money, again(campaign))
    actions.confirm_payout(order, bank_reference="SEPA-2", by=money.tess)
    repayment = Repayment.objects.get()
    actions.record_repayment(repayment, key="SEPA-R", by=money.tess)

    assert report.unspent_cents == 176_00
    assert order.cents == 3_504_00
    assert dossiers.close(again(campaign).dossier, by=money.odile).state == State.CLOSED
    assert list(checks.check()) == []


# The account of use


def test_the_account_of_use_proves_that_all_was_passed_on(money):
    repayment = asked(money)
    actions.record_repayment(repayment, key="SEPA-R1", by=money.tess)

    [sheet] = use_sheet.sheets(money.cea, {repayment.campaign.dossier_id})

    [line] = sheet.lines
    assert (sheet.year, line.called_cents, line.received_cents, line.paid_cents, line.fee_cents) == (
        2022, 4_000_00, 4_000_00, 4_000_00, 0,
    )  # fmt: skip
    assert [(one.reference, one.cents) for one in line.payments] == [("SEPA-1", 4_000_00)]
    assert (line.unspent_cents, line.repay_cents, line.repaid_cents) == (LEFT, 232_88, 232_88)
    assert line.report.startswith("accepté le ")
    assert sheet.is_whole
    assert sheet.left_cents == 0


def test_what_is_called_and_not_yet_paid_is_said(money):
    campaign = money.settled()

    [sheet] = use_sheet.sheets(money.firm, {campaign.dossier_id})

    assert (sheet.called_cents, sheet.received_cents, sheet.paid_cents, sheet.left_cents) == (4_000_00, 0, 0, 4_000_00)
    assert not sheet.is_whole
    assert sheet.lines[0].report == "attendu"


def test_nothing_is_said_of_the_report_of_a_project_that_the_reader_may_not_open(money):
    asked(money)

    [sheet] = use_sheet.sheets(money.cea, set())

    assert (sheet.lines[0].report, sheet.lines[0].unspent_cents) == ("", None)
    title = sheet.lines[0].dossier.title
    assert title not in str(list(use_sheet.rows(sheet)))
    assert sheet.lines[0].name == sheet.lines[0].dossier.label


def test_a_partner_that_was_never_called_has_no_account(money):
    assert use_sheet.sheets(money.ems, set()) == []


def test_a_share_is_given_back_once_and_leaves_nothing_in_the_books(money):
    repayment = asked(money)
    first, second = repayment.shares.order_by("pledge")
    assert codes(actions.return_share, first, key="VIR-1", by=money.tess) == ["share-not-received"]
    actions.record_repayment(repayment, key="SEPA-R1", by=money.tess)
    bank = books.balance("bank")

    assert codes(actions.return_share, first, key="VIR-1", by=money.odile) == ["not-yours"]
    assert codes(actions.return_share, first, key="", by=money.tess) == ["key-missing"]
    assert codes(
        actions.return_share, first, key="VIR-1", by=money.tess, received_on=clock.today() + timedelta(1)
    ) == ["received-future"]
    actions.return_share(first, key="VIR-1", by=money.tess)
    actions.return_share(first, key="VIR-1", by=money.tess)
    assert codes(actions.return_share, first, key="VIR-2", by=money.tess) == ["share-returned"]
    assert codes(actions.return_share, second, key="VIR-1", by=money.tess) == ["key-reused"]
    assert books.balance("bank") == bank - first.cents
    assert list(checks.check()) == []

    actions.return_share(second, key="VIR-2", by=money.tess)

    assert books.balance("bank") == bank - repayment.cents
    assert [books.balance(f"repaid:{one.pledge.subject}") for one in (first, second)] == [0, 0]
    assert list(checks.check()) == []


def test_while_the_payment_itself_has_come_back_nothing_is_paid_back(money):
    repayment = asked(money)
    order = repayment.campaign.payout_orders.get()

    actions.return_payout(order, reason="Compte clos.", by=money.tess)

    assert codes(actions.record_repayment, repayment, key="SEPA-R1", by=money.tess) == ["repayment-unpaid"]
