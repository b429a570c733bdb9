"""One seat as its committee may read it: who holds it, who replaces them, who held it, who sat on it."""

from dataclasses import dataclass

from committees import access, seat_guards
from committees.models import Capacity, Committee, Mandate, Presence, Role, Seat
from committees.models.bodies import BUREAU
from okote_flow import clock
from okote_flow.accounts.access import is_administrator
from okote_flow.directory.models import User

LAST = 50


@dataclass(frozen=True, slots=True)
class SeatPage:
    """A seat with its terms and presences; `may_name` says whether its reader changes it."""

    seat: Seat
    rank: int
    terms: list[Mandate]  # the latest first
    presences: list[Presence]
    may_name: bool

    @property
    def holder(self) -> Mandate | None:
        return self._now(Capacity.HOLDER)

    @property
    def substitute(self) -> Mandate | None:
        return self._now(Capacity.SUBSTITUTE)

    @property
    def is_bare(self) -> bool:
        """Whether nobody has or will have a mandate on it: only then it may be closed."""
        return not any(one.ends_on is None or one.ends_on >= clock.today() for one in self.terms)

    @property
    def substitutes(self) -> set[int]:
        """Those who ever replaced its holder."""
        return {one.user_id for one in self.terms if one.is_substitute}

    def _now(self, capacity: Capacity) -> Mandate | None:
        today = clock.today()
        held = (one for one in self.terms if one.capacity == capacity and one.starts_on <= today)
        return next((one for one in held if one.ends_on is None or one.ends_on >= today), None)


def page_of(user: User, committee: Committee, pk: int) -> SeatPage:
    """Raises Http404 for a seat of another committee. The presences are those of meetings that the reader may see."""
    seat = access.get_seat(committee, pk)
    sat = Presence.objects.filter(seat=seat, meeting__in=access.meetings_for(user))
    return SeatPage(
        seat=seat,
        rank=rank_of(seat),
        terms=list(seat.mandates.select_related("user").order_by("-starts_on", "-pk")),
        presences=list(sat.select_related("user", "meeting").order_by("-arrived_at", "-pk")[:LAST]),
        may_name=may_name(user, seat),
    )


def rank_of(seat: Seat) -> int:
    """Its place among the seats of its committee, counted from 1."""
    keys = list(
        Seat.objects.filter(committee=seat.committee_id).order_by("precedence", "pk").values_list("pk", flat=True)
    )
    return keys.index(seat.pk) + 1


def may_name(user: User, seat: Seat) -> bool:
    return not any(seat_guards.naming_refusals(user, seat.committee, Role(seat.role)))


def roles_named_by(user: User) -> list[Role]:
    """The seats that somebody who names members may create: those of the bureau are the administrator's."""
    return [role for role in Role if is_administrator(user) or role not in BUREAU]


def named_today(seat: Seat, capacity: Capacity) -> Mandate | None:
    """Who would be replaced if somebody were named today."""
    held = Mandate.objects.in_force().filter(seat=seat, capacity=capacity)
    return held.select_related("user").first()
