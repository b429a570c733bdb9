"""Files for the bank: two others approve exactly that file, and no order leaves twice."""

import hashlib
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from funding import access, actions, bank_checks, books, chart, checks
from funding.models import BatchLine, BatchState, LineState, OrderState, PayoutBatch, PayoutOrder, Role
from okote_flow import clock, triggers
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office, Organization
from okote_flow.refusals import Refused
from tests.money import OTHER_IBAN, MoneyWorld, account, again, approved_order, sent_batch


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


@pytest.fixture
def order(money: MoneyWorld) -> PayoutOrder:
    return approved_order(money, money.payable())


def refused(call) -> list[str]:
    with pytest.raises(Refused) as caught:
        call()
    return [refusal.code for refusal in caught.value.refusals]


def as_it_is(batch: PayoutBatch) -> PayoutBatch:
    return PayoutBatch.objects.get(pk=batch.pk)


# --------------------------------------------------------------------------------------------------------- composition


def test_a_batch_says_what_the_bank_will_read(money, order):
    batch = actions.compose_batch(orders=[order], by=money.tess)
    line = batch.lines.get()

    assert (batch.key, batch.count, batch.control_cents) == ("OKOTE-VIR-2022-0001", 1, 11_680_00)
    assert (line.end_to_end, line.name, line.is_rewritten) == ("OKT-2022-001-V1-1", "Bocaux + Compagnie", True)
    assert batch.file_sha256 == hashlib.sha256(bytes(batch.file)).hexdigest()
    assert b"<MsgId>OKOTE-VIR-2022-0001</MsgId>" in bytes(batch.file)
    assert list(checks.check()) == []


def test_only_the_treasury_composes_and_only_approved_orders_each_once(money, order):
    for who in ("alice", "odile", "didier", "zoe"):
        assert refused(lambda who=who: actions.compose_batch(orders=[order], by=getattr(money, who))) == ["not-yours"]
    assert refused(lambda: actions.compose_batch(orders=[], by=money.tess)) == ["batch-empty"]
    assert refused(lambda: actions.compose_batch(orders=[order, order], by=money.tess)) == ["batch-twice"]
    yesterday = clock.today() - timedelta(days=1)
    assert refused(lambda: actions.compose_batch(orders=[order], due_on=yesterday, by=money.tess)) == ["batch-late"]
    assert PayoutBatch.objects.count() == 0


def test_an_order_that_is_not_approved_goes_into_no_batch(money):
    order = actions.prepare_payout(money.payable().dossier, by=money.odile)

    assert refused(lambda: actions.compose_batch(orders=[order], by=money.tess)) == ["order-wrong-state"]


def test_an_order_stands_in_one_batch_and_follows_it(money, order):
    batch = actions.compose_batch(orders=[order], by=money.tess)

    assert refused(lambda: actions.compose_batch(orders=[order], by=money.tess)) == ["order-in-batch"]
    assert refused(lambda: actions.void_payout(order, reason="Erreur", by=money.tess)) == ["order-in-batch"]
    assert refused(lambda: actions.confirm_payout(order, bank_reference="S", by=money.tess)) == ["order-in-batch"]
    with pytest.raises(IntegrityError), transaction.atomic():
        BatchLine.objects.create(batch=batch, order=order, end_to_end="autre", name="x", cents=1)


def test_what_has_changed_since_the_order_holds_it_back(money, order):
    Organization.objects.update(siret="")

    assert refused(lambda: actions.compose_batch(orders=[order], by=money.tess)) == ["payee-changed", "siret-missing"]


def test_a_name_that_no_bank_reads_is_refused(money):
    campaign = money.payable()
    details = actions.give_bank_details(campaign.dossier, iban=OTHER_IBAN, holder="«»", by=money.alice)
    actions.verify_bank_details(details, proof="RIB lu", by=money.odile)
    order = approved_order(money, campaign)

    assert refused(lambda: actions.compose_batch(orders=[order], by=money.tess)) == ["name-unwritable"]


def test_without_an_account_that_pays_there_is_no_batch(money, order, settings):
    settings.BANK_IBAN = ""

    assert refused(lambda: actions.compose_batch(orders=[order], by=money.tess)) == ["payer-missing"]


