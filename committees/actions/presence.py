"""Who is there: arrivals and departures, and what they change on a running poll."""

from django.db.models import Q

from committees import access, guards
from committees.actions.chairing import preside
from committees.actions.locks import lock_sitting
from committees.models import (
    Entitlement,
    Mandate,
    Meeting,
    MeetingState,
    PollState,
    Presence,
    PresenceMode,
    Seat,
    VoterStatus,
)
from committees.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require


@action(
    "committees.record_presence", refuses=("not-yours", "recused", "meeting-state", "seat-elsewhere", "seat-vacant")
)
def record_presence(meeting: Meeting, *, seat: Seat, by: User, mode: PresenceMode = PresenceMode.ROOM) -> Presence:
    """A seat's holder is there, in the room or remote. Entered by the secretary, whoever presides, or the holder."""
    meeting, holder = _held(meeting, seat, by)
    span = Presence.objects.now().filter(meeting=meeting, seat=seat).first()
    if span is not None and span.mode == mode and span.user_id == holder.pk:
        preside(meeting)  # a term may have ended since
        return span
    if span is not None:
        _end(span)
    span = Presence.objects.create(meeting=meeting, seat=seat, user=holder, mode=mode, arrived_at=clock.now())
    _move_voice(meeting, seat, VoterStatus.LEFT, VoterStatus.ELIGIBLE)
    preside(meeting)
    record(
        Kind.PRESENCE_RECORDED, subject=meeting.subject, by=by, office=_office(by, meeting), seat=seat.code, mode=mode
    )
    return span


@action(
    "committees.record_leave",
    refuses=("not-yours", "recused", "meeting-state", "seat-elsewhere", "seat-vacant", "not-present"),
)
def record_leave(meeting: Meeting, *, seat: Seat, by: User) -> Presence:
    """A seat's holder has left. A ballot already cast stands; a voice not yet heard falls silent."""
    meeting, _ = _held(meeting, seat, by)
    span = Presence.objects.now().filter(meeting=meeting, seat=seat).first()
    if span is None:
        raise Refused([refuse("not-present")])
    _end(span)
    _move_voice(meeting, seat, VoterStatus.ELIGIBLE, VoterStatus.LEFT)
    preside(meeting)
    record(
        Kind.PRESENCE_RECORDED,
        subject=meeting.subject,
        by=by,
        office=_office(by, meeting),
        seat=seat.code,
        mode="left",
    )
    return span


def _held(meeting: Meeting, seat: Seat, by: User) -> tuple[Meeting, User]:
    """The meeting and the dossier called, held, and who sits on the seat today."""
    meeting, called = lock_sitting(meeting)
    mandate = Mandate.objects.in_force().filter(seat=seat).select_related("user").first()
    if mandate is None or mandate.user_id != by.pk:
        require(guards.item_bureau_refusals(by, called) if called else guards.bureau_refusals(by, meeting.committee))
    require(guards.meeting_state_refusals(meeting, MeetingState.CONVENED, MeetingState.OPEN))
    if seat.committee_id != meeting.committee_id:
        raise Refused([refuse("seat-elsewhere")])
    if mandate is None:
        raise Refused([refuse("seat-vacant")])
    return meeting, mandate.user


def _office(by: User, meeting: Meeting) -> str:
    return access.role_in(by, Q(pk=meeting.committee_id))


def _end(span: Presence) -> None:
    span.left_at = clock.now()
    span.save(update_fields=["left_at"])


def _move_voice(meeting: Meeting, seat: Seat, before: VoterStatus, after: VoterStatus) -> None:
    """The line of a running poll follows its holder out of the door and back."""
    line = Entitlement.objects.select_for_update(of=("self",)).filter(
        poll__meeting=meeting, poll__state=PollState.OPEN, seat=seat, status=before
    )
    for held in line:
        held.status = after
        held.save(update_fields=["status"])
