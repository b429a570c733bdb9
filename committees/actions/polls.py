"""The verbs of a poll: open it with its frozen roll, cast ballots, close and count in one transaction, or void it."""

from committees import duties, guards, tally
from committees.actions.chairing import follow_presider
from committees.actions.locks import lock_item, lock_poll
from committees.models import (
    AgendaItem,
    Ballot,
    Choice,
    Entitlement,
    Poll,
    PollCeiling,
    PollCondition,
    PollResult,
    PollState,
    Seat,
    VoterStatus,
)
from committees.models.votes import Standing
from committees.rolls import RollCall, frozen_roll, rule_of, standing_aside
from committees.rules import PRESENT, RECUSED, quorum_refusals
from committees.rules import Standing as RuleStanding
from committees.sentences import refuse
from dossiers import actions as dossiers
from dossiers import stages
from dossiers.lifecycle import Keeper
from dossiers.models.exchange import Gate
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import Partner, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

MEMBER_RECUSED = "Un membre qui avait voté s’est déporté\u00a0: un nouveau tour se tient sans lui."
CHAIR_RECUSED = "La présidence de ce scrutin s’est déportée\u00a0: un nouveau tour se tient sous une autre présidence."
LEADING = ("not-yours", "nobody-presides", "meeting-state", "item-state")


@action(
    "committees.open_poll",
    refuses=(
        *(*LEADING, "poll-open", "verdict-pending", "quorum-missing"),
        *("amount-missing", "no-competence", "over-free-envelope"),
    ),
)
def open_poll(
    item: AgendaItem,
    *,
    ceilings: dict[Partner, int],
    by: User,
    conditions: dict[str, Gate] | None = None,
    question: str = "",
) -> Poll:
    """Put a dossier to the vote with the ceilings in cents and the conditions (text -> what it holds back) proposed.

    Quorum, chair, competence and free envelopes are checked now and again at the closing. The roll is frozen here:
    one line per seat with a voice, also of the absent and the recused.
    """
    item = lock_item(item)
    call = follow_presider(item)
    require(guards.polling_refusals(by, item, call, ceilings))
    poll = _new_round(item, question, by)
    _write_proposal(poll, ceilings, conditions or {})
    _write_roll(poll, call)
    record(
        Kind.POLL_OPENED,
        subject=item.dossier.subject,
        by=by,
        office=Keeper.CHAIR,
        poll=poll.pk,
        round=poll.round,
        ceilings=guards.voted_ceilings(poll),
        conditions=list(conditions or {}),
        voices=len(call.roll.voters),
        seats=len(call.roll.standings),
    )
    return poll


def _new_round(item: AgendaItem, question: str, by: User) -> Poll:
    assert item.presiding_id is not None, "without anyone to preside no poll opens"
    usual = f"Le comité est-il favorable au projet «\u00a0{item.dossier.title}\u00a0»\u00a0?"
    return Poll.objects.create(
        meeting=item.meeting,
        item=item,
        round=item.polls.count() + 1,
        question=question.strip() or usual,
        rule=Poll.snapshot(rule_of(item)),
        presiding_id=item.presiding_id,
        opened_by=by,
        opened_at=clock.now(),
    )


def _write_proposal(poll: Poll, ceilings: dict[Partner, int], conditions: dict[str, Gate]) -> None:
    for partner, cents in ceilings.items():
        if cents:
            PollCeiling.objects.create(poll=poll, partner=partner, cents=cents)
    for text, gate in conditions.items():
        if text.strip():
            PollCondition.objects.create(poll=poll, text=text.strip(), blocks=gate)


def _write_roll(poll: Poll, call: RollCall) -> None:
    for seat, mandate in call.mandates.items():
        standing = call.roll.standings[seat]
        status = VoterStatus.ELIGIBLE if standing in PRESENT else VoterStatus.ABSENT
        line = Entitlement.objects.create(
            poll=poll,
            seat=mandate.seat,
            user=mandate.user,
            name=str(mandate.user),
            label=mandate.seat.label,
            role=mandate.seat.role,
            standing=Standing(standing.value),
            status=VoterStatus.RECUSED if standing in RECUSED else status,
        )
        if line.status == VoterStatus.ELIGIBLE:
            duties.ask_for_vote(poll.item.dossier, mandate.user, poll.pk)


