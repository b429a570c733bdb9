"""Money as whole cents: read, written, shared out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okote_flow.cents import euros, parse_euros, share_out
from okote_flow.refusals import Refused

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, f"0{NBSP}€"),
        (1, f"0,01{NBSP}€"),
        (12_345, f"123,45{NBSP}€"),
        (12_600_00, f"12{NBSP}600{NBSP}€"),
        (-5_00, f"−5{NBSP}€"),
        (1_234_567_89, f"1{NBSP}234{NBSP}567,89{NBSP}€"),
    ],
)
def test_amounts_are_written_as_french_readers_expect(cents, text):
    assert euros(cents) == text


def test_exact_amounts_always_show_their_cents():
    assert euros(12_600_00, exact=True) == f"12{NBSP}600,00{NBSP}€"


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1250", 1250_00),
        ("1 250,5", 1250_50),
        (f"1{NBSP}250,05{NBSP}€", 1250_05),
        ("0.07", 7),
        ("12 600€", 12_600_00),
    ],
)
def test_what_people_type_is_read_to_the_cent(text, cents):
    assert parse_euros(text) == cents


@pytest.mark.parametrize("text", ["", "abc", "1,234", "12,5,5", "-3", "1e3", "٣", "1 250 euros", "9" * 13, "NaN"])
def test_what_is_not_an_amount_is_refused(text):
    with pytest.raises(Refused) as refused:
        parse_euros(text)

    assert [refusal.code for refusal in refused.value.refusals] == ["amount-unreadable"]


@given(st.integers(0, 10**12))
def test_what_is_written_is_read_back(cents):
    assert parse_euros(euros(cents, exact=True)) == cents


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=6).filter(any))
def test_sharing_out_loses_no_cent_and_is_fair_to_within_one(total, weights):
    parts = share_out(total, weights)

    assert sum(parts) == total
    assert all(
        abs(part * sum(weights) - total * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True)
    )
