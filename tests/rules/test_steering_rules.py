"""The arithmetic of the dashboard, and what public figures keep back."""

import random

import pytest

from okote_flow.steering import secrecy
from okote_flow.steering.rules import leverage, leverage_rule, ranked


def tables():
    """A thousand tables of chance, most of them with small groups."""
    chance = random.Random(32)
    for _ in range(1000):
        names = chance.sample("abcdefgh", chance.randint(0, 8))
        yield {name: (chance.randint(0, 9), chance.randint(0, 9), chance.randint(0, 40)) for name in names}


@pytest.mark.parametrize(
    ("histogram", "part", "found"),
    [
        ({}, 50, None),
        ({4: 1}, 90, 4),
        ({1: 1, 2: 1, 3: 1}, 50, 2),
        ({1: 1, 2: 1}, 50, 1),
        ({1: 9, 100: 1}, 90, 1),
        ({1: 8, 100: 2}, 90, 100),
    ],
)
def test_a_rank_is_one_of_the_values(histogram, part, found):
    assert ranked(histogram, part) == found


@pytest.mark.parametrize(
    ("public", "whole", "found"), [(30_510_00, 91_950_00, 301), (0, 5, None), (1, 3, 300), (2, 3, 150), (3, 2, 67)]
)
def test_the_leverage_is_whole_cents_behind_one_public_euro(public, whole, found):
    assert leverage(public, whole) == found


def test_the_rule_of_one_to_one_to_one_is_three_euros():
    assert (leverage_rule(1, 1), leverage_rule(1, 2)) == (300, 400)


@pytest.mark.parametrize(
    ("table", "kept", "hides_total"),
    [
        ({"a": (9, 9, 90), "b": (8, 8, 80)}, "", False),
        ({"a": (9, 9, 90), "b": (2, 8, 80), "c": (7, 7, 70)}, "bc", False),
        ({"a": (9, 9, 90), "b": (1, 1, 1), "c": (1, 1, 1), "d": (7, 7, 70)}, "bcd", False),
        ({"a": (3, 3, 30), "b": (3, 3, 30)}, "ab", False),
        ({"a": (1, 1, 1), "b": (1, 1, 1)}, "ab", True),
        ({"a": (3, 3, 30)}, "a", True),
        ({"a": (3, 3, 30), "b": (0, 0, 0)}, "a", True),
        ({"a": (9, 9, 90), "b": (0, 0, 0)}, "", False),
        ({}, "", False),
    ],
)
def test_small_groups_are_kept_back_with_what_would_tell_them(table, kept, hides_total):
    found = secrecy.keep_back(table, 5)

    assert (found.lines, found.hides_total) == (frozenset(kept), hides_total)


def test_no_line_that_is_told_is_small_and_no_subtraction_tells_another():
    for table in tables():
        found = secrecy.keep_back(table, 5)
        told = {name: sizes for name, sizes in table.items() if name not in found.lines}

        assert not any(secrecy.is_small(sizes, 5) for sizes in told.values())
        if found.hides_total:
            assert not any(any(sizes) for sizes in told.values())
        elif found.lines:
            rest = [sum(table[name][place] for name in found.lines) for place in range(3)]
            assert len(found.lines) > 1
            assert not secrecy.is_small(rest, 5)
