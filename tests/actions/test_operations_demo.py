"""The demo world has a time of its own, which goes forward only, and which nobody else can move."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from dossiers import actions
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.operations import demo
from okote_flow.operations.models import DemoClock
from okote_flow.refusals import Refused

OPENING = datetime(2022, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def visitor(settings, world, client: Client) -> Client:
    """Somebody who is signed in to a demo world."""
    settings.DEMO = True
    demo._known.read_at = float("-inf")
    client.force_login(world.zoe, backend="django.contrib.auth.backends.ModelBackend")
    return client


def press(client: Client, **form: str):
    return client.post(reverse("operations:advance"), form)


def offset_now() -> datetime:
    return clock.real_now() + DemoClock.objects.get().offset


def near(instant: datetime, expected: datetime) -> bool:
    return abs(instant - expected) < timedelta(seconds=30)


@pytest.mark.parametrize(
    ("form", "then"),
    [
        ({"step": "1h"}, OPENING + timedelta(hours=1)),
        ({"step": "1d"}, OPENING + timedelta(days=1)),
        ({"step": "7d"}, OPENING + timedelta(days=7)),
        ({"step": "15d"}, OPENING + timedelta(days=15)),
        ({"step": "until", "until": "2022-05-12"}, datetime(2022, 5, 12, 7, tzinfo=UTC)),
    ],
)
def test_time_moves_on_by_a_step_or_to_a_date(visitor, form, then):
    response = press(visitor, **form)

    assert response.status_code == 302
    assert near(offset_now(), then)


def test_what_came_due_is_done_and_told(visitor, world):
    actions.draft(title="Radio", by=world.alice)

    press(visitor, step="until", until="2023-02-10")
    told = [str(message) for message in visitor.get(reverse("home")).context["messages"]]

    assert len(told) == 1
    assert "vendredi 10 février 2023, 9\u00a0h" in told[0]
    assert "Radio" in told[0]


def test_the_reader_comes_back_to_the_page_but_never_elsewhere(visitor):
    inside = press(visitor, step="1h", next="/ma-corbeille/?tri=echeance")
    outside = press(visitor, step="1h", next="https://example.com/")

    assert inside.url == "/ma-corbeille/?tri=echeance"
    assert outside.url == reverse("inbox")


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"step": "until", "until": "2022-02-28"}, "time-backwards"),
        ({"step": "until", "until": "2042-01-01"}, "time-too-far"),
        ({"step": "until", "until": "demain"}, "time-unreadable"),
        ({"step": "until", "until": "2022-02-31"}, "time-unreadable"),
        ({}, "time-unreadable"),
    ],
)
def test_time_never_goes_back_nor_out_of_sight(visitor, form, code):
    response = press(visitor, **form)

    assert response.status_code == 409
    assert [refusal.code for refusal in response.context["refusals"]] == [code]
    assert not DemoClock.objects.exists()


def test_a_stranger_is_asked_who_they_are(visitor):
    visitor.logout()

    response = press(visitor, step="1h")

    assert response.status_code == 302
    assert reverse("account_login") in response.url
    assert not DemoClock.objects.exists()


def test_outside_the_demo_world_nobody_moves_time(visitor, settings):
    settings.DEMO = False

    assert press(visitor, step="1h").status_code == 404
    assert not DemoClock.objects.exists()


def test_reading_the_page_moves_nothing(visitor):
    assert visitor.get(reverse("operations:advance")).status_code == 405


def test_the_source_of_time_is_the_real_one_and_the_offset(db):
    demo.set_now(OPENING)

    assert near(demo.now(), OPENING)


def test_another_process_that_moved_time_is_believed_within_a_second(db, monkeypatch):
    demo.set_now(OPENING)
    DemoClock.objects.update(offset=DemoClock.objects.get().offset + timedelta(days=1))

    monkeypatch.setattr(demo._known, "read_at", float("-inf"))

    assert near(demo.now(), OPENING + timedelta(days=1))


async def test_an_event_loop_is_told_the_time_last_read(monkeypatch):
    monkeypatch.setattr(demo._known, "read_at", float("-inf"))
    monkeypatch.setattr(demo._known, "has_table", True)
    monkeypatch.setattr(demo._known, "offset", timedelta(days=-100))

    assert near(demo.now(), clock.real_now() - timedelta(days=100))


def test_the_banner_says_the_time_and_offers_to_move_it(settings):
    settings.DEMO = True

    assert demo.banner() == demo.Banner(OPENING, reverse("operations:advance"))
    assert demo.banner(may_advance=False) == demo.Banner(OPENING, None)


def test_no_banner_outside_the_demo_world(settings):
    settings.DEMO = False

    assert demo.banner() is None


def test_advancing_is_refused_by_the_same_rule_without_a_page(db):
    with pytest.raises(Refused) as refused:
        demo.advance(OPENING)

    assert [refusal.code for refusal in refused.value.refusals] == ["time-backwards"]


def test_the_demo_world_is_not_loaded_in_production(settings, db):
    settings.DEMO = False
    with pytest.raises(CommandError, match="OKOTE_DEMO"):
        call_command("demo")
    assert not User.objects.exists()
