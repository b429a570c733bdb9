"""The bank's statements: in whole or not at all, and each line is one thing once."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction

from funding import access, actions, bank_checks, checks, statement_file
from funding.actions.statements import suggestions
from funding.models import (
    BankStatement,
    BatchLine,
    BatchState,
    LineState,
    PayoutBatch,
    PayoutOrder,
    Reconciliation,
    StatementLine,
)
from okote_flow import triggers
from okote_flow.refusals import Refused
from tests.camt import Movement, statement
from tests.money import IBAN, MoneyWorld, account, approved_order, sent_batch


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def take_in(money: MoneyWorld, *movements: Movement, **said: Any) -> BankStatement:
    content = statement(*movements, **({"opening": 20_000_00} | said))
    return actions.import_statement(file=ContentFile(content, name="releve.xml"), by=money.tess)[-1]


def refused(call) -> list[str]:
    with pytest.raises(Refused) as caught:
        call()
    return [refusal.code for refusal in caught.value.refusals]


# -------------------------------------------------------------------------------------------------------------- import


def test_the_same_file_is_imported_once(money):
    first = take_in(money, Movement(1_00))

    assert take_in(money, Movement(1_00)) == first
    assert StatementLine.objects.count() == 1


def test_only_the_treasury_imports(money):
    for who in ("alice", "odile", "didier", "zoe"):
        file = ContentFile(statement(), name="r.xml")
        assert refused(lambda who=who, file=file: actions.import_statement(file=file, by=getattr(money, who))) == [
            "not-yours"
        ]


def test_a_statement_starts_where_the_former_ended(money):
    take_in(money, Movement(1_00), opening=100_00)

    assert refused(lambda: take_in(money, opening=100_00, reference="R-2")) == ["statement-gap"]
    take_in(money, Movement(2_00, reference="B"), opening=101_00, reference="R-2")
    assert BankStatement.objects.count() == 2
    assert list(checks.check()) == []


def test_another_account_a_known_reference_and_a_known_movement_are_refused_whole(money):
    take_in(money, Movement(1_00, reference="A"), opening=0)

    other = "FR7630006000011234567890189"
    assert refused(lambda: take_in(money, iban=other)) == ["statement-other-account"]
    assert refused(lambda: take_in(money, opening=1_00)) == ["statement-there"]
    again = [Movement(5_00, reference="B"), Movement(1_00, reference="A")]
    assert refused(lambda: take_in(money, *again, opening=1_00, reference="R-2")) == ["line-known"]
    twice = [Movement(5_00, reference="B"), Movement(6_00, reference="B")]
    assert refused(lambda: take_in(money, *twice, opening=1_00, reference="R-2")) == ["line-known"]
    assert StatementLine.objects.count() == 1


def test_what_is_no_statement_is_refused_in_words(money):
    def refusal(content: bytes) -> list[str]:
        return refused(lambda: actions.import_statement(file=ContentFile(content, name="r.xml"), by=money.tess))

    assert refusal(b"bonjour") == ["statement-unreadable"]
    assert refusal(statement().replace(b"053.001.08", b"053.001.09")) == ["statement-unknown"]
    assert refusal(statement().replace(b"<MsgId>M</MsgId>", b"")) == ["statement-unfit"]
    assert refusal(statement().replace(b"EUR", b"CHF")) == ["statement-amounts"]
    assert refusal(statement().replace(b"CLBD", b"ITBD")) == ["statement-balances"]
    assert refusal(statement(closing=1)) == ["statement-sums"]
    assert not BankStatement.objects.exists()


def test_no_more_than_a_statement_may_be_is_ever_read(money):
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= statement_file.LARGEST + 1, "all of it"
            return b" " * size

    assert refused(lambda: actions.import_statement(file=Endless(), by=money.tess)) == ["statement-too-big"]


def test_without_an_account_that_pays_no_statement_is_ours(money, settings):
    settings.BANK_IBAN = ""

    assert refused(lambda: take_in(money)) == ["payer-missing"]


def test_the_database_keeps_what_was_imported(money):
    take_in(money, Movement(1_00))

    with pytest.raises(IntegrityError), transaction.atomic():
        StatementLine.objects.update(cents=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankStatement.objects.update(closing_cents=5)
    with triggers.lifted(connection):
        StatementLine.objects.update(cents=5)
        BankStatement.objects.update(file=b"x")
    assert [fault.code for fault in bank_checks.statements()] == ["statement-sums-wrong", "statement-file-changed"]


# ----------------------------------------------------------------------------------------------------- reconciliation


def test_a_transfer_on_a_statement_is_paid_and_the_batch_ends_with_the_last(money):
    orders = [approved_order(money, money.payable()) for _ in range(2)]
    batch = sent_batch(money, *orders)
    first, second = batch.lines.all()

    take_in(money, Movement(-first.cents, end_to_end=first.end_to_end))
    assert [line.state for line in batch.lines.all()] == [LineState.PAID, LineState.WAITING]
    assert PayoutBatch.objects.get().state == BatchState.SENT
    assert list(checks.check()) == []
    end = BankStatement.objects.get().closing_cents
    take_in(money, Movement(-second.cents, second.end_to_end, "B"), opening=end, reference="R-2")

    assert PayoutBatch.objects.get().state == BatchState.EXECUTED
    assert set(PayoutOrder.objects.values_list("state", flat=True)) == {"paid"}
    assert list(checks.check()) == []


def test_a_gathered_entry_pays_each_of_its_orders(money):
    batch = sent_batch(money, *[approved_order(money, money.payable()) for _ in range(2)])
    parts = [(line.end_to_end, -line.cents) for line in batch.lines.all()]

    take_in(money, Movement(-batch.control_cents, parts=parts))

    assert PayoutBatch.objects.get().state == BatchState.EXECUTED
    assert Reconciliation.objects.count() == 2


def test_a_transfer_that_comes_back_is_due_again(money):
    order = approved_order(money, money.payable())
    line = sent_batch(money, order).lines.get()
    before = account("bank")

    take_in(
        money,
        Movement(-line.cents, line.end_to_end, "A"),
        Movement(line.cents, line.end_to_end, "B", purpose="AC04 compte clos"),
    )

    assert account("bank") == before
    assert BatchLine.objects.get().state == LineState.RETURNED
    assert PayoutOrder.objects.get().reason == "AC04 compte clos"
    assert list(checks.check()) == []


def test_the_right_reference_with_another_amount_is_not_reconciled(money):
    line = sent_batch(money, approved_order(money, money.payable())).lines.get()

    take_in(money, Movement(-line.cents + 1, line.end_to_end))

    assert not Reconciliation.objects.exists()
    found = StatementLine.objects.get()
    assert refused(lambda: actions.reconcile_line(found, by=money.tess)) == ["line-unmatched"]
    assert refused(lambda: actions.reconcile_line(found, by=money.odile)) == ["not-yours"]


def test_a_batch_that_is_not_sent_pays_nothing(money):
    batch = actions.compose_batch(orders=[approved_order(money, money.payable())], by=money.tess)
    line = batch.lines.get()

    take_in(money, Movement(-line.cents, line.end_to_end))

    assert BatchLine.objects.get().state == LineState.WAITING
    assert not Reconciliation.objects.exists()


def test_the_rest_of_a_batch_that_the_bank_refuses_is_free_again(money):
    orders = [approved_order(money, money.payable()) for _ in range(2)]
    batch = sent_batch(money, *orders)
    first = batch.lines.first()
    take_in(money, Movement(-first.cents, first.end_to_end))

    batch = actions.reject_batch(batch, reason="Compte inconnu", by=money.tess)

    assert batch.state == BatchState.EXECUTED
    assert [line.state for line in batch.lines.all()] == [LineState.PAID, LineState.FREED]
    actions.compose_batch(orders=[orders[1]], by=money.tess)
    assert list(checks.check()) == []


def test_a_partners_money_is_suggested_said_and_taken_back(money):
    campaign = money.settled()
    pledge, other = campaign.pledges.all()
    take_in(
        money, Movement(4_000_00, purpose="OKT-2022-001", name=pledge.partner.name), Movement(-1_00, reference="Z")
    )
    line, gone = StatementLine.objects.all()

    owing = list(access.receivables(money.tess))
    assert suggestions(line, owing)[0] == pledge
    assert suggestions(gone, owing) == []
    assert refused(lambda: actions.reconcile_cash(gone, pledge=pledge, by=money.tess)) == ["line-not-cash"]

    made = actions.reconcile_cash(line, pledge=pledge, by=money.tess)
    assert account("grant", pledge) == 0
    assert refused(lambda: actions.reconcile_cash(line, pledge=other, by=money.tess)) == ["line-reconciled"]
    assert refused(lambda: actions.undo_reconciliation(made, reason=" ", by=money.tess)) == ["reason-missing"]
    actions.undo_reconciliation(made, reason="Autre partenaire", by=money.tess)
    assert account("grant", pledge) == 4_000_00
    assert refused(lambda: actions.undo_reconciliation(made, reason="x", by=money.tess)) == ["reconciliation-undone"]
    actions.reconcile_cash(line, pledge=other, by=money.tess)
    assert account("grant", other) == 0
    assert list(checks.check()) == []


def test_money_that_is_already_in_an_order_stays(money):
    campaign = money.settled()
    pledge, other = campaign.pledges.all()
    take_in(money, Movement(4_000_00), Movement(4_000_00, reference="B"))
    first, second = StatementLine.objects.all()
    made = actions.reconcile_cash(first, pledge=pledge, by=money.tess)
    actions.reconcile_cash(second, pledge=other, by=money.tess)
    details = actions.give_bank_details(campaign.dossier, iban=IBAN, holder="B", by=money.alice)
    actions.verify_bank_details(details, proof="RIB lu", by=money.odile)
    actions.prepare_payout(campaign.dossier, by=money.odile)

    assert refused(lambda: actions.undo_reconciliation(made, reason="Erreur", by=money.tess)) == ["cash-used"]
