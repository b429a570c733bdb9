"""Months are locked, entries reversed, days sealed; behind a lock nothing is written, not even by SQL."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from funding import actions, books, checks
from funding.models import Entry, Period
from okote_flow import clock, triggers
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations import sweep
from okote_flow.refusals import Refused
from tests.money import MoneyWorld, account

JUNE = datetime(2022, 6, 10, 9, tzinfo=clock.PARIS)


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def refusal_of(act, *args, **given) -> list[str]:
    with pytest.raises(Refused) as refused:
        act(*args, **given)
    return [refusal.code for refusal in refused.value.refusals]


def advance(money: MoneyWorld, key: str, received_on: date, cents: int = 100_00):
    return actions.record_advance(money.ems_2022, cents=cents, key=key, received_on=received_on, by=money.tess)


# -------------------------------------------------------------------------------------------------------------- months


def test_nothing_is_dated_in_a_locked_month_until_it_is_reopened(money):
    with clock.frozen(JUNE):
        actions.lock_period(month="2022-05", by=money.tess)
        assert refusal_of(advance, money, "V-1", date(2022, 5, 31)) == ["period-locked"]
        advance(money, "V-2", date(2022, 6, 1))
        actions.reopen_period(month="2022-05", reason="Relevé arrivé tard.", by=money.didier)
        advance(money, "V-1", date(2022, 5, 31))

    assert Entry.objects.get(key="cash:V-1").occurred_on == date(2022, 5, 31)
    assert account("bank") == 200_00
    assert list(checks.check()) == []


def test_the_database_itself_refuses_an_entry_in_a_locked_month(money):
    Period.objects.create(month=clock.today().isoformat()[:7], is_locked=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        advance(money, "V-1", clock.today())


def test_a_lock_is_an_act_done_once(money):
    with clock.frozen(JUNE):
        first = actions.lock_period(month="2022-05", by=money.tess)
        assert actions.lock_period(month="2022-05", by=money.didier) == first

    assert Event.objects.filter(kind=Kind.PERIOD_LOCKED).count() == 1


@pytest.mark.parametrize(
    ("month", "code"), [("2022-06", "period-running"), ("2022-13", "period-wrong"), ("", "period-wrong")]
)
def test_only_a_month_that_is_over_is_locked(money, month, code):
    with clock.frozen(JUNE):
        assert refusal_of(actions.lock_period, month=month, by=money.tess) == [code]


def test_treasurer_and_director_lock_and_only_the_director_reopens_with_a_reason(money):
    with clock.frozen(JUNE):
        assert refusal_of(actions.lock_period, month="2022-05", by=money.odile) == ["not-yours"]
        assert refusal_of(actions.reopen_period, month="2022-05", reason="x", by=money.didier) == ["period-open"]
        assert refusal_of(actions.reopen_period, month="mai", reason="x", by=money.didier) == ["period-wrong"]
        actions.lock_period(month="2022-05", by=money.tess)
        assert refusal_of(actions.reopen_period, month="2022-05", reason="x", by=money.tess) == ["not-yours"]
        assert refusal_of(actions.reopen_period, month="2022-05", reason=" ", by=money.didier) == ["reason-missing"]

    assert Period.objects.get().is_locked


def test_books_that_are_not_true_are_not_locked(money):
    with transaction.atomic():
        with triggers.lifted(connection), connection.cursor() as cursor:
            cursor.execute("UPDATE funding_entry SET reason = 'x' WHERE kind = 'vote'")
        with clock.frozen(JUNE):
            assert refusal_of(actions.lock_period, month="2022-05", by=money.tess) == ["books-unbalanced"]
        transaction.set_rollback(True)


def test_the_audit_finds_what_was_written_behind_a_lock(money):
    with clock.frozen(JUNE):
        actions.lock_period(month="2022-05", by=money.tess)
    with transaction.atomic():
        with triggers.lifted(connection), clock.frozen(JUNE.replace(day=11)):
            Period.objects.update(is_locked=False)
            advance(money, "V-1", date(2022, 5, 31))
            Period.objects.update(is_locked=True)
        found = [fault.code for fault in checks.locked_months()]
        transaction.set_rollback(True)

    assert found == ["entry-late"]


# ----------------------------------------------------------------------------------------------------------- reversals


def test_an_entry_is_reversed_once_and_both_stay(money):
    advance(money, "V-1", clock.today())
    entry = Entry.objects.get(key="cash:V-1")

    mirror = actions.reverse_entry(entry, reason="Virement d’un autre dossier.", by=money.tess)

    assert actions.reverse_entry(entry, reason="Encore.", by=money.tess) == mirror
    assert (mirror.reverses, mirror.reason) == (entry, "Virement d’un autre dossier.")
    assert account("bank") == account("advance", money.ems_2022) == 0
    assert Event.objects.filter(kind=Kind.ENTRY_REVERSED).count() == 1
    assert list(checks.check()) == []


def test_a_reversal_has_a_reason_and_is_itself_not_reversed(money):
    advance(money, "V-1", clock.today())
    entry = Entry.objects.get(key="cash:V-1")

    assert refusal_of(actions.reverse_entry, entry, reason=" ", by=money.tess) == ["reason-missing"]
    assert refusal_of(actions.reverse_entry, entry, reason="x", by=money.odile) == ["not-yours"]
    mirror = actions.reverse_entry(entry, reason="Erreur.", by=money.tess)
    assert refusal_of(actions.reverse_entry, mirror, reason="x", by=money.tess) == ["not-reversible"]
    assert [refusal.code for refusal in actions.reversal_refusals(entry, money.tess)] == ["reversed-already"]


def test_what_another_act_answers_is_not_reversed_by_hand(money):
    money.paid(4_000_00)

    kinds = set(Entry.objects.values_list("kind", flat=True)) - {"cash"}
    assert {"vote", "gift", "reservation", "settlement", "payout"} <= kinds
    for kind in sorted(kinds):
        entry = Entry.objects.filter(kind=kind).first()
        assert refusal_of(actions.reverse_entry, entry, reason="x", by=money.tess) == ["not-reversible"], kind


def test_money_that_was_paid_out_since_is_not_taken_back(money):
    money.paid(4_000_00)
    entry = Entry.objects.filter(kind="cash").first()

    found = refusal_of(actions.reverse_entry, entry, reason="x", by=money.tess)

    assert set(found) == {"reversal-short"}


def test_a_partners_payment_reversed_is_awaited_again(money):
    campaign = money.settled()
    pledge = campaign.pledges.first()
    actions.record_cash(pledge, cents=4_000_00, key="V-9", by=money.tess)

    actions.reverse_entry(Entry.objects.get(key="cash:V-9"), reason="Autre projet.", by=money.tess)

    assert books.balance(f"grant:{pledge.subject}") == 4_000_00
    actions.record_cash(pledge, cents=4_000_00, key="V-10", by=money.tess)
    assert list(checks.check()) == []


def test_every_kind_of_entry_has_a_name(money):
    money.paid(4_000_00)
    money.closed(100_00)

    assert set(Entry.objects.values_list("kind", flat=True)) <= books.KINDS.keys()
    assert books.KINDS.keys() >= actions.bookkeeping.REVERSIBLE


# --------------------------------------------------------------------------------------------------------------- seals


def test_the_books_are_sealed_once_a_day_by_the_sweep(money):
    sweep.run()
    sweep.run()
    seals = Event.objects.filter(kind=Kind.BOOKS_SEALED)
    assert seals.count() == 1

    with clock.frozen(JUNE):
        sweep.run()
        assert seals.count() == 1  # nothing was written since
        advance(money, "V-1", date(2022, 6, 10))
    with clock.frozen(JUNE.replace(day=11)):
        sweep.run()

    assert seals.count() == 2
    assert list(checks.sealed_books()) == []


def test_all_roots_found_in_one_reading_are_those_that_each_day_would_find(money, django_assert_num_queries):
    money.running()
    numbers = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    bounds = [0, *numbers, numbers[-1] + 7]

    with django_assert_num_queries(1):
        found = books.roots(bounds)

    assert found == {bound: books.root(bound) for bound in bounds}
    assert len({root for root, _ in found.values()}) == len(numbers) + 1
    assert books.roots([]) == {}


def test_the_audit_finds_that_an_entry_was_changed_behind_a_seal(money):
    actions.seal_books(by=None)
    with transaction.atomic():
        with triggers.lifted(connection), connection.cursor() as cursor:
            cursor.execute("UPDATE funding_entry SET hash = 'x' WHERE kind = 'vote'")
        found = {fault.code for fault in checks.sealed_books()}
        transaction.set_rollback(True)

    assert found == {"books-unsealed"}
