"""The page of a dossier for everybody who may see it, its receipt, its place in the path."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dossiers import access, acts, conditions, drawing, follow, grids, page
from dossiers import receipt as receipts
from dossiers.actions.drafting import EDITABLE
from dossiers.lifecycle import STEPS, State
from dossiers.models import Dossier
from dossiers.views.attachments import pieces_of
from dossiers.views.draft import budget_of, notes_of
from dossiers.views.study import study_page
from okote_flow import documents, panels
from okote_flow.requests import MemberRequest


@require_safe
def dossier(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_dossier(request.user, pk)
    if not access.is_own(request.user, found):
        return study_page(request, found)
    lines = page.lines_of(request.user, found)
    history = page.history(lines)
    buttons = acts.buttons(request.user, found)
    context: dict[str, Any] = {
        "dossier": found,
        "pill": page.shown_state(found),
        "ball": page.ball(request.user, found),
        "path": page.path(found, lines),
        "history": history[: page.RECENT],
        "older": history[page.RECENT :],
        "mine": [button for button in buttons if button.is_mine],
        "others": [button for button in buttons if not button.is_mine],
        "is_own": True,
        "may_edit": found.status in EDITABLE,
        "panels": panels.render("dossier", request, found),
    }
    context |= follow.context(request.user, found, buttons, history, context["path"])
    return render(request, "dossiers/dossier.html", context | content_of(found))


def content_of(found: Dossier) -> dict[str, Any]:
    """What the dossier says and what was asked and decided of it."""
    return {
        "answers": grids.worded(found, found.answers.select_related("criterion")),
        "pieces": pieces_of(found),
        "notes": notes_of(found),
        "requests": found.complements.prefetch_related("questions__attachment").select_related("asked_by"),
        "ceilings": found.ceilings.select_related("partner"),
        "conditions": conditions.of_dossier(found),
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
    return render(request, "dossiers/receipt.html", {"dossier": found} | receipts.context(found))


@require_safe
def receipt_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    """The same on paper. A draft has none."""
    found = access.get_dossier(request.user, pk)
    if found.submitted_at is None:
        return redirect("dossiers:dossier", pk=pk)
    made = documents.pdf("pdf/receipt.typ", receipts.on_paper(found), at=found.submitted_at)
    return documents.as_pdf(made, f"accuse-{found.number}.pdf")


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
    """The projects that I carry: what awaits me first."""
    return render(request, "dossiers/mine.html", {"cards": follow.cards(request.user)})