# ----------------------------------------------------------------------------------------------------------- approvals


def test_two_others_in_two_offices_approve_and_the_author_never(money, order):
    batch = actions.compose_batch(orders=[order], by=money.tess)
    appoint(money.tess, office=Office.DIRECTOR, by=None, starts_on=date(2022, 1, 1))

    assert refused(lambda: actions.approve_batch(batch, by=money.again(money.tess))) == ["own-act"]
    assert refused(lambda: actions.approve_batch(batch, by=money.alice)) == ["not-yours"]
    assert actions.approve_batch(batch, by=money.didier).state == BatchState.COMPOSED
    assert refused(lambda: actions.approve_batch(batch, by=money.didier)) == ["already-approved"]
    assert refused(lambda: actions.send_batch(batch, by=money.tess)) == ["batch-wrong-state"]
    assert actions.approve_batch(batch, by=money.odile).state == BatchState.APPROVED


def test_whoever_is_kept_away_from_a_dossier_has_no_part_in_its_batch(money, order, monkeypatch):
    kept = access.kept_by
    monkeypatch.setattr(access, "kept_by", lambda user: kept(user).exclude(pk=order.dossier_id))
    assert refused(lambda: actions.compose_batch(orders=[order], by=money.tess)) == ["batch-recused"]
    monkeypatch.undo()
    batch = actions.compose_batch(orders=[order], by=money.tess)
    monkeypatch.setattr(access, "kept_by", lambda user: kept(user).exclude(pk=order.dossier_id))

    assert refused(lambda: actions.approve_batch(batch, by=money.didier)) == ["batch-recused"]


def test_one_office_approves_once(money, order):
    second = money.person("Daria")
    appoint(second, office=Office.DIRECTOR, by=None, starts_on=date(2022, 1, 1))
    batch = actions.compose_batch(orders=[order], by=money.tess)
    actions.approve_batch(batch, by=money.didier)

    assert refused(lambda: actions.approve_batch(batch, by=second)) == ["batch-office-signed"]


