"""Write a report, present it, withdraw it; freeze what a meeting has before it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from committees.access import role_in
from committees.actions.locks import lock_meeting
from committees.models import Meeting
from okote_flow import clock, documents
from okote_flow.acts import action
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, Partner, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, require
from okote_flow.reports import access, figures, pack, paper, rules
from okote_flow.reports.models import Pack, Report, ReportKind, ReportState, Section, Snapshot, Wording
from okote_flow.reports.sentences import refuse
from okote_flow.reports.texts import PARTS, part_of
from okote_flow.tags import instant


@action("reports.draft_report", refuses=("report-not-writer", "report-period", "report-partner"))
def draft_report(partner: Partner | None, *, starts_on: date, by: User) -> Report:
    """Begin a report of twelve months: the review, or a partner's. The one that is being written is given back.

    A later edition begins with the words of the one before.
    """
    require(access.writing_refusals(by))
    require(_period_refusals(starts_on))
    kind = ReportKind.REVIEW if partner is None else ReportKind.PARTNER
    if partner is not None and not access.partners_with_reports().filter(pk=partner.pk).exists():
        require([refuse("report-partner")])
    same = Report.objects.select_for_update(of=("self",)).filter(kind=kind, partner=partner, starts_on=starts_on)
    written = same.filter(state=ReportState.DRAFT).first()
    if written is not None:
        return written
    period = rules.twelve_months(starts_on)
    last = same.order_by("-edition").first()
    drafted = Report(
        kind=kind, partner=partner, starts_on=period.starts_on, ends_on=period.ends_on, drafted_by=by,
        drafted_at=clock.now(), edition=last.edition + 1 if last else 1,
    )  # fmt: skip
    try:
        with transaction.atomic():
            drafted.save(force_insert=True)
    except IntegrityError:  # somebody began the same one in this very moment
        return same.get(state=ReportState.DRAFT)
    words = {section.code: section.text for section in last.sections.all()} if last else {}
    for part in PARTS[kind]:
        Section.objects.create(report=drafted, code=part.code, text=words.get(part.code, ""))
    _record(Kind.YEARLY_DRAFTED, drafted, by)
    return drafted


def _period_refusals(starts_on: date) -> Iterator[Refusal]:
    programme = figures.programme()
    if starts_on.day != 1 or programme is None or not programme.starts_on <= starts_on <= programme.ends_on:
        yield refuse("report-period")


@action(
    "reports.write_section",
    refuses=("report-not-writer", "report-not-draft", "report-section-unknown", "report-edited-meanwhile"),
)
def write_section(report: Report, *, code: str, text: str, version: int, by: User) -> Section:
    """Save the words of one part. `version` is that of the text that its writer has seen: none overwrites another."""
    held = _held(report)
    require(access.writing_refusals(by))
    require(_draft_refusals(held))
    section = held.sections.filter(code=code).first()
    if section is None or part_of(held.kind, code) is None:
        require([refuse("report-section-unknown")])
    assert section is not None
    words = text.replace("\r\n", "\n").strip()
    if words == section.text:
        return section
    if version != section.version:
        require([refuse("report-edited-meanwhile")])
    section.text, section.version = words, section.version + 1
    section.save(update_fields=["text", "version"])
    Wording.objects.create(section=section, version=section.version, text=words, written_by=by, written_at=clock.now())
    held.version += 1
    held.save(update_fields=["version"])
    _record(Kind.YEARLY_WRITTEN, held, by, part=code, version=section.version)
    return section


@action(
    "reports.present_report",
    refuses=(
        "report-not-director", "report-not-draft", "report-not-begun", "report-text-missing", "report-not-steering",
        "report-edited-meanwhile",
    ),
)  # fmt: skip
def present_report(report: Report, *, version: int, by: User, meeting: Meeting | None = None) -> Report:
    """Freeze figures, words and paper, and give them to their readers. Presented again, it stays as it was.

    `version` is that of the words that the director has read. The edition before is superseded.
    """
    held = _held(report)
    require(access.presenting_refusals(by))
    if held.status == ReportState.PRESENTED:
        return held
    require(_draft_refusals(held))
    require(_ready_refusals(held, meeting, version))
    held.state, held.meeting = ReportState.PRESENTED, meeting
    held.presented_at, held.presented_by = clock.now(), by
    content = paper.content_of(held)
    made = paper.pdf(content, at=held.presented_at, note=f"Présenté le {instant(held.presented_at)}.")
    seal = documents.digest(made)
    _supersede(held, by)
    held.save(update_fields=["state", "meeting", "presented_at", "presented_by"])
    Snapshot.objects.create(report=held, content=content, pdf=made, sha256=seal, taken_at=held.presented_at)
    at = meeting.pk if meeting else None
    _record(Kind.YEARLY_PRESENTED, held, by, sha256=seal, meeting=at, day=content["day"])
    return held


def ready_refusals(by: User, report: Report) -> list[Refusal]:
    """Why it cannot be presented now, for its page."""
    return [
        *access.presenting_refusals(by),
        *_draft_refusals(report),
        *_ready_refusals(report, None, report.version),
    ]


def _ready_refusals(held: Report, meeting: Meeting | None, version: int) -> Iterator[Refusal]:
    if held.starts_on > clock.today():
        yield refuse("report-not-begun")
    written = {section.code for section in held.sections.all() if section.text}
    missing = [part.label for part in PARTS[ReportKind(held.kind)] if part.is_needed and part.code not in written]
    if missing:
        yield refuse("report-text-missing", missing=rules.enumerated(missing))
    if meeting is not None and not access.steering_meetings().filter(pk=meeting.pk).exists():
        yield refuse("report-not-steering")
    if version != held.version:
        yield refuse("report-edited-meanwhile")


def _supersede(held: Report, by: User) -> None:
    same = Report.objects.select_for_update(of=("self",)).filter(
        kind=held.kind, partner=held.partner, starts_on=held.starts_on, state=ReportState.PRESENTED
    )
    for before in same.exclude(pk=held.pk):
        before.state = ReportState.SUPERSEDED
        before.save(update_fields=["state"])
        _record(Kind.YEARLY_SUPERSEDED, before, by, edition_after=held.edition)


@action("reports.withdraw_report", refuses=("report-not-director", "report-withdrawn", "report-reason-missing"))
def withdraw_report(report: Report, *, reason: str, by: User) -> Report:
    """Take a report away, written or presented, and say why: what was frozen stays with the house."""
    held = _held(report)
    require(access.presenting_refusals(by))
    if held.is_withdrawn:
        require([refuse("report-withdrawn")])
    if not reason.strip():
        require([refuse("report-reason-missing")])
    held.state, held.withdraw_reason = ReportState.WITHDRAWN, reason.strip()
    held.withdrawn_at, held.withdrawn_by = clock.now(), by
    held.save(update_fields=["state", "withdraw_reason", "withdrawn_at", "withdrawn_by"])
    _record(Kind.YEARLY_WITHDRAWN, held, by, reason=held.withdraw_reason, was_presented=held.presented_at is not None)
    return held


@action("reports.freeze_pack", refuses=("pack-not-steering", "pack-not-bureau", "pack-too-late"))
def freeze_pack(meeting: Meeting, *, by: User | None) -> Pack:
    """Freeze what the meeting has before it, under a digest. Where nothing changed, the last one stands."""
    held = lock_meeting(meeting)
    require(access.pack_refusals(by, held))
    content = pack.content_of(held)
    seal = pack.digest_of(content)
    last = access.last_pack(held)
    if last is not None and last.content_sha256 == seal:
        return last
    at = clock.now()
    made = paper.pdf(content, at=at, note=f"Figé le {instant(at)}.")
    number = (Pack.objects.filter(meeting=held).aggregate(last=Max("number"))["last"] or 0) + 1
    frozen = Pack.objects.create(
        meeting=held, number=number, content=content, content_sha256=seal, pdf=made, sha256=documents.digest(made),
        frozen_at=at, frozen_by=by,
    )  # fmt: skip
    office = _office(by) or role_in(by, Q(pk=held.committee_id))
    record(Kind.PACK_FROZEN, subject=held.subject, by=by, office=office, pack=number, sha256=frozen.sha256)
    return frozen


def _draft_refusals(held: Report) -> Iterator[Refusal]:
    if not held.is_draft:
        yield refuse("report-not-draft", state=held.get_state_display().lower())


def _held(report: Report) -> Report:
    """The report as it is now, its row held until the transaction ends."""
    return Report.objects.select_for_update(of=("self",)).select_related("partner").get(pk=report.pk)


def _office(by: User | None) -> str:
    held = offices_of(by)
    return next((office.value for office in (Office.DIRECTOR, Office.OFFICER) if office in held), "")


def _record(kind: Kind, report: Report, by: User, **facts: Any) -> None:
    about: dict[str, Any] = {"title": report.title, "edition": report.edition, "report": report.kind}
    if report.partner is not None:
        about["partner"] = report.partner.code
    record(kind, subject=report.subject, by=by, office=_office(by), **about, **facts)
