"""A meeting on paper: each document as a page to print and as a file to save."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from committees import access, papers
from okote_flow import documents
from okote_flow.requests import MemberRequest


@require_safe
def agenda_paper(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = access.get_meeting(request.user, pk)
    context = {"meeting": meeting, "points": papers.shown(request.user, meeting)}
    return render(request, "committees/agenda_paper.html", context)


@require_safe
def agenda_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = access.get_meeting(request.user, pk)
    data = papers.agenda_data(request.user, meeting)
    made = documents.pdf("pdf/agenda.typ", data, at=meeting.scheduled_at)
    return documents.as_pdf(made, f"ordre-du-jour-{meeting.day:%Y-%m-%d}.pdf")


@require_safe
def attendance(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = access.get_meeting(request.user, pk)
    return render(request, "committees/attendance.html", {"meeting": meeting, "rows": papers.lines(meeting)})


@require_safe
def attendance_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = access.get_meeting(request.user, pk)
    made = documents.pdf("pdf/attendance.typ", papers.attendance_data(meeting), at=meeting.scheduled_at)
    return documents.as_pdf(made, f"emargement-{meeting.day:%Y-%m-%d}.pdf")
