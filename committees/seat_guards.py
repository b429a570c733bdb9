"""Why a seat is not named, shaped or closed so: who may, and what the law of each kind of seat admits."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from committees import access, guards
from committees.models import Committee, Mandate, Role, Seat
from committees.models.bodies import BUREAU, PRESIDING, SUBSTITUTABLE, VOTING, Capacity
from committees.sentences import refuse
from dossiers.models.dossier import Theme
from okote_flow import clock
from okote_flow.accounts.access import is_administrator
from okote_flow.directory.models import Office, User
from okote_flow.directory.sentences import refuse as refuse_account
from okote_flow.refusals import Refusal


def office_of(by: User | None, committee: Committee) -> str:
    """In which capacity a seat is named; None is the loading of a world, in nobody's office."""
    if by is None or is_administrator(by):
        return Office.ADMINISTRATOR if by is not None else ""
    return access.role_in(by, Q(pk=committee.pk))


def naming_refusals(
    by: User | None, committee: Committee, role: Role, person: User | None = None
) -> Iterator[Refusal]:
    """A committee's members are named by who keeps or presides it; the bureau itself by the administrator of accounts.

    Nobody gives themselves a seat. None is the loading of a world.
    """
    if by is None or is_administrator(by):
        return
    if role in BUREAU or any(guards.bureau_refusals(by, committee)):
        yield refuse_account("not-administrator")
    elif person == by:
        yield refuse("own-seat")


def may_name(by: User, committee: Committee) -> bool:
    """Whether somebody names members of this committee."""
    return not any(naming_refusals(by, committee, Role.MEMBER))


def shape_refusals(role: Role, *, votes: bool, theme: Theme | None, substitutable: bool) -> Iterator[Refusal]:
    """What a seat of this role cannot be."""
    if (role == Role.QUALIFIED) != (theme is not None):
        yield refuse("theme-missing")
    if votes and role not in VOTING:
        yield refuse("no-voice-for-role")
    if not votes and role in PRESIDING:
        yield refuse("presidency-votes")
    if substitutable and role not in SUBSTITUTABLE:
        yield refuse("named-for-themselves")


def voice_refusals(seat: Seat, person: User, starts_on: date, ends_on: date | None) -> Iterator[Refusal]:
    """One voice of one's own per person and committee; to replace somebody else is no second voice: one sits once."""
    voices = Mandate.objects.overlapping(starts_on, ends_on).holders().exclude(seat=seat)
    if voices.filter(user=person, seat__committee=seat.committee_id, seat__votes=True).exists():
        yield refuse("one-voice-each", who=person)


def to_come(seat: Seat) -> list[Mandate]:
    """The terms on a seat that run or will."""
    late = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    return list(Mandate.objects.filter(late, seat=seat).select_related("user").order_by("starts_on"))


def own_voice_refusals(by: User, seat: Seat, *, votes: bool) -> Iterator[Refusal]:
    """Nobody of the bureau gives the seat that they sit on a voice."""
    if votes and not seat.votes and any(one.user_id == by.pk for one in to_come(seat)):
        yield from naming_refusals(by, seat.committee, Role(seat.role), by)


def editing_refusals(
    seat: Seat, *, label: str, votes: bool, theme: Theme | None, substitutable: bool
) -> Iterator[Refusal]:
    """Why a seat does not become so."""
    if not label.strip():
        yield refuse("seat-unnamed")
    yield from shape_refusals(Role(seat.role), votes=votes, theme=theme, substitutable=substitutable)
    terms = to_come(seat)
    waiting = next((one for one in terms if one.capacity == Capacity.SUBSTITUTE), None)
    if waiting is not None and not substitutable:
        yield refuse("substitute-there", who=waiting.user)
    if votes and not seat.votes:
        for one in terms:
            if not one.is_substitute:
                yield from voice_refusals(seat, one.user, one.starts_on, one.ends_on)


def closing_refusals(seat: Seat) -> Iterator[Refusal]:
    if seat.closed_on is not None:
        yield refuse("seat-closed", on=seat.closed_on)
    held = next(iter(to_come(seat)), None)
    if held is not None:
        yield refuse("seat-held", who=held.user)


def reopening_refusals(seat: Seat) -> Iterator[Refusal]:
    if seat.closed_on is None:
        yield refuse("seat-not-closed")
