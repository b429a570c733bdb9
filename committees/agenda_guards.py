"""Why an act on an agenda's own points, or on its order, is refused."""

from collections.abc import Iterator

from committees import guards
from committees.models import FreeItem, FreeItemState, Meeting, MeetingState
from committees.models.meetings import AHEAD
from committees.sentences import refuse
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal


def addition_refusals(by: User, meeting: Meeting) -> Iterator[Refusal]:
    """Like a dossier: while the meeting is prepared, and once it is convened, while its notice can be kept."""
    yield from guards.bureau_refusals(by, meeting.committee)
    yield from guards.meeting_state_refusals(meeting, *AHEAD)
    if meeting.second_call_of_id is not None:
        yield refuse("agenda-fixed")
    if meeting.status == MeetingState.CONVENED:
        yield from guards.notice_refusals(meeting, meeting.urgent_reason)


def title_refusals(title: str) -> Iterator[Refusal]:
    if not title.strip():
        yield refuse("point-untitled")


def edition_refusals(by: User, item: FreeItem) -> Iterator[Refusal]:
    yield from guards.bureau_refusals(by, item.meeting.committee)
    yield from guards.meeting_state_refusals(item.meeting, *AHEAD)
    yield from _state_refusals(item, FreeItemState.PLANNED)


def free_removal_refusals(by: User, item: FreeItem) -> Iterator[Refusal]:
    yield from guards.bureau_refusals(by, item.meeting.committee)
    yield from guards.meeting_state_refusals(item.meeting, *AHEAD, MeetingState.OPEN)
    yield from _state_refusals(item, FreeItemState.PLANNED)


def dealing_refusals(by: User, item: FreeItem) -> Iterator[Refusal]:
    yield from guards.bureau_refusals(by, item.meeting.committee)
    yield from guards.meeting_state_refusals(item.meeting, MeetingState.OPEN)
    yield from _state_refusals(item, FreeItemState.PLANNED, FreeItemState.DEALT_WITH)


def _state_refusals(item: FreeItem, *allowed: FreeItemState) -> Iterator[Refusal]:
    if item.status not in allowed:
        yield refuse("item-state", state=item.get_state_display())


def sorting_refusals(by: User, meeting: Meeting) -> Iterator[Refusal]:
    yield from guards.bureau_refusals(by, meeting.committee)
    yield from guards.meeting_state_refusals(meeting, *AHEAD, MeetingState.OPEN)


def order_refusals(by: User, meeting: Meeting, present: list[str], order: list[str]) -> Iterator[Refusal]:
    """Every point still to come, each once, and none that was dealt with meanwhile."""
    yield from sorting_refusals(by, meeting)
    if sorted(order) != sorted(present):
        yield refuse("agenda-changed")
    elif order == present:
        yield refuse("order-unchanged")
