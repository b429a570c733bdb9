"""A remote member whose connection drops during a vote: time to come back, then gone, and the quorum asked again."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from committees import actions
from committees.connection import GRACE
from committees.models import Choice, Entitlement, ItemState, PollState, Presence, PresenceMode
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests.actions.committee_cast import codes, later, seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=1)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


@pytest.fixture
def here(bench):
    """Jules sits at a distance; a poll runs, Claire and Ines are heard."""
    with voting(bench, claire="for", ines="for") as found:
        yield found


@contextmanager
def voting(bench, **ballots):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, bench.victor, bench.ines]) as found:
        bench.arrive(found.meeting, bench.jules, PresenceMode.REMOTE)
        found.poll = bench.open_poll(found.item)
        bench.vote(found.poll, **ballots)
        yield found


def lose(bench, here, person=None, by=None):
    seat = bench.seat_of(person or bench.jules)
    return actions.lose_connection(here.meeting, seat=seat, by=by or bench.esther)


def line_of(here, person):
    return Entitlement.objects.get(poll=here.poll, user=person)


def test_who_comes_back_in_time_votes(bench, here):
    lose(bench, here)
    with later(seconds=119):
        assert codes(actions.close_poll, here.poll, by=bench.claire) == ["connection-grace"]
        bench.vote(here.poll, jules="against")
        assert Presence.objects.now().get(user=bench.jules).lost_at is None
        result = actions.close_poll(here.poll, by=bench.claire).result
    assert (result.n_against, result.n_voted) == (1, 3)


def test_who_says_that_they_are_back_is_waited_for_like_anybody(bench, here):
    lose(bench, here)
    actions.record_presence(here.meeting, seat=bench.seat_of(bench.jules), mode=PresenceMode.REMOTE, by=bench.jules)
    assert Presence.objects.now().get(user=bench.jules).lost_at is None
    assert actions.close_poll(here.poll, by=bench.claire).result.n_silent == 2  # Jules and Victor said nothing


def test_who_does_not_come_back_has_left_at_the_closing(bench, here):
    lose(bench, here)
    with later(seconds=GRACE.total_seconds()):
        result = actions.close_poll(here.poll, by=bench.claire).result
    line = line_of(here, bench.jules)
    assert (line.status, line.reason, line.get_reason_display()) == ("left", "connection", "Connexion perdue")
    assert (result.n_absent, result.n_entitled) == (1, 3)
    assert not Presence.objects.now().filter(user=bench.jules).exists()


def test_whoever_presides_may_say_so_after_the_grace_not_before(bench, here):
    lose(bench, here)
    seat = bench.seat_of(bench.jules)
    assert codes(actions.record_leave, here.meeting, seat=seat, by=bench.claire) == ["connection-grace"]
    with later(seconds=120):
        actions.record_leave(here.meeting, seat=seat, by=bench.claire)
        assert line_of(here, bench.jules).reason == "connection"
        assert Event.objects.filter(kind=Kind.PRESENCE_RECORDED).latest("pk").facts["reason"] == "connection"
        bench.arrive(here.meeting, bench.jules, PresenceMode.REMOTE)
        assert (line_of(here, bench.jules).status, line_of(here, bench.jules).reason) == ("eligible", "")


def test_the_member_themselves_may_leave_at_once(bench, here):
    lose(bench, here)
    actions.record_leave(here.meeting, seat=bench.seat_of(bench.jules), by=bench.jules)
    assert line_of(here, bench.jules).status == "left"


def test_a_ballot_already_cast_stands_and_nobody_is_waited_for(bench, here):
    bench.vote(here.poll, jules="against")
    lose(bench, here)
    assert actions.close_poll(here.poll, by=bench.claire).result.n_against == 1


def test_a_proxy_that_the_lost_member_carries_is_waited_for_too(bench, here):
    bench.vote(here.poll, jules="against")
    Entitlement.objects.filter(poll=here.poll, user=bench.victor).update(standing="represented", caster=bench.jules)
    lose(bench, here)
    assert codes(actions.close_poll, here.poll, by=bench.claire) == ["connection-grace"]
    actions.cast_ballot(here.poll, choice=Choice.FOR, by=bench.jules, seat=bench.seat_of(bench.victor))
    assert actions.close_poll(here.poll, by=bench.claire).result.n_voted == 4


def test_below_the_quorum_the_poll_is_void_and_its_item_is_called_again(bench):
    with voting(bench, claire="for") as here:
        for person in (bench.victor, bench.ines):
            bench.leave(here.meeting, person)
        lose(bench, here)
        with later(seconds=120):
            poll = actions.close_poll(here.poll, by=bench.claire)
        here.item.refresh_from_db()
    assert (poll.state, here.item.state) == (PollState.VOID, ItemState.PLANNED)
    assert "Quorum" in poll.void_reason
    assert Event.objects.filter(kind=Kind.ITEM_LEFT).count() == 1


def test_the_grace_is_given_once(bench, here):
    first = lose(bench, here).lost_at
    with later(seconds=100):
        assert lose(bench, here).lost_at == first
    assert Event.objects.filter(kind=Kind.PRESENCE_RECORDED, facts__mode="lost").count() == 1


def test_a_countdown_that_has_run_out_waits_for_nobody(bench, here):
    actions.extend_poll(here.poll, closes_at=clock.now() + timedelta(minutes=1), by=bench.claire)
    lose(bench, here)
    with later(seconds=60):
        assert actions.close_poll(here.poll, by=bench.claire).state == PollState.CLOSED
    assert line_of(here, bench.jules).reason == "connection"


def test_only_a_remote_seat_loses_its_connection_by_the_bureau_or_itself(bench, here):
    assert codes(lose, bench, here, person=bench.ines) == ["not-remote"]
    assert codes(lose, bench, here, by=bench.ines) == ["not-yours"]
    assert lose(bench, here, by=bench.jules).lost_at is not None
    with pytest.raises(DatabaseError), transaction.atomic():
        Presence.objects.filter(user=bench.ines).update(lost_at=clock.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Entitlement.objects.filter(poll=here.poll, user=bench.jules).update(reason="connection")


def test_the_refusal_says_who_and_until_when(bench, here):
    lose(bench, here)
    with pytest.raises(Refused) as told:
        actions.close_poll(here.poll, by=bench.claire)
    until = (clock.now() + GRACE).astimezone(clock.PARIS)
    assert "Jules" in str(told.value.refusals[0].message) and f"{until:%H:%M:%S}" in told.value.refusals[0].message
