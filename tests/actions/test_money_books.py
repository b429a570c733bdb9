"""The books: what is written once, what the database refuses, how a mistake is undone, what an audit finds."""

import pytest
from django.db import IntegrityError, connection, transaction

from funding import books, chart
from funding.books import Move
from funding.models import Account, Book, Entry, Normal, Role, Transfer
from okote_flow import triggers
from tests.money import MoneyWorld, account


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def give(money: MoneyWorld, cents: int, key: str) -> Entry:
    """So much from the partner of the envelope, in advance."""
    advance = chart.account(Role.ADVANCE, money.ems_2022)
    return books.post("test", [Move(chart.account(Role.BANK), advance, cents)], key=key, subject="test:1")


def test_the_same_key_is_written_once(money):
    first = give(money, 100_00, "virement-1")

    again = give(money, 100_00, "virement-1")

    assert again == first
    assert account("bank") == 100_00


def test_the_same_key_never_means_two_things(money):
    give(money, 100_00, "virement-1")

    with pytest.raises(AssertionError, match="means something else"):
        give(money, 200_00, "virement-1")


def test_an_entry_belongs_inside_a_transaction(transactional_db):
    bank, fees = chart.account(Role.BANK), chart.account(Role.FEES)

    with pytest.raises(AssertionError, match="inside the transaction"):
        books.post("test", [Move(bank, fees, 1)], key="k", subject="test:1")


def test_an_entry_that_moves_nothing_is_not_written(money):
    with pytest.raises(AssertionError, match="moves nothing"):
        give(money, 0, "virement-1")


def test_a_reversal_brings_every_account_back_and_happens_once(money):
    entry = give(money, 100_00, "virement-1")

    reversal = books.reverse(entry, "saisie en double")

    assert books.reverse(entry, "encore") == reversal
    assert (reversal.reverses, reversal.reason) == (entry, "saisie en double")
    assert account("bank") == account("advance", money.ems_2022) == 0


def test_a_bank_account_pays_only_what_it_holds(money):
    give(money, 100_00, "virement-1")
    bank, advance = chart.account(Role.BANK), chart.account(Role.ADVANCE, money.ems_2022)

    with pytest.raises(Exception, match="bank-short"):
        books.post("test", [Move(advance, bank, 100_01)], key="k", subject="test:1")

    assert account("bank") == 100_00


def test_an_envelope_never_falls_below_zero_whoever_writes(money):
    available, lapsed = chart.account(Role.AVAILABLE, money.ems_2022), chart.account(Role.LAPSED, money.ems_2022)

    with pytest.raises(IntegrityError, match="credit_accounts_never_fall_below_zero"), transaction.atomic():
        books.post("test", [Move(available, lapsed, 35_000_01)], key="k", subject="test:1")


def test_the_providers_account_may_be_on_either_side(money):
    provider, refunds = chart.account(Role.PROVIDER), chart.account(Role.REFUNDS)
    books.post("test", [Move(provider, refunds, 5_00)], key="a", subject="test:1")
    books.post("test", [Move(refunds, provider, 5_00)], key="b", subject="test:1")
    bank = chart.account(Role.BANK)

    books.post("test", [Move(bank, provider, 7_00)], key="c", subject="test:1")

    assert account("provider") == -7_00


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE funding_entry SET kind = 'gift'",
        "DELETE FROM funding_entry",
        "UPDATE funding_transfer SET cents = cents + 1",
        "DELETE FROM funding_transfer",
        "UPDATE funding_account SET debits_cents = debits_cents + 1 WHERE code = 'bank'",
        "UPDATE funding_account SET credits_cents = credits_cents + 100 WHERE code = 'bank'",
        "UPDATE funding_account SET code = 'caisse' WHERE code = 'bank'",
        "DELETE FROM funding_account WHERE code = 'bank'",
    ],
)
def test_the_database_refuses_to_change_what_is_written(money, sql):
    give(money, 100_00, "virement-1")

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_refuses_an_account_that_starts_with_money(money):
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(
            code="caisse", role=Role.BANK, book=Book.FUND, normal=Normal.DEBIT, debits_cents=5_00, credits_cents=0
        )


def bad(money: MoneyWorld, what: str) -> Transfer:
    bank, fees, voted = chart.account(Role.BANK), chart.account(Role.FEES), chart.account(Role.VOTED, money.ems_2022)
    entry = give(money, 100_00, "virement-1")
    debit, credit, cents = {
        "nothing": (bank, fees, 0),
        "to itself": (bank, bank, 5),
        "across the books": (bank, chart.account(Role.AVAILABLE, money.ems_2022), 5),
        "the wrong way": (fees, bank, 5),
        "debts of an asset": (chart.account(Role.LAPSED, money.ems_2022), voted, 35_000_01),
    }[what]
    return Transfer(entry=entry, n=2, debit=debit, credit=credit, cents=cents)


@pytest.mark.parametrize("what", ["nothing", "to itself", "across the books", "the wrong way", "debts of an asset"])
def test_the_database_refuses_an_impossible_transfer(money, what):
    transfer = bad(money, what)

    with pytest.raises(IntegrityError), transaction.atomic():
        transfer.save()


def test_the_books_balance_and_the_audit_says_nothing(money):
    give(money, 100_00, "virement-1")

    assert all(debited == credited for _, debited, credited in books.totals())
    assert [book for book, _, _ in books.totals()] == [Book.BUDGET, Book.FUND]
    assert list(books.check()) == []


@pytest.mark.parametrize(
    ("sql", "codes"),
    [
        ("UPDATE funding_transfer SET cents = 99 WHERE entry_id = %s", {"account-sums", "entry-changed"}),
        ("DELETE FROM funding_transfer WHERE entry_id = %s", {"account-sums", "entry-changed"}),
        ("UPDATE funding_entry SET kind = 'gift' WHERE id = %s", {"entry-changed"}),
        ("UPDATE funding_entry SET reason = 'rien' WHERE id = %s", {"entry-changed"}),
        ("UPDATE funding_entry SET occurred_on = '2022-01-01' WHERE id = %s", {"entry-changed"}),
        ("UPDATE funding_entry SET seq = 7 WHERE id = %s", {"entry-unbound", "entry-changed"}),
        ("UPDATE funding_account SET debits_cents = 9999999 WHERE code = 'bank' AND %s > 0", {"account-sums"}),
    ],
)
def test_an_audit_names_what_was_changed_behind_its_back(money, sql, codes):
    first = give(money, 100_00, "virement-1")
    give(money, 50_00, "virement-2")

    with triggers.lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql, [first.pk])

    found = list(books.check())
    assert {fault.code for fault in found} == codes
    assert {fault.subject for fault in found if fault.code.startswith("entry")} <= {
        f"funding_entry:{first.pk}",
        f"funding_entry:{first.pk + 1}",
    }


def test_a_chain_that_loses_a_link_says_so(money):
    first = give(money, 100_00, "virement-1")
    give(money, 50_00, "virement-2")

    with triggers.lifted(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM funding_transfer WHERE entry_id = %s", [first.pk])
        cursor.execute("DELETE FROM funding_entry WHERE id = %s", [first.pk])

    assert "entry-unbound" in {fault.code for fault in books.check()}


def test_an_account_that_was_never_used_holds_nothing(db):
    assert books.balance("reserved:pledge:999") == 0
