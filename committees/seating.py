"""Who may sit on a seat of a committee today, and who does at a meeting: its holder, or their substitute."""

from collections.abc import Collection, Iterable

from committees.models import Committee, Entitlement, Mandate, Meeting, Poll, Presence, Seat
from okote_flow.directory.models import User

There = Collection[tuple[int, int]]
"""(seat, person) of those who have checked in and not left."""


def mandates(committee: Committee, *, votes: bool | None = None) -> list[Mandate]:
    """Holders and substitutes of today, by precedence, each holder before their substitute."""
    held = Mandate.objects.in_force().filter(seat__committee=committee, user__is_active=True)
    if votes is not None:
        held = held.filter(seat__votes=votes)
    return list(held.select_related("seat", "user").order_by("seat__precedence", "seat", "capacity"))


def of_seat(seat: Seat) -> list[Mandate]:
    """The holder of a seat today, then their substitute."""
    held = Mandate.objects.in_force().filter(seat=seat, user__is_active=True)
    return list(held.select_related("seat", "user").order_by("capacity"))


def sitters(held: Iterable[Mandate], there: There) -> dict[int, Mandate]:
    """Seat -> whoever is there on it; while nobody is, its holder, or the substitute of a seat without one."""
    found: dict[int, Mandate] = {}
    for mandate in held:
        if mandate.seat_id not in found or (mandate.seat_id, mandate.user_id) in there:
            found[mandate.seat_id] = mandate
    return found


def replaced(held: Iterable[Mandate], sitting: dict[int, Mandate]) -> dict[int, str]:
    """Seat -> whom the substitute who sits on it stands in for: its holder, or the seat itself while it has none."""
    stood = stood_for(held)
    return {seat: stood[one.pk] for seat, one in sitting.items() if one.is_substitute}


def stood_for(held: Iterable[Mandate]) -> dict[int, str]:
    """Mandate -> whom a substitute stands in for: the seat's holder, or the seat itself; "" for a holder."""
    held = list(held)
    holders = {one.seat_id: str(one.user) for one in held if not one.is_substitute}
    return {one.pk: holders.get(one.seat_id, one.seat.label) if one.is_substitute else "" for one in held}


def alone(held: Iterable[Mandate]) -> set[tuple[int, int]]:
    """(seat, person) of everybody on one seat: where each would be if nobody stayed away."""
    first: dict[int, int] = {}
    for mandate in sitters(held, ()).values():
        first.setdefault(mandate.user_id, mandate.seat_id)
    return {(seat, person) for person, seat in first.items()}


def person_of(seat: Seat, key: int) -> User | None:
    """The holder or substitute of a seat, by the number of their account."""
    return next((one.user for one in of_seat(seat) if one.user_id == key), None)


def sits_elsewhere(meeting: Meeting, seat: Seat, person: User) -> Presence | None:
    """Where somebody sits already on another seat of the same meeting."""
    there = Presence.objects.now().filter(meeting=meeting, user=person).exclude(seat=seat)
    return there.select_related("seat").first()


def holder_line(poll: Poll, person: User) -> Entitlement | None:
    """The line of a seat that this person holds or replaces, on which the roll names another."""
    seats = Mandate.objects.in_force().filter(user=person).values("seat")
    return Entitlement.objects.filter(poll=poll, seat__in=seats).exclude(user=person).order_by("seat").first()
