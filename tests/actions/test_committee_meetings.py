"""Meetings: notice, agenda, presence, who presides, and what becomes of items."""

from datetime import timedelta

import pytest

from committees import access, actions
from committees.models import (
    AgendaItem,
    FreeItemKind,
    ItemState,
    Meeting,
    MeetingState,
    Presence,
    PresenceMode,
    RecusalGround,
    Role,
)
from dossiers import actions as dossiers
from dossiers.lifecycle import Keeper
from dossiers.models import DossierProcess
from okote_flow import clock
from tests.actions.committee_cast import codes, later, seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, waiting=1, ready=3)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


def plan(bench, days, by=None, hours=0):
    at = clock.now() + timedelta(days=days, hours=hours)
    return actions.plan_meeting(bench.ce, scheduled_at=at, place="Colmar", by=by or bench.esther)


def awaits_agenda(dossier):
    return DossierProcess.objects.filter(dossier=dossier, duty="agenda", status="NEW").exists()


def state(row):
    return type(row).objects.get(pk=row.pk).state


# Before


def test_the_secretary_the_chair_and_the_vice_chair_prepare_meetings(bench):
    for person in (bench.esther, bench.claire, bench.victor):
        assert plan(bench, 7, by=person).state == MeetingState.DRAFT
    for person in (bench.ines, bench.quentin, bench.serge, bench.world.odile, bench.world.didier):
        assert codes(plan, bench, 7, by=person) == ["not-yours"]
    assert codes(plan, bench, -1) == ["meeting-past"]


def test_members_hear_of_a_meeting_when_it_is_convened(bench):
    meeting = plan(bench, 7)
    actions.add_item(meeting, dossier=bench.at_engagement(), by=bench.esther)

    assert not access.meetings_for(bench.ines).exists()
    assert access.meetings_for(bench.claire).get() == meeting
    actions.convene(meeting, by=bench.esther)
    assert access.meetings_for(bench.ines).get() == meeting
    assert not access.meetings_for(bench.marc).exists()
    assert not access.meetings_for(bench.world.alice).exists()


@pytest.mark.parametrize(
    ("days", "reason", "expected"),
    [
        (5, "", []),
        (4, "", ["notice-too-short"]),
        (4, "Fin de bail", []),
        (2, "Fin de bail", []),  # one clear day between
        (1, "Fin de bail", ["urgent-notice-too-short"]),
        (4, "  ", ["notice-too-short"]),
    ],
)
def test_a_meeting_is_convened_five_days_before_or_in_reasoned_urgency(bench, days, reason, expected):
    meeting = plan(bench, days)
    actions.add_item(meeting, dossier=bench.at_engagement(), by=bench.esther)

    if expected:
        assert codes(actions.convene, meeting, by=bench.esther, urgent_reason=reason) == expected
    else:
        assert actions.convene(meeting, by=bench.esther, urgent_reason=reason).state == MeetingState.CONVENED


def test_a_deciding_meeting_is_convened_once_with_an_agenda(bench):
    meeting = plan(bench, 7)

    assert codes(actions.convene, meeting, by=bench.esther) == ["agenda-empty"]
    actions.add_item(meeting, dossier=bench.at_engagement(), by=bench.esther)
    assert codes(actions.convene, meeting, by=bench.ines) == ["not-yours"]
    actions.convene(meeting, by=bench.claire)
    assert codes(actions.convene, meeting, by=bench.esther) == ["meeting-state"]


def test_only_dossiers_before_the_committee_are_put_on_its_agenda_once(bench):
    early, ready = bench.admitted(), bench.at_engagement()
    meeting, other = plan(bench, 7), plan(bench, 9)

    assert codes(actions.add_item, meeting, dossier=early, by=bench.esther) == ["recused", "wrong-committee"]
    assert codes(actions.add_item, meeting, dossier=ready, by=bench.ines) == ["not-yours"]
    item = actions.add_item(meeting, dossier=ready, by=bench.esther)
    assert (item.position, awaits_agenda(ready)) == (1, False)
    assert codes(actions.add_item, other, dossier=ready, by=bench.esther) == ["already-on-agenda"]
    actions.remove_item(item, by=bench.esther)
    assert awaits_agenda(ready)
    assert actions.add_item(other, dossier=ready, by=bench.claire).pk
    assert not awaits_agenda(ready)