@action(
    "committees.cast_ballot",
    refuses=("poll-closed", "not-on-roll", "not-your-seat", "seat-recused", "absent", "vote-final"),
)
def cast_ballot(poll: Poll, *, choice: Choice, by: User, seat: Seat | None = None, client_uuid: str = "") -> Ballot:
    """One's own voice, changeable until the closing.

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
    roll = frozen_roll(poll, tally.lines_of(poll))
    require(guards.ballot_refusals(by, poll, roll, line.seat_id if line else None, voted=current is not None))
    assert line is not None, "a person without a line was refused above"
    if current is not None and current.choice == choice:
        return current
    ballot = _write_ballot(line, current, choice, by, client_uuid)
    if current is None:
        stages.finish(poll.item.dossier, duties.VOTE, by=by, about=poll.pk)
    record(
        Kind.BALLOT_CAST,
        subject=poll.item.dossier.subject,
        by=by,
        office=Keeper.ENGAGEMENT_MEMBER,
        poll=poll.pk,
        seat=line.seat.code,
    )
    return ballot


def _line_of(poll: Poll, by: User, seat: Seat | None) -> Entitlement | None:
    """This person's line on the roll. Naming somebody else's seat is refused: everyone votes for themselves."""
    lines = Entitlement.objects.select_for_update(of=("self",)).select_related("seat").filter(poll=poll)
    if seat is None:
        return lines.filter(user=by).first()
    line = lines.filter(seat=seat).first()
    if line is not None and line.user_id != by.pk:
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


@action("committees.close_poll", refuses=(*LEADING, "poll-closed"))
def close_poll(poll: Poll, *, by: User) -> Poll:
    """Close and count, or void the poll and say why: quorum or money is gone, somebody who voted now stands aside.

    Everything is held while it is counted, so an adopted result can always be proclaimed. The casting vote is of
    whoever closes, by their own ballot.
    """
    poll = _running(poll, by)
    reason = _aside_meanwhile(poll) or " ".join(refusal.message for refusal in _lost_meanwhile(poll))
    if reason:
        return end_void(poll, reason, by, Keeper.CHAIR)
    poll.closed_at, poll.closed_by = clock.now(), by
    result = PollResult.of(poll, tally.counted(poll), inputs_hash=tally.inputs_hash(poll))
    result.save(force_insert=True)
    _end(poll, PollState.CLOSED, by)
    record(
        Kind.POLL_CLOSED,
        subject=poll.item.dossier.subject,
        by=by,
        office=Keeper.CHAIR,
        poll=poll.pk,
        round=poll.round,
        adopted=result.adopted,
        in_favour=result.n_favourable,
        against=result.n_against,
        abstaining=result.n_abstain,
        inputs=result.inputs_hash,
    )
    return poll


def _running(poll: Poll, by: User) -> Poll:
    """The poll held, if this person presides its item and it is open."""
    poll = lock_poll(poll)
    require(guards.voiding_refusals(by, poll, follow_presider(poll.item)))
    return poll


def _aside_meanwhile(poll: Poll) -> str:
    """Why the poll is void because somebody on its roll came to stand aside. Empty when it goes on without them."""
    aside = standing_aside(poll.item.dossier)
    lines = Entitlement.objects.select_for_update(of=("self",)).filter(poll=poll, user__in=aside)
    reasons = [leave_roll(poll, line, aside[line.user_id]) for line in lines.exclude(status=VoterStatus.RECUSED)]
    return next(filter(None, reasons), "")


def leave_roll(poll: Poll, line: Entitlement, standing: RuleStanding) -> str:
    """Take off a held poll a voice that stands aside by now. Gives why the poll is void by that, or nothing."""
    if poll.presiding_id == line.seat_id:
        return CHAIR_RECUSED
    if line.status == VoterStatus.VOTED:
        return MEMBER_RECUSED
    if poll.is_open:
        line.standing, line.status = Standing(standing.value), VoterStatus.RECUSED
        line.save(update_fields=["standing", "status"])
    return ""


def _lost_meanwhile(poll: Poll) -> list[Refusal]:
    """Quorum by those who voted or are still there; competence and free envelopes as at the opening."""
    roll = frozen_roll(poll, tally.lines_of(poll))
    ceilings = {row.partner: row.cents for row in poll.ceilings.select_related("partner")}
    return [
        *quorum_refusals(roll, poll.voting_rule),
        *dossiers.ceilings_refusals(poll.item.dossier, ceilings),
    ]


def _end(poll: Poll, state: PollState, by: User) -> None:
    poll.state, poll.closed_at, poll.closed_by = state, poll.closed_at or clock.now(), poll.closed_by or by
    poll.save(update_fields=["state", "closed_at", "closed_by", "void_reason"])
    stages.cancel(poll.item.dossier, duties.VOTE)


def end_void(poll: Poll, reason: str, by: User, office: str) -> Poll:
    """Void a held poll, open or closed and not proclaimed; a new round may follow, and this one stays readable."""
    poll.void_reason = reason[:2000]
    _end(poll, PollState.VOID, by)
    record(
        Kind.POLL_VOIDED,
        subject=poll.item.dossier.subject,
        by=by,
        office=office,
        poll=poll.pk,
        round=poll.round,
        reason=poll.void_reason,
    )
    return poll


@action("committees.void_poll", refuses=(*LEADING, "poll-closed", "reason-missing"))
def void_poll(poll: Poll, *, reason: str, by: User) -> Poll:
    """Stop a running poll without a count, with a reason. Nothing that was closed is voided this way."""
    poll = _running(poll, by)
    require(guards.reason_refusals(reason))
    return end_void(poll, reason.strip(), by, Keeper.CHAIR)
