"""Ends of years, advances, reversals and locks in any order: every euro voted stays in one state of one envelope."""

from datetime import date, datetime

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from funding import actions, checks
from funding.models import Entry
from okote_flow import clock
from okote_flow.refusals import Refused
from tests.money import MoneyWorld, account

NEW_YEAR = datetime(2023, 1, 5, 9, tzinfo=clock.PARIS)


class Bookkeeping(RuleBasedStateMachine):
    """Each life is undone at its end. The oracle remembers what is available and what stands on the bank."""

    money: MoneyWorld

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.time = clock.frozen(NEW_YEAR)
        self.time.__enter__()
        self.following = self.money.envelope(self.money.ems, 20_000_00, year=2023)
        self.available = {2022: 35_000_00, 2023: 20_000_00}
        self.bank, self.locked, self.receipts = 0, False, 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        self.time.__exit__(None, None, None)

    def try_(self, act, *args, **given):
        """What the act gave, None where it was refused; a refusal leaves no trace."""
        try:
            return act(*args, **given)
        except Refused:
            return None

    @rule()
    def lapse(self) -> None:
        if self.try_(actions.lapse_envelope, self.money.ems_2022, by=self.money.didier):
            self.available[2022] = 0

    @rule()
    def carry(self) -> None:
        envelope = self.money.ems_2022
        done = self.try_(actions.carry_over_envelope, envelope, deliberation_ref="R", by=self.money.didier)
        if done and self.available[2022]:
            self.available[2023] += self.available[2022]
            self.available[2022] = 0

    @rule(cents=st.integers(1, 9_000_00), day=st.sampled_from([date(2022, 12, 30), date(2023, 1, 4)]))
    def advance(self, cents: int, day: date) -> None:
        self.receipts += 1
        key = f"V-{self.receipts}"
        envelope, tess = self.money.ems_2022, self.money.tess
        done = self.try_(actions.record_advance, envelope, cents=cents, key=key, received_on=day, by=tess)
        assert (done is None) == (self.locked and day.year == 2022)
        self.bank += cents if done else 0

    @rule(kind=st.sampled_from(["advance", "lapse", "carry-over"]))
    def reverse(self, kind: str) -> None:
        entry = Entry.objects.filter(kind=kind, reversal=None).last()
        if entry is None:
            return
        cents = entry.transfers.earliest("pk").cents
        if self.try_(actions.reverse_entry, entry, reason="Erreur.", by=self.money.tess) is None:
            return
        if kind == "advance":
            self.bank -= cents
        else:
            self.available[2022] += cents
            self.available[2023] -= cents if kind == "carry-over" else 0

    @rule()
    def lock(self) -> None:
        actions.lock_period(month="2022-12", by=self.money.tess)
        self.locked = True

    @rule()
    def reopen(self) -> None:
        if self.try_(actions.reopen_period, month="2022-12", reason="Relevé tardif.", by=self.money.didier):
            self.locked = False

    @rule()
    def seal(self) -> None:
        actions.seal_books(by=None)

    @invariant()
    def the_books_say_what_the_oracle_remembers(self) -> None:
        if not hasattr(self, "following"):
            return
        assert account("available", self.money.ems_2022) == self.available[2022]
        assert account("available", self.following) == self.available[2023]
        assert account("bank") == account("advance", self.money.ems_2022) == self.bank
        assert list(checks.check()) == []


def test_whatever_the_bookkeepers_do_every_euro_stays_in_one_state(db):
    Bookkeeping.money = MoneyWorld()

    run_state_machine_as_test(
        Bookkeeping,
        settings=settings(
            max_examples=8,
            stateful_step_count=10,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