def test_after_the_convocation_an_item_is_added_only_while_its_notice_can_be_kept(bench):
    first, second, third = (bench.at_engagement() for _ in range(3))
    meeting, _ = bench.planned(first, days=7)

    with later(days=2):
        assert actions.add_item(meeting, dossier=second, by=bench.esther).position == 2
    with later(days=3):
        assert codes(actions.add_item, meeting, dossier=third, by=bench.esther) == ["notice-too-short"]


def test_a_meeting_called_off_gives_its_dossiers_back(bench):
    dossier = bench.at_engagement()
    meeting, [item] = bench.planned(dossier)

    assert codes(actions.cancel_meeting, meeting, reason=" ", by=bench.esther) == ["reason-missing"]
    actions.cancel_meeting(meeting, reason="Salle fermée", by=bench.esther)

    assert (state(meeting), state(item), awaits_agenda(dossier)) == ("cancelled", "not_reached", True)
    with clock.frozen(meeting.scheduled_at):
        assert codes(actions.open_meeting, meeting, by=bench.esther) == ["meeting-state"]


# On the day


def test_a_meeting_opens_on_its_day_and_one_at_a_time(bench):
    first, _ = bench.planned(bench.at_engagement(), days=7)
    second, _ = bench.planned(bench.at_engagement(), days=7)

    with later(days=6):
        assert codes(actions.open_meeting, first, by=bench.esther) == ["meeting-not-today"]
        early = codes(actions.record_presence, first, seat=bench.seat_of(bench.ines), by=bench.esther)
        assert early == ["meeting-not-today"]
    with later(days=7):
        assert codes(actions.open_meeting, first, by=bench.ines) == ["not-yours"]
        actions.open_meeting(first, by=bench.esther)
        assert codes(actions.open_meeting, second, by=bench.esther) == ["meeting-elsewhere"]
        actions.close_meeting(first, by=bench.claire)
        assert actions.open_meeting(second, by=bench.esther).state == MeetingState.OPEN


def test_presence_is_a_span_of_time_in_the_room_or_remote(bench):
    meeting, _ = bench.planned(bench.at_engagement())

    with clock.frozen(meeting.scheduled_at):
        actions.open_meeting(meeting, by=bench.esther)
        first = bench.arrive(meeting, bench.ines)
        assert bench.arrive(meeting, bench.ines) == first
        seat = bench.seat_of(bench.ines)
        with later(minutes=5):
            remote = actions.record_presence(meeting, seat=seat, mode=PresenceMode.REMOTE, by=bench.ines)
        with later(minutes=9):
            bench.leave(meeting, bench.ines)
            assert codes(bench.leave, meeting, bench.ines) == ["not-present"]

    first.refresh_from_db()
    remote.refresh_from_db()
    assert (first.left_at, remote.left_at - remote.arrived_at) == (remote.arrived_at, timedelta(minutes=4))
    assert remote.user == bench.ines


def test_one_records_ones_own_presence_and_the_bureau_everybodys(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire]) as here:
        seat = bench.seat_of(bench.jules)

        assert codes(actions.record_presence, here.meeting, seat=seat, by=bench.ines) == ["not-yours"]
        assert codes(actions.record_presence, here.meeting, seat=seat, by=bench.serge) == ["not-yours"]
        actions.record_presence(here.meeting, seat=seat, by=bench.jules)
        assert codes(actions.record_leave, here.meeting, seat=seat, by=bench.ines) == ["not-yours"]
        actions.record_leave(here.meeting, seat=seat, by=bench.victor)
        assert codes(bench.arrive, here.meeting, bench.marc) == ["seat-elsewhere"]
        empty = actions.add_seat(bench.ce, role=Role.MEMBER, by=None)
        assert codes(actions.record_presence, here.meeting, seat=empty, by=bench.esther) == ["seat-vacant"]


def test_the_first_by_precedence_who_is_there_presides(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.victor, bench.ines]) as here:
        assert here.item.presiding == bench.seat_of(bench.victor)
        bench.arrive(here.meeting, bench.claire)
        assert AgendaItem.objects.get().presiding == bench.seat_of(bench.claire)
        assert Meeting.objects.get().presiding == bench.seat_of(bench.claire)
        bench.leave(here.meeting, bench.claire)
        bench.leave(here.meeting, bench.victor)
        assert AgendaItem.objects.get().presiding is None
        assert codes(bench.open_poll, here.item) == ["nobody-presides", "quorum-missing", "nobody-presides"]


