"""The verbs of a voice in a poll: cast a named or a secret ballot, give a voice back, note who came late."""

from django.db.models import Q

from committees import duties, guards, poll_guards, tally, urn
from committees.actions.chairing import follow_presider
from committees.actions.locks import lock_poll
from committees.models import (
    Ballot,
    Choice,
    Entitlement,
    Poll,
    Presence,
    PresenceMode,
    Seat,
    Standing,
    Urn,
    VoterStatus,
)
from committees.rolls import frozen_roll
from committees.rules import Choice as RuleChoice
from committees.sentences import refuse
from dossiers import stages
from dossiers.lifecycle import Keeper
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

PROXY = ("no-proxy-here", "not-arrived", "proxy-has-voted")


@action(
    "committees.cast_ballot",
    refuses=(
        *("poll-closed", "not-on-roll", "not-your-seat", "seat-recused", "absent", "proxy-silent", "vote-final"),
        *("subject-changed", "secret-poll", "counted-in-room", "meeting-suspended", "seat-occupied"),
    ),
)
def cast_ballot(poll: Poll, *, choice: Choice, by: User, seat: Seat | None = None, client_uuid: str = "") -> Ballot:
    """One's own voice, or that of a `seat` whose proxy one carries, by name and changeable until the closing.

    The same choice with the same `client_uuid` again is the same ballot, never a second; another choice is a change.
    Who came to carry the project since the opening is not heard. A ballot either commits before the closing and is
    counted, or is told when the poll closed.
    """
    poll = lock_poll(poll)
    line = _line_of(poll, by, seat)
    current = line.ballots.filter(is_current=True).first() if line else None
    again = _said_before(current, client_uuid) if current else None
    if again is not None and again.choice == choice:
        return again
    require(_refusals(by, poll, line, voted=current is not None))
    assert line is not None, "a person without a line was refused above"
    if current is not None and current.choice == choice:
        return current
    ballot = _write_ballot(line, current, choice, by, client_uuid)
    _heard(poll, line, by, first=current is None)
    return ballot


@action(
    "committees.cast_secret",
    refuses=(
        *("poll-closed", "not-on-roll", "not-your-seat", "seat-recused", "absent", "proxy-silent", "vote-final"),
        *("subject-changed", "not-secret", "not-secret-confirmed", "meeting-suspended", "seat-occupied"),
    ),
)
def cast_secret(
    poll: Poll, *, choice: Choice, by: User, seat: Seat | None = None, confirmed: bool = False
) -> Entitlement:
    """A ballot into the urn of a secret poll, final once `confirmed`: nobody can take it out again.

    Only the roll says that this voice was heard; the urn is sealed anew under the key outside the database.
    """
    poll = lock_poll(poll)
    line = _line_of(poll, by, seat)
    voted = line is not None and line.status == VoterStatus.VOTED
    require(_refusals(by, poll, line, voted=voted, secret=True))
    assert line is not None, "a person without a line was refused above"
    if not confirmed:
        raise Refused([refuse("not-secret-confirmed")])
    held = Urn.objects.select_for_update().get(poll=poll)
    held.sealed, held.ballots = urn.add(poll.pk, held.sealed, RuleChoice(choice)), held.ballots + 1
    held.save(update_fields=["sealed", "ballots"])
    line.status = VoterStatus.VOTED
    line.save(update_fields=["status"])
    _heard(poll, line, by, first=True)
    return line


def _refusals(by: User, poll: Poll, line: Entitlement | None, *, voted: bool, secret: bool = False) -> list[Refusal]:
    """Why this voice is not heard: the poll is over, it is voted otherwise, it changed, or this person has none."""
    over = list(poll_guards.paused_refusals(poll)) or list(poll_guards.over_refusals(poll))
    if over:
        return over
    roll = frozen_roll(poll, tally.lines_of(poll))
    seat = line.seat_id if line else None
    beside = list(poll_guards.beside_refusals(by, poll)) if line is None else []
    if beside:
        return beside
    return [
        *poll_guards.kind_refusals(poll, secret=secret),
        *guards.ballot_refusals(by, poll, roll, seat, voted=voted),
        *poll_guards.carried_refusals(by, poll, line),
        *poll_guards.subject_refusals(poll),
    ]


