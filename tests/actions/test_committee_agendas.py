"""What stands on an agenda beside the dossiers, and the order of all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from committees import access, actions, agenda, room
from committees.models import AgendaItem, FreeItem, FreeItemKind, RecusalGround
from okote_flow import clock
from okote_flow.journal.models import Event
from tests.actions.committee_cast import codes, later, seated, stage

pytestmark = pytest.mark.django_db
MINUTES, INFORMATION = FreeItemKind.MINUTES, FreeItemKind.INFORMATION


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=4)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


def plan(bench, *dossiers, days=7):
    at = clock.now() + timedelta(days=days)
    meeting = actions.plan_meeting(bench.ce, scheduled_at=at, place="Colmar", by=bench.esther)
    return meeting, [actions.add_item(meeting, dossier=one, by=bench.esther) for one in dossiers]


def free(bench, meeting, title="Procès-verbal du 2 mars", kind=MINUTES, by=None):
    return actions.add_free_item(meeting, kind=kind, title=title, by=by or bench.esther)


def keys(bench, meeting, by=None):
    """The points in their order, as somebody reads them."""
    shown = agenda.points(meeting, room.agenda(by or bench.esther, meeting))
    return [point.item.key for point in shown]


def aside(person, *items):
    for item in items:
        actions.recuse(item.dossier, ground=RecusalGround.PRUDENCE, by=person)


# Points of their own


def test_a_free_item_takes_the_next_place_of_the_one_series(bench):
    meeting, [first] = plan(bench, bench.at_engagement())
    said = free(bench, meeting)
    second = actions.add_item(meeting, dossier=bench.at_engagement(), by=bench.esther)

    assert (first.position, said.position, second.position) == (1, 2, 3)
    assert keys(bench, meeting) == [first.key, said.key, second.key]
    assert access.meetings_for(bench.esther).for_list().get().points == 3
    event = Event.objects.filter(kind="meeting.free_item_added").get()
    assert (event.subject, event.facts["position"]) == (meeting.subject, 2)
    assert "Procès-verbal" not in str(event.facts)


def test_only_who_prepares_the_meeting_writes_its_agenda(bench):
    meeting, [_] = plan(bench, bench.at_engagement())
    item = free(bench, meeting)

    assert codes(free, bench, meeting, by=bench.ines) == ["not-yours"]
    assert codes(free, bench, meeting, title=" ") == ["point-untitled"]
    change = {"kind": INFORMATION, "title": "Budget", "text": "Une page."}
    assert codes(actions.edit_free_item, item, by=bench.ines, **change) == ["not-yours"]
    assert codes(actions.edit_free_item, item, by=bench.esther, **change | {"title": ""}) == ["point-untitled"]
    assert codes(actions.remove_free_item, item, by=bench.ines) == ["not-yours"]
    assert codes(actions.order_agenda, meeting, order=[], by=bench.ines) == ["not-yours", "agenda-changed"]
    changed = actions.edit_free_item(item, by=bench.claire, **change)
    assert (changed.title, changed.text, changed.kind) == ("Budget", "Une page.", INFORMATION)


def test_a_meeting_on_free_items_alone_may_be_convened(bench):
    meeting, _ = plan(bench)

    assert codes(actions.convene, meeting, by=bench.esther) == ["agenda-empty"]
    item = free(bench, meeting)
    actions.remove_free_item(item, by=bench.esther)
    assert codes(actions.convene, meeting, by=bench.esther) == ["agenda-empty"]
    assert codes(actions.remove_free_item, item, by=bench.esther) == ["item-state"]
    free(bench, meeting)
    assert actions.convene(meeting, by=bench.esther).convened_at


def test_after_the_convocation_a_free_item_comes_only_while_its_notice_can_be_kept(bench):
    meeting, _ = bench.planned(bench.at_engagement(), days=7)

    with later(days=2):
        assert free(bench, meeting).position == 2
    with later(days=3):
        assert codes(free, bench, meeting) == ["notice-too-short"]


def test_it_is_dealt_with_in_the_room_and_its_note_corrected_there(bench):
    meeting, _ = plan(bench, bench.at_engagement())
    item, other = free(bench, meeting), free(bench, meeting, "Élection", FreeItemKind.ELECTION)
    actions.convene(meeting, by=bench.esther)

    assert codes(actions.deal_with_free_item, item, by=bench.esther) == ["meeting-state"]
    with clock.frozen(meeting.scheduled_at):
        actions.open_meeting(meeting, by=bench.esther)
        assert codes(actions.deal_with_free_item, item, note="Lu.", by=bench.ines) == ["not-yours"]
        actions.deal_with_free_item(item, note="Lu.", by=bench.esther)
        assert actions.deal_with_free_item(item, note="Lu et approuvé.", by=bench.claire).said == "Lu et approuvé."
        change = {"kind": MINUTES, "title": "Autre"}
        assert codes(actions.edit_free_item, other, by=bench.esther, **change) == ["meeting-state"]
        actions.close_meeting(meeting, by=bench.esther)
        assert codes(actions.deal_with_free_item, item, by=bench.esther) == ["meeting-state"]
    states = meeting.free_items.order_by("position").values_list("state", flat=True)
    assert list(states) == ["dealt_with", "not_reached"]


def test_a_settled_point_is_not_rewritten_and_no_two_stand_at_one_place(bench):
    meeting, [item] = plan(bench, bench.at_engagement())
    said = free(bench, meeting)
    actions.remove_free_item(said, by=bench.esther)

    for change in (
        lambda: FreeItem.objects.filter(pk=said.pk).update(state="planned"),
        lambda: FreeItem.objects.filter(pk=said.pk).update(title="Autre"),
        lambda: FreeItem.objects.filter(pk=said.pk).delete(),
        lambda: FreeItem.objects.create(meeting=meeting, position=1, title="Double"),
        lambda: FreeItem.objects.filter(pk=said.pk).update(position=1),
        lambda: AgendaItem.objects.filter(pk=item.pk).update(position=2),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# Their order


def test_the_points_are_put_in_any_order(bench):
    meeting, [first, second] = plan(bench, bench.at_engagement(), bench.at_engagement())
    said = free(bench, meeting)

    actions.order_agenda(meeting, order=[said.key, second.key, first.key], by=bench.claire)

    assert keys(bench, meeting) == [said.key, second.key, first.key]
    event = Event.objects.filter(kind="meeting.agenda_ordered").get()
    assert (event.subject, event.facts["before"]) == (meeting.subject, [3, 2, 1])


def test_an_order_names_every_point_to_come_once(bench):
    meeting, [first, second] = plan(bench, bench.at_engagement(), bench.at_engagement())

    def sort(*order):
        return actions.order_agenda(meeting, order=list(order), by=bench.esther)

    assert codes(sort, first.key) == ["agenda-changed"]
    assert codes(sort, first.key, first.key) == ["agenda-changed"]
    assert codes(sort, first.key, second.key, "l1") == ["agenda-changed"]
    assert codes(sort, first.key, second.key) == ["order-unchanged"]
    actions.remove_item(first, by=bench.esther)
    assert codes(sort, second.key, first.key) == ["agenda-changed"]


def test_what_was_dealt_with_keeps_its_place(bench):
    with bench.sitting(*(bench.at_engagement() for _ in range(3))) as here:
        called, second, third = here.items

        moved = [called.key, third.key, second.key]
        assert codes(actions.order_agenda, here.meeting, order=moved, by=bench.esther) == ["agenda-changed"]
        actions.order_agenda(here.meeting, order=[third.key, second.key], by=bench.esther)

        assert keys(bench, here.meeting) == [called.key, third.key, second.key]
        actions.close_meeting(here.meeting, by=bench.esther)
        assert "meeting-state" in codes(actions.order_agenda, here.meeting, order=[], by=bench.esther)


def told(bench, meeting, by=None):
    reader = by or bench.esther
    found = agenda.proposal(reader, meeting, agenda.points(meeting, room.agenda(reader, meeting)))
    return found.leaving_now, found.leaving_then, [one.point.item.position for one in found.then]


def test_the_order_proposed_spares_departures(bench):
    meeting, items = plan(bench, *(bench.at_engagement() for _ in range(4)))
    aside(bench.ines, items[0], items[2])
    aside(bench.jules, items[1], items[3])

    assert told(bench, meeting) == (4, 2, [1, 3, 2, 4])
    actions.order_agenda(meeting, order=[items[at].key for at in (0, 2, 1, 3)], by=bench.esther)
    assert told(bench, meeting) == (2, 2, [1, 2, 3, 4])


def test_a_point_short_of_quorum_by_recusals_comes_last_and_is_said_so(bench):
    meeting, items = plan(bench, bench.at_engagement(), bench.at_engagement())
    for person in (bench.claire, bench.victor, bench.ines):
        aside(person, items[0])

    found = agenda.proposal(bench.esther, meeting, agenda.points(meeting, room.agenda(bench.esther, meeting)))

    assert [one.short for one in found.now] == [True, False]
    assert [one.point.item.position for one in found.then] == [2, 1]


def test_whoever_stands_aside_learns_nothing_of_who_else_does(bench):
    meeting, items = plan(bench, *(bench.at_engagement() for _ in range(4)))
    aside(bench.claire, items[1])
    aside(bench.ines, items[0], items[2])
    before = told(bench, meeting, by=bench.claire)

    for person in (bench.victor, bench.ines, bench.jules):
        aside(person, items[1])

    assert told(bench, meeting, by=bench.claire) == before
    assert told(bench, meeting) != before


def test_at_the_table_who_is_outside_already_is_counted_outside(bench):
    with bench.sitting(*(bench.at_engagement() for _ in range(3)), call=False) as here:
        aside(bench.ines, here.items[0], here.items[2])
        actions.open_item(here.items[0], by=bench.esther)

        assert told(bench, here.meeting) == (1, 0, [3, 2])
