"""The law of the committees as tables of cases: quorum, proxies, recusal, calendar, screening."""

import inspect
from dataclasses import asdict, replace
from datetime import date

import pytest

import committees.counting
import committees.rules
from committees.accord import spread
from committees.rules import (
    COMMITTEE_PRESET,
    Judgement,
    Mark,
    TieRule,
    VotingRule,
    notice_refusals,
    opinion_refusals,
    poll_refusals,
    presiding,
    proxy_refusals,
    quorum_met,
    quorum_needed,
    quorum_present,
    quorum_refusals,
    second_call_refusals,
    sheet_refusals,
    theme_present,
    vote_refusals,
)
from tests.rules.shorthand import blanks, codes, refusals_said_in, roll

# ------------------------------------------------------------------------------------------------------------ the roll


@pytest.mark.parametrize(
    ("marks", "needed", "present"),
    [
        ("PPPPP-----", 5, 5),  # at least half, not more than half
        ("PPPP------", 5, 4),
        ("PPPPP------", 6, 5),  # half of eleven is five and a half
        ("PPPPPP-----", 6, 6),
        ("PPPDD-----", 5, 5),  # remote counts
        ("PPPPx-----", 5, 4),  # the recused stay in the denominator and are not present
        ("PPPPX-----", 5, 4),  # half of nine
        ("PPPPXX----", 4, 4),  # L1111-6 II: half of eight
        ("PPPPxx----", 5, 4),  # any other recusal: half of ten
        ("P", 1, 1),
        ("X", 1, 0),  # an empty room never decides
    ],
)
def test_the_quorum_is_half_of_the_seats_item_by_item(marks, needed, present):
    assert (quorum_needed(roll(marks)), quorum_present(roll(marks))) == (needed, present)
    assert codes(quorum_refusals(roll(marks))) == ([] if present >= needed else ["quorum-missing"])


def test_a_represented_seat_counts_through_a_present_holder():
    assert quorum_present(roll("PR--", proxies={1: 0})) == 2


@pytest.mark.parametrize("marks", ["-R--", "xR--", "XR--", "RR--"])
def test_a_proxy_is_silent_when_its_holder_is_absent_or_recused_or_only_represented(marks):
    held = roll(marks, proxies={1: 0})

    assert held.voters == frozenset()
    assert codes(vote_refusals(held, 1)) == ["proxy-silent"]


def test_the_fallback_speaks_when_the_holder_stepped_aside():
    held = roll("xRP-", proxies={1: 0}, fallbacks={1: 2})

    assert held.voice_of(1) == 2
    assert held.voters == {1, 2}


def test_a_recused_member_does_not_vote_through_a_proxy_either():
    held = roll("Px--", proxies={1: 0})

    assert held.voters == {0}
    assert codes(vote_refusals(held, 1)) == ["seat-recused"]


def test_a_giver_who_comes_votes_in_person():
    assert roll("PP--", proxies={1: 0}).voice_of(1) == 1


def test_a_rule_may_leave_proxies_and_remote_members_out_of_the_quorum():
    strict = replace(COMMITTEE_PRESET, counts_remote=False, counts_proxies=False)

    assert quorum_present(roll("PDR---", proxies={2: 0}), strict) == 1
    assert quorum_present(roll("PDR---", proxies={2: 0})) == 3


def test_a_second_call_needs_somebody_but_no_quorum():
    second = COMMITTEE_PRESET.on_second_call()

    assert codes(quorum_refusals(roll("P---------"), second)) == []
    assert codes(quorum_refusals(roll("----------"), second)) == ["quorum-missing"]


@pytest.mark.parametrize(("num", "den", "strict", "needed"), [(1, 2, True, 6), (1, 3, False, 4), (2, 3, False, 7)])
def test_another_quorum_is_a_matter_of_the_rule(num, den, strict, needed):
    rule = replace(COMMITTEE_PRESET, quorum_num=num, quorum_den=den, quorum_strict=strict)

    assert quorum_needed(roll("P" * 10), rule) == needed