def test_a_chair_who_comes_during_a_poll_does_not_take_it_over(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.victor, bench.ines, bench.jules]) as here:
        poll = bench.open_poll(here.item, by=bench.victor)
        bench.arrive(here.meeting, bench.claire)

        assert AgendaItem.objects.get().presiding == bench.seat_of(bench.victor)
        assert codes(actions.close_poll, poll, by=bench.claire) == ["not-yours"]
        bench.leave(here.meeting, bench.victor)
        assert AgendaItem.objects.get().presiding == bench.seat_of(bench.claire)


def test_an_item_is_called_by_the_secretary_or_whoever_presides_one_at_a_time(bench):
    with bench.sitting(bench.at_engagement(), bench.at_engagement(), call=False) as here:
        first, second = here.items

        assert codes(actions.open_item, first, by=bench.ines) == ["not-yours"]
        assert codes(actions.open_item, first, by=bench.victor) == ["not-yours"]
        actions.open_item(first, by=bench.claire)
        assert codes(actions.open_item, second, by=bench.esther) == ["item-running"]
        assert codes(actions.open_item, first, by=bench.esther) == ["item-state"]
        actions.leave_item(first, by=bench.esther)
        assert actions.open_item(second, by=bench.esther).state == ItemState.OPENED


def test_nobody_to_preside_means_that_the_item_waits(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.ines, bench.jules], call=False) as here:
        assert codes(actions.open_item, here.item, by=bench.esther) == ["nobody-presides"]


def test_what_was_not_reached_awaits_the_next_agenda(bench):
    done, left = bench.at_engagement(), bench.at_engagement()
    with bench.sitting(done, left) as here:
        poll = bench.voted(here.item, claire="for", ines="for")
        assert codes(actions.close_meeting, here.meeting, by=bench.esther) == ["poll-open"]
        assert codes(actions.leave_item, here.item, by=bench.esther) == ["poll-open"]
        actions.proclaim(poll, by=bench.claire)
        actions.close_meeting(here.meeting, by=bench.esther)

        assert [state(item) for item in here.items] == ["decided", "not_reached"]
        assert (awaits_agenda(done), awaits_agenda(left)) == (False, True)
        assert not Presence.objects.now().exists()


# Held again


def without_quorum(bench, *dossier_list):
    """A meeting that closed with its chair alone in the room."""
    with bench.sitting(*dossier_list, present=[bench.claire], call=False) as here:
        return actions.close_meeting(here.meeting, by=bench.esther)


def again(bench, meeting, days=3, by=None):
    at = meeting.scheduled_at + timedelta(days=days)
    return actions.call_again(meeting, scheduled_at=at, place="Colmar", by=by or bench.esther)


def test_what_lacked_its_quorum_is_decided_at_a_second_meeting_without_one(bench):
    dossier = bench.at_engagement()
    second = without_quorum(bench, dossier).second_calls.get()

    assert (second.state, awaits_agenda(dossier)) == (MeetingState.DRAFT, False)
    with clock.frozen(second.second_call_of.scheduled_at):
        actions.convene(second, by=bench.esther)
    with clock.frozen(second.scheduled_at):
        actions.open_meeting(second, by=bench.esther)
        bench.arrive(second, bench.claire)
        item = actions.open_item(second.items.get(), by=bench.claire)
        poll = bench.voted(item, claire="for")
        assert (poll.result.adopted, poll.result.quorum_required) == (True, 1)
        assert "sans condition de quorum" in poll.result.explanation
        assert actions.proclaim(poll, by=bench.claire).verdict == "favourable"


def test_a_second_meeting_follows_the_first_by_three_days_on_the_same_agenda(bench):
    dossier, other = bench.at_engagement(), bench.at_engagement()
    meeting, _ = bench.planned(dossier)
    free = {"kind": FreeItemKind.MINUTES, "by": bench.esther}
    for title in ("Procès-verbal", "Élection"):
        actions.add_free_item(meeting, title=title, **free)
    with clock.frozen(meeting.scheduled_at):
        actions.open_meeting(meeting, by=bench.esther)
        actions.deal_with_free_item(meeting.free_items.get(title="Procès-verbal"), by=bench.esther)
        first = actions.close_meeting(meeting, by=bench.claire)
        second = first.second_calls.get()

        assert second.scheduled_at == first.scheduled_at + timedelta(days=3)
        assert [*second.items.values_list("dossier", "position")] == [(dossier.pk, 1)]
        assert [*second.free_items.values_list("title", "position")] == [("Élection", 2)]
        assert codes(actions.add_item, second, dossier=other, by=bench.esther) == ["agenda-fixed"]
        assert codes(actions.add_free_item, second, title="Budget", **free) == ["agenda-fixed"]
        assert codes(again, bench, first) == ["called-again"]
        sooner = first.scheduled_at + timedelta(days=2)
        actions.edit_meeting(second, scheduled_at=sooner, place="Colmar", by=bench.esther)
        assert codes(actions.convene, second, by=bench.esther) == ["second-call-too-soon"]


