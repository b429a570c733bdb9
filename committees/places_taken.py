"""Who may sit at a meeting, person by person: who is there, who cannot take their seat now and why."""

from dataclasses import dataclass, replace

from committees import access, guards, seating
from committees.models import Answer, Mandate, Meeting, Presence
from committees.sentences import in_stead, refuse
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal

ANNOUNCED = {
    Answer.NONE: "Pas de réponse",
    Answer.ROOM: "Viendra",
    Answer.REMOTE: "Sera à distance",
    Answer.EXCUSED: "Ne vient pas",
}


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A holder or a substitute of a seat, and whether they sit."""

    mandate: Mandate
    presence: Presence | None
    may_record: bool
    stands_for: str  # whom a substitute replaces
    barred: Refusal | None  # why they do not sit now
    may_take_over: bool  # the seat may pass to them from whoever sits there
    announced: str = ""  # before the meeting is held: what they answered to its convocation

    @property
    def said_name(self) -> str:
        return in_stead(str(self.mandate.user), self.stands_for)

    @property
    def key(self) -> str:
        """Its name among the lines of a page."""
        return f"m{self.mandate.pk}"


def seats(user: User, meeting: Meeting, *, bureau: bool) -> list[SeatLine]:
    """The holders and substitutes of this committee today, by precedence, and who is there now."""
    held = seating.mandates(meeting.committee)
    there = {one.seat_id: one for one in Presence.objects.now().filter(meeting=meeting).select_related("user", "seat")}
    called = meeting.is_ahead and meeting.convened_at is not None
    may = meeting.is_sitting or (called and not any(guards.day_refusals(meeting)))
    said = announced(meeting) if called else {}
    people = {(one.seat_id, one.user_id) for one in held}
    sitting = {seat: one for seat, one in there.items() if (seat, one.user_id) in people}
    stood = seating.stood_for(held)
    lines = [_line(one, user, sitting, stood[one.pk], bureau=bureau, may=may) for one in held]
    return [replace(one, announced=said.get((one.mandate.seat_id, one.mandate.user_id), "")) for one in lines]


def chair(meeting: Meeting, lines: list[SeatLine]) -> str:
    """Who sits on the seat that presides a meeting; "" while nobody does."""
    return next((one.said_name for one in lines if one.presence and one.mandate.seat_id == meeting.presiding_id), "")


def announced(meeting: Meeting) -> dict[tuple[int, int], str]:
    """(seat, person) -> what whoever was called to a meeting answered, as its lists say it."""
    return {(one.seat_id, one.user_id): ANNOUNCED[Answer(one.answer)] for one in access.convocations_of(meeting)}


def _line(
    mandate: Mandate, user: User, sitting: dict[int, Presence], stands_for: str, *, bureau: bool, may: bool
) -> SeatLine:
    on_seat = sitting.get(mandate.seat_id)
    own = on_seat if on_seat is not None and on_seat.user_id == mandate.user_id else None
    elsewhere = next((one for one in sitting.values() if one.user_id == mandate.user_id and one != own), None)
    barred = None
    if elsewhere is not None:
        barred = refuse("on-another-seat", who=mandate.user, seat=elsewhere.seat.label)
    elif on_seat is not None and own is None:
        barred = refuse("seat-occupied", who=on_seat.user, seat=mandate.seat.label)
    return SeatLine(
        mandate=mandate,
        presence=own,
        may_record=may and barred is None and (bureau or mandate.user_id == user.pk),
        stands_for=stands_for,
        barred=barred,
        may_take_over=may and bureau and on_seat is not None and own is None and elsewhere is None,
    )
