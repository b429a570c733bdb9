"""The verbs of a seat once it is there: rename it, give it another rank or voice, close it and open it again."""

from committees import seat_guards
from committees.actions.bodies import SHAPE, follow_voices
from committees.actions.chairing import preside_again
from committees.actions.locks import lock_committee
from committees.models import Committee, Role, Seat
from committees.sentences import refuse
from dossiers.models.dossier import Theme
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require

AWAY = 10_000  # beyond every rank: where seats stand while they change places
EDITED = ("label", "precedence", "theme", "votes", "substitutable")


@action(
    "committees.edit_seat",
    refuses=(*SHAPE, "own-seat", "seat-unnamed", "substitute-there", "one-voice-each", "seat-unchanged"),
)
def edit_seat(  # noqa: PLR0913 - what a seat is
    seat: Seat,
    *,
    by: User,
    label: str | None = None,
    rank: int | None = None,
    theme: Theme | None = None,
    votes: bool | None = None,
    substitutable: bool | None = None,
) -> Seat:
    """Rename a seat, move it to another rank, change its theme or voice, let it have a substitute or not.

    What is left out stays. Polls that run or ran keep their roll.
    """
    committee, seat = _held(seat, by)
    label = seat.label if label is None else label
    theme = Theme(seat.theme) if theme is None and seat.theme else theme
    votes = seat.votes if votes is None else votes
    substitutable = seat.substitutable if substitutable is None else substitutable
    require(seat_guards.editing_refusals(seat, label=label, votes=votes, theme=theme, substitutable=substitutable))
    require(seat_guards.own_voice_refusals(by, seat, votes=votes))
    before = {name: getattr(seat, name) for name in EDITED}
    seat.label, seat.theme, seat.votes, seat.substitutable = label.strip(), theme or "", votes, substitutable
    seat.save(update_fields=["label", "theme", "votes", "substitutable"])
    seat = seat if rank is None else _rank(committee, seat, rank)
    changed = {name: getattr(seat, name) for name in EDITED if getattr(seat, name) != before[name]}
    if not changed:
        raise Refused([refuse("seat-unchanged")])
    record(
        Kind.SEAT_EDITED,
        subject=committee.subject,
        by=by,
        office=seat_guards.office_of(by, committee),
        seat=seat.code,
        before={name: before[name] for name in changed},
        after=changed,
    )
    preside_again(committee)
    follow_voices(committee)
    return seat


def _rank(committee: Committee, seat: Seat, rank: int) -> Seat:
    """Ranks are counted from 1. Everybody leaves before anybody arrives: no two who preside ever share a rank."""
    seats = list(committee.seats.order_by("precedence", "pk"))
    seats.remove(seat)
    seats.insert(max(rank, 1) - 1, seat)
    moved = [(one, place) for place, one in enumerate(seats, 1) if one.precedence != place]
    for away in (AWAY, 0):
        for one, place in moved:
            one.precedence = place + away
            one.save(update_fields=["precedence"])
    return seat


@action("committees.close_seat", refuses=("not-administrator", "seat-closed", "seat-held"))
def close_seat(seat: Seat, *, by: User) -> Seat:
    """A seat that nobody has any more is none: what happened on it stays readable, nobody is named to it."""
    committee, seat = _held(seat, by)
    require(seat_guards.closing_refusals(seat))
    seat.closed_on = clock.today()
    return _written(Kind.SEAT_CLOSED, committee, seat, by)


@action("committees.reopen_seat", refuses=("not-administrator", "seat-not-closed"))
def reopen_seat(seat: Seat, *, by: User) -> Seat:
    committee, seat = _held(seat, by)
    require(seat_guards.reopening_refusals(seat))
    seat.closed_on = None
    return _written(Kind.SEAT_REOPENED, committee, seat, by)


def _held(seat: Seat, by: User) -> tuple[Committee, Seat]:
    committee = lock_committee(seat.committee)
    seat = Seat.objects.select_for_update(of=("self",)).select_related("committee").get(pk=seat.pk)
    require(seat_guards.naming_refusals(by, committee, Role(seat.role)))
    return committee, seat


def _written(kind: Kind, committee: Committee, seat: Seat, by: User) -> Seat:
    seat.save(update_fields=["closed_on"])
    record(kind, subject=committee.subject, by=by, office=seat_guards.office_of(by, committee), seat=seat.code)
    return seat
