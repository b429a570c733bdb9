"""The room where a meeting is held, as one person stands in it: what they have to do now, or the corridor."""

from dataclasses import dataclass

from committees import access, guards, pauses, places_taken, room
from committees.agenda import Point, points
from committees.models import AgendaItem, ItemState, Meeting, VoterStatus
from committees.places_taken import SeatLine
from committees.rolls import call_roll
from committees.room import AgendaLine, CalledItem
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Coming:
    """The next point and why its reader cannot call it now. Without its dossier: it is called without them."""

    line: AgendaLine
    refusals: list[Refusal]
    leaving: list[str]  # who is there and goes out before it is called


@dataclass(frozen=True, slots=True)
class Hall:
    """A meeting on the day. Who stands aside from the point called is told its place on the agenda, and no more."""

    meeting: Meeting
    lines: list[AgendaLine]
    points: list[Point]  # the lines and what is about no dossier, in their order
    called: CalledItem | None
    away: AgendaItem | None  # the point called, while its reader waits in the corridor
    back_at: AgendaLine | None  # the point at which they come back
    coming: Coming | None
    chair: str  # who presides the meeting
    seats: list[SeatLine]
    own: list[SeatLine]
    bureau: bool
    closing: list[Refusal]

    @property
    def is_there(self) -> bool:
        return any(line.presence for line in self.own)

    @property
    def is_cut_off(self) -> bool:
        return any(line.presence and line.presence.lost_at for line in self.own)

    @property
    def is_beside(self) -> bool:
        """Whether another sits on every seat that the reader could take."""
        return bool(self.own) and all(line.barred for line in self.own)

    @property
    def chooses(self) -> bool:
        """Whether the reader has yet to choose one of several seats."""
        return sum(not line.barred for line in self.own) > 1

    @property
    def is_voiceless(self) -> bool:
        """Whether the reader sits with a voice, and has none on the point called: a partner on another theme."""
        voting = any(line.presence and line.mandate.seat.votes for line in self.own)
        return voting and self.called is not None and not self.called.has_voice

    @property
    def has_ballot(self) -> bool:
        """Whether a voice of the reader, their own or one they carry, is still to be heard."""
        if self.called is None:
            return False
        lines = [self.called.own_line] if self.called.ballot_form else []
        lines += [voice.line for voice in self.called.carried if voice.form]
        return any(line is not None and line.status == VoterStatus.ELIGIBLE for line in lines)

    @property
    def done(self) -> int:
        """How many points are behind."""
        return sum(not line.item.is_live for line in self.lines)


def hall(user: User, meeting: Meeting) -> Hall:
    """By as many queries for a long agenda and a full room as for a short one."""
    lines = room.agenda(user, meeting)
    opened = next((line for line in lines if line.item.status == ItemState.OPENED), None)
    ahead = [line for line in lines if line.item.status == ItemState.PLANNED]
    away = opened.item if opened and not opened.dossier else None
    bureau = away is None and access.runs(user).filter(pk=meeting.committee_id).exists()
    seats = places_taken.seats(user, meeting, bureau=bureau)
    return Hall(
        meeting=meeting,
        lines=lines,
        points=points(meeting, lines),
        called=room.called(user, opened.item) if opened and opened.dossier else None,
        away=away,
        back_at=next((line for line in ahead if line.dossier), None),
        coming=_coming(user, ahead[0], seats) if bureau and meeting.is_open and ahead and not opened else None,
        chair=places_taken.chair(meeting, seats),
        seats=seats if bureau else [],
        own=[line for line in seats if line.mandate.user_id == user.pk],
        bureau=bureau,
        closing=list(guards.closing_refusals(user, meeting)) if bureau and meeting.is_sitting else [],
    )


def _coming(user: User, line: AgendaLine, seats: list[SeatLine]) -> Coming:
    if line.dossier is None:
        return Coming(line, [], [])
    call = call_roll(line.item)
    there = {one.mandate.seat_id for one in seats if one.presence}
    leaving = [str(held.user) for seat, held in call.mandates.items() if seat in call.roll.recused & there]
    return Coming(line, list(guards.calling_refusals(user, line.item, call)), leaving)


def suspending(user: User, meeting: Meeting) -> list[Refusal]:
    """Why the reader cannot suspend a meeting now."""
    called = meeting.items.filter(state=ItemState.OPENED).select_related("dossier").first()
    if called is not None:
        called.meeting = meeting
    return list(pauses.suspending_refusals(user, meeting, called))
