"""The margin of a quorum: how many may leave, how many voices are missing, exactly and whoever leaves."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committees.margin import leavers, missing, missing_of_theme
from committees.rules import (
    COMMITTEE_PRESET,
    PRESENT,
    Standing,
    quorum_met,
    quorum_needed,
    quorum_present,
    theme_present,
)
from tests.rules.shorthand import STANDINGS, roll


@pytest.mark.parametrize(
    ("marks", "proxies", "fallbacks", "people", "voices"),
    [
        ("PPPPP-----", {}, {}, 1, 0),  # five are needed, five are there
        ("PPPPPPP---", {}, {}, 3, 0),
        ("PPPP------", {}, {}, 0, 1),
        ("----", {}, {}, 0, 2),
        ("PPRR------", {2: 0, 3: 1}, {}, 0, 1),
        ("PPPRR-----", {3: 0, 4: 1}, {}, 1, 0),
        ("PPPPPRR---", {5: 0, 6: 1}, {}, 2, 0),  # whoever carries a voice takes it along: two leave, four are lost
        ("PPPPR---", {4: 0}, {}, 1, 0),  # four are needed; the holder takes two
        ("PPPPR---", {4: 0}, {4: 1}, 2, 0),  # unless a fallback stays: then it takes two people
        ("PPPP----", {3: 0}, {}, 1, 0),  # the giver leaves their voice behind, the holder does not
        ("Px", {}, {}, 1, 0),
        ("X", {}, {}, 0, 1),
    ],
)
def test_the_margin_counts_people_who_leave_and_voices_that_are_missing(marks, proxies, fallbacks, people, voices):
    item = roll(marks, proxies, fallbacks)

    assert (leavers(item), missing(item)) == (people, voices)


@pytest.mark.parametrize(
    ("marks", "proxies", "qualified", "people", "partners"),
    [
        ("PPPPPPP---", {}, {0, 1}, 1, 0),  # three could leave, but one of the two qualified partners is enough
        ("PPPPP-----", {}, {0, 1, 2}, 1, 0),  # here the quorum itself is at its last person
        ("PPPPPPP---", {}, {0, 1, 2}, 2, 0),
        ("PPPPPPP---", {}, {0, 8}, 0, 1),
        ("xPPPPPP---", {}, {0, 1}, 0, 1),
        ("PPPPPR---", {5: 0}, {1, 5}, 1, 0),  # whoever carries a qualified partner's voice takes it along
        ("PPPPPPP---", {}, {}, 0, 2),
    ],
)
def test_the_margin_counts_the_qualified_partners_of_the_theme(marks, proxies, qualified, people, partners):
    item, rule = roll(marks, proxies, qualified=qualified), replace(COMMITTEE_PRESET, quorum_theme_min=2)

    assert (leavers(item, rule), missing_of_theme(item, rule)) == (people, partners)


@st.composite
def some_roll(draw):
    """Up to eight seats with proxies that the rules would take: no chain, a fallback that is not the holder."""
    seats = list(range(draw(st.integers(1, 8))))
    standing = {seat: STANDINGS[draw(st.sampled_from("PPPDD-xX"))] for seat in seats}
    givers = draw(st.lists(st.sampled_from(seats), unique=True, max_size=len(seats) - 1))
    named = [seat for seat in seats if seat not in givers]
    proxies = {giver: draw(st.sampled_from(named)) for giver in givers}
    fallbacks = {giver: draw(st.sampled_from(named)) for giver in givers if draw(st.booleans())}
    for giver in givers:
        if standing[giver] == Standing.ABSENT:
            standing[giver] = Standing.REPRESENTED
    some = st.frozensets(st.sampled_from(seats))
    return replace(
        roll(""), standings=standing, proxies=proxies, qualified=draw(some), substituted=draw(some),
        fallbacks={giver: seat for giver, seat in fallbacks.items() if seat != proxies[giver]},
    )  # fmt: skip


def without(item, gone):
    """The same roll once these have left the room: who gave a proxy is represented."""
    away = {seat: Standing.REPRESENTED if seat in item.proxies else Standing.ABSENT for seat in gone}
    return replace(item, standings={**item.standings, **away})


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    some_roll(), st.booleans(), st.booleans(), st.sampled_from([(1, 2), (1, 3), (2, 3), (0, 1)]), st.integers(1, 3),
    st.integers(0, 2),
)  # fmt: skip
def test_the_margin_is_exact(item, counts_remote, counts_proxies, quorum, minimum, of_theme):
    num, den = quorum
    rule = replace(
        COMMITTEE_PRESET, counts_remote=counts_remote, counts_proxies=counts_proxies,
        quorum_num=num, quorum_den=den, quorum_minimum=minimum, quorum_theme_min=of_theme,
    )  # fmt: skip

    def holds(gone):
        return quorum_met(without(item, gone), rule)

    there = [seat for seat, standing in item.standings.items() if standing in PRESENT]
    people = leavers(item, rule)
    lacking = missing(item, rule) + missing_of_theme(item, rule)
    assert (lacking == 0) == holds(()) == (people > 0)
    if people:
        assert all(holds(gone) for fewer in range(people) for gone in combinations(there, fewer))
        assert any(not holds(gone) for gone in combinations(there, people))
    assert quorum_present(item, rule) + missing(item, rule) >= quorum_needed(item, rule)
    assert theme_present(item, rule) + missing_of_theme(item, rule) >= of_theme
