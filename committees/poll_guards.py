"""Why a poll is not opened this way, why a voice is not heard in it: what each way of voting asks besides `guards`."""

from collections.abc import Iterator
from datetime import datetime

from committees import asking, guards, rules, seating, tally
from committees.models import (
    AgendaItem,
    Entitlement,
    ItemState,
    MeetingState,
    Poll,
    Presence,
    Via,
    Visibility,
    VoteRequest,
    VoterStatus,
    Wish,
)
from committees.rolls import RollCall, standing_aside
from committees.rulesets import rule_of
from committees.sentences import refuse
from dossiers import actions as dossiers
from okote_flow import clock
from okote_flow.directory.models import Partner, User
from okote_flow.refusals import Refusal


def opening_refusals(
    item: AgendaItem, call: RollCall, visibility: Visibility, closes_at: datetime | None
) -> Iterator[Refusal]:
    """Why a poll cannot open in this way on this item."""
    if visibility == Visibility.HANDS:
        yield refuse("hands-elsewhere")
    yield from asking.way_refusals(item, call, visibility)
    if closes_at is None and visibility == Visibility.WRITTEN:
        yield refuse("end-missing")
    if closes_at is not None and closes_at <= clock.now():
        yield refuse("end-past")


def counting_refusals(by: User, item: AgendaItem, call: RollCall, ceilings: dict[Partner, int]) -> Iterator[Refusal]:
    """Why whoever keeps or presides the meeting cannot enter a show of hands as the main vote of its item."""
    yield from guards.item_bureau_refusals(by, item)
    yield from guards.meeting_state_refusals(item.meeting, MeetingState.OPEN)
    yield from guards.item_state_refusals(item, ItemState.OPENED)
    yield from guards.settled_refusals(item)
    yield from rules.poll_refusals(call.roll, rule_of(item))
    yield from asking.way_refusals(item, call, Visibility.HANDS)
    yield from dossiers.ceilings_refusals(item.dossier, ceilings)


def extending_refusals(poll: Poll, closes_at: datetime) -> Iterator[Refusal]:
    if closes_at <= clock.now():
        yield refuse("end-past")
    elif poll.closes_at is not None and closes_at <= poll.closes_at:
        yield refuse("end-sooner")


def paused_refusals(poll: Poll) -> Iterator[Refusal]:
    """Nobody is heard during a break, but for those who answer a written consultation from where they are."""
    since = poll.item.meeting.suspended_at
    if since is not None and poll.visibility != Visibility.WRITTEN:
        yield refuse("meeting-suspended", at=since.astimezone(clock.PARIS))


def over_refusals(poll: Poll) -> Iterator[Refusal]:
    """A poll ends when it is closed, or when its countdown has run out."""
    if poll.closed_at is not None or poll.is_late:
        yield refuse("poll-closed", at=(poll.closed_at or poll.closes_at or clock.now()).astimezone(clock.PARIS))


def kind_refusals(poll: Poll, *, secret: bool) -> Iterator[Refusal]:
    """A ballot of the wrong kind: named in a secret poll, secret in a named one, any in a show of hands."""
    if poll.visibility == Visibility.HANDS:
        yield refuse("counted-in-room")
    elif poll.is_secret != secret:
        yield refuse("secret-poll" if poll.is_secret else "not-secret")


def subject_refusals(poll: Poll) -> Iterator[Refusal]:
    """A voice is heard on what was put to the vote, not on what it became since."""
    if tally.present_subject(poll) != poll.subject_hash:
        yield refuse("subject-changed")


def beside_refusals(by: User, poll: Poll) -> Iterator[Refusal]:
    """A seat is heard by one person: not by its substitute beside the holder, nor the other way round."""
    line = seating.holder_line(poll, by)
    if line is not None and line.status == VoterStatus.ABSENT:
        yield refuse("absent")
    elif line is not None:
        yield refuse("seat-occupied", who=line.name, seat=line.label)


def carried_refusals(by: User, poll: Poll, line: Entitlement | None) -> Iterator[Refusal]:
    """Whose giver came to stand aside carries a voice no more."""
    if line is not None and line.caster_id == by.pk and line.user_id in standing_aside(poll.item.dossier):
        yield refuse("seat-recused")


def reassigning_refusals(poll: Poll, line: Entitlement | None) -> Iterator[Refusal]:
    """Why a voice does not go back to the giver of its proxy."""
    if line is None or line.via != Via.PROXY:
        yield refuse("no-proxy-here")
    elif line.status == VoterStatus.VOTED:
        yield refuse("proxy-has-voted")
    elif line.status == VoterStatus.RECUSED:
        yield refuse("seat-recused")
    elif not Presence.objects.now().filter(meeting=poll.meeting_id, seat=line.seat_id, user=line.user_id).exists():
        yield refuse("not-arrived")


def withdrawal_refusals(poll: Poll) -> Iterator[Refusal]:
    if not VoteRequest.objects.filter(item=poll.item, wish=Wish.WITHDRAWAL).exists():
        yield refuse("no-withdrawal-asked")
