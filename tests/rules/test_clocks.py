"""How a deadline is counted, told and said: pure, so tried with any days at all."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.clocks import (
    Pause,
    Stage,
    Terms,
    arithmetic,
    due_on,
    floor_days,
    months_after,
    paused_days,
    reached,
    to_tell,
    told_at_start,
)

APRIL = date(2022, 4, 4)
days = st.dates(date(2021, 1, 1), date(2024, 12, 31))
lengths = st.integers(0, 120)


@st.composite
def pauses(draw):
    start = draw(days)
    return Pause(start, start + timedelta(days=draw(lengths)), "")


def pause(first: int, last: int | None) -> Pause:
    """From and to so many days after the fourth of April."""
    return Pause(APRIL + timedelta(first), None if last is None else APRIL + timedelta(last))


@given(days, lengths, st.lists(pauses(), max_size=5))
def test_a_pause_never_brings_a_deadline_forward_and_no_day_counts_twice(start, length, found):
    counted = due_on(start, length, found)

    assert counted >= due_on(start, length)
    assert counted - due_on(start, length) <= sum(((one.ends_on - one.starts_on) for one in found), timedelta())


@given(days, lengths, st.lists(pauses(), max_size=5), st.randoms())
def test_the_order_of_pauses_and_their_repetition_change_nothing(start, length, found, random):
    shuffled = [*found, *found]
    random.shuffle(shuffled)

    assert due_on(start, length, shuffled) == due_on(start, length, found)


@given(days, lengths, pauses())
def test_cutting_a_pause_in_two_changes_nothing(start, length, whole):
    middle = whole.starts_on + (whole.ends_on - whole.starts_on) // 2
    halves = [Pause(whole.starts_on, middle), Pause(middle, whole.ends_on)]

    assert due_on(start, length, halves) == due_on(start, length, [whole])


@pytest.mark.parametrize(
    ("found", "stood"),
    [
        ([], 0),
        ([pause(2, 8)], 6),
        ([pause(2, 8), pause(10, 11)], 7),
        ([pause(2, 8), pause(4, 6)], 6),
        ([pause(2, 8), pause(5, 12)], 10),
        ([pause(2, None)], 0),
    ],
)
def test_days_that_stood_still_are_counted_once(found, stood):
    assert paused_days(found) == stood


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2022, 3, 1), 2, date(2022, 5, 1)),
        (date(2022, 12, 31), 2, date(2023, 2, 28)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2022, 3, 31), -1, date(2022, 2, 28)),
    ],
)
def test_months_end_with_their_last_day(day, months, expected):
    assert months_after(day, months) == expected


@given(days, days, lengths)
def test_a_clock_that_runs_again_leaves_the_least_that_the_rules_leave(due, resumed, least):
    left = due + timedelta(days=floor_days(due, resumed, least)) - resumed

    assert left.days >= least
    assert floor_days(due, resumed, least) == 0 or left.days == least


# When it is told


@pytest.mark.parametrize(
    ("offset", "stage"),
    [(-4, Stage.NONE), (-3, Stage.BEFORE), (-1, Stage.BEFORE), (0, Stage.DAY), (1, Stage.AFTER), (90, Stage.AFTER)],
)
def test_a_deadline_is_near_three_days_before_then_there_then_past(offset, stage):
    assert reached(APRIL, APRIL + timedelta(offset), 3) == stage


@given(st.lists(st.integers(-30, 30), min_size=1, max_size=20), st.integers(0, 20))
def test_whatever_days_the_sweep_runs_each_stage_is_told_at_most_once_and_in_order(offsets, before):
    told, said = 0, []
    for offset in sorted(offsets):
        stage = to_tell(APRIL, APRIL + timedelta(offset), before, told)
        if stage:
            told = stage
            said.append(stage)

    assert said == sorted(set(said))
    assert told == max(reached(APRIL, APRIL + timedelta(offset), before) for offset in offsets)


def test_after_a_week_without_the_server_only_the_last_stage_is_told():
    assert to_tell(APRIL, APRIL + timedelta(7), 3, Stage.NONE) == Stage.AFTER


def test_whoever_opens_a_deadline_for_today_is_not_reminded_of_it_but_of_its_passing():
    told = told_at_start(APRIL, APRIL, 3)

    assert to_tell(APRIL, APRIL, 3, told) == Stage.NONE
    assert to_tell(APRIL, APRIL + timedelta(1), 3, told) == Stage.AFTER


# In words


SENTENCES = [
    (("déposé", Terms(APRIL, 15)), "déposé le 4 avril + 15 jours = 19 avril"),
    (
        ("déposé", Terms(APRIL, 15, pauses=(pause(4, 10),))),
        "déposé le 4 avril + 15 jours + 6 jours de suspension = 25 avril",
    ),
    (
        ("déposé", Terms(APRIL, 15, pauses=(pause(4, None),))),
        "déposé le 4 avril + 15 jours, suspendu depuis le 8 avril",
    ),
    (
        ("recevable", Terms(APRIL, 10, added=4, added_why="à la reprise", pauses=(pause(9, 10),))),
        "recevable le 4 avril + 10 jours + 1 jour de suspension + 4 jours à la reprise = 19 avril",
    ),
    (("séance", Terms(date(2022, 5, 24), -5)), "séance le 24 mai − 5 jours = 19 mai"),
    (("déposé", Terms(date(2022, 3, 1), 0, months=2)), "déposé le 1er mars + 2 mois = 1er mai"),
    (("versé", Terms(date(2022, 11, 3), 183)), "versé le 3 novembre 2022 + 183 jours = 5 mai 2023"),
]


@pytest.mark.parametrize(("given", "said"), SENTENCES)
def test_the_sentence_shows_every_term_of_the_count(given, said):
    assert arithmetic(*given).replace("\u00a0", " ") == said
