"""Breaks: nothing is voted while a meeting is suspended, its countdown waits; what is left goes on a later agenda."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from committees import actions, guards
from committees.models import (
    Ballot,
    Choice,
    Entitlement,
    FreeItem,
    Meeting,
    Poll,
    Presence,
    RecusalGround,
    Urn,
    Visibility,
)
from notifications import dispatch
from notifications.models import Notification
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from tests.actions.committee_cast import codes, later, seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=3)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


@pytest.fixture
def here(bench):
    with bench.sitting(bench.at_engagement()) as found:
        yield found


def state(meeting):
    return Meeting.objects.get(pk=meeting.pk).state


# A break


def test_who_keeps_or_presides_the_meeting_suspends_and_resumes_it(bench, here):
    for person in (bench.ines, bench.serge, bench.world.odile):
        assert codes(actions.suspend_meeting, here.meeting, by=person) == ["not-yours"]
    assert codes(actions.resume_meeting, here.meeting, by=bench.claire) == ["meeting-state"]
    now = clock.now()
    assert codes(actions.suspend_meeting, here.meeting, by=bench.claire, resumes_at=now) == ["resumption-past"]

    end = now + timedelta(minutes=20)
    held = actions.suspend_meeting(here.meeting, by=bench.claire, resumes_at=end, reason=" Déjeuner ")
    assert (held.state, held.suspended_at, held.resumes_at) == ("suspended", now, end)
    assert codes(actions.suspend_meeting, here.meeting, by=bench.claire) == ["meeting-state"]
    assert codes(actions.resume_meeting, here.meeting, by=bench.ines) == ["not-yours"]
    held = actions.resume_meeting(here.meeting, by=bench.esther)
    assert (held.state, held.suspended_at, held.resumes_at) == ("open", None, None)
    told = Event.objects.filter(kind__in=[Kind.MEETING_SUSPENDED, Kind.MEETING_RESUMED]).order_by("pk")
    assert [(event.kind, event.subject, event.office) for event in told] == [
        (Kind.MEETING_SUSPENDED, here.meeting.subject, "chair"),
        (Kind.MEETING_RESUMED, here.meeting.subject, "secretary"),
    ]
    assert told[0].facts["reason"] == "Déjeuner"


def test_whoever_stands_aside_from_the_item_called_neither_suspends_nor_resumes(bench, here):
    actions.recuse(here.dossier, ground=RecusalGround.PRUDENCE, by=bench.claire)

    assert codes(actions.suspend_meeting, here.meeting, by=bench.claire) == ["recused"]
    actions.suspend_meeting(here.meeting, by=bench.victor)
    assert codes(actions.resume_meeting, here.meeting, by=bench.claire) == ["recused"]


def test_nothing_is_called_opened_heard_or_closed_during_a_break(bench):
    with bench.sitting(bench.at_engagement(), bench.at_engagement()) as here:
        actions.suspend_meeting(here.meeting, by=bench.claire)
        assert codes(bench.open_poll, here.item) == ["meeting-state"]
        actions.leave_item(here.item, by=bench.esther)
        assert codes(actions.open_item, here.items[1], by=bench.esther) == ["meeting-state"]
        actions.resume_meeting(here.meeting, by=bench.claire)
        item = actions.open_item(here.items[1], by=bench.esther)
        poll = bench.open_poll(item)
        actions.suspend_meeting(here.meeting, by=bench.claire)

        assert codes(actions.cast_ballot, poll, choice=Choice.FOR, by=bench.ines) == ["meeting-suspended"]
        assert codes(actions.close_poll, poll, by=bench.claire) == ["meeting-state"]
        assert codes(actions.close_meeting, here.meeting, by=bench.esther) == ["poll-open"]
        actions.resume_meeting(here.meeting, by=bench.claire)
        assert actions.cast_ballot(poll, choice=Choice.FOR, by=bench.ines).pk


def test_a_secret_ballot_waits_for_the_end_of_a_break(bench):
    lea = bench.seat(bench.ce, "Lea", "member").user
    with bench.sitting(bench.at_engagement(), present=[*bench.voters, lea]) as here:
        poll = actions.open_poll(here.item, ceilings={}, visibility=Visibility.SECRET, by=bench.claire)
        actions.suspend_meeting(here.meeting, by=bench.claire)

        cast = {"choice": Choice.FOR, "by": bench.ines, "confirmed": True}
        assert codes(actions.cast_secret, poll, **cast) == ["meeting-suspended"]
        with pytest.raises(IntegrityError), transaction.atomic():
            Urn.objects.filter(poll=poll).update(ballots=1)
        actions.resume_meeting(here.meeting, by=bench.claire)
        actions.cast_secret(poll, **cast)
        assert Urn.objects.get().ballots == 1


def test_a_written_consultation_goes_on_during_a_break_and_ends_as_announced(bench, here):
    end = clock.now() + timedelta(days=2)
    poll = actions.open_poll(
        here.item, ceilings={}, visibility=Visibility.WRITTEN, closes_at=end, by=bench.claire
    )  # fmt: skip
    actions.suspend_meeting(here.meeting, by=bench.claire)

    assert actions.cast_ballot(poll, choice=Choice.FOR, by=bench.ines).pk
    with later(hours=2):
        actions.resume_meeting(here.meeting, by=bench.claire)
    assert Poll.objects.get().closes_at == end


def test_a_countdown_waits_during_a_break_unless_it_had_run_out(bench, here):
    end = clock.now() + timedelta(minutes=5)
    poll = actions.open_poll(here.item, ceilings={}, closes_at=end, by=bench.claire)
    with later(minutes=3):
        actions.suspend_meeting(here.meeting, by=bench.claire)
    with later(minutes=33):
        actions.resume_meeting(here.meeting, by=bench.claire)
        assert Poll.objects.get().closes_at == end + timedelta(minutes=30)
        assert actions.cast_ballot(poll, choice=Choice.FOR, by=bench.ines).pk
    with later(minutes=40):
        actions.suspend_meeting(here.meeting, by=bench.claire)
    with later(minutes=50):
        actions.resume_meeting(here.meeting, by=bench.claire)
        assert Poll.objects.get().closes_at == end + timedelta(minutes=30)


def test_the_database_refuses_a_poll_and_a_ballot_during_a_break(bench, here):
    poll = bench.open_poll(here.item)
    line = Entitlement.objects.get(poll=poll, user=bench.ines)
    actions.suspend_meeting(here.meeting, by=bench.claire)

    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(entitlement=line, seq=1, choice="for", cast_by=bench.ines, client_uuid=uuid.uuid4())
    copy = {field.attname: getattr(poll, field.attname) for field in Poll._meta.concrete_fields if field.name != "id"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Poll.objects.create(**copy | {"round": 2, "state": "void", "void_reason": "x", "closed_at": clock.now(),
                                      "closed_by_id": bench.claire.pk})  # fmt: skip


def test_people_come_and_go_stand_aside_and_lend_their_voice_during_a_break(bench, here):
    poll = bench.open_poll(here.item)
    bench.vote(poll, ines="for")
    actions.suspend_meeting(here.meeting, by=bench.esther)

    bench.leave(here.meeting, bench.jules)
    assert not Presence.objects.now().filter(user=bench.jules).exists()
    seat, holder = bench.seat_of(bench.jules), bench.seat_of(bench.victor)
    assert actions.give_proxy(here.meeting, giver=seat, holder=holder, by=bench.jules).pk
    actions.recuse(here.dossier, ground=RecusalGround.PRUDENCE, by=bench.claire)
    held = Meeting.objects.get(pk=here.meeting.pk)
    assert held.items.get().presiding == bench.seat_of(bench.victor)
    assert Poll.objects.get().state == "void"
    assert list(guards.guard_withdraw(here.dossier, {})) == []
    bench.leave(here.meeting, bench.claire)
    assert Meeting.objects.get(pk=here.meeting.pk).presiding == bench.seat_of(bench.victor)


def test_a_holder_does_not_walk_out_of_a_vote_that_a_break_interrupts(bench, here):
    bench.open_poll(here.item)
    actions.suspend_meeting(here.meeting, by=bench.esther)

    assert [refusal.code for refusal in guards.guard_withdraw(here.dossier, {})] == ["poll-open"]


def test_a_suspended_meeting_is_still_the_one_its_committee_holds_and_may_be_lifted(bench):
    other, _ = bench.planned(bench.at_engagement())
    with bench.sitting(bench.at_engagement(), present=[bench.claire], call=False) as here:
        actions.suspend_meeting(here.meeting, by=bench.esther)

        assert codes(actions.open_meeting, other, by=bench.esther) == ["meeting-elsewhere"]
        actions.close_meeting(here.meeting, by=bench.esther)
        held = Meeting.objects.get(pk=here.meeting.pk)
        assert (held.state, held.suspended_at) == ("closed", None)
        assert held.items.get().lacked_quorum


def test_a_break_with_an_hour_to_come_back_is_told_to_those_who_sit(bench, here):
    actions.suspend_meeting(here.meeting, by=bench.esther)
    actions.resume_meeting(here.meeting, by=bench.esther)
    dispatch.catch_up()
    before = Notification.objects.filter(event__kind=Kind.MEETING_SUSPENDED)
    assert not before.exists()

    actions.suspend_meeting(here.meeting, by=bench.esther, resumes_at=clock.now() + timedelta(hours=1))
    dispatch.catch_up()
    told = Notification.objects.filter(event__kind=Kind.MEETING_SUSPENDED)
    assert {notice.recipient.first_name for notice in told} >= {"Ines", "Jules", "Claire"}
    assert all(here.dossier.title not in f"{one.subject} {one.text}" for one in told)


# What is left


def test_what_a_meeting_did_not_reach_goes_on_a_later_agenda_in_its_order(bench):
    first, second, third = (bench.at_engagement() for _ in range(3))
    with bench.sitting(first, second, third, call=False) as here:
        item = actions.open_item(here.items[1], by=bench.esther)
        bench.voted(item, claire="for", ines="for", jules="for")
        actions.proclaim(item.polls.get(), by=bench.claire)
        to = actions.plan_meeting(
            bench.ce, scheduled_at=clock.now() + timedelta(days=14), place="Colmar", by=bench.esther
        )
        assert codes(actions.carry_over, here.meeting, to=to, by=bench.esther) == ["meeting-state", "nothing-left"]
        actions.close_meeting(here.meeting, by=bench.esther)

        assert codes(actions.carry_over, here.meeting, to=to, by=bench.ines) == ["not-yours"]
        assert codes(actions.carry_over, here.meeting, to=here.meeting, by=bench.esther) == ["not-to-come"]
        moved = actions.carry_over(here.meeting, to=to, by=bench.esther)
        assert [(one.position, one.dossier) for one in moved] == [(1, first), (2, third)]
        assert codes(actions.carry_over, here.meeting, to=to, by=bench.esther) == ["nothing-left"]


def test_an_agenda_already_sent_takes_what_is_left_only_within_its_notice(bench):
    other = bench.at_engagement()
    with bench.sitting(bench.at_engagement(), call=False) as here:
        to, _ = bench.planned(other)
        actions.close_meeting(here.meeting, by=bench.esther)

        with later(days=3):
            assert codes(actions.carry_over, here.meeting, to=to, by=bench.esther) == ["notice-too-short"]
        assert len(actions.carry_over(here.meeting, to=to, by=bench.esther)) == 1


def test_a_second_call_keeps_its_agenda(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire], call=False) as here:
        actions.close_meeting(here.meeting, by=bench.esther)
        second = Meeting.objects.get(second_call_of=here.meeting)

        assert codes(actions.carry_over, here.meeting, to=second, by=bench.esther) == ["nothing-left", "agenda-fixed"]


def test_free_points_that_were_not_reached_go_along_once(bench):
    with bench.sitting(bench.at_engagement(), call=False) as here:
        FreeItem.objects.create(meeting=here.meeting, position=2, title="Calendrier", text="Proposition du bureau.")
        to = actions.plan_meeting(
            bench.ce, scheduled_at=clock.now() + timedelta(days=14), place="Colmar", by=bench.esther
        )
        actions.close_meeting(here.meeting, by=bench.esther)

        _, free = actions.carry_over(here.meeting, to=to, by=bench.esther)

        assert (free.meeting, free.position, free.title) == (to, 2, "Calendrier")
        assert free.text == "Proposition du bureau."
        assert codes(actions.carry_over, here.meeting, to=to, by=bench.esther) == ["nothing-left"]
        actions.remove_free_item(free, by=bench.esther)
        assert len(actions.carry_over(here.meeting, to=to, by=bench.esther)) == 1
