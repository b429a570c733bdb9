"""The verbs of a break: suspend a meeting, resume it; and what it did not reach goes on a later agenda."""

from datetime import datetime

from committees import access, pauses
from committees.actions import agenda
from committees.actions.chairing import preside
from committees.actions.locks import lock_committee, lock_meeting, lock_sitting, open_poll_of
from committees.actions.meetings import put_on
from committees.models import AgendaItem, FreeItem, Meeting, MeetingState, Poll, Visibility
from dossiers.actions import lock as lock_dossier
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import require


@action("committees.suspend_meeting", refuses=("not-yours", "recused", "meeting-state", "resumption-past"))
def suspend_meeting(meeting: Meeting, *, by: User, resumes_at: datetime | None = None, reason: str = "") -> Meeting:
    """A break: nothing is called, put to the vote or heard until it is over; people may still come and go."""
    meeting, called = lock_sitting(meeting)
    require(pauses.suspending_refusals(by, meeting, called, resumes_at))
    meeting.state = MeetingState.SUSPENDED
    meeting.suspended_at, meeting.resumes_at = clock.now(), resumes_at
    meeting.save(update_fields=["state", "suspended_at", "resumes_at"])
    record(
        Kind.MEETING_SUSPENDED,
        subject=meeting.subject,
        by=by,
        office=access.office_at(by, meeting),
        resumes_at=resumes_at,
        reason=reason.strip(),
    )
    return meeting


@action("committees.resume_meeting", refuses=("not-yours", "recused", "meeting-state"))
def resume_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """The break is over. A countdown goes on with the time that was left; who presides is said anew."""
    meeting, called = lock_sitting(meeting)
    require(pauses.resuming_refusals(by, meeting, called))
    poll = open_poll_of(called) if called is not None else None
    since, meeting.suspended_at, meeting.resumes_at = meeting.suspended_at, None, None
    meeting.state = MeetingState.OPEN
    meeting.save(update_fields=["state", "suspended_at", "resumes_at"])
    if poll is not None and since is not None:
        _put_off(poll, since)
    preside(meeting)
    record(
        Kind.MEETING_RESUMED,
        subject=meeting.subject,
        by=by,
        office=access.office_at(by, meeting),
        suspended_at=since,
    )
    return meeting


def _put_off(poll: Poll, since: datetime) -> None:
    """A countdown waits during the break. One that had run out before stays so, a written one ends as announced."""
    if poll.closes_at is None or poll.closes_at <= since or poll.visibility == Visibility.WRITTEN:
        return
    poll.closes_at += clock.now() - since
    poll.save(update_fields=["closes_at"])


@action(
    "committees.carry_over",
    refuses=("not-yours", "meeting-state", "nothing-left", "not-to-come", "agenda-fixed", "notice-too-short"),
)
def carry_over(meeting: Meeting, *, to: Meeting, by: User) -> list[AgendaItem | FreeItem]:
    """Put everything that a meeting did not reach at the end of a later agenda of the same committee, in its order.

    Points about no dossier go along.
    """
    lock_committee(meeting.committee)
    held = {one.pk: lock_meeting(one) for one in sorted((meeting, to), key=lambda one: one.pk)}
    meeting, to = held[meeting.pk], held[to.pk]
    require(pauses.carrying_refusals(by, meeting, to))
    items = list(pauses.items_left(meeting).select_related("dossier").order_by("dossier"))
    dossiers = {item.pk: lock_dossier(item.dossier) for item in items}
    points: list[AgendaItem | FreeItem] = [*items, *pauses.free_items_left(meeting)]
    ordered = sorted(points, key=lambda one: one.position)
    moved: list[AgendaItem | FreeItem] = []
    for place, item in enumerate(ordered, agenda.next_position(to)):
        if isinstance(item, FreeItem):
            moved.append(agenda.carry_free_item(item, to, place, by))
        else:
            moved.append(put_on(to, dossiers[item.pk], place, by))
    return moved
