"""The pipeline lived many times over: what moves the answer, what does not, and that no cent is a fraction."""

import json
from dataclasses import replace
from datetime import date

import pytest

from okote_flow.foresight import rules
from okote_flow.foresight.engine import month_ends, quantile, simulate
from okote_flow.foresight.inputs import (
    Assumptions,
    Case,
    Change,
    Outlook,
    Past,
    Payer,
    Pot,
    Question,
    Stage,
    StagePast,
    Standing,
)

PAYERS = (Payer("cea", "CeA", is_bound=True, pledges=8), Payer("ems", "Eurométropole", pledges=4))
POTS = (
    Pot("cea", "CeA", 2022, 50_000_00, 25_000_00),
    Pot("ems", "Eurométropole", 2022, 35_000_00, 14_000_00),
    Pot("cea", "CeA", 2023, 50_000_00, is_voted=False),
)
CASES = (
    Case(Stage.ENGAGEMENT, 10, 12_000_00, is_competent=True),
    Case(Stage.STUDY, 5, 15_000_00),
    Case(Stage.CAMPAIGN, 20, 12_000_00, True, (("cea", 4_000_00),), closes_in=12, year=2022),
)
STANDING = Standing(
    date(2022, 5, 12), date(2023, 12, 31), PAYERS, POTS, CASES, Past(21, 128), supported=12, cofunded=8
)


def asked(runs: int = 60, **more) -> Question:
    return Question(replace(STANDING, **more), runs=runs)


def pot(outlook: Outlook, key: str):
    return next(one for one in outlook.pots if one.key == key)


def test_the_same_question_has_the_same_answer_and_another_seed_another():
    assert simulate(asked()) == simulate(asked())
    assert simulate(asked()) != simulate(replace(asked(), seed=7))
    assert asked().digest == asked().digest != replace(asked(), seed=7).digest


def test_an_answer_is_the_same_when_it_comes_back_from_the_database():
    outlook = simulate(asked())

    assert Outlook.of(json.loads(json.dumps(outlook.values()))) == outlook


def test_all_money_is_whole_cents_and_every_fan_is_in_order():
    for one in simulate(asked()).pots:
        assert all(isinstance(cents, int) for bands in one.fan for cents in bands)
        assert all(list(bands) == sorted(bands) for bands in one.fan)
        assert one.fan[0] == (one.used_cents,) * 5


def test_more_dossiers_ask_more_and_a_cap_asks_less():
    base, more = simulate(asked(200)), simulate(replace(asked(200), change=Change(arrivals_percent=175)))
    less = simulate(replace(asked(200), change=Change(cap_cents=1_000_00)))

    assert less.together[0].fan[-1][2] < base.together[0].fan[-1][2] < more.together[0].fan[-1][2]
    assert more.supported[1] > base.supported[1] == less.supported[1]
    assert pot(more, "cea/2022").dry_permille >= pot(base, "cea/2022").dry_permille


def test_one_more_authority_has_its_envelope_and_relieves_the_unbound_ones():
    base = simulate(asked(200))
    joined = simulate(replace(asked(200), change=Change(joining_cents=15_000_00)))

    assert {one.key for one in joined.pots} - {one.key for one in base.pots} == {"nouvelle/2022", "nouvelle/2023"}
    assert pot(joined, "ems/2022").end[2] < pot(base, "ems/2022").end[2]


def test_a_campaign_that_has_what_it_needs_keeps_its_caps_and_one_that_fails_gives_them_back():
    nobody = {"past": Past(0, 1_000_000), "cases": (CASES[2],)}
    sure = Assumptions(passes=(90, 85, 85, 95, 0), trust=200, arrivals=0, full=99)
    lost = simulate(replace(asked(40, **nobody), assumptions=sure))
    nobody["cases"] = (replace(CASES[2], is_reached=True),)
    kept = simulate(replace(asked(40, **nobody), assumptions=sure))

    assert pot(lost, "cea/2022").end[2] == 21_000_00
    assert pot(kept, "cea/2022").end[2] == 25_000_00


def test_an_envelope_that_is_overdrawn_is_dry_today():
    overdrawn = replace(POTS[0], used_cents=50_000_01)

    one = pot(simulate(asked(pots=(overdrawn,))), "cea/2022")

    assert (one.dry_permille, one.dry_days[0], one.first_permille) == (1000, "2022-05-12", 1000)


