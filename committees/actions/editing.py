"""Change when and where a meeting is held."""

from collections.abc import Iterator
from datetime import datetime

from committees import access, guards
from committees.actions.locks import lock_meeting
from committees.actions.notice import await_notice
from committees.models import ItemState, Meeting, MeetingState
from committees.models.meetings import AHEAD
from committees.sentences import refuse
from dossiers import deadlines
from dossiers.actions import lock as lock_dossier
from dossiers.models import DeadlineKind
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, require

EDITING = (
    "not-yours", "meeting-state", "meeting-past", "meeting-unchanged", "link-not-https", "reason-missing",
    "notice-too-short", "urgent-notice-too-short", "second-call-too-soon",
)  # fmt: skip


@action("committees.edit_meeting", refuses=EDITING)
def edit_meeting(
    meeting: Meeting, *, scheduled_at: datetime, place: str, by: User, remote_link: str = "", reason: str = ""
) -> Meeting:
    """Change its time, its place or its link. Once it is convened, everybody is told of another time or place."""
    meeting = lock_meeting(meeting)
    was_at, was_place, was_link = meeting.scheduled_at, meeting.place, meeting.remote_link
    meeting.scheduled_at, meeting.place, meeting.remote_link = scheduled_at, place.strip(), remote_link.strip()
    moved = (was_at, was_place) != (meeting.scheduled_at, meeting.place)
    require(guards.bureau_refusals(by, meeting.committee))
    require(guards.meeting_state_refusals(meeting, *AHEAD))
    if not moved and was_link == meeting.remote_link:
        require([refuse("meeting-unchanged")])
    require(_refusals(meeting, was_at, moved=moved, reason=reason))
    meeting.edited_at = clock.now()
    meeting.save(update_fields=["scheduled_at", "place", "remote_link", "edited_at"])
    if meeting.status == MeetingState.DRAFT and was_at != scheduled_at:
        deadlines.close(meeting.subject, DeadlineKind.NOTICE, "Séance déplacée")
        await_notice(meeting)
    record(
        Kind.MEETING_EDITED,
        subject=meeting.subject,
        by=by,
        office=access.office_at(by, meeting),
        scheduled_at=meeting.scheduled_at,
        place=meeting.place,
        was_at=was_at,
        was_place=was_place,
        reason=reason.strip(),
        told=moved and meeting.status == MeetingState.CONVENED,
    )
    if was_at != meeting.scheduled_at:
        _tell_points(meeting, was_at, by)
    return meeting


def _tell_points(meeting: Meeting, was_at: datetime, by: User) -> None:
    """The dossiers that it treats are treated at another time: their holders know when."""
    for item in meeting.items.filter(state=ItemState.PLANNED).select_related("dossier").order_by("dossier"):
        record(
            Kind.ITEM_MOVED,
            subject=lock_dossier(item.dossier).subject,
            by=by,
            office=access.office_at(by, meeting),
            meeting=meeting.pk,
            scheduled_at=meeting.scheduled_at,
            was_at=was_at,
        )


def _refusals(meeting: Meeting, was_at: datetime, *, moved: bool, reason: str) -> Iterator[Refusal]:
    """Of a meeting as it would be. Whoever was called for a later time must have the notice of the earlier one."""
    yield from link_refusals(meeting.remote_link)
    if meeting.scheduled_at != was_at and meeting.scheduled_at < clock.now():
        yield refuse("meeting-past")
    if meeting.status == MeetingState.CONVENED and moved:
        yield from guards.reason_refusals(reason)
        if meeting.scheduled_at < was_at:
            yield from guards.notice_refusals(meeting, meeting.urgent_reason)


def link_refusals(link: str) -> Iterator[Refusal]:
    if link and not link.startswith("https://"):
        yield refuse("link-not-https")