def test_the_database_keeps_the_content_and_the_two_approvals(money, order):
    batch = actions.compose_batch(orders=[order], by=money.tess)
    actions.approve_batch(batch, by=money.didier)

    for change in ({"state": "approved"}, {"control_cents": 1}, {"file": b"x"}, {"due_on": date(2030, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PayoutBatch.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        BatchLine.objects.update(cents=F("cents") + 1)


def test_a_changed_file_voids_every_approval(money, order):
    batch = actions.compose_batch(orders=[order], by=money.tess)
    actions.approve_batch(batch, by=money.didier)
    with triggers.lifted(connection):
        PayoutBatch.objects.update(file=bytes(batch.file).replace(b"11680.00", b"11681.00"))

    assert refused(lambda: actions.approve_batch(batch, by=money.odile)) == ["batch-changed"]
    assert [fault.code for fault in bank_checks.batches()] == ["batch-file-changed"]


def test_the_last_gate_asks_again_whether_the_payee_is_the_same(money, order):
    batch = actions.compose_batch(orders=[order], by=money.tess)
    for person in (money.didier, money.odile):
        actions.approve_batch(batch, by=person)
    actions.give_bank_details(order.dossier, iban=OTHER_IBAN, holder="Bocaux", by=money.alice)

    assert refused(lambda: actions.send_batch(batch, by=money.tess)) == ["iban-changed", "iban-unverified"]
    assert as_it_is(batch).state == BatchState.APPROVED


def test_a_batch_whose_day_is_past_is_composed_again(money, order):
    batch = actions.compose_batch(orders=[order], by=money.tess)
    for person in (money.didier, money.odile):
        actions.approve_batch(batch, by=person)

    with clock.frozen(clock.now() + timedelta(days=1)):
        assert refused(lambda: actions.send_batch(batch, by=money.tess)) == ["batch-late"]


# ------------------------------------------------------------------------------------------------ to the bank and back


def test_what_the_bank_executed_is_paid_once(money, order):
    batch = sent_batch(money, order)
    before = account("bank")

    actions.confirm_batch(batch, bank_reference="RELEVÉ-3", by=money.tess)

    assert before - account("bank") == 11_680_00
    assert PayoutOrder.objects.get().state == OrderState.PAID
    assert batch.lines.get().state == LineState.PAID
    assert refused(lambda: actions.confirm_batch(batch, bank_reference="R", by=money.tess)) == ["batch-wrong-state"]
    assert list(checks.check()) == []


def test_the_execution_has_a_reference(money, order):
    batch = sent_batch(money, order)

    assert refused(lambda: actions.confirm_batch(batch, bank_reference=" ", by=money.tess)) == [
        "bank-reference-missing"
    ]


def test_a_batch_taken_back_frees_its_orders(money, order):
    batch = actions.compose_batch(orders=[order], by=money.tess)
    assert refused(lambda: actions.void_batch(batch, reason=" ", by=money.tess)) == ["reason-missing"]
    actions.void_batch(batch, reason="Mauvaise date", by=money.didier)

    second = actions.compose_batch(orders=[order], by=money.tess)

    assert second.key == "OKOTE-VIR-2022-0002"
    assert second.lines.get().end_to_end == "OKT-2022-001-V1-2"
    assert list(checks.check()) == []


def test_a_sent_batch_is_stopped_by_the_bank_only(money, order):
    batch = sent_batch(money, order)
    assert refused(lambda: actions.void_batch(batch, reason="Trop tard", by=money.tess)) == ["batch-wrong-state"]

    actions.reject_batch(batch, reason="Fichier refusé", by=money.tess)

    assert PayoutOrder.objects.get().state == OrderState.APPROVED
    assert actions.compose_batch(orders=[order], by=money.tess).lines.get().end_to_end == "OKT-2022-001-V1-2"
    assert list(checks.check()) == []


def test_a_returned_payment_is_due_again_and_paid_to_the_corrected_iban(money, order):
    actions.confirm_batch(sent_batch(money, order), bank_reference="R-1", by=money.tess)
    paid = account("bank")

    actions.return_payout(order, reason="Compte clos", by=money.tess)

    assert account("bank") - paid == 11_680_00
    assert BatchLine.objects.get().state == LineState.RETURNED
    assert refused(lambda: actions.prepare_payout(order.dossier, by=money.odile)) == ["iban-unverified"]
    assert list(checks.check()) == []
    details = actions.give_bank_details(order.dossier, iban=OTHER_IBAN, holder="Bocaux", by=money.alice)
    actions.verify_bank_details(details, proof="RIB lu", by=money.odile)
    second = approved_order(money, again(order.campaign))
    assert (second.cents, second.iban, second.key) == (11_680_00, OTHER_IBAN, "OKT-2022-001-V2")
    actions.confirm_batch(sent_batch(money, second), bank_reference="R-2", by=money.tess)
    assert account("bank") == paid
    assert list(checks.check()) == []


def test_only_what_left_comes_back_once_with_a_reason_and_by_the_treasury(money, order):
    assert refused(lambda: actions.return_payout(order, reason="x", by=money.tess)) == ["not-paid-yet"]
    actions.confirm_batch(sent_batch(money, order), bank_reference="R-1", by=money.tess)
    assert refused(lambda: actions.return_payout(order, reason="x", by=money.odile)) == ["not-yours"]
    assert refused(lambda: actions.return_payout(order, reason="  ", by=money.tess)) == ["reason-missing"]
    actions.return_payout(order, reason="Compte clos", by=money.tess)
    assert refused(lambda: actions.return_payout(order, reason="x", by=money.tess)) == ["not-paid-yet"]


def test_a_bank_that_holds_too_little_in_the_books_pays_none_of_the_batch(money, order):
    batch = sent_batch(money, order)
    rest = account("bank") - 100
    books_move(rest, order)

    assert refused(lambda: actions.confirm_batch(batch, bank_reference="R", by=money.tess)) == ["bank-short"]
    assert as_it_is(batch).state == BatchState.SENT
    assert PayoutOrder.objects.get().state == OrderState.APPROVED


def books_move(cents: int, order: PayoutOrder) -> None:
    with transaction.atomic():
        moves = [books.Move(chart.account(Role.PROVIDER), chart.account(Role.BANK), cents)]
        books.post("test", moves, key="sorti", dossier=order.dossier)