def test_a_quorum_lost_by_recusals_alone_is_said_so():
    (lost,) = quorum_refusals(roll("PPPPx-----"))
    (missing,) = quorum_refusals(roll("PPPx------"))

    assert "perdu seulement par les déports" in lost.message
    assert "perdu seulement par les déports" not in missing.message


@pytest.mark.parametrize(
    ("marks", "proxies", "refused"),
    [
        ("PPPPP-----", {}, []),
        ("DPPPP-----", {}, []),  # remote counts, as for the quorum itself
        ("RPPPP-----", {0: 1}, []),
        ("-PPPPP----", {}, ["quorum-theme-missing"]),
        ("xPPPPP----", {}, ["quorum-theme-missing"]),
        ("RxPPPPP---", {0: 1}, ["quorum-theme-missing"]),  # nobody there carries its voice
        ("-PPPP-----", {}, ["quorum-missing", "quorum-theme-missing"]),
    ],
)
def test_the_quorum_may_want_a_partner_qualified_on_the_theme(marks, proxies, refused):
    """Seat 0 is held by the one partner who is."""
    rule, item = replace(COMMITTEE_PRESET, quorum_theme_min=1), roll(marks, proxies, qualified={0})

    assert codes(quorum_refusals(item, rule)) == refused
    assert quorum_met(item, rule) is (not refused)
    assert codes(quorum_refusals(item, rule.on_second_call())) == []


def test_a_rule_that_leaves_some_out_of_the_quorum_leaves_them_out_of_the_theme_too():
    rule = replace(COMMITTEE_PRESET, counts_remote=False, counts_proxies=False, quorum_theme_min=1)

    assert theme_present(roll("DPPPP-", qualified={0}), rule) == 0
    assert theme_present(roll("RPPPP-", {0: 1}, qualified={0}), rule) == 0
    assert theme_present(roll("PPPPP-", qualified={0}), rule) == 1


def test_a_theme_that_lacks_its_partner_by_a_recusal_alone_is_said_so():
    rule = replace(COMMITTEE_PRESET, quorum_theme_min=1)
    (aside,) = quorum_refusals(roll("xPPPPP", qualified={0}), rule)
    (away,) = quorum_refusals(roll("-PPPPx", qualified={0}), rule)

    assert "perdu seulement par les déports" in aside.message
    assert "perdu seulement par les déports" not in away.message


def test_a_proxy_given_to_a_member_does_not_pass_on_to_their_substitute():
    held = roll("PRP-", proxies={1: 0}, substituted={0})

    assert held.voters == {0, 2}
    assert codes(vote_refusals(held, 1)) == ["proxy-silent"]
    assert roll("PRP-", proxies={1: 0}, fallbacks={1: 2}, substituted={0}).voice_of(1) == 2


@pytest.mark.parametrize(
    ("marks", "who"), [("PPP-", 2), ("PPx-", 0), ("xPX-", 1), ("DP--", 0), ("RPx-", 1), ("xxxP", None)]
)
def test_the_next_in_precedence_presides_when_the_chair_is_recused_or_absent(marks, who):
    """Precedence: seat 2 chairs, seats 0 and 1 follow; seat 3 has no rank."""
    assert presiding(roll(marks), [2, 0, 1]) == who


def test_no_poll_opens_without_a_presiding_member_in_the_room():
    assert codes(poll_refusals(roll("PPP-", chair=0))) == []
    assert codes(poll_refusals(roll("PPPx", chair=3))) == ["nobody-presides"]
    assert codes(poll_refusals(roll("PPP-", chair=None))) == ["nobody-presides"]
    assert codes(poll_refusals(roll("P---", chair=1))) == ["quorum-missing", "nobody-presides"]


# ------------------------------------------------------------------------------------------------------ votes, proxies


@pytest.mark.parametrize(
    ("seat", "code"),
    [(0, []), (1, []), (2, []), (3, ["absent"]), (4, ["seat-recused"]), (5, ["seat-recused"]), (9, ["not-on-roll"])],
)
def test_who_may_vote(seat, code):
    assert codes(vote_refusals(roll("PDR-xX", proxies={2: 0}), seat)) == code


