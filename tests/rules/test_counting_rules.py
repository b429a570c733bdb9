"""The count under the rules that a committee may adopt: bases, ties, quorum, and what holds whatever the rule."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committees.counting import DecidedBy, consistent, count, verdict
from committees.rules import COMMITTEE_PRESET, MajorityBase, TieRule, VotingRule
from tests.rules.shorthand import F, ballots, roll


@pytest.mark.parametrize("tie_rule", [TieRule.SECOND_ROUND, TieRule.ADJOURN])
def test_a_tie_that_is_left_open_gives_no_verdict(tie_rule):
    result = count(roll("PPPP"), ballots("ffaa"), replace(COMMITTEE_PRESET, tie_rule=tie_rule))

    assert (result.is_settled, result.adopted) == (False, False)
    assert "rien n’est décidé" in result.explanation
    with pytest.raises(AssertionError):
        verdict(result)


@pytest.mark.parametrize(
    ("base", "said", "value", "required", "adopted"),
    [
        # seven seats: five there, one absent, one recused under L1111-6 II; more than half
        (MajorityBase.EXPRESSED, "ffan.", 3, 2, True),
        (MajorityBase.CAST, "ffan.", 4, 3, False),
        (MajorityBase.CAST, "fffa.", 4, 3, True),
        (MajorityBase.PRESENT, "ffan.", 5, 3, False),
        (MajorityBase.PRESENT, "fff..", 5, 3, True),
        (MajorityBase.IN_OFFICE, "fffa.", 6, 4, False),
        (MajorityBase.IN_OFFICE, "ffff.", 6, 4, True),
        (MajorityBase.IN_OFFICE, "nnn..", 6, 4, False),
    ],
)
def test_the_majority_is_counted_on_the_base_of_the_rule(base, said, value, required, adopted):
    result = count(roll("PPPPP-X"), ballots(said), replace(COMMITTEE_PRESET, majority_base=base))

    assert (result.base_value, result.majority_required, result.adopted) == (value, required, adopted)
    assert ("pèse comme un vote contre" in result.explanation) == (base is not MajorityBase.EXPRESSED)


def test_on_another_base_than_the_votes_expressed_an_equal_count_is_no_tie_to_be_broken():
    rule = replace(COMMITTEE_PRESET, majority_base=MajorityBase.CAST)

    assert count(roll("PPPP"), ballots("ffaa"), rule).decided_by is DecidedBy.MAJORITY


@pytest.mark.parametrize(
    ("change", "base", "required"),
    [
        ({}, 5, 3),
        ({"drops_recused": True}, 4, 2),
        ({"quorum_minimum": 4}, 5, 4),
        ({"quorum_num": 2, "quorum_den": 3}, 5, 4),
    ],
)
def test_the_quorum_is_the_fraction_of_the_rule_and_never_less_than_its_minimum(change, base, required):
    rule = replace(COMMITTEE_PRESET, **change)

    result = count(roll("PPP-xX"), ballots("fff"), rule)

    assert (result.quorum_base, result.quorum_required, result.quorum_met) == (base, required, required <= 3)


# ---------------------------------------------------------------------------------------------------- under any rule

FRACTION = st.integers(1, 6).flatmap(lambda den: st.tuples(st.integers(den // 2 + 1, den), st.just(den)))


@st.composite
def some_rule(draw) -> VotingRule:
    (quorum_num, quorum_den), (majority_num, majority_den) = draw(FRACTION), draw(FRACTION)
    return VotingRule(
        quorum_num=draw(st.integers(0, quorum_num)),
        quorum_den=quorum_den,
        quorum_strict=draw(st.booleans()),
        quorum_minimum=draw(st.integers(1, 4)),
        drops_recused=draw(st.booleans()),
        counts_remote=draw(st.booleans()),
        counts_proxies=draw(st.booleans()),
        majority_base=draw(st.sampled_from(MajorityBase)),
        majority_num=majority_num,
        majority_den=majority_den,
        majority_strict=draw(st.booleans()),
        tie_rule=draw(st.sampled_from(TieRule)),
        change_allowed=draw(st.booleans()),
    )


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(st.sampled_from("PDxX-"), min_size=1, max_size=10),
    st.lists(st.sampled_from("fcan."), min_size=10, max_size=10),
    some_rule(),
    st.randoms(use_true_random=False),
)
def test_under_any_rule_the_result_follows_from_its_numbers_whatever_the_order(marks, said, rule, chance):
    item = roll("".join(marks))
    heard = {seat: choice for seat, choice in ballots("".join(said)).items() if seat in item.voters}

    result = count(item, heard, rule)

    assert consistent(result)
    arrived = list(heard.items())
    chance.shuffle(arrived)
    assert count(item, dict(arrived), rule) == result
    assert not (result.adopted and not result.favourable)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(st.sampled_from("PD-x"), min_size=2, max_size=10),
    st.lists(st.sampled_from("fan."), min_size=10, max_size=10),
    some_rule(),
    st.data(),
)
def test_under_any_rule_a_voice_that_goes_over_to_for_never_undoes_an_adoption(marks, said, rule, data):
    item = roll("".join(marks))
    heard = {seat: choice for seat, choice in ballots("".join(said)).items() if seat in item.voters}
    others = sorted(seat for seat in item.voters if heard.get(seat) != F)
    if not others:
        return
    before = count(item, heard, rule)

    after = count(item, heard | {data.draw(st.sampled_from(others)): F}, rule)

    assert after.adopted or not before.adopted
