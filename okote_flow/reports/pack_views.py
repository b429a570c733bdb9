"""What a steering meeting has before it: the page, the frozen papers, the paper of today for who prepares it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from okote_flow import clock
from okote_flow.documents import as_pdf
from okote_flow.reports import access, actions, pack, paper, screen
from okote_flow.requests import MemberRequest
from okote_flow.tags import instant


@require_safe
def page(request: MemberRequest, pk: int) -> HttpResponse:
    """The last one that was frozen; of today until one is, for who prepares the meeting."""
    meeting = access.get_meeting(request.user, pk)
    last = access.last_pack(meeting)
    prepares = access.prepares(request.user, meeting)
    content = dict(last.content) if last else pack.content_of(meeting) if prepares else None
    context = {
        "meeting": meeting,
        "last": last,
        "packs": list(access.packs_of(meeting)),
        "content": screen.legible(content) if content is not None else None,
        "prepares": prepares,
        "refusals": list(access.pack_refusals(request.user, meeting)) if prepares else [],
    }
    return render(request, "reports/pack.html", context)


@require_POST
def freeze(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = access.get_meeting(request.user, pk)
    frozen = actions.freeze_pack(meeting, by=request.user)
    messages.success(request, f"Le dossier de séance n°\u00a0{frozen.number} est figé.")
    return redirect("reports:pack", pk=pk)


@require_safe
def pdf(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    found = access.get_pack(request.user, pk, number)
    day = f"{clock.day_of(found.frozen_at):%Y-%m-%d}"
    return as_pdf(bytes(found.pdf), f"dossier-de-seance-{pk}-{number}-{day}.pdf")


@require_safe
def today_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = access.get_meeting(request.user, pk)
    if not access.prepares(request.user, meeting):
        raise Http404
    note = f"Projet du {instant(clock.now())}, pas encore figé."
    made = paper.pdf(pack.content_of(meeting), at=clock.now(), note=note)
    return as_pdf(made, f"dossier-de-seance-{pk}-projet.pdf")
