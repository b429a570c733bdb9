"""Minutes: drafted from the record, written, read, approved at a later meeting, signed, sealed."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile

from committees import access, guards, minutes
from committees.actions.locks import lock_sitting
from committees.models import Meeting, MeetingState, Minutes, MinutesState
from committees.models.meetings import SITTING, Meetings
from committees.sentences import refuse
from dossiers.models import Counter
from okote_flow import clock, documents
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

HELD = (*SITTING, MeetingState.CLOSED)


@action("committees.draft_minutes", refuses=("not-yours", "meeting-not-over"))
def draft_minutes(meeting: Meeting, *, by: User) -> Minutes:
    """Open the minutes of a meeting that is over. Those that exist are given back."""
    meeting, _ = lock_sitting(meeting)
    require(drafting_refusals(by, meeting))
    found = Minutes.objects.filter(meeting=meeting).first()
    if found is not None:
        return found
    drafted = Minutes.objects.create(meeting=meeting, drafted_by=by, drafted_at=clock.now())
    _record(Kind.MINUTES_DRAFTED, drafted, by)
    return drafted


def drafting_refusals(by: User, meeting: Meeting) -> Iterator[Refusal]:
    yield from guards.bureau_refusals(by, meeting.committee)
    if meeting.status != MeetingState.CLOSED:
        yield refuse("meeting-not-over")


@action(
    "committees.write_minutes",
    refuses=("not-yours", "minutes-not-draft", "minutes-edited-meanwhile", "part-reserved", "part-unknown"),
)
def write_minutes(given: Minutes, *, part: str, text: str, version: int, by: User) -> Minutes:
    """What the secretary adds to one part. `version` is that of the page: two writers do not overwrite each other."""
    held = _held(given)
    require(writing_refusals(by, held))
    parts = {one["key"]: one for one in minutes.parts_of(held.meeting, held.written)}
    if part not in parts:
        raise Refused([refuse("part-unknown")])
    about = parts[part]["dossier"]
    if about is not None and not minutes.readable(by, [parts[part]]):
        raise Refused([refuse("part-reserved")])
    before = held.written.get(part, "")
    if before == text.strip():
        return held
    if version != held.version:
        raise Refused([refuse("minutes-edited-meanwhile")])
    held.written = held.written | {part: text.strip()}
    held.version += 1
    held.save(update_fields=["written", "version"])
    _record(Kind.MINUTES_WRITTEN, held, by, part=part, version=held.version)
    return held


def writing_refusals(by: User, held: Minutes) -> Iterator[Refusal]:
    yield from guards.bureau_refusals(by, held.meeting.committee)
    if held.status != MinutesState.DRAFT:
        yield refuse("minutes-not-draft", state=held.get_state_display().lower())


@action("committees.review_minutes", refuses=("not-yours", "minutes-not-draft"))
def review_minutes(given: Minutes, *, by: User) -> Minutes:
    """Give the minutes to the committee to read: every member is told."""
    held = _held(given)
    require(writing_refusals(by, held))
    return _move(held, MinutesState.REVIEW, Kind.MINUTES_IN_REVIEW, by, back_reason="")


@action("committees.reopen_minutes", refuses=("not-yours", "minutes-not-read", "reason-missing"))
def reopen_minutes(given: Minutes, *, reason: str, by: User) -> Minutes:
    """Take the minutes back to be corrected, before they are approved."""
    held = _held(given)
    require(guards.bureau_refusals(by, held.meeting.committee))
    require(_state_refusals(held, MinutesState.REVIEW))
    require(guards.reason_refusals(reason))
    return _move(held, MinutesState.DRAFT, Kind.MINUTES_REOPENED, by, back_reason=reason.strip())


@action("committees.approve_minutes", refuses=("not-yours", "minutes-not-read", "not-a-later-meeting"))
def approve_minutes(given: Minutes, *, at: Meeting, by: User, remarks: str = "") -> Minutes:
    """The committee approves the minutes at a later meeting, with the remarks that were made there."""
    held = _held(given)
    require(approving_refusals(by, held, at))
    return _move(
        held,
        MinutesState.APPROVED,
        Kind.MINUTES_APPROVED,
        by,
        approved_in=at,
        approved_by=by,
        approved_at=clock.now(),
        remarks=remarks.strip(),
    )


def approving_refusals(by: User, held: Minutes, at: Meeting | None) -> Iterator[Refusal]:
    yield from guards.bureau_refusals(by, held.meeting.committee)
    yield from _state_refusals(held, MinutesState.REVIEW)
    if at is None or not later_meetings(held).filter(pk=at.pk).exists():
        yield refuse("not-a-later-meeting")


def later_meetings(held: Minutes) -> Meetings:
    """The meetings of the same committee at which these minutes can be approved."""
    later = Meeting.objects.filter(committee=held.meeting.committee_id, state__in=HELD)
    return later.filter(scheduled_at__gt=held.meeting.scheduled_at).order_by("-scheduled_at")


@action("committees.sign_minutes", refuses=("not-yours", "minutes-not-approved", "part-reserved"))
def sign_minutes(given: Minutes, *, by: User) -> Minutes:
    """Sign approved minutes: they take their number, are typeset once, and the journal keeps the seal of the document.

    Whoever stood aside from a point of the meeting leaves the signature to another of the bureau.
    """
    held = _held(given)
    require(signing_refusals(by, held))
    held.signed_by, held.signed_at = by, clock.now()
    year = held.meeting.day.year
    series = f"{held.meeting.committee.code}-{year}"
    held.number = f"PV-{series}-{Counter.take(f'minutes-{series}'):03d}"
    held.code = minutes.new_code()
    held.content = minutes.content_of(held, number=held.number, code=held.code)
    made = minutes.sealed_pdf(held, held.content)
    held.sha256 = documents.digest(made)
    held.file.save(held.number, ContentFile(made), save=False)
    held.state = MinutesState.SIGNED
    held.save()
    _record(Kind.MINUTES_SIGNED, held, by, number=held.number, sha256=held.sha256)
    return held


def signing_refusals(by: User, held: Minutes) -> Iterator[Refusal]:
    yield from guards.bureau_refusals(by, held.meeting.committee)
    if held.status != MinutesState.APPROVED:
        yield refuse("minutes-not-approved", state=held.get_state_display().lower())
    elif not sees_all(by, held):
        yield refuse("part-reserved")


def sees_all(user: User, held: Minutes) -> bool:
    """Whether somebody took part in the whole meeting: they stood aside from none of its points."""
    parts = minutes.of(held)
    return minutes.is_whole(parts, minutes.readable(user, parts))


def part_reserved() -> Refusal:
    """Said to whoever asks for a sealed document of which a part is not theirs."""
    return refuse("part-reserved")


def _held(given: Minutes) -> Minutes:
    rows = Minutes.objects.select_for_update(of=("self",))
    return rows.select_related("meeting__committee", "signed_by", "approved_in").get(pk=given.pk)


def _state_refusals(held: Minutes, wanted: MinutesState) -> Iterator[Refusal]:
    if held.status != wanted:
        yield refuse("minutes-not-read", state=held.get_state_display().lower())


def _move(held: Minutes, state: MinutesState, kind: Kind, by: User, **changes: Any) -> Minutes:
    held.state = state
    for name, value in changes.items():
        setattr(held, name, value)
    held.save(update_fields=["state", *changes])
    _record(kind, held, by)
    return held


def _record(kind: Kind, held: Minutes, by: User, **facts: Any) -> None:
    meeting = held.meeting
    record(
        kind,
        subject=meeting.subject,
        by=by,
        office=access.office_at(by, meeting),
        scheduled_at=meeting.scheduled_at,
        **facts,
    )
