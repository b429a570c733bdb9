"""Business time."""

from datetime import UTC, date, datetime

import pytest

from okote_flow import clock


def test_time_stands_still_inside_and_goes_on_after():
    then = datetime(1999, 12, 31, 8, tzinfo=UTC)

    with clock.frozen(then):
        inside = {clock.now(), clock.now()}

    assert inside == {then}
    assert clock.now() > then


def test_the_day_is_the_one_in_alsace():
    with clock.frozen(datetime(2022, 5, 11, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2022, 5, 12)


def test_an_instant_without_zone_is_a_programmers_mistake():
    with pytest.raises(AssertionError), clock.frozen(datetime(2022, 5, 12)):  # noqa: DTZ001
        pass


def test_local_time_knows_summer():
    assert clock.local(date(2022, 7, 1), 10).astimezone(UTC).hour == 8
    assert clock.local(date(2022, 1, 1), 10).astimezone(UTC).hour == 9
