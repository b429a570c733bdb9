"""One body per seat, one seat per body: who sits when the holder does not come, and who is told why they do not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from committees import actions, minutes, places_taken, rolls, tally
from committees.models import (
    Answer,
    Capacity,
    Choice,
    Convocation,
    Entitlement,
    Mandate,
    Poll,
    Presence,
    PresenceMode,
    RecusalGround,
    Role,
    Seat,
    Standing,
    Via,
    Visibility,
    VoterStatus,
)
from committees.models.bodies import VIEW, VOTE
from committees.powers import powers_of
from committees.rules import Standing as RuleStanding
from notifications.audience import told
from notifications.catalogue import CATALOGUE
from notifications.matter import Matter
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.journal.record import identity_of
from okote_flow.refusals import Refused
from tests.actions.committee_cast import codes, later, seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=2)


@pytest.fixture
def bench(walked, monkeypatch, db):
    """Ines has a substitute, Zoe; Jules replaces nobody yet."""
    own = seated(walked, monkeypatch)
    own.zoe, own.seat_ines = own.world.zoe, own.seat_of(own.ines)
    actions.edit_seat(own.seat_ines, substitutable=True, by=own.esther)
    actions.give_mandate(own.seat_ines, user=own.zoe, capacity=Capacity.SUBSTITUTE, by=own.esther)
    return own


def come(bench, meeting, person, seat=None, **more):
    return actions.record_presence(meeting, seat=seat or bench.seat_ines, by=person, **more)


def line_of(poll, seat):
    return Entitlement.objects.get(poll=poll, seat=seat)


def test_a_substitute_reads_what_the_holder_reads(bench):
    assert {one.permission for one in powers_of(bench.zoe)} == {VIEW, VOTE}


def test_both_are_called_and_the_substitute_as_such(bench):
    meeting, _ = bench.planned(bench.at_engagement())

    called = Convocation.objects.filter(meeting=meeting, seat=bench.seat_ines)
    assert [(one.name, one.capacity) for one in called] == [
        (str(bench.ines), Capacity.HOLDER),
        (str(bench.zoe), Capacity.SUBSTITUTE),
    ]


def told_by(event):
    matter = Matter(event)
    return {
        (person, notice.say(matter))
        for notice in CATALOGUE[Kind(event.kind)]
        if notice.applies(matter)
        for person in told(matter, notice.audience)
    }


def test_the_convocation_of_a_substitute_says_in_which_case_they_come(bench):
    bench.planned(bench.at_engagement())
    said = dict(told_by(Event.objects.filter(kind=Kind.MEETING_CONVENED).latest("pk")))

    assert "vous êtes convoqué en suppléance" in said[bench.zoe]
    assert "suppléance" not in said[bench.ines]
    assert bench.claire in said


def test_the_substitute_hears_that_the_holder_does_not_come(bench):
    meeting, _ = bench.planned(bench.at_engagement())
    actions.answer_convocation(meeting, answer=Answer.ROOM, by=bench.ines)
    assert told_by(Event.objects.filter(kind=Kind.CONVOCATION_ANSWERED).latest("pk")) == set()

    actions.answer_convocation(meeting, answer=Answer.EXCUSED, by=bench.ines)

    ((person, text),) = told_by(Event.objects.filter(kind=Kind.CONVOCATION_ANSWERED).latest("pk"))
    assert person == bench.zoe
    assert "ne vient pas" in text
    answered = actions.answer_convocation(meeting, answer=Answer.ROOM, by=bench.zoe)
    assert (answered.user, answered.answer) == (bench.zoe, Answer.ROOM)


def test_the_substitute_sits_and_votes_when_the_holder_does_not_come(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, bench.victor, bench.jules]) as here:
        come(bench, here.meeting, bench.zoe)
        poll = bench.open_poll(here.item)

        line = line_of(poll, bench.seat_ines)
        assert (line.user, line.via, line.stands_for) == (bench.zoe, Via.SUBSTITUTE, str(bench.ines))
        assert (line.standing, line.said_name) == (Standing.PRESENT_ROOM, f"{bench.zoe}, suppléant d’{bench.ines}")
        assert codes(actions.cast_ballot, poll, choice=Choice.FOR, by=bench.ines) == ["seat-occupied"]
        assert actions.cast_ballot(poll, choice=Choice.FOR, by=bench.zoe).cast_by == bench.zoe
        bench.vote(poll, claire="for", victor="for", jules="against")
        poll = actions.close_poll(poll, by=bench.claire)
        actions.proclaim(poll, by=bench.claire)
        actions.close_meeting(here.meeting, by=bench.esther)

        assert tally.faults(Poll.objects.get(pk=poll.pk)) == []
        parts = minutes.parts_of(here.meeting, {})
        rows = [(row[1], row[2].partition(",")[0]) for row in parts[0]["seats"] if row[0] == bench.seat_ines.label]
        assert rows == [
            (str(bench.ines), "Absence"),
            (f"{bench.zoe}, suppléant d’{bench.ines}", "Dans la salle"),
        ]
        assert any(f"{bench.zoe}, suppléant d’{bench.ines}" in said for said in parts[1]["lines"])


def test_a_substitute_beside_the_holder_does_not_sit_and_is_told_why(bench):
    with bench.sitting(bench.at_engagement()) as here:
        assert codes(come, bench, here.meeting, bench.zoe) == ["seat-occupied"]
        with pytest.raises(Refused) as why:
            come(bench, here.meeting, bench.zoe)
        assert why.value.refusals[0].message.startswith(f"{bench.ines} siège déjà sur ce siège")
        poll = bench.open_poll(here.item)
        assert codes(actions.cast_ballot, poll, choice=Choice.FOR, by=bench.zoe) == ["seat-occupied"]
        seat = {"seat": bench.seat_ines}
        assert codes(actions.cast_ballot, poll, choice=Choice.FOR, by=bench.zoe, **seat) == ["not-your-seat"]
        assert codes(actions.record_leave, here.meeting, by=bench.zoe, **seat) == ["not-yours"]

        (beside,) = [one for one in places_taken.seats(bench.zoe, here.meeting, bureau=False) if one.stands_for]
        assert (beside.may_record, beside.barred.code) == (False, "seat-occupied")


def test_a_substitute_who_has_not_come_is_absent_like_the_holder(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, bench.victor, bench.jules]) as here:
        poll = bench.open_poll(here.item)

        assert line_of(poll, bench.seat_ines).user == bench.ines
        assert codes(actions.cast_ballot, poll, choice=Choice.FOR, by=bench.zoe) == ["absent"]


def test_a_secret_ballot_is_refused_beside_the_holder_too(bench):
    everybody = [*bench.voters, bench.quentin]
    with bench.sitting(bench.at_engagement("food"), present=everybody) as here:
        ceilings = {bench.ems: 3_000_00}
        poll = actions.open_poll(here.item, ceilings=ceilings, by=bench.claire, visibility=Visibility.SECRET)

        asked = {"choice": Choice.FOR, "by": bench.zoe, "confirmed": True}
        assert codes(actions.cast_secret, poll, **asked) == ["seat-occupied"]


def test_a_seat_is_handed_over_once_and_back(bench):
    with bench.sitting(bench.at_engagement()) as here:
        seat = {"seat": bench.seat_ines}
        assert codes(actions.hand_over, here.meeting, by=bench.ines, **seat) == ["not-yours"]
        before = Event.objects.count()
        actions.hand_over(here.meeting, by=bench.esther, mode=PresenceMode.REMOTE, **seat)

        assert Event.objects.count() == before + 1
        told = Event.objects.get(kind=Kind.SEAT_HANDED_OVER).facts["people"]
        assert told == {"former": identity_of(bench.ines), "sitter": identity_of(bench.zoe)}
        spans = Presence.objects.filter(meeting=here.meeting, **seat)
        assert [(one.user, one.mode, one.left_at is None) for one in spans] == [
            (bench.ines, PresenceMode.ROOM, False),
            (bench.zoe, PresenceMode.REMOTE, True),
        ]
        assert rolls.call_roll(here.item).mandates[bench.seat_ines.pk].user == bench.zoe
        assert codes(come, bench, here.meeting, bench.ines) == ["seat-occupied"]
        actions.hand_over(here.meeting, by=bench.claire, **seat)
        assert rolls.call_roll(here.item).mandates[bench.seat_ines.pk].user == bench.ines


def test_no_seat_is_handed_over_while_a_poll_hears_it(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        seat = {"seat": bench.seat_ines, "by": bench.claire}

        assert codes(actions.hand_over, here.meeting, **seat) == ["voice-in-poll"]
        bench.vote(poll, ines="for")
        assert codes(actions.hand_over, here.meeting, **seat) == ["voice-in-poll"]
        actions.void_poll(poll, reason="Une erreur.", by=bench.claire)
        actions.hand_over(here.meeting, **seat)
        assert line_of(bench.open_poll(here.item), bench.seat_ines).via == Via.SUBSTITUTE
        assert line_of(poll, bench.seat_ines).user == bench.ines


def test_who_takes_the_seat_during_a_poll_votes_in_the_next_one(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        bench.leave(here.meeting, bench.ines)
        come(bench, here.meeting, bench.zoe)

        line = line_of(poll, bench.seat_ines)
        assert (line.user, line.status) == (bench.ines, VoterStatus.LEFT)
        assert codes(actions.cast_ballot, poll, choice=Choice.FOR, by=bench.zoe) == ["seat-occupied"]
        assert codes(actions.cast_ballot, poll, choice=Choice.FOR, by=bench.ines) == ["absent"]


def test_a_hand_over_needs_somebody_there_and_somebody_else(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, bench.victor, bench.jules]) as here:
        by = {"by": bench.esther}
        assert codes(actions.hand_over, here.meeting, seat=bench.seat_ines, **by) == ["not-present"]
        jules = bench.seat_of(bench.jules)
        assert codes(actions.hand_over, here.meeting, seat=jules, **by) == ["nobody-to-hand-over-to"]
        assert codes(actions.hand_over, here.meeting, seat=bench.seat_of(bench.marc), **by) == ["seat-elsewhere"]
        empty = actions.add_seat(bench.ce, role=Role.MEMBER, by=bench.esther)
        assert codes(actions.hand_over, here.meeting, seat=empty, **by) == ["seat-vacant"]


def test_a_former_member_neither_sits_nor_is_entered(bench):
    with later(days=3):
        actions.end_mandate(Mandate.objects.get(user=bench.zoe), by=bench.esther)
        with bench.sitting(bench.at_engagement(), present=[bench.claire, bench.victor]) as here:
            assert codes(come, bench, here.meeting, bench.zoe) == ["not-yours"]
            assert codes(come, bench, here.meeting, bench.esther, user=bench.zoe) == ["not-of-seat"]
            poll = bench.open_poll(here.item)
            assert codes(actions.cast_ballot, poll, choice=Choice.FOR, by=bench.zoe) == ["not-on-roll"]


def test_a_member_whose_term_has_ended_leaves_the_seat_to_the_other(bench):
    with bench.sitting(bench.at_engagement()) as here, later(days=1):
        actions.end_mandate(Mandate.objects.get(user=bench.ines), by=bench.esther)

        assert come(bench, here.meeting, bench.zoe).user == bench.zoe
        call = rolls.call_roll(here.item)
        assert call.replaced == {bench.seat_ines.pk: bench.seat_ines.label}


def test_a_proxy_is_neither_passed_on_nor_given_by_a_substitute(bench):
    meeting, _ = bench.planned(bench.at_engagement())
    jules, victor = bench.seat_of(bench.jules), bench.seat_of(bench.victor)
    actions.give_proxy(meeting, giver=jules, holder=bench.seat_ines, by=bench.jules)

    chain = {"giver": bench.seat_ines, "holder": victor}
    assert codes(actions.give_proxy, meeting, by=bench.ines, **chain) == ["proxy-chain"]
    assert "not-your-seat" in codes(actions.give_proxy, meeting, by=bench.zoe, **chain)


def test_a_proxy_given_to_a_member_is_silent_while_their_substitute_sits(bench):
    meeting, (item,) = bench.planned(bench.at_engagement())
    jules = bench.seat_of(bench.jules)
    actions.give_proxy(meeting, giver=jules, holder=bench.seat_ines, by=bench.jules)
    with clock.frozen(meeting.scheduled_at):
        come(bench, meeting, bench.zoe)

        assert rolls.call_roll(item).roll.voice_of(jules.pk) is None
        actions.record_leave(meeting, seat=bench.seat_ines, by=bench.zoe)
        come(bench, meeting, bench.ines)
        assert rolls.call_roll(item).roll.voice_of(jules.pk) == bench.seat_ines.pk


def test_a_proxy_sleeps_while_the_substitute_of_its_giver_sits(bench):
    meeting, (item,) = bench.planned(bench.at_engagement())
    actions.give_proxy(meeting, giver=bench.seat_ines, holder=bench.seat_of(bench.jules), by=bench.ines)
    with clock.frozen(meeting.scheduled_at):
        come(bench, meeting, bench.zoe)

        assert rolls.call_roll(item).roll.voice_of(bench.seat_ines.pk) == bench.seat_ines.pk


def test_a_substitute_who_stands_aside_has_no_voice_either(bench):
    dossier = bench.at_engagement()
    actions.recuse(dossier, ground=RecusalGround.PRUDENCE, by=bench.zoe)
    with bench.sitting(dossier, present=[bench.claire, bench.victor, bench.jules]) as here:
        actions.record_presence(here.meeting, seat=bench.seat_ines, user=bench.zoe, by=bench.esther)
        roll = rolls.call_roll(here.item).roll
        assert roll.standings[bench.seat_ines.pk] == RuleStanding.RECUSED


# Two seats, one body


@pytest.fixture
def twice(bench):
    """Jules also replaces the holder of a third member's seat."""
    seat = bench.seat(bench.ce, "Lea", Role.MEMBER, substitutable=True).seat
    actions.give_mandate(seat, user=bench.jules, capacity=Capacity.SUBSTITUTE, by=bench.esther)
    bench.seat_lea, bench.seat_jules = seat, Seat.objects.get(code="siege-jules")
    return bench


