"""What a page missed while its line was down, under its reader's rights: the journal read on, as the hubs do."""

from dataclasses import dataclass

from django.db.models import QuerySet

from notifications import doors, since
from notifications.changes import nudges_of
from notifications.models import Notification
from notifications.nudges import INBOX, ME, PRESENCE, Nudge, for_person, within
from okote_flow.directory.models import User
from okote_flow.journal.models import Event


@dataclass(frozen=True, slots=True)
class Missed:
    """`lost` are the watched subjects that the reader may not see (any more)."""

    changed: list[str]
    lost: list[str]
    since: str


def by(person: User | None, watched: list[str], given: str | None) -> Missed:
    """What has changed of what is watched. A page that has no cursor yet begins here; where the cursor is unreadable
    or too old, everything may have changed. Presence leaves no trace: a page that polls asks for it each time."""
    known = [subject for subject in watched if doors.is_known(subject)]
    seen = doors.seen(person, known)
    lost = [subject for subject in known if subject not in seen]
    mine = {*seen, ME} if person is not None else set(seen)
    if not given:
        return Missed([], lost, str(_start(person)))
    try:
        events_from, told_from = (since.Cursor.parse(part) for part in given.split("-"))
    except ValueError:
        return Missed(sorted(mine), lost, str(_start(person)))
    events, events_to = since.read_on(Event.objects.all(), events_from)
    told, told_to = since.read_on(_told_to(person), told_from)
    if max(len(events), len(told)) >= since.MANY:
        return Missed(sorted(mine), lost, str(_start(person)))
    nudges = [one for event in events for one in nudges_of(event)]
    nudges += [for_person(one.recipient_id) for one in told]
    changed = _known_to(person, nudges) | {subject for subject in seen if subject.startswith(PRESENCE)}
    if ME in changed:
        changed.add(INBOX)
    return Missed(sorted(changed & mine), lost, str(_Since(events_to, told_to)))


@dataclass(frozen=True, slots=True)
class _Since:
    """How far one reader has read the journal, and what they were told."""

    events: since.Cursor
    told: since.Cursor

    def __str__(self) -> str:
        return f"{self.events}-{self.told}"


def _start(person: User | None) -> _Since:
    return _Since(since.start(Event.objects.all()), since.start(_told_to(person)))


def _told_to(person: User | None) -> QuerySet[Notification, Notification]:
    """Of somebody else's notifications not even the numbers matter: each reader's are counted by themselves."""
    return Notification.objects.filter(recipient=person) if person is not None else Notification.objects.none()


def _known_to(person: User | None, nudges: list[Nudge]) -> set[str]:
    """The subjects of those nudges that this person may know of."""
    mine = f"person:{person.pk}" if person is not None else ""
    about = {one.of for one in nudges if not one.of.startswith("person:")}
    sides = doors.seen(person, [of for of in about if doors.is_known(of)])
    number = person.pk if person is not None else 0
    return {
        one.subject
        for one in nudges
        if one.of == mine or (one.of in sides and within(one.circle, number, {number: sides[one.of]}))
    }
