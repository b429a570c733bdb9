"""Why a meeting is not suspended or resumed, and what it leaves to a later one."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from committees import guards
from committees.models import (
    AgendaItem,
    CommitteeKind,
    FreeItem,
    FreeItemState,
    ItemState,
    Meeting,
    MeetingState,
)
from committees.models.meetings import LIVE
from committees.sentences import refuse
from dossiers.lifecycle import State
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal


def suspending_refusals(
    by: User, meeting: Meeting, called: AgendaItem | None, resumes_at: datetime | None = None
) -> Iterator[Refusal]:
    """Whoever keeps or presides the meeting, unless they stand aside from the item called."""
    yield from _bureau(by, meeting, called)
    yield from guards.meeting_state_refusals(meeting, MeetingState.OPEN)
    if resumes_at is not None and resumes_at <= clock.now():
        yield refuse("resumption-past")


def resuming_refusals(by: User, meeting: Meeting, called: AgendaItem | None) -> Iterator[Refusal]:
    yield from _bureau(by, meeting, called)
    yield from guards.meeting_state_refusals(meeting, MeetingState.SUSPENDED)


def _bureau(by: User, meeting: Meeting, called: AgendaItem | None) -> Iterator[Refusal]:
    yield from guards.item_bureau_refusals(by, called) if called else guards.bureau_refusals(by, meeting.committee)


def carrying_refusals(by: User, meeting: Meeting, to: Meeting | None = None) -> Iterator[Refusal]:
    """Why what a meeting did not reach is not put on the agenda of another. None: nobody chose one yet."""
    yield from guards.bureau_refusals(by, meeting.committee)
    yield from guards.meeting_state_refusals(meeting, MeetingState.CLOSED)
    if not (items_left(meeting).exists() or free_items_left(meeting).exists()):
        yield refuse("nothing-left")
    if to is None:
        return
    if to.committee_id != meeting.committee_id or not to.is_ahead:
        yield refuse("not-to-come")
    elif to.second_call_of_id is not None:
        yield refuse("agenda-fixed")
    elif to.status == MeetingState.CONVENED:
        yield from guards.notice_refusals(to, to.urgent_reason)


def free_items_left(meeting: Meeting) -> QuerySet[FreeItem]:
    """The points about no dossier that a meeting did not reach and that no later agenda has taken."""
    taken = FreeItem.objects.filter(carried_from=OuterRef("pk")).exclude(state=FreeItemState.WITHDRAWN)
    return meeting.free_items.filter(~Exists(taken), state=FreeItemState.NOT_REACHED)


def items_left(meeting: Meeting) -> QuerySet[AgendaItem]:
    """What a meeting did not reach, that awaits its committee still and is on no other agenda."""
    live = AgendaItem.objects.filter(dossier=OuterRef("dossier"), state__in=LIVE)
    territorial = meeting.committee.kind == CommitteeKind.TERRITORIAL
    awaiting = State.TERRITORIAL_REVIEW if territorial else State.ENGAGEMENT_REVIEW
    left = meeting.items.filter(state=ItemState.NOT_REACHED, dossier__state=awaiting)
    return left.filter(~Exists(live)).distinct()