def test_a_second_meeting_called_off_may_be_prepared_anew(bench):
    first = without_quorum(bench, bench.at_engagement())

    with clock.frozen(first.scheduled_at):
        actions.cancel_meeting(first.second_calls.get(), reason="Salle fermée", by=bench.esther)
        assert again(bench, first, days=4).items.count() == 1
        assert codes(again, bench, first) == ["called-again"]


def test_a_second_meeting_in_an_empty_room_has_no_third(bench):
    second = without_quorum(bench, bench.at_engagement()).second_calls.get()
    with clock.frozen(second.second_call_of.scheduled_at):
        actions.convene(second, by=bench.esther)

    with clock.frozen(second.scheduled_at):
        actions.open_meeting(second, by=bench.esther)
        actions.close_meeting(second, by=bench.esther)

    assert (second.items.get().lacked_quorum, Meeting.objects.count()) == (True, 2)


def test_a_quorum_lost_by_recusals_alone_is_kept_as_such(bench):
    dossier, other = bench.at_engagement(), bench.at_engagement()
    with bench.sitting(dossier, other, call=False) as here:
        for person in (bench.claire, bench.victor, bench.ines):
            actions.recuse(dossier, ground=RecusalGround.PRUDENCE, by=person)
        actions.close_meeting(here.meeting, by=bench.esther)

    said = here.meeting.items.order_by("position").values_list("lacked_quorum", "lost_by_recusals")
    assert [*said] == [(True, True), (False, False)]
    assert here.meeting.second_calls.get().items.get().dossier == dossier


def test_a_meeting_that_had_its_quorum_is_not_held_again(bench):
    dossier = bench.at_engagement()
    with bench.sitting(dossier) as here:
        assert codes(again, bench, here.meeting) == ["meeting-state", "nothing-to-call-again"]
        meeting = actions.close_meeting(here.meeting, by=bench.esther)

        assert codes(again, bench, meeting) == ["nothing-to-call-again"]
        assert codes(again, bench, meeting, by=bench.ines) == ["not-yours", "nothing-to-call-again"]


def test_a_dossier_put_on_another_agenda_is_not_called_again(bench):
    dossier = bench.at_engagement()
    first = without_quorum(bench, dossier)

    with clock.frozen(first.scheduled_at):
        actions.cancel_meeting(first.second_calls.get(), reason="Salle fermée", by=bench.esther)
        actions.add_item(plan(bench, 7), dossier=dossier, by=bench.esther)
        assert codes(again, bench, first) == ["nothing-to-call-again"]


def test_a_withdrawn_dossier_leaves_the_agenda(bench):
    dossier = bench.at_engagement()
    _, [item] = bench.planned(dossier)

    dossiers.withdraw(dossier, by=bench.world.alice)

    assert state(item) == "withdrawn"


def test_a_territorial_meeting_has_its_own_dossiers_and_no_poll(bench):
    dossier = bench.admitted()
    chair = bench.seat(bench.ct, "Rosa", Role.CHAIR).user
    at = clock.now() + timedelta(days=7)
    meeting = actions.plan_meeting(bench.ct, scheduled_at=at, place="Haguenau", by=bench.serge)
    item = actions.add_item(meeting, dossier=dossier, by=bench.serge)
    actions.convene(meeting, by=bench.serge)

    with clock.frozen(at):
        actions.open_meeting(meeting, by=bench.serge)
        for person in (chair, bench.marc):
            actions.record_presence(meeting, seat=bench.seat_of(person), by=bench.serge)
        item = actions.open_item(item, by=bench.serge)
        assert codes(bench.open_poll, item, by=chair) == ["wrong-committee"]
    assert not access.dossier_access.holds(chair, dossier, Keeper.CHAIR)