def test_one_answer_stands_for_every_seat_by_which_one_is_called(twice):
    meeting, _ = twice.planned(twice.at_engagement())
    actions.answer_convocation(meeting, answer=Answer.ROOM, by=twice.jules)

    assert set(Convocation.objects.filter(user=twice.jules).values_list("answer", flat=True)) == {Answer.ROOM}


def test_whoever_has_two_seats_sits_on_the_one_they_choose(twice):
    present = [twice.claire, twice.victor, twice.ines]
    with twice.sitting(twice.at_engagement(), present=present) as here:
        come(twice, here.meeting, twice.jules, twice.seat_lea)

        assert codes(come, twice, here.meeting, twice.jules, twice.seat_jules) == ["on-another-seat"]
        poll = twice.open_poll(here.item)
        own, other = line_of(poll, twice.seat_jules), line_of(poll, twice.seat_lea)
        assert (own.user, own.status) == (twice.jules, VoterStatus.ABSENT)
        assert (other.user, other.status, other.via) == (twice.jules, VoterStatus.ELIGIBLE, Via.SUBSTITUTE)
        assert actions.cast_ballot(poll, choice=Choice.FOR, by=twice.jules).entitlement == other
        twice.vote(poll, claire="for", victor="for", ines="for")
        assert tally.faults(actions.close_poll(poll, by=twice.claire)) == []


