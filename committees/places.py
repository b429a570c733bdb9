"""The seats with a voice on one item, as they sit in the half circle: who is there, how, and who speaks for whom."""

from dataclasses import dataclass

from committees.rolls import RollCall
from committees.rules import Standing
from committees.sentences import in_stead
from okote_flow.charts import SeatMark, SeatState
from okote_flow.directory.models import User

STATES = {
    Standing.PRESENT_ROOM: SeatState.ROOM,
    Standing.PRESENT_REMOTE: SeatState.REMOTE,
    Standing.REPRESENTED: SeatState.PROXY,
    Standing.RECUSED: SeatState.RECUSED,
    Standing.RECUSED_L1111_6: SeatState.RECUSED,
    Standing.ABSENT: SeatState.ABSENT,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A seat with its holder; `said` tells how it stands on this item."""

    mark: SeatMark
    name: str
    label: str
    said: str


def places_of(call: RollCall) -> list[Place]:
    """In the room, remote, represented, standing aside, absent; each by precedence."""
    found = [_place(call, seat) for seat in call.mandates]
    return sorted(found, key=lambda place: list(SeatState).index(place.mark.state))


def _place(call: RollCall, seat: int) -> Place:
    """A proxy that nobody there carries leaves its giver absent."""
    mandate, state, voice = call.mandates[seat], STATES[call.roll.standings[seat]], call.roll.voice_of(seat)
    if state is SeatState.PROXY and voice is None:
        state = SeatState.ABSENT
    said = state.label
    if state is SeatState.PROXY and voice is not None:
        said = f"Pouvoir à {call.mandates[voice].user}"
    name = in_stead(str(mandate.user), call.replaced.get(seat, ""))
    return Place(SeatMark(_initials(mandate.user), state), name, mandate.seat.label, said)


def _initials(person: User) -> str:
    return f"{person.first_name[:1]}{person.last_name[:1]}".upper()
