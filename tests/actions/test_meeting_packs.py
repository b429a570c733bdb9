"""What a steering meeting has before it: frozen with the convocation or when asked, once for one content."""

import pytest
from django.db import DatabaseError, transaction

from committees import actions as committees
from committees.models import Committee
from dossiers.lifecycle import State
from dossiers.models import Dossier
from notifications import dispatch
from notifications.models import Notification
from okote_flow import chapters, documents
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from okote_flow.reports import actions, listening, pack
from okote_flow.reports.models import Pack
from tests.pdf_text import text_of
from tests.yearly import presented, steering_meeting

pytestmark = pytest.mark.django_db


def codes(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return [refusal.code for refusal in refused.value.refusals]


def test_it_is_frozen_when_asked_under_its_digest(alsace):
    alsace.dossier(State.CAMPAIGN)
    presented(alsace)
    meeting = steering_meeting(alsace)

    frozen = actions.freeze_pack(meeting, by=alsace.omar)

    assert (frozen.number, frozen.sha256) == (1, documents.digest(bytes(frozen.pdf)))
    said = text_of(bytes(frozen.pdf))
    for words in (
        "Dossier de séance",
        "Ordre du jour",
        "À lire avant.",
        "Les enveloppes",
        "Bilan 2022",
        "À surveiller",
    ):
        assert words in said
    [event] = Event.objects.filter(kind=Kind.PACK_FROZEN)
    assert (event.subject, event.facts["sha256"]) == (meeting.subject, frozen.sha256)


def test_the_same_content_is_frozen_once_and_another_anew(alsace):
    meeting = steering_meeting(alsace)
    first = actions.freeze_pack(meeting, by=alsace.omar)

    assert actions.freeze_pack(meeting, by=alsace.didier) == first
    alsace.dossier(State.SUBMITTED)
    second = actions.freeze_pack(meeting, by=alsace.omar)

    assert (second.number, Pack.objects.count()) == (2, 2)
    assert Event.objects.filter(kind=Kind.PACK_FROZEN).count() == 2


def test_it_goes_with_the_convocation(alsace):
    meeting = steering_meeting(alsace, convened=True)
    event = Event.objects.get(kind=Kind.MEETING_CONVENED, subject=meeting.subject)

    listening.on_event_recorded(event)
    listening.on_event_recorded(event)

    frozen = Pack.objects.get(meeting=meeting)
    assert frozen.frozen_by is None
    dispatch.catch_up()
    told = Notification.objects.filter(event__kind=Kind.PACK_FROZEN)
    assert {one.recipient for one in told} == {alsace.steve, alsace.omar}


def test_no_other_meeting_has_one(alsace):
    item = alsace.dossier(State.CAMPAIGN_PREPARATION).agenda_items.get()

    assert "pack-not-steering" in codes(actions.freeze_pack, item.meeting, by=alsace.didier)
    for event in Event.objects.filter(kind=Kind.MEETING_CONVENED):
        listening.on_event_recorded(event)
    assert not Pack.objects.exists()


def test_it_is_frozen_by_who_prepares_the_meeting_until_it_is_over(alsace):
    meeting = steering_meeting(alsace, convened=True)

    assert codes(actions.freeze_pack, meeting, by=alsace.steve) == ["pack-not-bureau"]
    committees.cancel_meeting(meeting, reason="Reportée.", by=alsace.omar)
    assert codes(actions.freeze_pack, meeting, by=alsace.omar) == ["pack-too-late"]
    assert not Pack.objects.exists()


def test_what_was_frozen_is_refused_to_every_pen(alsace):
    actions.freeze_pack(steering_meeting(alsace), by=alsace.omar)

    for change in (lambda: Pack.objects.update(sha256="x"), lambda: Pack.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_it_names_no_dossier(alsace):
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    Dossier.objects.update(title="Nommé nulle part")

    assert dossier.number not in str(pack.content_of(steering_meeting(alsace)))
    assert "Nommé nulle part" not in str(pack.content_of(steering_meeting(alsace)))


def test_it_counts_what_changed_since_the_last_meeting_was_held(alsace):
    alsace.dossier(State.SUBMITTED)
    first = steering_meeting(alsace, convened=True)
    alsace.travel(first.scheduled_at)
    committees.open_meeting(first, by=alsace.omar)
    committees.close_meeting(first, by=alsace.omar)
    alsace.forward(days=1)
    alsace.dossier(State.SUBMITTED), alsace.dossier(State.SUBMITTED)

    content = pack.content_of(steering_meeting(alsace))

    [block] = next(one for one in content["chapters"] if one["code"] == "depuis")["blocks"]
    assert ["Dossier déposé", 2] in block["rows"]


def test_another_room_may_add_a_chapter(alsace, monkeypatch):
    monkeypatch.setattr(chapters, "_contributions", {})
    chapters.contribute(pack.DOCUMENT, lambda meeting: chapters.chapter("regles", "Règles proposées", ["Seuil."]))
    chapters.contribute(pack.DOCUMENT, lambda meeting: None)

    content = pack.content_of(steering_meeting(alsace))

    assert [one["title"] for one in content["chapters"]].count("Règles proposées") == 1
    assert Committee.objects.get(code="steering").meetings.exists()