def test_nothing_in_progress_and_nobody_to_come_asks_for_nothing():
    quiet = replace(asked(20, cases=(), past=Past(0, 100_000)), assumptions=Assumptions(arrivals=0))

    outlook = simulate(quiet)

    assert [one.end for one in outlook.pots] == [(one.used_cents,) * 5 for one in outlook.pots]
    assert outlook.needed_cents == (0, 0) and outlook.supported == (12, 12, 12)


def test_without_payers_what_is_asked_is_said_to_meet_no_envelope():
    outlook = simulate(asked(20, pots=(replace(POTS[0], payer="autre"),)))

    assert outlook.unpaid_permille > 0


def test_a_weight_stands_for_that_many_dossiers():
    """The same expectation, with one dossier in ten followed."""
    many = Past(5000, 500)
    fine = simulate(Question(replace(STANDING, cases=CASES * 20, past=many), runs=60))
    rough = simulate(Question(replace(STANDING, cases=CASES * 2, past=many, weight=10), runs=120))

    assert abs(rough.supported[1] - fine.supported[1]) < fine.supported[1] * 15 // 100


def test_who_does_not_see_the_first_stages_has_unseen_dossiers_on_their_way():
    seen = simulate(asked(100, cases=(), past=Past()))
    assumed = simulate(asked(100, cases=(), past=Past(), shown_from=Stage.PREPARATION))

    assert assumed.together[0].fan[3][4] > seen.together[0].fan[3][4]


def test_history_outweighs_what_is_assumed():
    never = tuple(StagePast(0, 400, ((20, 400),)) if stage is Stage.ENGAGEMENT else StagePast() for stage in Stage)

    outlook = simulate(asked(60, past=Past(21, 128, never), supported=0))

    assert outlook.supported[2] <= 1


def test_stages_that_never_end_and_ages_beyond_belief_do_not_break_it():
    old = tuple(Case(stage, 5000, 10**12) for stage in Stage)
    slow = replace(asked(10, cases=old), assumptions=Assumptions(days=(730,) * 5, trust=200))

    assert simulate(slow).runs == 10


def test_the_picture_ends_with_the_last_day_of_each_month():
    ends = month_ends(date(2022, 11, 30), date(2023, 2, 28))

    assert ends == [date(2022, 11, 30), date(2022, 12, 31), date(2023, 1, 31), date(2023, 2, 28)]
    assert quantile(list(range(101)), 90) == 90


@pytest.mark.parametrize(
    ("assumed", "code"),
    [
        (Assumptions(arrivals=-1), "assumption-out-of-range"),
        (Assumptions(arrivals=10**9), "assumption-out-of-range"),
        (Assumptions(passes=(90, 85, 101, 95, 80)), "assumption-out-of-range"),
        (Assumptions(days=(0, 21, 28, 30, 43)), "assumption-out-of-range"),
        (Assumptions(passes=(90,)), "assumption-out-of-range"),
        (Assumptions(goal_low_cents=10**13, goal_cents=10**13, goal_high_cents=10**13), "assumption-out-of-range"),
        (Assumptions(goal_low_cents=13_000_00), "goals-reversed"),
        (Assumptions(trust=0), "assumption-out-of-range"),
    ],
)
def test_what_nobody_can_mean_is_refused(assumed, code):
    assert code in {one.code for one in rules.assumption_refusals(assumed)}


@pytest.mark.parametrize(
    "change", [Change(arrivals_percent=401), Change(cap_cents=-1_00), Change(joining_cents=10**13)]
)
def test_a_scenario_beyond_reason_is_refused(change):
    assert [one.code for one in rules.change_refusals(change)] == ["assumption-out-of-range"]


def test_what_is_usual_is_not_refused():
    assert [*rules.assumption_refusals(Assumptions()), *rules.change_refusals(Change())] == []


def test_a_request_has_time_for_so_many_lives_only():
    large = replace(STANDING, cases=CASES * 160, past=Past(100_000, 730), weight=20)
    wild = Question(large, Assumptions(arrivals=500), Change(arrivals_percent=400))

    assert rules.runs_for(Question(STANDING), 300) == 300
    assert rules.runs_for(wild, 300) == rules.LEAST_RUNS


def test_the_four_scenarios_are_what_their_names_say():
    found = {one.code: one.change for one in rules.presets(STANDING, 4)}

    assert found == {
        "une-collectivite": Change(joining_cents=35_000_00),
        "plafond-3000": Change(cap_cents=3_000_00),
        "quarante-projets": Change(arrivals_percent=160),
        "sept-territoires": Change(arrivals_percent=175),
    }
