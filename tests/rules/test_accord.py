"""How far judgements stand apart: never a mean, the widest distance first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.accord import Width, gap, width
from committees.rules import Mark

Y, P, N, X = Mark.YES, Mark.PARTLY, Mark.NO, Mark.NOT_APPLICABLE
MARKS = st.lists(st.sampled_from(list(Mark)), max_size=12)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [([], 0), ([Y], 0), ([Y, Y], 0), ([X, X], 0), ([Y, P], 1), ([P, N], 1), ([Y, X], 1), ([Y, N], 2), ([Y, P, N], 2)],
)
def test_the_distance_of_answers(marks, expected):
    assert gap(marks) == expected


def test_one_yes_against_one_no_is_wider_than_any_number_of_neighbours():
    assert width([[Y, N]], []) > width([[Y, P]] * 6, ["favourable", "unfavourable"])


def test_what_nobody_answered_divides_nobody():
    assert width([[], []], ["", ""]) == Width()


def test_opinions_weigh_only_where_criteria_do_not():
    assert width([[Y]], ["favourable", "unfavourable"]) == Width(0, 0, 2)
    assert width([[Y, P]], []) > width([[Y]], ["favourable", "unfavourable"])


@given(MARKS)
def test_how_many_say_the_same_changes_nothing(marks):
    assert gap(marks) == gap(set(marks)) == gap(marks * 3)


@given(MARKS, st.sampled_from(list(Mark)))
def test_one_more_voice_never_brings_people_together(marks, more):
    assert gap([*marks, more]) >= gap(marks)
