"""The order of an agenda: as few departures of recused members as any order can have."""

from itertools import permutations
from random import Random

import pytest

from committees.sequence import EXACT, NOBODY, Stop, departures, proposed


def stops(*said):
    """ "ab" stands for a point from which a and b stand aside; "ab!" for one that would lack its quorum."""
    return [Stop(frozenset(map(ord, one.rstrip("!"))), one.endswith("!")) for one in said]


def weighed(points, out=NOBODY):
    """By trying every order: the best, and among the best the first."""
    firm = sum(not one.short for one in points)
    allowed = [one for one in permutations(range(len(points))) if not any(points[at].short for at in one[:firm])]
    return min(allowed, key=lambda one: (departures(points, one, out=out), one))


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ((), 0),
        (("", ""), 0),
        (("a", "a"), 1),
        (("a", "", "a"), 2),
        (("ab", "b", "a"), 3),
        (("a", "b", "a", "b"), 4),
    ],
)
def test_whoever_stands_aside_twice_in_a_row_leaves_once(said, count):
    assert departures(stops(*said)) == count


def test_whoever_is_outside_already_does_not_leave():
    assert departures(stops("a", "b"), out=frozenset({ord("a")})) == 1


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("", "a", "", "b"), (0, 1, 2, 3)),  # nothing to gain: nothing moves
        (("a", "b", "a", "b"), (0, 2, 1, 3)),
        (("", "a", "b", "a", ""), (0, 1, 3, 2, 4)),
        (("a!", "b", ""), (1, 2, 0)),  # quorum first
        (("a", "b!", "a!", "b"), (0, 3, 1, 2)),
    ],
)
def test_the_order_proposed_keeps_quorum_then_the_room_then_the_present_order(said, expected):
    assert proposed(stops(*said)) == expected


@pytest.mark.parametrize("seed", range(60))
def test_no_order_has_fewer_departures(seed):
    dice = Random(seed)
    points = [
        Stop(frozenset(who for who in range(5) if dice.random() < 0.35), dice.random() < 0.2)
        for _ in range(dice.randint(1, 6))
    ]
    out = frozenset(who for who in range(5) if dice.random() < 0.2)

    assert proposed(points, out=out) == weighed(points, out)


@pytest.mark.parametrize("seed", range(5))
def test_a_long_agenda_is_never_made_worse_and_keeps_every_point(seed):
    dice = Random(seed)
    points = [
        Stop(frozenset(who for who in range(8) if dice.random() < 0.2), dice.random() < 0.1) for _ in range(EXACT + 8)
    ]
    kept = sorted(range(len(points)), key=lambda at: points[at].short)

    found = proposed(points)

    assert sorted(found) == list(range(len(points)))
    assert departures(points, found) <= departures(points, kept)
    assert [points[at].short for at in found] == sorted(one.short for one in points)


def test_a_long_agenda_of_few_groups_is_sorted_into_them():
    points = stops(*(["a", "b", "c", ""] * 5))

    assert departures(points, proposed(points)) == 3