def _heard(poll: Poll, line: Entitlement, by: User, *, first: bool) -> None:
    """The journal knows that a voice was heard, never what it said; the task ends with the last voice one carries."""
    Presence.objects.now().filter(meeting=poll.meeting_id, user=by).update(lost_at=None)  # whoever votes is back
    waiting = Entitlement.objects.filter(poll=poll, status=VoterStatus.ELIGIBLE)
    if first and not waiting.filter(Q(user=by, caster=None) | Q(caster=by)).exists():
        stages.finish(poll.item.dossier, duties.VOTE, by=by, about=poll.pk)
    record(
        Kind.BALLOT_CAST,
        subject=poll.item.dossier.subject,
        by=by,
        office=Keeper.ENGAGEMENT_MEMBER,
        poll=poll.pk,
        seat=line.seat.code,
    )


def _line_of(poll: Poll, by: User, seat: Seat | None) -> Entitlement | None:
    """This person's line on the roll. Another's only with that seat's proxy, whose giver no longer votes then."""
    lines = Entitlement.objects.select_for_update(of=("self",)).select_related("seat").filter(poll=poll)
    own = sorted(lines.filter(user=by), key=lambda one: one.status == VoterStatus.ABSENT)
    line = next(iter(own), None) if seat is None else lines.filter(seat=seat).first()
    if line is not None and line.voter_id != by.pk:
        raise Refused([refuse("not-your-seat")])
    return line


def _said_before(current: Ballot, client_uuid: str) -> Ballot | None:
    """The last ballot from a page that has already sent one: a late retry never overturns what another page said."""
    first = current.entitlement.ballots.filter(client_uuid=client_uuid).first() if client_uuid else None
    return current if first is not None and not current.client_uuid else first


def _write_ballot(line: Entitlement, current: Ballot | None, choice: Choice, by: User, client_uuid: str) -> Ballot:
    seq = 1
    if line.ballots.filter(client_uuid=client_uuid).exists():
        client_uuid = ""  # a change from the same page: the number stays with its first ballot
    if current is not None:
        current.is_current = False
        current.save(update_fields=["is_current"])
        seq = current.seq + 1
    ballot = Ballot.objects.create(
        entitlement=line, seq=seq, choice=choice, cast_by=by, cast_at=clock.now(), client_uuid=client_uuid
    )
    if line.status != VoterStatus.VOTED:
        line.status = VoterStatus.VOTED
        line.save(update_fields=["status"])
    return ballot


@action(
    "committees.reassign_voice",
    refuses=("not-yours", "nobody-presides", "meeting-state", "item-state", "poll-closed", *PROXY),
)
def reassign_voice(poll: Poll, *, seat: Seat, by: User) -> Entitlement:
    """Whoever presides gives a voice back to the member who has arrived, unless their proxy has voted already."""
    poll = lock_poll(poll)
    require(guards.voiding_refusals(by, poll, follow_presider(poll.item)))
    line = Entitlement.objects.select_for_update(of=("self",)).filter(poll=poll, seat=seat).first()
    require(poll_guards.reassigning_refusals(poll, line))
    assert line is not None, "a seat without a line was refused above"
    there = Presence.objects.now().get(meeting=poll.meeting_id, seat=seat, user=line.user_id)
    remote = there.mode == PresenceMode.REMOTE
    line.standing = Standing.PRESENT_REMOTE if remote else Standing.PRESENT_ROOM
    line.caster, line.status, line.reason = None, VoterStatus.ELIGIBLE, ""
    line.save(update_fields=["standing", "caster", "status", "reason"])
    duties.ask_for_vote(poll.item.dossier, line.user, poll.pk)
    record(
        Kind.VOICE_REASSIGNED,
        subject=poll.item.dossier.subject,
        by=by,
        office=Keeper.CHAIR,
        poll=poll.pk,
        seat=seat.code,
    )
    return line


@action("committees.note_late_ballot", refuses=("poll-running",))
def note_late_ballot(poll: Poll, *, by: User) -> Poll:
    """That somebody's ballot came after the closing, without what it said: nothing is lost silently."""
    if poll.is_open and not poll.is_late:
        raise Refused([refuse("poll-running")])
    record(
        Kind.BALLOT_LATE,
        subject=poll.item.dossier.subject,
        by=by,
        office=Keeper.ENGAGEMENT_MEMBER,
        poll=poll.pk,
    )
    return poll