def test_nobody_lends_one_voice_and_sits_with_another(twice):
    present = [twice.claire, twice.victor, twice.ines]
    with twice.sitting(twice.at_engagement(), present=present) as here:
        holder = twice.seat_of(twice.victor)
        actions.give_proxy(here.meeting, giver=twice.seat_jules, holder=holder, by=twice.jules)
        assert rolls.call_roll(here.item).roll.voice_of(twice.seat_jules.pk) == holder.pk

        come(twice, here.meeting, twice.jules, twice.seat_lea)
        assert rolls.call_roll(here.item).roll.voice_of(twice.seat_jules.pk) is None


def test_a_seat_does_not_pass_to_somebody_who_sits_elsewhere(twice):
    with twice.sitting(twice.at_engagement(), present=[*twice.voters, twice.lea]) as here:
        asked = {"seat": twice.seat_lea, "by": twice.esther}
        assert codes(actions.hand_over, here.meeting, **asked) == ["on-another-seat"]


def test_a_written_consultation_hears_one_voice_of_each_person(twice):
    actions.end_mandate(Mandate.objects.get(user=twice.lea), by=twice.esther)
    with twice.sitting(twice.at_engagement(), present=[twice.claire, twice.victor, twice.ines]) as here, later(days=1):
        poll = actions.open_poll(
            here.item,
            ceilings={},
            by=twice.claire,
            visibility=Visibility.WRITTEN,
            closes_at=clock.now() + timedelta(days=3),
        )

        said = [line_of(poll, seat).status for seat in (twice.seat_jules, twice.seat_lea)]
        assert said == [VoterStatus.ELIGIBLE, VoterStatus.ABSENT]


