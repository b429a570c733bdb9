"""Whatever order a provider's messages come in, and however often each: the same books. Tried by Hypothesis."""

import json
import random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funding import actions, checks
from funding.actions.events import _store
from funding.models import Account, ProviderEvent, Trust
from tests.money import MoneyWorld
from tests.payments import asked

EURO = st.integers(min_value=5, max_value=400).map(lambda euros: euros * 100)


@st.composite
def histories(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    """For each announced gift what its provider tells, in the order in which it happened."""
    found = []
    for place in range(draw(st.integers(1, 3))):
        cents, told = draw(EURO), [{"state": "pending"}]
        if draw(st.booleans()):
            told.append({"state": "refused"})
        if draw(st.integers(0, 4)):
            told.append({"state": "confirmed"})
            told += draw(reversals(cents))
        found.append([{"gift": place, "amount": cents} | one for one in told])
    return found


@st.composite
def reversals(draw: st.DrawFn, cents: int) -> list[dict[str, Any]]:
    """Parts that go back, together no more than was given; some are announced first, some are given up."""
    told, rest = [], cents
    for number in range(draw(st.integers(0, 3))):
        part = draw(st.integers(1, max(1, rest)))
        if part > rest:
            break
        begun, done, dropped = draw(
            st.sampled_from(
                [("refunding", "refunded", "refund_dropped"), ("contested", "charged_back", "contest_won")]
            )
        )
        reversal = {"id": f"r-{number}", "amount": part}
        told.append({"state": begun, "reversal": reversal})
        ends = draw(st.sampled_from([done, dropped, None]))
        if ends is not None:
            told.append({"state": ends, "reversal": reversal})
        rest -= part if ends == done else 0
    return told


def balances() -> dict[str, int]:
    return {row.code: row.balance_cents for row in Account.objects.all() if row.balance_cents}


@pytest.fixture
def campaign(db: None):
    return MoneyWorld.begun().running()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(history=histories(), seed=st.integers(0, 2**32))
def test_any_order_and_any_repetition_of_messages_leads_to_the_same_books(campaign, history, seed):
    in_order = [one for gift in history for one in gift]
    shuffled = in_order * 2
    random.Random(seed).shuffle(shuffled)

    first, faults = played(campaign, history, in_order)
    second, more = played(campaign, history, shuffled)

    assert first == second
    assert faults == more == []


def played(campaign: Any, history: list[Any], messages: list[dict[str, Any]]) -> tuple[dict[str, int], list[Any]]:
    """The books after these messages, in a world that is undone. Each is kept anew: two alike are two messages."""
    with transaction.atomic():
        checkouts = [asked(campaign, gift[0]["amount"]) for gift in history]
        for number, one in enumerate(messages):
            checkout = checkouts[one["gift"]]
            said = {"payment": f"p-{one['gift']}", "checkout": checkout.token, "tip": 0, "currency": "EUR"}
            raw = json.dumps(one | said | {"id": number}).encode()
            actions.process_event(_store("simulated", raw, {}, Trust.LOCAL), by=None)
        assert not ProviderEvent.objects.filter(state="held").exists()
        found = balances(), list(checks.check())
        transaction.set_rollback(True)
    return found