@pytest.mark.parametrize(
    ("secret", "change_allowed", "code"),
    [(False, True, []), (True, True, ["vote-final"]), (False, False, ["vote-final"])],
)
def test_a_vote_may_be_changed_until_closing_but_not_a_secret_one(secret, change_allowed, code):
    rule = replace(COMMITTEE_PRESET, change_allowed=change_allowed)

    assert codes(vote_refusals(roll("P"), 0, rule, voted=True, secret=secret)) == code
    assert codes(vote_refusals(roll("P"), 0, rule, secret=secret)) == []


@pytest.mark.parametrize(
    ("giver", "holder", "fallback", "expected"),
    [
        (4, 5, None, []),
        (4, 5, 6, []),
        (4, 4, None, ["own-proxy"]),
        (4, 5, 4, ["own-proxy"]),
        (4, 1, None, ["one-proxy-each"]),
        (4, 2, None, ["one-proxy-each"]),  # bound as somebody's fallback
        (4, 5, 1, ["one-proxy-each"]),
        (4, 0, None, ["proxy-chain"]),  # the holder has given away his own voice
        (1, 5, None, ["proxy-chain"]),  # the giver holds one
        (0, 5, None, ["proxy-already-given"]),
        (4, 5, 5, ["same-fallback"]),
        (4, 9, None, ["proxy-without-voice"]),
        (9, 5, None, ["not-on-roll"]),
    ],
)
def test_one_proxy_per_holder_never_passed_on(giver, holder, fallback, expected):
    meeting = roll("-------", proxies={0: 1}, fallbacks={0: 2})

    assert codes(proxy_refusals(meeting, giver, holder, fallback=fallback)) == expected


# -------------------------------------------------------------------------------------------------------- the calendar


@pytest.mark.parametrize(
    ("meets_on", "urgent", "reason", "expected"),
    [
        (date(2022, 5, 17), False, "", []),
        (date(2022, 5, 16), False, "", ["notice-too-short"]),
        (date(2022, 5, 16), False, "travaux", ["notice-too-short"]),
        (date(2022, 5, 14), True, "travaux", []),  # the 13th is the clear day
        (date(2022, 5, 13), True, "travaux", ["urgent-notice-too-short"]),
        (date(2022, 5, 14), True, " ", ["urgency-unexplained"]),
        (date(2022, 5, 12), True, "", ["urgent-notice-too-short", "urgency-unexplained"]),
    ],
)
def test_five_days_of_notice_or_one_clear_day_with_a_reason(meets_on, urgent, reason, expected):
    sent_on = date(2022, 5, 12)

    found = notice_refusals(sent_on, meets_on, notice_days=5, urgent_clear_days=1, urgent=urgent, reason=reason)

    assert codes(found) == expected


def test_a_second_call_comes_three_days_later_at_least():
    first = date(2022, 5, 12)

    assert codes(second_call_refusals(first, date(2022, 5, 14), second_call_days=3)) == ["second-call-too-soon"]
    assert codes(second_call_refusals(first, date(2022, 5, 15), second_call_days=3)) == []


# ------------------------------------------------------------------------------------------------------- the screening

SIX = {f"c{n}": f"Critère {n}" for n in range(1, 7)}
ALL_YES = {code: Judgement(Mark.YES) for code in SIX}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (None, []),
        (Judgement(None), ["criterion-unjudged"]),
        (Judgement(None, "j’hésite"), ["criterion-unjudged"]),
        (Judgement(Mark.PARTLY), ["remark-missing"]),
        (Judgement(Mark.NO, "  "), ["remark-missing"]),
        (Judgement(Mark.NOT_APPLICABLE), ["remark-missing"]),
        (Judgement(Mark.NO, "hors du territoire"), []),
    ],
)
def test_all_six_criteria_are_judged_with_a_remark_unless_yes(changed, expected):
    judgements = ALL_YES | ({"c4": changed} if changed else {})

    assert codes(sheet_refusals(SIX, judgements)) == expected