# What the database refuses by itself


def test_the_database_seats_one_body_per_seat_and_one_seat_per_body(twice):
    with twice.sitting(twice.at_engagement()) as here:
        there = {"meeting": here.meeting, "mode": PresenceMode.ROOM}
        with pytest.raises(IntegrityError), transaction.atomic():
            Presence.objects.create(seat=twice.seat_ines, user=twice.zoe, **there)
        with pytest.raises(IntegrityError), transaction.atomic():
            Presence.objects.create(seat=twice.seat_lea, user=twice.jules, **there)


def test_the_database_refuses_a_second_substitute_and_a_holder_who_replaces_themselves(bench):
    held = Mandate.objects.get(user=bench.zoe)
    other = {"seat": held.seat, "group": held.group, "starts_on": held.starts_on}

    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(user=bench.jules, capacity=Capacity.SUBSTITUTE, **other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(user=bench.zoe, capacity=Capacity.HOLDER, **other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(code="siege-quentin").update(substitutable=True)


def test_the_database_keeps_whom_a_line_stands_for(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, bench.victor, bench.jules]) as here:
        come(bench, here.meeting, bench.zoe)
        poll = bench.open_poll(here.item)
        with pytest.raises(IntegrityError), transaction.atomic():
            Entitlement.objects.filter(poll=poll, seat=bench.seat_ines).update(stands_for="Personne")
