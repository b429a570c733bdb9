"""The verbs of a poll: open it with its frozen roll, close and count in one transaction, or void it."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from committees import asking, connection, duties, guards, poll_guards, tally, urn
from committees.actions.chairing import follow_presider, preside, put_back
from committees.actions.locks import lock_item, lock_poll
from committees.actions.presence import leave_for
from committees.models import (
    AgendaItem,
    Entitlement,
    Mandate,
    Poll,
    PollCeiling,
    PollCondition,
    PollResult,
    PollState,
    Reason,
    Urn,
    Visibility,
    VoterStatus,
)
from committees.models.votes import Standing
from committees.rolls import RollCall, frozen_roll, standing_aside
from committees.rules import RECUSED, Roll, quorum_refusals
from committees.rules import Choice as RuleChoice
from committees.rules import Standing as RuleStanding
from committees.rulesets import rule_of
from committees.sentences import refuse
from dossiers import actions as dossiers
from dossiers import stages
from dossiers.lifecycle import Keeper
from dossiers.models.conditions import Proposed as Conditions
from dossiers.models.conditions import Terms
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import Partner, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

MEMBER_RECUSED = "Un membre qui avait voté s’est déporté\u00a0: un nouveau tour se tient sans lui."
CHAIR_RECUSED = "La présidence de ce scrutin s’est déportée\u00a0: un nouveau tour se tient sous une autre présidence."
AMENDED = "Le dossier ou la proposition a changé pendant le vote : un nouveau tour porte sur ce qui vaut maintenant."
TOO_OPEN = (
    "Vote secret de {voted} bulletin(s) : en dessous de {least}, le résultat dirait qui a voté quoi. "
    "L’urne est détruite sans être ouverte."
)
LEADING = ("not-yours", "nobody-presides", "meeting-state", "item-state")


@action(
    "committees.open_poll",
    refuses=(
        *(*LEADING, "poll-open", "verdict-pending", "quorum-missing", "quorum-theme-missing"),
        *("amount-missing", "no-competence", "over-free-envelope"),
        *("way-imposed", "too-few-for-secret", "urn-key-missing"),
        *("end-missing", "end-past", "hands-elsewhere"),
    ),
)
def open_poll(  # noqa: PLR0913 - the fields of one form
    item: AgendaItem,
    *,
    ceilings: dict[Partner, int],
    by: User,
    conditions: Conditions | None = None,
    question: str = "",
    visibility: Visibility = Visibility.PUBLIC,
    closes_at: datetime | None = None,
) -> Poll:
    """Put a dossier to the vote with the ceilings in cents and the conditions (text -> what it holds back) proposed.

    Quorum, chair, competence and free envelopes are checked now and again at the closing. The roll is frozen here:
    one line per seat with a voice, also of the absent and the recused. The poll is bound to the dossier's version and
    to this proposal. Nothing is heard after `closes_at`; a written consultation needs one, and asks the absent.
    """
    item = lock_item(item)
    call = follow_presider(item)
    if visibility == Visibility.WRITTEN:
        call = replace(call, roll=_at_their_desks(call))
    require(
        [
            *guards.polling_refusals(by, item, call, ceilings),
            *poll_guards.opening_refusals(item, call, visibility, closes_at),
        ]
    )
    poll = begin(item, by, ceilings, conditions or {}, question=question, visibility=visibility, closes_at=closes_at)
    _write_roll(poll, call)
    told_open(poll, call, by, list(conditions or {}))
    return poll


def _at_their_desks(call: RollCall) -> Roll:
    """In a written consultation whoever is not recused may vote from where they are, on their first seat."""
    roll = call.roll
    heard = {call.mandates[seat].user_id for seat in roll.present}
    standings = dict(roll.standings)
    for seat in roll.standings:  # by precedence
        if seat in roll.present or seat in roll.recused:
            continue
        person = call.mandates[seat].user_id
        standings[seat] = RuleStanding.ABSENT if person in heard else RuleStanding.PRESENT_REMOTE
        heard.add(person)
    return replace(roll, standings=standings, proxies={}, fallbacks={})


def told_open(poll: Poll, call: RollCall, by: User, conditions: list[str]) -> None:
    item = poll.item
    record(
        Kind.POLL_OPENED,
        subject=item.dossier.subject,
        by=by,
        office=Keeper.CHAIR,
        poll=poll.pk,
        round=poll.round,
        ceilings=guards.voted_ceilings(poll),
        conditions=conditions,
        voices=len(call.roll.voters),
        seats=len(call.roll.standings),
        way=poll.visibility,
        about=poll.subject_hash,
    )


def begin(  # noqa: PLR0913 - the fields of one form
    item: AgendaItem,
    by: User,
    ceilings: dict[Partner, int],
    conditions: Conditions,
    *,
    question: str = "",
    visibility: Visibility = Visibility.PUBLIC,
    closes_at: datetime | None = None,
) -> Poll:
    """The round and its proposal, without its roll."""
    assert item.presiding_id is not None, "without anyone to preside no poll opens"
    usual = f"Le comité est-il favorable au projet «\u00a0{item.dossier.title}\u00a0»\u00a0?"
    written = {text.strip(): Terms.of(said) for text, said in conditions.items() if text.strip()}
    by_code = {partner.code: cents for partner, cents in ceilings.items()}
    poll = Poll.objects.create(
        meeting=item.meeting,
        item=item,
        round=item.polls.count() + 1,
        question=question.strip() or usual,
        visibility=visibility,
        closes_at=closes_at,
        subject_hash=tally.subject_hash(item.dossier, by_code, written.items()),
        supersedes=item.polls.order_by("round").last(),
        rule=Poll.snapshot(rule_of(item)),
        presiding_id=item.presiding_id,
        opened_by=by,
        opened_at=clock.now(),
    )
    _write_proposal(poll, ceilings, written)
    if poll.is_secret:
        Urn.objects.create(poll=poll, sealed=urn.seal(poll.pk, {}))
    return poll


def _write_proposal(poll: Poll, ceilings: dict[Partner, int], conditions: dict[str, Terms]) -> None:
    for partner, cents in ceilings.items():
        if cents:
            PollCeiling.objects.create(poll=poll, partner=partner, cents=cents)
    for text, terms in conditions.items():
        PollCondition.objects.create(poll=poll, text=text, **asdict(terms))


def _write_roll(poll: Poll, call: RollCall) -> None:
    lines = [write_line(poll, call, seat, mandate) for seat, mandate in call.mandates.items()]
    for person in dict.fromkeys(line.caster or line.user for line in lines if line.status == VoterStatus.ELIGIBLE):
        duties.ask_for_vote(poll.item.dossier, person, poll.pk)


def write_line(poll: Poll, call: RollCall, seat: int, mandate: Mandate) -> Entitlement:
    """The line of one seat. A proxy that nobody there carries leaves its giver absent."""
    standing, voice = call.roll.standings[seat], call.roll.voice_of(seat)
    if standing is RuleStanding.REPRESENTED and voice is None:
        standing = RuleStanding.ABSENT
    caster = call.mandates[voice].user if voice is not None and voice != seat else None
    silent = VoterStatus.RECUSED if standing in RECUSED else VoterStatus.ABSENT
    return Entitlement.objects.create(
        poll=poll,
        seat=mandate.seat,
        user=mandate.user,
        name=str(mandate.user),
        label=mandate.seat.label,
        role=mandate.seat.role,
        stands_for=call.replaced.get(seat, ""),
        standing=Standing(standing.value),
        status=VoterStatus.ELIGIBLE if voice is not None else silent,
        caster=caster,
    )


@action("committees.close_poll", refuses=(*LEADING, "poll-closed", "connection-grace"))
def close_poll(poll: Poll, *, by: User) -> Poll:
    """Close and count, or void the poll and say why: quorum or money is gone, somebody who voted now stands aside.

    Everything is held while it is counted, so an adopted result can always be proclaimed. The casting vote is of
    whoever closes, by their own ballot. A voice whose connection is lost is waited for, while its countdown runs.
    """
    poll = running(poll, by)
    if not poll.is_late:
        require(connection.grace_refusals(connection.cut_off(poll)))
    return _count(poll, by, by)


@action("committees.close_due_poll", refuses=("poll-closed", "not-due"))
def close_due_poll(poll: Poll, *, by: User | None = None) -> Poll:
    """Close a written consultation whose end has come, by nobody. Those who took part are its quorum."""
    poll = lock_poll(poll)
    if not poll.is_open:
        raise Refused([refuse("poll-closed", at=(poll.closed_at or clock.now()).astimezone(clock.PARIS))])
    if poll.visibility != Visibility.WRITTEN or not poll.is_late:
        raise Refused([refuse("not-due")])
    follow_presider(poll.item)
    return _count(poll, poll.opened_by, by)


def _count(poll: Poll, closer: User, by: User | None) -> Poll:
    """Count a held open poll, or void it and say why; `closer` is who presided, `by` whose act it is."""
    if poll.visibility == Visibility.WRITTEN:
        poll.roll.filter(status=VoterStatus.ELIGIBLE).update(status=VoterStatus.LEFT)
    else:
        _leave_cut_off(poll)
    reason = _changed_meanwhile(poll) or _aside_meanwhile(poll) or _too_open(poll)
    quorum = [] if reason else _lost_quorum(poll)
    reason = reason or " ".join(refusal.message for refusal in [*quorum, *_lost_envelopes(poll)])
    if reason:
        end_void(poll, reason, closer, Keeper.CHAIR)
        if quorum:
            put_back(poll.item, by)
        return poll
    settle(poll, closer, by, sums=_emptied(poll) if poll.is_secret else None)
    return poll


def _leave_cut_off(poll: Poll) -> None:
    """Who did not come back in time has left; the quorum is asked without them."""
    for span in connection.cut_off(poll):
        leave_for(span, Reason.CONNECTION)
        preside(poll.item.meeting)


def settle(
    poll: Poll,
    closer: User,
    by: User | None,
    *,
    sums: dict[RuleChoice, int] | None = None,
    office: str = Keeper.CHAIR,
    sheet: str = "",
) -> PollResult:
    """The one result of a held poll, in the transaction that closes it; `sums` when its ballots bear no names.

    `sheet` is the code of the paper on which it was held, if it was.
    """
    poll.closed_at, poll.closed_by = clock.now(), closer
    result = PollResult.of(poll, tally.counted(poll, sums), inputs_hash=tally.inputs_hash(poll, sums))
    result.save(force_insert=True)
    if poll.is_secret:
        _blank(poll, urn.attest(poll.pk, result.inputs_hash))
    _end(poll, PollState.CLOSED, closer)
    sheet_of: dict[str, Any] = {"sheet": sheet} if sheet else {}
    record(
        Kind.POLL_CLOSED,
        subject=poll.item.dossier.subject,
        by=by,
        office=office,
        poll=poll.pk,
        round=poll.round,
        adopted=result.adopted,
        in_favour=result.n_favourable,
        against=result.n_against,
        abstaining=result.n_abstain,
        inputs=result.inputs_hash,
        **sheet_of,
    )
    return result


def _emptied(poll: Poll) -> dict[RuleChoice, int]:
    """The counters of the urn, read this once."""
    return urn.unseal(poll.pk, Urn.objects.select_for_update().get(poll=poll).sealed)


def _blank(poll: Poll, attested: str = "") -> None:
    """Nothing is left in the urn: of a counted poll the seal stays, of a void one nothing."""
    held = Urn.objects.select_for_update().filter(poll=poll).first()
    if held is not None and bytes(held.sealed):
        held.sealed, held.seal = b"", attested
        held.save(update_fields=["sealed", "seal"])


def _changed_meanwhile(poll: Poll) -> str:
    """Why the poll is void because what it is about is no longer the same."""
    return AMENDED if tally.present_subject(poll) != poll.subject_hash else ""


def _too_open(poll: Poll) -> str:
    """Why a secret poll is void because so few voted that the sums would name them."""
    voted = poll.roll.filter(status=VoterStatus.VOTED).count()
    least = asking.min_secret_voters(poll.item)
    return TOO_OPEN.format(voted=voted, least=least) if poll.is_secret and voted < least else ""


def running(poll: Poll, by: User) -> Poll:
    """The poll held, if this person presides its item and it is open."""
    poll = lock_poll(poll)
    require(guards.voiding_refusals(by, poll, follow_presider(poll.item)))
    return poll


def _aside_meanwhile(poll: Poll) -> str:
    """Why the poll is void because somebody on its roll came to stand aside. Empty when it goes on without them."""
    aside = standing_aside(poll.item.dossier)
    return next(filter(None, (leave_rolls(poll, user, standing) for user, standing in aside.items())), "")


def leave_rolls(poll: Poll, user: int, standing: RuleStanding) -> str:
    """Take off a held poll every voice of a person who stands aside by now: their own, and those they carry."""
    lines = Entitlement.objects.select_for_update(of=("self",)).filter(Q(user=user) | Q(caster=user), poll=poll)
    reasons = [_leave_roll(poll, line, user, standing) for line in lines.exclude(status=VoterStatus.RECUSED)]
    return next(filter(None, reasons), "")


def _leave_roll(poll: Poll, line: Entitlement, user: int, standing: RuleStanding) -> str:
    """Why the poll is void by that, or nothing: a proxy not yet used falls silent, its giver did nothing wrong."""
    if poll.presiding_id == line.seat_id and line.user_id == user:
        return CHAIR_RECUSED
    if line.status == VoterStatus.VOTED:
        return MEMBER_RECUSED
    if not poll.is_open:
        return ""
    if line.user_id != user:
        if line.status == VoterStatus.ELIGIBLE:
            line.status = VoterStatus.LEFT
            line.save(update_fields=["status"])
    else:
        line.standing, line.status, line.reason = Standing(standing.value), VoterStatus.RECUSED, ""
        line.save(update_fields=["standing", "status", "reason"])
    return ""


def _lost_quorum(poll: Poll) -> list[Refusal]:
    """By those who voted or are still there."""
    return list(quorum_refusals(frozen_roll(poll, tally.lines_of(poll)), poll.voting_rule))


def _lost_envelopes(poll: Poll) -> Iterator[Refusal]:
    """Competence and free envelopes, as at the opening."""
    ceilings = {row.partner: row.cents for row in poll.ceilings.select_related("partner")}
    yield from dossiers.ceilings_refusals(poll.item.dossier, ceilings)


def _end(poll: Poll, state: PollState, by: User) -> None:
    if poll.is_secret and poll.state == PollState.OPEN:
        _blank(poll)
    poll.state, poll.closed_at, poll.closed_by = state, poll.closed_at or clock.now(), poll.closed_by or by
    poll.save(update_fields=["state", "closed_at", "closed_by", "void_reason"])
    stages.cancel(poll.item.dossier, duties.VOTE)


def end_void(poll: Poll, reason: str, by: User, office: str, *, withdrawal: bool = False) -> Poll:
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
        withdrawal=withdrawal,
    )
    return poll


@action("committees.void_poll", refuses=(*LEADING, "poll-closed", "reason-missing"))
def void_poll(poll: Poll, *, reason: str, by: User) -> Poll:
    """Stop a running poll without a count, with a reason. Nothing that was closed is voided this way."""
    poll = running(poll, by)
    require(guards.reason_refusals(reason))
    return end_void(poll, reason.strip(), by, Keeper.CHAIR)
