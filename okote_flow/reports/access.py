"""Who may read and do what with reports and meeting packs. Views get them from here only.

A report speaks for the whole programme: its figures are the same for all its readers, also for who stands aside from a
dossier, and it names no dossier but by what is public of it (ADR 35).
"""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.http import Http404

from committees.access import committees_where, meetings_for
from committees.access import runs as prepared_by
from committees.models import CommitteeKind, Meeting
from committees.models.bodies import PRESIDE, VIEW
from committees.models.meetings import AHEAD, SITTING, MeetingState
from dossiers.access import NOTHING
from funding.access import partners_answered_for
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, Partner, PartnerKind, User
from okote_flow.refusals import Refusal
from okote_flow.reports.models import FROZEN, Pack, Report, ReportKind, ReportState, Section, Wording
from okote_flow.reports.sentences import refuse

WRITERS = frozenset({Office.OFFICER, Office.DIRECTOR})
INSIDE = WRITERS | {Office.TREASURER, Office.AUDITOR}
"""Alsace Active and the auditor: they read drafts too, and what was withdrawn."""


def writes(user: User) -> bool:
    return bool(offices_of(user) & WRITERS)


def directs(user: User) -> bool:
    return Office.DIRECTOR in offices_of(user)


def is_inside(user: User) -> bool:
    return bool(offices_of(user) & INSIDE)


def reads_reviews(user: User) -> bool:
    """Who sits in the steering committee, and who presides the engagement committee."""
    steers = committees_where(user, VIEW).filter(kind=CommitteeKind.STEERING)
    presides = committees_where(user, PRESIDE).filter(kind=CommitteeKind.ENGAGEMENT)
    return (steers | presides).exists()


def may_open(user: User) -> bool:
    """Whether the list of reports is theirs to open."""
    return is_inside(user) or Office.PARTNER_FINANCE in offices_of(user) or reads_reviews(user)


def check(user: User) -> None:
    if not may_open(user):
        raise Http404


def reports_for(user: User) -> QuerySet[Report]:
    """Inside all of them; else what was presented: the reviews for who steers, a partner's own for its officer."""
    found = Report.objects.select_related("partner", "presented_by", "meeting__committee", "drafted_by")
    if is_inside(user):
        return found
    presented = Q(state__in=FROZEN) | Q(state=ReportState.WITHDRAWN, presented_at__isnull=False)
    mine = Q(kind=ReportKind.PARTNER, partner__in=partners_answered_for(user).values("pk"))
    reviews = Q(kind=ReportKind.REVIEW) if reads_reviews(user) else NOTHING
    return found.filter(presented, mine | reviews)


def get_report(user: User, pk: int) -> Report:
    found = reports_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def reads_content(user: User, report: Report) -> bool:
    """What was withdrawn says why, and no more, to who is not of the house."""
    return is_inside(user) or not report.is_withdrawn


def get_content(user: User, pk: int) -> Report:
    """A report whose figures this person reads."""
    found = get_report(user, pk)
    if not reads_content(user, found):
        raise Http404
    return found


def sections_of(report: Report) -> dict[str, Section]:
    return {section.code: section for section in report.sections.all()}


def wordings_of(report: Report, code: str) -> QuerySet[Wording]:
    """The words of a part of a report that the caller has got from here, the latest first."""
    found = Wording.objects.filter(section__report=report, section__code=code)
    return found.select_related("written_by").order_by("-version")


def writing_refusals(by: User) -> Iterator[Refusal]:
    if not writes(by):
        yield refuse("report-not-writer")


def presenting_refusals(by: User) -> Iterator[Refusal]:
    if not directs(by):
        yield refuse("report-not-director")


def partners_with_reports() -> QuerySet[Partner]:
    """Those for whom a yearly report can be made: the operator reports, and is not reported to."""
    return Partner.objects.filter(kind__in=[PartnerKind.AUTHORITY, PartnerKind.COMPANY]).order_by("name")


# ------------------------------------------------------------------------------------------------- meetings and packs


def steering_meetings() -> QuerySet[Meeting]:
    """Those of the steering committee, the latest first; for whoever presents reports there."""
    found = Meeting.objects.filter(committee__kind=CommitteeKind.STEERING)
    return found.exclude(state__in=[MeetingState.DRAFT, MeetingState.CANCELLED]).order_by("-scheduled_at", "-pk")


def get_meeting(user: User, pk: int) -> Meeting:
    """A meeting of the steering committee that this person may see."""
    known = meetings_for(user).filter(committee__kind=CommitteeKind.STEERING)
    found = known.select_related("committee").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def prepares(user: User, meeting: Meeting) -> bool:
    """Its bureau, and those of Alsace Active who write reports."""
    return writes(user) or prepared_by(user).filter(pk=meeting.committee_id).exists()


def pack_refusals(by: User | None, meeting: Meeting) -> Iterator[Refusal]:
    """None is the convocation itself."""
    if meeting.committee.kind != CommitteeKind.STEERING:
        yield refuse("pack-not-steering")
    if by is not None and not prepares(by, meeting):
        yield refuse("pack-not-bureau")
    if meeting.status not in (*AHEAD, *SITTING):
        yield refuse("pack-too-late")


def packs_of(meeting: Meeting) -> QuerySet[Pack]:
    """Of a meeting that the caller has got from here, the latest first; without their papers."""
    return Pack.objects.filter(meeting=meeting).select_related("frozen_by").defer("pdf", "content")


def get_pack(user: User, pk: int, number: int) -> Pack:
    found = Pack.objects.filter(meeting=get_meeting(user, pk), number=number).first()
    if found is None:
        raise Http404
    return found


def last_pack(meeting: Meeting) -> Pack | None:
    return Pack.objects.filter(meeting=meeting).order_by("-number").first()
