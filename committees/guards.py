"""Why an act of a committee is refused: the same reasons for the greyed button and for the server."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from committees import access, conflicts, counting, rules, rulesets
from committees.models import (
    AgendaItem,
    Committee,
    FreeItemState,
    HandsPurpose,
    ItemState,
    Meeting,
    MeetingState,
    Opinion,
    Poll,
    PollState,
    ScreeningSheet,
)
from committees.models.bodies import KEEP, PRESIDE, VOTE, CommitteeKind
from committees.models.meetings import AHEAD, LIVE, SITTING
from committees.rolls import RollCall, item_presider
from committees.rulesets import rule_of
from committees.sentences import refuse
from dossiers import access as dossier_access
from dossiers import actions as dossiers
from dossiers.lifecycle import Keeper, State
from dossiers.models import Dossier
from dossiers.sentences import refuse as refuse_dossier
from okote_flow import clock
from okote_flow.directory.models import Partner, User
from okote_flow.refusals import Refusal

Given = dict[str, Any]
SAID_LATER = "…"  # a page asks before anybody typed the reason: its absence is not held against the button


# ----------------------------------------------------------------------------------------------------- who may


def bureau_refusals(by: User, committee: Committee) -> Iterator[Refusal]:
    """Meetings are prepared by the secretary, the chair and the vice-chairs."""
    if not access.runs(by).filter(pk=committee.pk).exists():
        this = Q(pk=committee.pk)
        people = access.people_where(KEEP, this) | access.people_where(PRESIDE, this)
        yield refuse_dossier(
            "not-yours", keeper="le secrétariat ou la présidence du comité", people=access.names(people)
        )


def item_bureau_refusals(by: User, item: AgendaItem) -> Iterator[Refusal]:
    """The same over one item: not whoever stands aside from its dossier or carries it."""
    found = list(bureau_refusals(by, item.meeting.committee))
    if not found and not access.is_inside(by, item.dossier):
        found.append(refuse_dossier("recused"))
    yield from found


def presider_refusals(by: User, call: RollCall, seat: int | None) -> Iterator[Refusal]:
    """An item is led by whoever presides it: the first seat by precedence that is there and not recused."""
    holder = call.mandates.get(seat) if seat is not None else None
    if holder is None:
        yield refuse("nobody-presides")
    elif holder.user_id != by.pk:
        yield refuse_dossier("not-yours", keeper="la présidence de ce point", people=access.names([holder.user]))


def reason_refusals(reason: str) -> Iterator[Refusal]:
    if not reason.strip():
        yield refuse_dossier("reason-missing")


# ---------------------------------------------------------------------------------------------------- the meeting


def meeting_state_refusals(meeting: Meeting, *allowed: MeetingState) -> Iterator[Refusal]:
    if meeting.status not in allowed:
        yield refuse("meeting-state", state=meeting.get_state_display())


def notice_refusals(meeting: Meeting, reason: str | None) -> Iterator[Refusal]:
    """Five days before, or in urgency one clear day with a reason (CRPA R133-8 as a model). None: nobody typed yet.

    A second meeting on the same agenda follows the first by some days instead (CGCT L3121-14 as a model).
    """
    regulations = rulesets.of_meeting(meeting)
    if meeting.second_call_of is not None:
        yield from rules.second_call_refusals(
            meeting.second_call_of.day, meeting.day, second_call_days=regulations.second_call_days
        )
        return
    yield from rules.notice_refusals(
        clock.today(),
        meeting.day,
        notice_days=regulations.notice_days,
        urgent_clear_days=regulations.urgent_notice_days,
        urgent=reason is None or bool(reason.strip()),
        reason=SAID_LATER if reason is None else reason,
    )


def convene_refusals(by: User, meeting: Meeting, reason: str | None = None) -> Iterator[Refusal]:
    yield from bureau_refusals(by, meeting.committee)
    yield from meeting_state_refusals(meeting, MeetingState.DRAFT)
    planned = meeting.items.filter(state=ItemState.PLANNED), meeting.free_items.filter(state=FreeItemState.PLANNED)
    if meeting.committee.decides and not any(points.exists() for points in planned):
        yield refuse("agenda-empty")
    yield from notice_refusals(meeting, reason)


def opening_refusals(by: User, meeting: Meeting) -> Iterator[Refusal]:
    yield from bureau_refusals(by, meeting.committee)
    yield from meeting_state_refusals(meeting, MeetingState.CONVENED)
    yield from day_refusals(meeting)
    if Meeting.objects.filter(committee=meeting.committee_id, state__in=SITTING).exclude(pk=meeting.pk).exists():
        yield refuse("meeting-elsewhere")


def day_refusals(meeting: Meeting) -> Iterator[Refusal]:
    """Nobody is there, and nothing is opened, before the day for which it is called."""
    if clock.today() < meeting.day:
        yield refuse("meeting-not-today", day=meeting.day)


def closing_refusals(by: User, meeting: Meeting) -> Iterator[Refusal]:
    yield from bureau_refusals(by, meeting.committee)
    yield from meeting_state_refusals(meeting, *SITTING)
    yield from unfinished_refusals(meeting)


def unfinished_refusals(meeting: Meeting) -> Iterator[Refusal]:
    """No meeting is left over a running poll or a vote not yet proclaimed."""
    item = meeting.items.filter(state=ItemState.OPENED).first()
    if item is not None and last_poll(item) is not None:
        yield refuse("poll-open")


def second_call_refusals(by: User, meeting: Meeting) -> Iterator[Refusal]:
    """Why a meeting is not held again without quorum: it was not held, lacked nothing, or was held again already."""
    yield from bureau_refusals(by, meeting.committee)
    yield from meeting_state_refusals(meeting, MeetingState.CLOSED)
    if not rulesets.of_meeting(meeting).second_call:
        yield refuse("no-second-call")
    elif meeting.second_calls.exclude(state=MeetingState.CANCELLED).exists():
        yield refuse("called-again")
    elif not items_to_call_again(meeting).exists():
        yield refuse("nothing-to-call-again")


def items_to_call_again(meeting: Meeting) -> QuerySet[AgendaItem]:
    """What a meeting could not decide for want of quorum and that awaits the committee still."""
    live = AgendaItem.objects.filter(dossier=OuterRef("dossier"), state__in=LIVE)
    lacking = meeting.items.filter(state=ItemState.NOT_REACHED, lacked_quorum=True)
    return lacking.filter(~Exists(live), dossier__state=State.ENGAGEMENT_REVIEW)


def cancelling_refusals(by: User, meeting: Meeting) -> Iterator[Refusal]:
    yield from bureau_refusals(by, meeting.committee)
    yield from meeting_state_refusals(meeting, *AHEAD)


# ----------------------------------------------------------------------------------------------------- the agenda


def agenda_refusals(by: User, meeting: Meeting, dossier: Dossier) -> Iterator[Refusal]:
    """Why a dossier cannot be put on this agenda."""
    yield from bureau_refusals(by, meeting.committee)
    yield from meeting_state_refusals(meeting, *AHEAD)
    if meeting.second_call_of_id is not None:
        yield refuse("agenda-fixed")
    if not access.is_inside(by, dossier):
        yield refuse_dossier("recused")
    if not is_before(meeting.committee, dossier):
        yield refuse("wrong-committee")
    there = AgendaItem.objects.filter(dossier=dossier, state__in=[ItemState.PLANNED, ItemState.OPENED]).first()
    if there is not None:
        yield refuse("already-on-agenda", day=there.meeting.scheduled_at.astimezone(clock.PARIS))
    if meeting.status == MeetingState.CONVENED:
        yield from notice_refusals(meeting, meeting.urgent_reason)


def is_before(committee: Committee, dossier: Dossier) -> bool:
    """Whether a dossier awaits this committee."""
    if committee.kind == CommitteeKind.TERRITORIAL:
        return dossier.status == State.TERRITORIAL_REVIEW and dossier.territory_id == committee.territory_id
    return committee.decides and dossier.status == State.ENGAGEMENT_REVIEW


def removal_refusals(by: User, item: AgendaItem) -> Iterator[Refusal]:
    yield from item_bureau_refusals(by, item)
    yield from meeting_state_refusals(item.meeting, *AHEAD, MeetingState.OPEN)
    yield from item_state_refusals(item, ItemState.PLANNED)


def item_state_refusals(item: AgendaItem, *allowed: ItemState) -> Iterator[Refusal]:
    if item.status not in allowed:
        yield refuse("item-state", state=item.get_state_display())


def calling_refusals(by: User, item: AgendaItem, call: RollCall) -> Iterator[Refusal]:
    """An item is called by its secretary or by whoever will preside it; without anyone to preside it waits."""
    if access.may(by, KEEP, item.meeting.committee) and access.is_inside(by, item.dossier):
        if call.roll.presiding is None:
            yield refuse("nobody-presides")
    else:
        yield from presider_refusals(by, call, call.roll.presiding)
    yield from meeting_state_refusals(item.meeting, MeetingState.OPEN)
    yield from item_state_refusals(item, ItemState.PLANNED)
    if not is_before(item.meeting.committee, item.dossier):
        yield refuse("wrong-committee")
    running = item.meeting.items.filter(state=ItemState.OPENED).exclude(pk=item.pk).first()
    if running is not None:
        yield refuse("item-running", position=running.position)
    yield from conflicts.undecided_refusals(item.dossier, Q(pk=item.meeting.committee_id))


def leading_refusals(by: User, item: AgendaItem, call: RollCall) -> Iterator[Refusal]:
    """What every act of whoever presides a called item needs."""
    yield from presider_refusals(by, call, item_presider(item, call))
    yield from meeting_state_refusals(item.meeting, MeetingState.OPEN)
    yield from item_state_refusals(item, ItemState.OPENED)


def leaving_refusals(by: User, item: AgendaItem) -> Iterator[Refusal]:
    """An item without quorum or without anyone to preside is set aside and called again."""
    yield from item_bureau_refusals(by, item)
    yield from item_state_refusals(item, ItemState.OPENED)
    if last_poll(item) is not None:
        yield refuse("poll-open")


# ------------------------------------------------------------------------------------------------------- the poll


def last_poll(item: AgendaItem) -> Poll | None:
    """The last round that was not voided."""
    return item.polls.exclude(state=PollState.VOID).select_related("result").order_by("round").last()


def polling_refusals(by: User, item: AgendaItem, call: RollCall, ceilings: dict[Partner, int]) -> list[Refusal]:
    """Why a poll cannot open on this item: who, when, quorum, chair, money."""
    return [
        *leading_refusals(by, item, call),
        *settled_refusals(item),
        *rules.poll_refusals(call.roll, rule_of(item)),
        *(refuse_dossier("amount-missing") for cents in ceilings.values() if cents < 0),
        *dossiers.ceilings_refusals(item.dossier, ceilings),
    ]


def settled_refusals(item: AgendaItem) -> Iterator[Refusal]:
    """No second poll beside a running one, nor over an adopted one."""
    poll = last_poll(item)
    if poll is not None and poll.is_open:
        yield refuse("poll-open")
    yield from decided_refusals(item)


def decided_refusals(item: AgendaItem) -> Iterator[Refusal]:
    """Why nothing is put to the vote, whatever runs; what was not adopted may be put again."""
    if item.dossier.status != State.ENGAGEMENT_REVIEW:
        yield refuse("wrong-committee")
    poll = last_poll(item)
    if poll is not None and not poll.is_open and poll.result.adopted:
        yield refuse("verdict-pending")
    yield from conflicts.undecided_refusals(item.dossier, Q(pk=item.meeting.committee_id))


def hands_refusals(
    by: User, item: AgendaItem, call: RollCall, counts: tuple[int, int, int] | None = None
) -> Iterator[Refusal]:
    """Why a show of hands cannot decide on this item; `counts` are the hands for, against and abstaining."""
    yield from leading_refusals(by, item, call)
    yield from settled_refusals(item)
    yield from rules.poll_refusals(call.roll, rule_of(item))
    present = len(call.roll.voters)
    if counts is not None and (min(counts) < 0 or sum(counts) != present):
        yield refuse("hands-mismatch", sum=sum(counts), present=present)


def ballot_refusals(by: User, poll: Poll, call_at: rules.Roll, seat: int | None, *, voted: bool) -> Iterator[Refusal]:
    """Why this person's voice cannot be heard in a poll now."""
    if poll.closed_at is not None:
        yield refuse("poll-closed", at=poll.closed_at.astimezone(clock.PARIS))
    elif not access.may(by, VOTE, poll.item.meeting.committee) or seat is None:
        yield refuse("not-on-roll")
    elif not dossier_access.holds(by, poll.item.dossier, Keeper.ENGAGEMENT_MEMBER):
        yield refuse("seat-recused")
    else:
        yield from rules.vote_refusals(call_at, seat, poll.voting_rule, voted=voted, secret=poll.is_secret)


