"""What a hub asks the database: who is still there, and what the journal holds that nobody told."""

from collections.abc import Collection

from django.contrib.sessions.models import Session

from notifications import since
from notifications.changes import nudges_of
from notifications.models import Notification
from notifications.nudges import Nudge, for_person, of_event, of_notices
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.journal.models import Event


def active(people: Collection[int]) -> set[int]:
    """Those whose account is open."""
    return set(User.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))


def alive(sessions: Collection[str]) -> set[str]:
    """Those of these sessions that go on."""
    found = Session.objects.filter(session_key__in=sessions, expire_date__gt=clock.real_now())
    return set(found.values_list("session_key", flat=True))


class Journal:
    """The journal as one hub reads it on, and the notifications beside it."""

    def __init__(self) -> None:
        self._events = since.Cursor()
        self._told = since.Cursor()

    def start(self) -> None:
        """From now on."""
        self._events = since.start(Event.objects.all())
        self._told = since.start(Notification.objects.all())

    def read_on(self, heard: Collection[str]) -> tuple[list[Nudge], list[str]]:
        """The nudges of what has happened since the last reading and was not heard of, and the marks of both."""
        events, self._events = since.read_on(Event.objects.all(), self._events)
        told, self._told = since.read_on(Notification.objects.all(), self._told)
        unheard = [event for event in events if of_event(event.pk) not in heard]
        nudges = [one for event in unheard for one in nudges_of(event)]
        untold = [one for one in told if of_notices(one.event_id) not in heard]
        nudges += [for_person(one.recipient_id) for one in untold]
        return nudges, [*(of_event(one.pk) for one in unheard), *(of_notices(one.event_id) for one in untold)]
