"""Reading on loses nothing, in whatever order rows become visible, and brings nothing twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.since import MOST_MISSING, OVERLAP, Cursor

ORDERS = st.integers(1, 40).flatmap(lambda count: st.permutations(range(1, count + 1)))


@given(ORDERS, st.lists(st.integers(1, 10), min_size=1, max_size=20))
def test_every_row_is_read_once_in_whatever_order_they_appear(order, steps):
    visible, read, cursor = set(), [], Cursor()
    waiting = list(order)
    for step in [*steps, len(order)]:
        visible |= set(waiting[:step])
        del waiting[:step]
        fresh = [number for number in sorted(visible) if number > cursor.top or number in cursor.missing]
        read += fresh
        cursor = Cursor.parse(str(cursor.after(fresh)))

    assert sorted(read) == sorted(order)


def test_what_stays_missing_is_forgotten_far_behind():
    cursor = Cursor(10, frozenset({8})).after([10 + OVERLAP])

    assert 8 not in cursor.missing
    assert len(cursor.missing) == MOST_MISSING
    assert min(cursor.missing) > 10


@pytest.mark.parametrize("text", ["", "a", "1.b", "-1", "1..2", "1.2.é", ".".join(["9"] * (MOST_MISSING + 2)), "²"])
def test_a_cursor_that_nobody_gave_out_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        Cursor.parse(text)


def test_a_cursor_is_short_and_reads_back():
    cursor = Cursor(1_234_567, frozenset({1_234_560, 1_234_561}))

    assert str(cursor) == "1234567.6.7"
    assert Cursor.parse(str(cursor)) == cursor