def voiding_refusals(by: User, poll: Poll, call: RollCall) -> Iterator[Refusal]:
    """Who may close or void a poll: it is open, and they preside it."""
    yield from leading_refusals(by, poll.item, call)
    if poll.closed_at is not None:
        yield refuse("poll-closed", at=poll.closed_at.astimezone(clock.PARIS))


def proclaiming_refusals(by: User, poll: Poll, call: RollCall) -> Iterator[Refusal]:
    yield from leading_refusals(by, poll.item, call)
    if poll.status == PollState.VOID:
        yield refuse("poll-void", reason=poll.void_reason)
    elif poll.is_open:
        yield refuse("poll-running")
    elif poll != last_poll(poll.item):
        yield refuse("poll-superseded")
    elif not poll.result.as_result().is_settled:
        yield refuse("tie-open", way=WAYS_ON[counting.DecidedBy(poll.result.decided_by)])
    yield from conflicts.undecided_refusals(poll.item.dossier, Q(pk=poll.item.meeting.committee_id))


WAYS_ON = {
    counting.DecidedBy.QUORUM_FAILED: "laissez ce point, il sera appelé de nouveau",
    counting.DecidedBy.SECOND_ROUND: "ouvrez un second tour",
    counting.DecidedBy.ADJOURN: "ajournez le point à main levée",
}