def test_a_criterion_left_out_is_named():
    (refusal,) = sheet_refusals(SIX, {code: ALL_YES[code] for code in SIX if code != "c6"})

    assert refusal.code == "criterion-unjudged"
    assert "Critère 6" in refusal.message


@pytest.mark.parametrize(
    ("sheets", "members", "due_passed", "reason", "expected"),
    [
        ([1, 2, 3], range(1, 7), False, "", []),
        ([1, 2], range(1, 7), False, "", ["sheets-missing"]),
        ([1, 2, 3], range(1, 8), False, "", ["sheets-missing"]),  # half of seven is four
        ([1, 2], range(1, 7), False, "urgent", ["sheets-missing"]),  # not due yet
        ([1, 2], range(1, 7), True, "", ["sheets-missing"]),  # a reason is recorded
        ([1, 2], range(1, 7), True, "  ", ["sheets-missing"]),
        ([1, 2], range(1, 7), True, "deux membres malades", []),
        ([], range(1, 7), True, "personne", ["sheets-missing"]),  # an opinion rests on something
        ([1, 2, 8, 9], range(1, 7), False, "", ["sheets-missing"]),  # recused or advising members do not count
        ([1, 1, 1], range(1, 7), False, "", ["sheets-missing"]),
        ([], [], True, "tous en déport", ["sheets-missing"]),
    ],
)
def test_an_opinion_needs_the_sheets_of_half_of_the_members_with_a_voice(
    sheets, members, due_passed, reason, expected
):
    assert codes(opinion_refusals(sheets, members, due_passed=due_passed, reason=reason)) == expected


def test_the_share_of_sheets_is_a_parameter():
    assert codes(opinion_refusals([1, 2, 3], range(1, 7), due_passed=False, share=(2, 3))) == ["sheets-missing"]


def test_the_spread_counts_marks_and_makes_no_average():
    sheets = [{"c1": Mark.YES, "c2": Mark.NO}, {"c1": Mark.YES, "c2": Mark.YES}, {"c1": Mark.PARTLY, "c2": Mark.NO}]

    assert spread(sheets) == {
        "c1": {Mark.YES: 2, Mark.PARTLY: 1, Mark.NO: 0, Mark.NOT_APPLICABLE: 0},
        "c2": {Mark.YES: 1, Mark.PARTLY: 0, Mark.NO: 2, Mark.NOT_APPLICABLE: 0},
    }


# ------------------------------------------------------------------------------------------------------- the sentences


def test_every_refusal_of_the_committees_has_a_sentence_with_its_facts():
    said = refusals_said_in(committees.rules)

    assert len(said) > 15
    assert {code: blanks(code) for code in said} == said


def test_the_rules_of_the_committees_know_neither_django_nor_a_clock():
    for module in (committees.rules, committees.counting):
        source = inspect.getsource(module)
        assert "django" not in source
        assert "now()" not in source and "today()" not in source


def test_a_refusal_is_an_answer_in_french():
    (refusal,) = quorum_refusals(roll("PP----"))

    assert refusal.message.startswith("Quorum non atteint\u00a0: 2 sur 3.")


def test_a_rule_reads_back_as_it_was_kept_also_from_before_committees_had_their_own():
    assert VotingRule.of(asdict(COMMITTEE_PRESET)) == COMMITTEE_PRESET
    old = {name: value for name, value in asdict(COMMITTEE_PRESET).items() if name not in NEWER}

    assert VotingRule.of(old | {"casting_vote": True}) == COMMITTEE_PRESET
    assert VotingRule.of(old | {"casting_vote": False}) == replace(COMMITTEE_PRESET, tie_rule=TieRule.REJECT)


NEWER = {"quorum_minimum", "drops_recused", "majority_base", "tie_rule"}


@pytest.mark.parametrize(("per_holder", "expected"), [(0, ["no-proxies"]), (1, ["one-proxy-each"]), (2, [])])
def test_how_many_proxies_one_carries_is_a_rule_of_the_committee(per_holder, expected):
    assert codes(proxy_refusals(roll("PRR", proxies={1: 0}), 2, 0, per_holder=per_holder)) == expected
