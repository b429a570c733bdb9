"""When a mail leaves: on the hour, day and night in Alsace, through both changes of the clocks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.cadence import STEADY, Rhythm, is_quiet, leaves_at, next_summary
from notifications.families import DEFAULTS, EXPLANATIONS, MANDATORY, OPTIONAL, Cadence, Family
from okote_flow.clock import PARIS

law = settings(max_examples=200, deadline=None, derandomize=True)
instants = st.datetimes(datetime(2021, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
rhythms = st.builds(Rhythm, st.integers(0, 23), st.integers(0, 6), st.booleans())
leaving = st.sampled_from([Cadence.AT_ONCE, Cadence.DAILY, Cadence.WEEKLY])


def paris(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=PARIS)  # type: ignore[arg-type, misc]


def leaves(cadence: Cadence, rhythm: Rhythm, *moment: int) -> datetime:
    found = leaves_at(cadence, rhythm, paris(*moment))
    assert found is not None
    return found.astimezone(PARIS)


@law
@given(leaving, rhythms, instants)
def test_nothing_leaves_before_it_is_told_nor_in_quiet_hours(cadence, rhythm, now):
    at = leaves_at(cadence, rhythm, now)

    assert at is not None
    assert at.tzinfo is UTC
    assert at >= now
    assert not (rhythm.quiet and is_quiet(at))


@law
@given(rhythms, instants)
def test_at_once_is_at_once_but_for_quiet_hours(rhythm, now):
    at = leaves_at(Cadence.AT_ONCE, rhythm, now)

    assert at == now or (rhythm.quiet and is_quiet(now))


@law
@given(st.sampled_from([Cadence.DAILY, Cadence.WEEKLY]), rhythms, instants, st.timedeltas(timedelta(0), timedelta(9)))
def test_what_is_told_later_never_leaves_earlier(cadence, rhythm, now, wait):
    assert leaves_at(cadence, rhythm, now) <= leaves_at(cadence, rhythm, now + wait)


@law
@given(rhythms, instants)
def test_a_summary_comes_within_its_day_or_week(rhythm, now):
    one_day, week, changed_clock = timedelta(days=1), timedelta(days=7), timedelta(hours=1)

    assert timedelta(0) < next_summary(Cadence.DAILY, rhythm, now) - now <= one_day + changed_clock
    assert timedelta(0) < next_summary(Cadence.WEEKLY, rhythm, now) - now <= week + changed_clock


@law
@given(st.sampled_from([Cadence.DAILY, Cadence.WEEKLY]), rhythms, instants)
def test_all_that_is_told_between_two_summaries_leaves_together(cadence, rhythm, now):
    slot = next_summary(cadence, rhythm, now)

    assert next_summary(cadence, rhythm, slot - timedelta(microseconds=1)) == slot
    assert next_summary(cadence, rhythm, slot) > slot


def test_never_is_never():
    assert leaves_at(Cadence.NEVER, STEADY, paris(2022, 3, 1, 10)) is None


@pytest.mark.parametrize(
    ("told", "slot"),
    [
        ((2022, 3, 1, 7, 59), (2022, 3, 1, 8)),
        ((2022, 3, 1, 8, 0), (2022, 3, 2, 8)),
        ((2022, 3, 26, 20), (2022, 3, 27, 8)),  # the clocks go forward in between
        ((2022, 10, 29, 20), (2022, 10, 30, 8)),  # and back
    ],
)
def test_the_daily_summary_leaves_at_its_hour_in_alsace(told, slot):
    assert leaves(Cadence.DAILY, STEADY, *told) == paris(*slot)


def test_the_weekly_summary_leaves_on_its_day():
    thursdays = Rhythm(daily_hour=18, weekly_day=3)

    assert leaves(Cadence.WEEKLY, thursdays, 2022, 3, 3, 17) == paris(2022, 3, 3, 18)
    assert leaves(Cadence.WEEKLY, thursdays, 2022, 3, 3, 18) == paris(2022, 3, 10, 18)


def test_an_hour_that_the_clock_skips_or_says_twice_has_one_summary():
    small_hours = Rhythm(daily_hour=2)
    skipped = leaves_at(Cadence.DAILY, small_hours, paris(2022, 3, 27, 0))
    said_twice = leaves_at(Cadence.DAILY, small_hours, paris(2022, 10, 30, 0))

    assert skipped == datetime(2022, 3, 27, 1, tzinfo=UTC)
    assert said_twice == datetime(2022, 10, 30, 0, tzinfo=UTC)
    assert leaves_at(Cadence.DAILY, small_hours, said_twice + timedelta(minutes=90)) == datetime(
        2022, 10, 31, 1, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("told", "opening"),
    [
        ((2022, 3, 1, 18, 59), (2022, 3, 1, 18, 59)),
        ((2022, 3, 1, 19, 0), (2022, 3, 2, 8)),
        ((2022, 3, 2, 7, 59), (2022, 3, 2, 8)),
        ((2022, 3, 2, 8, 0), (2022, 3, 2, 8)),
        ((2022, 3, 4, 20), (2022, 3, 7, 8)),  # Friday evening
        ((2022, 3, 6, 12), (2022, 3, 7, 8)),  # Sunday
    ],
)
def test_quiet_hours_end_at_eight_on_a_working_day(told, opening):
    assert leaves(Cadence.AT_ONCE, Rhythm(quiet=True), *told) == paris(*opening)


def test_every_family_has_its_words_and_its_usual_cadence():
    assert EXPLANATIONS.keys() == DEFAULTS.keys() == set(Family)
    assert set(OPTIONAL) | MANDATORY == set(Family)
    assert {DEFAULTS[family] for family in MANDATORY} == {Cadence.AT_ONCE}
