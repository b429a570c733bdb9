"""Another time, place or link for a meeting: who may, with what notice, and who is told."""

from datetime import timedelta

import pytest

from committees import actions
from committees.models import Meeting
from dossiers.models import Deadline
from notifications.models import Notification
from okote_flow import clock
from okote_flow.journal.models import Event
from tests.actions.committee_cast import codes, later, seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=2)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


def edit(meeting, by, days=0, **changes):
    said = {"scheduled_at": meeting.scheduled_at + timedelta(days=days), "place": meeting.place} | changes
    return actions.edit_meeting(meeting, by=by, **said)


def draft(bench, days=10):
    at = clock.now() + timedelta(days=days)
    return actions.plan_meeting(bench.ce, scheduled_at=at, place="Colmar", by=bench.esther)


def told(meeting):
    return set(Notification.objects.filter(event__kind="meeting.edited").values_list("recipient__username", flat=True))


def test_a_meeting_that_is_prepared_changes_and_its_last_day_of_notice_follows(bench):
    meeting = draft(bench)

    assert codes(edit, meeting, bench.ines, days=3) == ["not-yours"]
    assert codes(edit, meeting, bench.esther) == ["meeting-unchanged"]
    assert codes(edit, meeting, bench.esther, days=-20) == ["meeting-past"]
    assert codes(edit, meeting, bench.esther, remote_link="javascript:alert(1)") == ["link-not-https"]
    changed = edit(meeting, bench.claire, days=3, place="Mulhouse", remote_link="https://visio.test/comite")

    assert (changed.place, changed.remote_link) == ("Mulhouse", "https://visio.test/comite")
    due = Deadline.objects.get(subject=meeting.subject, closed_at=None).due_on
    assert due == changed.day - timedelta(days=5)


def test_the_link_of_a_planned_meeting_is_one_that_a_browser_opens_safely(bench):
    at = clock.now() + timedelta(days=7)
    said = {"scheduled_at": at, "place": "Colmar", "by": bench.esther}

    assert codes(actions.plan_meeting, bench.ce, remote_link="http://visio.test", **said) == ["link-not-https"]
    assert (
        actions.plan_meeting(bench.ce, remote_link=" https://visio.test ", **said).remote_link == "https://visio.test"
    )


def test_everybody_is_told_of_another_time_or_place_with_its_reason(bench, django_capture_on_commit_callbacks):
    meeting, _ = bench.planned(bench.at_engagement())

    assert codes(edit, meeting, bench.esther, place="Mulhouse") == ["reason-missing"]
    with django_capture_on_commit_callbacks(execute=True):
        edit(meeting, bench.esther, place="Mulhouse", reason="Salle fermée")

    event = Event.objects.get(kind="meeting.edited")
    assert (event.facts["was_place"], event.facts["reason"]) == ("Salle Doller", "Salle fermée")
    said = Notification.objects.filter(event=event, recipient=bench.ines).get()
    assert "Mulhouse" in said.detail and "Salle fermée" in said.detail
    assert Notification.objects.filter(event=event).count() >= 4


def test_a_link_alone_disturbs_nobody(bench, django_capture_on_commit_callbacks):
    meeting, _ = bench.planned(bench.at_engagement())

    with django_capture_on_commit_callbacks(execute=True):
        edit(meeting, bench.esther, remote_link="https://visio.test/comite")

    assert not told(meeting)


def test_an_earlier_time_leaves_the_notice_that_it_needs(bench):
    meeting, _ = bench.planned(bench.at_engagement(), days=7)

    assert codes(edit, meeting, bench.esther, days=-3, reason="Salle") == ["notice-too-short"]
    edit(meeting, bench.esther, days=-2, reason="Salle")
    with later(days=2):
        meeting.refresh_from_db()
        assert codes(edit, meeting, bench.esther, days=-1, reason="Salle") == ["notice-too-short"]
        assert edit(meeting, bench.esther, days=1, reason="Salle").edited_at == clock.now()


def test_an_open_meeting_is_where_it_is(bench):
    with bench.sitting(bench.at_engagement()) as here:
        assert codes(edit, here.meeting, bench.esther, place="Ailleurs", reason="x") == ["meeting-state"]


def test_holders_are_told_when_their_meeting_moves_in_time_not_in_place(bench, django_capture_on_commit_callbacks):
    dossier = bench.at_engagement()
    meeting, _ = bench.planned(dossier, days=20)
    with django_capture_on_commit_callbacks(execute=True):
        edit(meeting, bench.esther, days=3, reason="Salle prise")

    told = Notification.objects.get(event__kind="meeting.item_moved", recipient=dossier.applicant)
    assert dossier.title in told.text and "change de date" in told.text and "était prévue" in told.detail
    with django_capture_on_commit_callbacks(execute=True):
        edit(Meeting.objects.get(pk=meeting.pk), bench.esther, place="Mulhouse", reason="Salle prise")
    assert Notification.objects.filter(event__kind="meeting.item_moved", recipient=dossier.applicant).count() == 1
