"""The page of a dossier for everybody who may see it, its receipt, its place in the path."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dossiers import access, acts, checklist, drawing, page
from dossiers.actions.drafting import EDITABLE
from dossiers.lifecycle import STEPS, Keeper, State
from dossiers.models import Dossier
from dossiers.views.attachments import pieces_of
from dossiers.views.draft import budget_of, notes_of
from dossiers.views.study import study_page
from okote_flow import panels
from okote_flow.requests import MemberRequest


@require_safe
def dossier(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_dossier(request.user, pk)
    if not access.is_own(request.user, found):
        return study_page(request, found)
    lines = page.lines_of(request.user, found)
    history = page.history(lines)
    buttons = acts.buttons(request.user, found)
    keeps = access.holds(request.user, found, Keeper.APPLICANT)
    context: dict[str, Any] = {
        "dossier": found,
        "pill": page.shown_state(found),
        "ball": page.ball(request.user, found),
        "path": page.path(found, lines),
        "history": history[: page.RECENT],
        "older": history[page.RECENT :],
        "mine": [button for button in buttons if button.is_mine],
        "others": [button for button in buttons if not button.is_mine],
        "is_own": keeps,
        "may_edit": keeps and found.status in EDITABLE,
        "panels": panels.render("dossier", request, found),
    }
    return render(request, "dossiers/dossier.html", context | content_of(found))


def content_of(found: Dossier) -> dict[str, Any]:
    """What the dossier says and what was asked and decided of it."""
    return {
        "answers": found.answers.select_related("criterion"),
        "pieces": pieces_of(found),
        "notes": notes_of(found),
        "requests": found.complements.prefetch_related("questions__attachment").select_related("asked_by"),
        "ceilings": found.ceilings.select_related("partner"),
        "conditions": found.conditions.select_related("lifted_by"),
        "decisions": found.decisions.all(),
        "asks": found.asks.filter(taken_back_at=None).select_related("asked_by"),
        "report": acts.report_of(found),
        **budget_of(found),
    }


@require_safe
def receipt(request: MemberRequest, pk: int) -> HttpResponse:
    """The acknowledgment of receipt (CRPA, art. L112-3); a draft has none and shows the way to it."""
    found = access.get_dossier(request.user, pk)
    if found.submitted_at is None:
        return redirect("dossiers:dossier", pk=pk)
    rules = found.parameters
    context = {
        "dossier": found,
        "contact": settings.CONTACT_EMAIL,
        "complement_days": rules.complement_days,
        "silence_months": rules.silence_months,
    }
    return render(request, "dossiers/receipt.html", context)


@require_safe
def workflow(request: MemberRequest) -> HttpResponse:
    """The closed table of the life of every dossier, drawn and in words."""
    return render(request, "dossiers/workflow.html", {"drawing": drawing.svg(), "steps": STEPS.values(), "here": ""})


@require_safe
def workflow_of(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_dossier(request.user, pk)
    here: State = found.status
    context = {"dossier": found, "drawing": drawing.svg(here), "steps": STEPS.values(), "here": here}
    return render(request, "dossiers/workflow.html", context)


@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """The projects that I carry, the ones that move first."""
    own = access.dossiers_for(request.user).filter(access.own(request.user)).for_page()
    cards = [(one, page.shown_state(one)) for one in own.order_by("-touched_at", "-pk")]
    return render(request, "dossiers/mine.html", {"cards": cards, "sections": checklist.SECTIONS})
