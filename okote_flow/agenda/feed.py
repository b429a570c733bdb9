"""A person's calendar as iCalendar (RFC 5545). The same facts give the same bytes: a reader may ask for what changed.

Titles say what is due and the number of a dossier, no title of a project and no name: calendars are shown on lock
screens and copied to other services.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from committees.models import Meeting
from committees.models.meetings import MeetingState
from dossiers.models import Deadline
from okote_flow import clock
from okote_flow.agenda import access
from okote_flow.directory.models import User

LENGTH = timedelta(hours=2)  # a meeting has no end: calendars want one
DOMAIN = "okote-flow"
ELSEWHERE = {
    "meeting": ("committees:meeting", "convocation à envoyer"),
    "expertise": ("committees:expertise", "avis à donner"),
}


def made_for(user: User) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Okoté//Agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Okoté")
    calendar.add("x-wr-timezone", str(clock.PARIS))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    for event in _events(user):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(user: User) -> Iterator[Event]:
    for meeting in access.meetings_of(user):
        yield _meeting(meeting)
    for deadline in access.deadlines_of(user):
        yield _deadline(deadline)


def _event(uid: str, at: datetime, url: str, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}@{DOMAIN}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("summary", summary)
    event.add("url", settings.SITE_URL.rstrip("/") + url)
    event.add("class", "PRIVATE")
    return event


def _meeting(meeting: Meeting) -> Event:
    known_at = meeting.edited_at or meeting.convened_at or meeting.scheduled_at
    url = reverse("committees:meeting", args=[meeting.pk])
    draft = " (en préparation)" if meeting.status == MeetingState.DRAFT else ""
    event = _event(f"seance-{meeting.pk}", known_at, url, f"{meeting.committee}, séance{draft}")
    event.add("dtstart", meeting.scheduled_at.astimezone(UTC))
    event.add("dtend", (meeting.scheduled_at + LENGTH).astimezone(UTC))
    event.add("location", meeting.place)
    cancelled = meeting.status == MeetingState.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "TENTATIVE" if draft else "CONFIRMED")
    return event


def _deadline(deadline: Deadline) -> Event:
    sort, _, about = deadline.subject.partition(":")
    page, label = ELSEWHERE.get(sort, ("dossiers:dossier", ""))
    if deadline.dossier:
        label = f"{deadline.get_kind_display()}, {deadline.dossier.label}"
    event = _event(
        f"echeance-{deadline.pk}", deadline.opened_at, reverse(page, args=[about]), f"Échéance\u00a0: {label}"
    )
    event.add("dtstart", deadline.due_on)
    event.add("dtend", deadline.due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    return event
