"""The verbs before a vote: ask for a roll call, a secret vote or, as the holder, for a withdrawal; count hands."""

from committees import access, asking, guards, poll_guards
from committees.actions.chairing import follow_presider
from committees.actions.locks import lock_item
from committees.actions.polls import begin, settle, told_open, write_line
from committees.models import (
    AgendaItem,
    Choice,
    ItemState,
    MeetingState,
    Poll,
    Visibility,
    VoteRequest,
    VoterStatus,
    Wish,
)
from committees.rules import Choice as RuleChoice
from committees.sentences import refuse
from dossiers import access as dossier_access
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from dossiers.models.conditions import Proposed as Conditions
from dossiers.sentences import refuse as refuse_dossier
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import Partner, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require


@action(
    "committees.ask_vote",
    refuses=("not-on-roll", "seat-recused", "absent", "meeting-state", "item-state", "poll-open", "vote-asked"),
)
def ask_vote(item: AgendaItem, *, wish: Wish, by: User) -> VoteRequest:
    """A member who is there asks, before the vote opens, that it be by roll call or secret. Secret prevails."""
    item = lock_item(item)
    call = follow_presider(item)
    own = call.of_user(by.pk)
    require(guards.meeting_state_refusals(item.meeting, MeetingState.OPEN))
    require(guards.item_state_refusals(item, ItemState.OPENED))
    if own is None or wish == Wish.WITHDRAWAL:
        raise Refused([refuse("not-on-roll")])
    if own.seat_id not in call.roll.present:
        raise Refused([refuse("seat-recused" if own.seat_id in call.roll.recused else "absent")])
    require(guards.settled_refusals(item))
    return _ask(item, wish, by, "", Keeper.ENGAGEMENT_MEMBER, asking.needed(item, wish, len(call.roll.present)))


@action("committees.ask_withdrawal", refuses=("not-yours", "item-state", "vote-asked", "reason-missing"))
def ask_withdrawal(dossier: Dossier, *, reason: str, by: User) -> VoteRequest:
    """The holder asks to withdraw during the vote: whoever presides acknowledges, then the holder withdraws."""
    called = guards.called_item(dossier)
    if not dossier_access.is_own(by, dossier):
        raise Refused([refuse_dossier("not-yours", keeper="le porteur du dossier", people="")])
    if called is None:
        raise Refused([refuse("item-state", state="non appelé")])
    require(guards.reason_refusals(reason))
    return _ask(lock_item(called), Wish.WITHDRAWAL, by, reason.strip(), Keeper.APPLICANT, 1)


def _ask(item: AgendaItem, wish: Wish, by: User, reason: str, office: str, needed: int) -> VoteRequest:
    if VoteRequest.objects.filter(item=item, wish=wish, user=by).exists():
        raise Refused([refuse("vote-asked")])
    made = VoteRequest.objects.create(item=item, wish=wish, user=by, reason=reason, asked_at=clock.now())
    record(
        Kind.VOTE_ASKED,
        subject=item.dossier.subject,
        by=by,
        office=office,
        meeting=item.meeting_id,
        item=item.pk,
        wish=wish,
        asked=VoteRequest.objects.filter(item=item, wish=wish).count(),
        needed=needed,
    )
    return made


@action(
    "committees.count_hands",
    refuses=(
        *("not-yours", "recused", "nobody-presides", "meeting-state", "item-state", "poll-open", "verdict-pending"),
        *(
            "quorum-missing",
            "quorum-theme-missing",
            "amount-missing",
            "no-competence",
            "over-free-envelope",
            "hands-mismatch",
        ),
        *("way-imposed", "wrong-committee"),
    ),
)
def count_hands(
    item: AgendaItem,
    *,
    ceilings: dict[Partner, int],
    hands: dict[Choice, int],
    by: User,
    conditions: Conditions | None = None,
) -> Poll:
    """The main vote by show of hands, entered at once by who keeps or presides the meeting: every voice is one hand.

    Names are not kept, so no casting vote breaks its tie.
    """
    item = lock_item(item)
    call = follow_presider(item)
    sums = {choice: hands.get(Choice(choice), 0) for choice in RuleChoice}
    require(poll_guards.counting_refusals(by, item, call, ceilings))
    present = len(call.roll.voters)
    if min(sums.values()) < 0 or sum(sums.values()) != present:
        raise Refused([refuse("hands-mismatch", sum=sum(sums.values()), present=present)])
    poll = begin(item, by, ceilings, conditions or {}, visibility=Visibility.HANDS)
    for seat, mandate in call.mandates.items():
        write_line(poll, call, seat, mandate)
    poll.roll.filter(status=VoterStatus.ELIGIBLE).update(status=VoterStatus.VOTED)
    told_open(poll, call, by, list(conditions or {}))
    settle(poll, by, by, sums=sums, office=access.role_in(by, access.ENGAGEMENT))
    return poll
