"""The audit of the money: silent when all is true, and naming the row that was changed behind its back."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from funding import actions, checks
from funding.models import Gift
from okote_flow import triggers
from tests.money import OTHER_IBAN, MoneyWorld


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


@contextmanager
def tampered(sql: str) -> Iterator[None]:
    """What somebody does who may drop triggers; undone afterwards."""
    with transaction.atomic():
        with triggers.lifted(connection), connection.cursor() as cursor:
            cursor.execute(sql)
        yield
        transaction.set_rollback(True)


def found() -> set[str]:
    """ "code table" of each fault."""
    return {f"{fault.code} {fault.subject.rpartition(':')[0]}" for fault in checks.check()}


def lived_through(money: MoneyWorld) -> None:
    """One project paid, one failed, one running with a refund, one in preparation."""
    money.paid(4_000_00)
    money.closed(100_00)
    running = money.running()
    actions.refund_gift(money.gift(running, 70_00), key="R-1", cents=20_00, by=money.odile)
    money.prepared()


def test_an_audit_of_true_books_is_silent(money):
    lived_through(money)

    assert list(checks.check()) == []


CASES = {
    "UPDATE funding_gift SET cents = cents + 1": "row-changed funding_gift",
    "UPDATE funding_gift SET cents = cents + 2": "gift-unbooked funding_gift",
    "UPDATE funding_gift SET means = 'cash'": "row-changed funding_gift",
    "UPDATE funding_refund SET cents = 99 WHERE key <> 'R-1'": "gift-refunds funding_gift",
    "UPDATE funding_refund SET cents = 99 WHERE key = 'asked:R-1'": "row-changed funding_refund",
    "UPDATE funding_pledge SET cap_cents = cap_cents + 1": "row-changed funding_pledge",
    "UPDATE funding_pledge SET cap_cents = cap_cents - 1": "pledge-unreserved funding_pledge",
    "UPDATE funding_pledge SET weight = 1": "row-changed funding_pledge",
    "UPDATE funding_campaign SET fee_bps = 0": "row-changed funding_campaign",
    "UPDATE funding_campaign SET state = 'open' WHERE state = 'failed'": "campaign-astray funding_campaign",
    "UPDATE funding_campaign SET ratio_num = 2": "match-wrong funding_pledge",
    "UPDATE funding_envelope SET voted_cents = 1": "envelope-vote funding_envelope",
    "UPDATE funding_agreement SET allows_pass_on = (id < 0)": "row-changed funding_agreement",
    "UPDATE funding_matchdelta SET cents = cents + 1": "match-wrong funding_pledge",
    "UPDATE funding_settlementline SET gross_cents = gross_cents + 1": "settlement-changed funding_settlement",
    "UPDATE funding_cashreceipt SET cents = 1": "row-changed funding_cashreceipt",
    f"UPDATE funding_bankdetails SET iban = '{OTHER_IBAN}'": "row-changed funding_bankdetails",
    f"UPDATE funding_payoutorder SET iban = '{OTHER_IBAN}'": "order-changed funding_payoutorder",
    "UPDATE funding_payoutorder SET state = 'approved'": "order-astray funding_payoutorder",
    "UPDATE funding_payoutline SET cents = cents + 1": "order-changed funding_payoutorder",
    "UPDATE funding_payoutline SET cents = cents + 2": "not-passed-on funding_settlement",
    "UPDATE funding_payoutline SET cents = cents + 3": "paid-wrong funding_settlement",
    "DELETE FROM funding_approval WHERE office = 'director'": "order-unsigned funding_payoutorder",
    "DELETE FROM funding_approval WHERE office = 'treasurer'": "row-gone funding_approval",
    "UPDATE funding_account SET credits_cents = 1 WHERE code = 'refunds'": "account-sums funding_account",
    "UPDATE funding_account SET credits_cents = 2 WHERE code = 'refunds'": "refunds-wrong funding_account",
    "UPDATE funding_account SET debits_cents = 900000 WHERE role = 'receivable'": "receivable-wrong funding_account",
    "UPDATE funding_account SET credits_cents = 400001 WHERE role = 'paid'": "envelope-sum funding_envelope",
    "UPDATE funding_entry SET hash = 'x' WHERE kind = 'cash' AND seq = 4": "entry-gone journal_event",
}
"""What is done to the tables -> what the audit must say at least."""


def test_an_audit_names_the_row_that_was_changed(money):
    lived_through(money)

    unnoticed = {}
    for sql, expected in CASES.items():
        with tampered(sql):
            said = found()
            if expected not in said:
                unnoticed[sql] = said

    assert unnoticed == {}


def test_a_campaign_that_is_over_and_keeps_money_is_found(money):
    lived_through(money)

    with tampered("UPDATE funding_account SET credits_cents = credits_cents + 1 WHERE role = 'citizens'"):
        assert "campaign-not-empty funding_campaign" in found()


def test_a_gift_that_nobody_told_of_is_found(money):
    campaign = money.running()
    Gift.objects.create(
        campaign=campaign, provider_reference="GLISSÉ", cents=100_00, means="cash", pledged_at=campaign.starts_at
    )

    assert found() >= {"row-untold funding_gift", "gift-unbooked funding_gift", "campaign-gifts funding_campaign"}
