"""Who is there: arrivals, departures, a seat handed over to a substitute, and what they change on a running poll."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from committees import access, connection, guards, seating
from committees.actions.chairing import preside
from committees.actions.locks import lock_sitting
from committees.models import (
    AgendaItem,
    Entitlement,
    Mandate,
    Meeting,
    MeetingState,
    PollState,
    Presence,
    PresenceMode,
    Reason,
    Seat,
    Visibility,
    VoterStatus,
)
from committees.models.meetings import SITTING
from committees.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require

ROOM = ("not-yours", "recused", "meeting-state", "meeting-not-today", "seat-elsewhere", "seat-vacant")


@dataclass(frozen=True, slots=True)
class Place:
    """A seat at a meeting that is held, with its dossier called."""

    meeting: Meeting
    called: AgendaItem | None
    seat: Seat
    held: list[Mandate]  # its holder, its substitute
    span: Presence | None  # of whoever is there

    @property
    def people(self) -> dict[int, User]:
        return {one.user_id: one.user for one in self.held}

    @property
    def sitter(self) -> Presence | None:
        """Whoever sits there by right: a former member noted present does no more."""
        return self.span if self.span is not None and self.span.user_id in self.people else None


@action("committees.record_presence", refuses=(*ROOM, "not-of-seat", "seat-occupied", "on-another-seat"))
def record_presence(
    meeting: Meeting, *, seat: Seat, by: User, mode: PresenceMode = PresenceMode.ROOM, user: User | None = None
) -> Presence:
    """A seat's holder or substitute is there, in the room or remote: the first to come sits, the other does not.

    Entered by the secretary, whoever presides, or themselves. Without `user`: who enters it if the seat is theirs,
    otherwise who sits there already, otherwise the holder.
    """
    place = _place(meeting, seat, by, user)
    person = user or place.people.get(by.pk) or (place.sitter.user if place.sitter else place.held[0].user)
    if person.pk not in place.people:
        raise Refused([refuse("not-of-seat", who=person)])
    span = place.span
    if span is not None and span.mode == mode and span.user_id == person.pk and span.lost_at is None:
        preside(place.meeting)  # a term may have ended since
        return span
    if place.sitter is not None and place.sitter.user_id != person.pk:
        raise Refused([refuse("seat-occupied", who=place.sitter.user, seat=seat.label)])
    _refuse_elsewhere(place, person)
    if span is not None:
        _end(span)
    span = _arrive(place, person, mode)
    _move_voice(place.meeting, seat, person, VoterStatus.LEFT, VoterStatus.ELIGIBLE)
    preside(place.meeting)
    _record(Kind.PRESENCE_RECORDED, place, by, mode)
    return span


@action("committees.record_leave", refuses=(*ROOM, "not-present", "connection-grace"))
def record_leave(meeting: Meeting, *, seat: Seat, by: User) -> Presence:
    """Whoever sat on a seat has left. A ballot already cast stands; a voice not yet heard falls silent.

    Whose connection is lost is not said by others to have left before their time to come back is over.
    """
    place = _place(meeting, seat, by)
    span = place.span
    if span is None:
        raise Refused([refuse("not-present")])
    if span.user_id != by.pk:
        _require_bureau(place.meeting, place.called, by)
        require(connection.grace_refusals([span]))
    lost = span.lost_at is not None
    leave_for(span, Reason.CONNECTION if lost else "")
    preside(place.meeting)
    why: dict[str, Any] = {"reason": Reason.CONNECTION.value} if lost else {}
    _record(Kind.PRESENCE_RECORDED, place, by, "left", **why)
    return span


def leave_for(span: Presence, reason: str) -> None:
    """Whoever sat there is there no more, and the voices that nobody heard fall silent."""
    _end(span)
    _move_voice(span.meeting, span.seat, span.user, VoterStatus.ELIGIBLE, VoterStatus.LEFT, reason)


@action("committees.lose_connection", refuses=(*ROOM, "not-remote"))
def lose_connection(meeting: Meeting, *, seat: Seat, by: User) -> Presence:
    """A remote seat is cut off: its voice waits for a while, and votes after all if it comes back in time.

    Said again it changes nothing: the time to come back is not given twice.
    """
    place = _place(meeting, seat, by)
    span = place.span
    if span is None or span.mode != PresenceMode.REMOTE:
        raise Refused([refuse("not-remote")])
    if span.user_id != by.pk:
        _require_bureau(place.meeting, place.called, by)
    if span.lost_at is None:
        span.lost_at = clock.now()
        span.save(update_fields=["lost_at"])
        _record(Kind.PRESENCE_RECORDED, place, by, "lost")
    return span


@action(
    "committees.hand_over",
    refuses=(*ROOM, "not-present", "nobody-to-hand-over-to", "on-another-seat", "voice-in-poll"),
)
def hand_over(meeting: Meeting, *, seat: Seat, by: User, mode: PresenceMode = PresenceMode.ROOM) -> Presence:
    """A seat passes from its holder to the substitute, or back, as the secretary or the presidency enters it.

    Not while a poll hears that seat: its roll is frozen, the voice changes with the next one.
    """
    place = _place(meeting, seat, by)
    _require_bureau(place.meeting, place.called, by)
    span = place.sitter
    if span is None:
        raise Refused([refuse("not-present")])
    other = next((person for key, person in place.people.items() if key != span.user_id), None)
    if other is None:
        raise Refused([refuse("nobody-to-hand-over-to")])
    _refuse_elsewhere(place, other)
    heard = _running(place.meeting).filter(seat=seat, status__in=[VoterStatus.ELIGIBLE, VoterStatus.VOTED]).first()
    if heard is not None:
        raise Refused([refuse("voice-in-poll", who=heard.name)])
    _end(span)
    arrived = _arrive(place, other, mode)
    preside(place.meeting)
    _record(Kind.SEAT_HANDED_OVER, place, by, mode, people={"former": span.user, "sitter": other})
    return arrived


def _place(meeting: Meeting, seat: Seat, by: User, user: User | None = None) -> Place:
    """The meeting and the dossier called, held; who has the seat today. Others than themselves are of the bureau."""
    meeting, called = lock_sitting(meeting)
    held = seating.of_seat(seat)
    if by.pk not in {one.user_id for one in held} or user not in (None, by):
        _require_bureau(meeting, called, by)
    require(guards.meeting_state_refusals(meeting, MeetingState.CONVENED, *SITTING))
    require(guards.day_refusals(meeting))
    if seat.committee_id != meeting.committee_id:
        raise Refused([refuse("seat-elsewhere")])
    if not held:
        raise Refused([refuse("seat-vacant")])
    there = Presence.objects.now().filter(meeting=meeting, seat=seat)
    return Place(meeting, called, seat, held, there.select_related("user").first())


def _require_bureau(meeting: Meeting, called: AgendaItem | None, by: User) -> None:
    require(guards.item_bureau_refusals(by, called) if called else guards.bureau_refusals(by, meeting.committee))


def _refuse_elsewhere(place: Place, person: User) -> None:
    there = seating.sits_elsewhere(place.meeting, place.seat, person)
    if there is not None:
        raise Refused([refuse("on-another-seat", who=person, seat=there.seat.label)])


def _arrive(place: Place, person: User, mode: PresenceMode) -> Presence:
    return Presence.objects.create(
        meeting=place.meeting, seat=place.seat, user=person, mode=mode, arrived_at=clock.now()
    )


def _end(span: Presence) -> None:
    span.left_at = clock.now()
    span.save(update_fields=["left_at"])


def _record(kind: Kind, place: Place, by: User, mode: str, **more: Any) -> None:
    """`more`: further facts, and the `people` whom it names."""
    record(
        kind,
        subject=place.meeting.subject,
        by=by,
        office=access.office_at(by, place.meeting),
        seat=place.seat.code,
        mode=mode,
        **more,
    )


def _running(meeting: Meeting) -> QuerySet[Entitlement]:
    """The lines of the poll that the room is voting on."""
    running = Entitlement.objects.filter(poll__meeting=meeting, poll__state=PollState.OPEN)
    return running.exclude(poll__visibility=Visibility.WRITTEN)


def _move_voice(
    meeting: Meeting, seat: Seat, person: User, before: VoterStatus, after: VoterStatus, reason: str = ""
) -> None:
    """The lines of a running poll, one's own and those one carries, follow their voter out of the door and back."""
    own = Q(seat=seat, user=person, caster=None) | Q(caster=person)
    for held in _running(meeting).select_for_update(of=("self",)).filter(own, status=before):
        held.status, held.reason = after, reason
        held.save(update_fields=["status", "reason"])
