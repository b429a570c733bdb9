"""Where members disagree: on a dossier, and over the agenda of a meeting."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from committees import access, agenda, divergence, elements, room
from okote_flow.requests import MemberRequest


@require_safe
def of_dossier(request: MemberRequest, pk: int) -> HttpResponse:
    """Who said what, the widest disagreement first."""
    dossier = access.get_judged(request.user, pk)
    contents = elements.of(dossier)
    chart = divergence.chart(request.user, dossier, contents)
    return render(request, "committees/divergence.html", {"dossier": dossier, "chart": chart})


@require_safe
def of_meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """The dossiers of a meeting by how much they divide: what deserves its time, what needs none."""
    meeting = access.get_meeting(request.user, pk)
    points = agenda.points(meeting, room.agenda(request.user, meeting))
    lines = divergence.lines(request.user, points)
    ordered = divergence.ordered(points, lines)
    context = {
        "meeting": meeting,
        "dividing": [line for line in lines if line.width is not None and not line.is_agreed],
        "agreed": [line for line in lines if line.is_agreed],
        "sealed": [line for line in lines if line.width is None],
        "order": agenda.written(ordered),
        "changes": ordered != [point for point in points if point.is_to_come],
        "bureau": access.runs(request.user).filter(pk=meeting.committee_id).exists(),
    }
    return render(request, "committees/divergences.html", context)
