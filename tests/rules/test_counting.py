"""The count of a poll: majority, tie, casting vote, conditions, and what the auditor finds out."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committees.counting import (
    DecidedBy,
    Result,
    Verdict,
    consistent,
    count,
    heads_of,
    judge,
    verdict,
    would_differ_without,
)
from committees.rules import (
    COMMITTEE_PRESET,
    Roll,
    TieRule,
    presiding,
    vote_refusals,
)
from tests.rules.shorthand import A, C, F, N, ballots, codes, roll

# ----------------------------------------------------------------------------------------------------------- the count


@pytest.mark.parametrize(
    ("said", "decided_by", "adopted"),
    [
        ("ffa..", DecidedBy.MAJORITY, True),
        ("faa..", DecidedBy.MAJORITY, False),
        ("fnnnn", DecidedBy.MAJORITY, True),  # abstentions are not votes expressed
        ("annnn", DecidedBy.MAJORITY, False),
        ("cca..", DecidedBy.MAJORITY, True),  # with conditions counts as for
        ("ca...", DecidedBy.CASTING_VOTE, True),
        ("fa...", DecidedBy.CASTING_VOTE, True),
        ("af...", DecidedBy.CASTING_VOTE, False),
        ("nfa..", DecidedBy.TIE_REJECT, False),  # the presiding member abstained
        (".fa..", DecidedBy.TIE_REJECT, False),  # or said nothing
        ("nnnnn", DecidedBy.NO_EXPRESSED, False),
        (".....", DecidedBy.NO_EXPRESSED, False),
    ],
)
def test_the_majority_of_the_votes_expressed_decides(said, decided_by, adopted):
    result = count(roll("PPPPP"), ballots(said))

    assert (result.decided_by, result.adopted) == (decided_by, adopted)


@pytest.mark.parametrize(
    ("secret", "tie_rule", "decided_by", "side"),
    [
        (False, TieRule.CASTING_VOTE, DecidedBy.CASTING_VOTE, F),
        (True, TieRule.CASTING_VOTE, DecidedBy.TIE_REJECT, None),
        (False, TieRule.REJECT, DecidedBy.TIE_REJECT, None),
        (False, TieRule.SECOND_ROUND, DecidedBy.SECOND_ROUND, None),
        (True, TieRule.ADJOURN, DecidedBy.ADJOURN, None),
    ],
)
def test_a_tie_ends_as_the_rule_says_and_the_casting_vote_exists_in_public_votes_only(
    secret, tie_rule, decided_by, side
):
    rule = replace(COMMITTEE_PRESET, tie_rule=tie_rule)

    result = count(roll("PPPP"), ballots("ffaa"), rule, secret=secret)

    assert (result.decided_by, result.casting_side, result.adopted) == (decided_by, side, side is F)


def test_no_casting_side_is_recorded_when_the_majority_decides():
    assert count(roll("PPP"), ballots("ffa")).casting_side is None


def test_a_presiding_member_who_is_recused_or_represented_breaks_no_tie():
    recused = count(roll("xPP", chair=0), {1: F, 2: A})
    represented = count(roll("RPP", proxies={0: 1}, chair=0), {0: F, 1: A, 2: N})

    assert recused.decided_by is DecidedBy.TIE_REJECT
    assert represented.decided_by is DecidedBy.TIE_REJECT


def test_the_casting_vote_moves_with_the_chair():
    item = roll("xPPP")
    item = replace(item, presiding=presiding(item, [0, 1, 2]))

    assert count(item, {1: F, 2: A}).decided_by is DecidedBy.CASTING_VOTE


def test_without_quorum_nothing_is_decided_and_there_is_no_verdict():
    result = count(roll("PP---"), ballots("ff"))

    assert (result.decided_by, result.quorum_met, result.adopted) == (DecidedBy.QUORUM_FAILED, False, False)
    with pytest.raises(AssertionError):
        verdict(result)


@pytest.mark.parametrize(
    ("num", "den", "strict", "said", "adopted"),
    [
        (2, 3, False, "ffffaa", True),
        (2, 3, False, "fffaa", False),
        (2, 3, True, "ffffaa", False),
        (2, 3, True, "ffaa", False),
        (1, 2, False, "afaf", True),  # "at least half" is reached, whatever the presiding member said
    ],
)
def test_only_more_than_half_knows_a_tie(num, den, strict, said, adopted):
    rule = replace(COMMITTEE_PRESET, majority_num=num, majority_den=den, majority_strict=strict)

    result = count(roll("PPPPPP"), ballots(said), rule)

    assert (result.decided_by, result.adopted) == (DecidedBy.MAJORITY, adopted)


@pytest.mark.parametrize(
    ("said", "written", "with_conditions"),
    [
        ("ffcc.", 1, True),  # exactly half of those in favour
        ("fffc.", 1, False),
        ("fcc..", 1, True),
        ("fcc..", 0, False),  # said, but nobody wrote one
        ("cfaa.", 1, True),  # adopted by the casting vote
        ("caaaa", 1, False),  # not adopted at all
        ("ffff.", 2, False),
    ],
)
def test_adopted_with_conditions_when_half_of_those_in_favour_say_so_and_one_is_written(
    said, written, with_conditions
):
    assert count(roll("PPPPP"), ballots(said), conditions_written=written).with_conditions is with_conditions


def test_every_head_is_counted_once():
    result = count(roll("PDPRxX-R", proxies={3: 0, 7: 4}), {0: F, 1: C, 3: A})

    assert {name: value for name, value in asdict(result).items() if name.startswith("n_")} == {
        "n_seats": 8,
        "n_recused": 2,
        "n_recused_l1111_6": 1,
        "n_absent": 2,  # seat 7 gave its voice to somebody who stepped aside
        "n_entitled": 4,
        "n_remote": 1,
        "n_represented": 1,
        "n_voted": 3,
        "n_silent": 1,
        "n_for": 1,
        "n_for_with_conditions": 1,
        "n_against": 1,
        "n_abstain": 0,
        "n_theme": 0,
        "n_theme_remote": 0,
        "n_theme_represented": 0,
    }
    assert (result.quorum_base, result.quorum_required, result.quorum_value, result.base_value) == (7, 4, 4, 3)


@pytest.mark.parametrize("seat", [3, 4, 9])
def test_a_ballot_of_an_absent_or_recused_or_foreign_seat_is_never_counted(seat):
    with pytest.raises(AssertionError):
        count(roll("PPP-x"), {0: F, seat: F})


def test_the_explanation_lets_its_reader_do_the_sum_again():
    told = count(roll("PPPPPPx---"), ballots("fcccan"), conditions_written=1).explanation

    assert told.replace("\u00a0", " ") == (
        "Sièges délibératifs : 10 ; déports : 1 ; absents ou non représentés : 3 ; ayant voix : 6. "
        "Quorum : 6 pour 5 requis, sur 10. "
        "Pour : 4, dont avec réserves : 3 ; contre : 1 ; abstentions : 1 ; sans vote : 0. "
        "Suffrages exprimés : 5 ; majorité : 3. "
        "À la majorité des suffrages exprimés : adopté avec réserves."
    )


@pytest.mark.parametrize(
    ("marks", "said", "rule", "end"),
    [
        ("PPPP", "ffaa", COMMITTEE_PRESET, "Égalité, la voix de la présidence l’emporte : adopté."),
        ("PPPP", "aaff", COMMITTEE_PRESET, "Égalité, la voix de la présidence l’emporte : non adopté."),
        ("PPPP", "nffa", COMMITTEE_PRESET, "À la majorité des suffrages exprimés : adopté."),
        ("PPP", "nfa", COMMITTEE_PRESET, "Égalité, sans voix prépondérante : non adopté."),
        ("PPP", "nnn", COMMITTEE_PRESET, "Aucun suffrage exprimé : non adopté."),
        ("P--", "f", COMMITTEE_PRESET, "Le quorum manque : le comité ne se prononce pas."),
        ("P--", "f", COMMITTEE_PRESET.on_second_call(), "À la majorité des suffrages exprimés : adopté."),
    ],
)
def test_the_explanation_ends_with_what_decided(marks, said, rule, end):
    told = count(roll(marks), ballots(said), rule).explanation.replace("\u00a0", " ")

    assert told.endswith(end)
    assert ("sans condition de quorum" in told) == (rule.quorum_num == 0)
    assert ("Pour :" in told) == ("quorum manque" not in told)


@pytest.mark.parametrize(
    ("said", "written", "redirected", "expected"),
    [
        ("ff...", 0, False, Verdict.FAVOURABLE),
        ("fc...", 1, False, Verdict.FAVOURABLE_WITH_CONDITIONS),
        ("aa...", 0, False, Verdict.UNFAVOURABLE),
        ("aa...", 0, True, Verdict.REDIRECTED),
        ("ff...", 0, True, Verdict.FAVOURABLE),
    ],
)
def test_the_verdict_follows_from_the_main_poll(said, written, redirected, expected):
    result = count(roll("PPPPP"), ballots(said), conditions_written=written)

    assert verdict(result, redirected=redirected) is expected


@pytest.mark.parametrize(
    ("said", "written", "decisive"),
    [
        ("ffa..", 0, [0]),  # without seat 0 nobody breaks the tie; without seat 1 seat 0 breaks it in favour
        ("fffa.", 0, []),
        ("aff..", 0, [1, 2]),  # without one of them it is a tie, and the presiding member is against
        ("faa..", 0, [1, 2]),
        ("fa...", 0, [0]),  # the casting vote itself
        ("afa..", 0, []),
        ("ffcc.", 1, [2, 3]),  # the conditions hang on them
    ],
)
def test_a_ballot_is_decisive_when_the_outcome_changes_without_it(said, written, decisive):
    said_by = ballots(said)

    found = [
        seat for seat in said_by if would_differ_without(roll("PPPPP"), said_by, [seat], conditions_written=written)
    ]

    assert found == decisive


@pytest.mark.parametrize(("qualified", "of_theme", "met"), [({0}, 1, True), ({9}, 1, False), ({0, 9}, 2, False)])
def test_a_vote_without_the_qualified_partners_that_its_rule_wants_decides_nothing(qualified, of_theme, met):
    rule = replace(COMMITTEE_PRESET, quorum_theme_min=of_theme)
    result = count(roll("PPPPP----R", {9: 8}, qualified=qualified), ballots("fffff"), rule)

    assert (result.adopted, result.decided_by is DecidedBy.QUORUM_FAILED) == (met, not met)
    told = result.explanation.replace("\u00a0", " ")
    assert f"Partenaires qualifiés sur la thématique : {int(0 in qualified)} pour {of_theme} requis." in told
    assert count(roll("PPPPP----R", {9: 8}), ballots("fffff"), rule.on_second_call()).adopted


def test_the_count_says_nothing_of_a_theme_that_no_rule_asks_for():
    result = count(roll("PPPPP", qualified={0, 1}), ballots("fffff"))

    assert (result.n_theme, result.theme_value) == (2, 2)
    assert "thématique" not in result.explanation


# --------------------------------------------------------------------------------------------------------- the auditor

POLLS = st.tuples(
    st.lists(st.sampled_from("PDxX-"), min_size=1, max_size=12),
    st.lists(st.sampled_from("fcan."), min_size=12, max_size=12),
    st.integers(0, 2),
    st.booleans(),
    st.frozensets(st.integers(0, 11)),
    st.integers(0, 2),
)


def result_of(poll) -> Result:
    marks, said, written, secret, qualified, of_theme = poll
    item = roll("".join(marks), qualified=qualified)
    rule = replace(COMMITTEE_PRESET, quorum_theme_min=of_theme)
    heard = {seat: choice for seat, choice in ballots("".join(said)).items() if seat in item.voters}
    return count(item, heard, rule, conditions_written=written, secret=secret)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(POLLS)
def test_an_adopted_text_has_a_quorum_and_more_voices_for_it_than_against_it(poll):
    result = result_of(poll)

    assert consistent(result)
    if result.adopted:
        assert result.quorum_value * 2 >= result.n_seats - result.n_recused_l1111_6
        assert result.n_theme >= result.rule.quorum_theme_min
        lead = result.favourable - result.n_against
        assert lead > 0 or (lead == 0 and result.favourable > 0 and result.casting_side is F and not result.secret)
    assert not result.with_conditions or (result.adopted and result.n_for_with_conditions >= result.n_for)


@pytest.mark.parametrize(
    "change",
    [
        {"adopted": False},
        {"with_conditions": True},
        {"n_for": 4},
        {"n_for": 4, "n_voted": 6, "n_silent": 0, "n_entitled": 6, "n_absent": 3},
        {"n_absent": 2},
        {"n_silent": 1},
        {"n_remote": 6},
        {"n_recused_l1111_6": 2},
        {"n_abstain": -1, "n_voted": 3},
        {"quorum_required": 4},
        {"quorum_value": 6},
        {"theme_value": 1},
        {"n_theme": 1},
        {"quorum_met": False},
        {"quorum_base": 9},
        {"base_value": 5},
        {"majority_required": 2},
        {"casting_side": F},
        {"decided_by": DecidedBy.CASTING_VOTE},
        {"conditions_written": 5, "with_conditions": True},
        {"explanation": "Adopté."},
        {"rule": COMMITTEE_PRESET.on_second_call()},
    ],
)
def test_the_auditor_sees_any_figure_that_was_changed(change):
    result = count(roll("PPPPPx----"), ballots("fffan"))

    assert consistent(result)
    assert not consistent(replace(result, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"n_abstain": -1, "n_for": 5},
        {"n_for": 4},
        {"n_voted": 4, "n_abstain": 0},
        {"n_silent": 1},
        {"n_absent": 3},
        {"n_seats": 11},
        {"n_recused_l1111_6": 2},
        {"n_remote": 3, "n_represented": 3},
        {"n_theme": 6},
        {"n_theme": 1, "n_theme_remote": 1},
        {"n_theme": 1, "n_theme_represented": 1},
        {"n_theme": 1, "n_remote": 2, "n_theme_remote": 2},
    ],
)
def test_heads_count_every_seat_and_every_ballot_once(change):
    heads = heads_of(roll("PPPPPx----"), ballots("fffan"))

    assert heads.add_up
    assert not replace(heads, **change).add_up


def test_adoption_is_worked_out_twice_and_a_disagreement_stops_the_count(monkeypatch):
    monkeypatch.setattr("committees.counting._adopted", lambda *_, **__: True)

    with pytest.raises(AssertionError):
        count(roll("PPP"), ballots("faa"))


def test_a_result_read_back_from_plain_text_is_still_consistent():
    stored: Any = {"decided_by": "casting_vote", "casting_side": "for"}

    assert consistent(replace(count(roll("PPPP"), ballots("ffaa")), **stored))


def test_plain_text_from_a_table_counts_like_the_enumerations():
    standings: Any = {0: "present_room", 1: "represented", 2: "recused_l1111_6", 3: "present_remote", 4: "absent"}
    said: Any = {0: "against", 1: "for"}
    item = Roll(standings, {1: 0}, presiding=0)

    assert item.quorum_base(COMMITTEE_PRESET) == 4
    assert count(item, said).casting_side is A
    assert [codes(vote_refusals(item, seat)) for seat in item.standings] == [[], [], ["seat-recused"], [], ["absent"]]


def test_the_numbers_alone_can_be_judged_for_a_secret_vote():
    heads = heads_of(roll("PPPPP"), ballots("ffann"))

    result = judge(heads, COMMITTEE_PRESET, presiding_side=F, conditions_written=0, secret=True)

    assert result.adopted
    assert consistent(result)