# --------------------------------------------------------------------------------- what the dossier's own steps ask


def called_item(dossier: Dossier) -> AgendaItem | None:
    """The item on which a meeting is deliberating about this dossier, now."""
    return AgendaItem.objects.filter(access.CALLED, dossier=dossier).first()


def guard_endorse(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    """Only what was adopted is endorsed, and with the very ceilings that were voted."""
    item = called_item(dossier)
    poll = last_poll(item) if item else None
    adopted = poll is not None and not poll.is_open and poll.result.adopted
    if poll is None or not adopted or given.get("ceilings", voted_ceilings(poll)) != voted_ceilings(poll):
        yield refuse("not-adopted")


def voted_ceilings(poll: Poll) -> dict[str, int]:
    return dict(poll.ceilings.values_list("partner__code", "cents"))


def guard_decline(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    item = called_item(dossier)
    poll = last_poll(item) if item else None
    if poll is None or poll.is_open or poll.result.adopted or not poll.result.as_result().is_settled:
        yield refuse("adopted")


def guard_hands(purpose: HandsPurpose) -> Callable[[Dossier, Given], Iterator[Refusal]]:
    """To put off or to send back is decided by the committee, by a show of hands on the called item."""

    def check(dossier: Dossier, given: Given) -> Iterator[Refusal]:
        item = called_item(dossier)
        if item is None or not item.hands.filter(purpose=purpose, adopted=True).exists():
            yield refuse("hands-missing")

    return check


def guard_withdraw(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    """A holder does not walk out of a running vote, nor of its proclamation."""
    item = called_item(dossier)
    if item is not None and last_poll(item) is not None:
        yield refuse("poll-open")


def guard_opinion(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    """On a page: are there sheets enough; taking the step: is the opinion recorded. No question is left unsent."""
    yield from unsent_refusals(dossier)
    if given:
        if not Opinion.objects.filter(dossier=dossier, round=dossier.round).exists():
            yield refuse("no-opinion")
    else:
        yield from sheets_refusals(dossier, None)


def unsent_refusals(dossier: Dossier) -> Iterator[Refusal]:
    """What a committee wants to ask does not go up with the dossier: it is sent or taken back first."""
    waiting = dossier.questions.filter(complement=None).count()
    if waiting:
        yield refuse_dossier("open-questions", count=waiting)


def sheets_refusals(dossier: Dossier, early_reason: str | None) -> Iterator[Refusal]:
    """Sheets from half of the members with a voice; once due, fewer with a reason. None: nobody typed one yet."""
    parameters = dossier.parameters
    yield from rules.opinion_refusals(
        list(ScreeningSheet.objects.of_round(dossier).given().values_list("user", flat=True)),
        [mandate.user_id for mandate in access.voices(dossier)],
        due_passed=access.sheets_overdue(dossier),
        reason=SAID_LATER if early_reason is None else early_reason,
        share=(parameters.sheets_num, parameters.sheets_den),
    )
