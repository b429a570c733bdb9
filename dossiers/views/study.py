"""The page of a dossier for those who examine it: tabs to read, and beside them what a decision needs."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from dossiers import (
    access,
    actions,
    acts,
    conditions,
    countdowns,
    grids,
    guards,
    likeness,
    looks,
    page,
    public_money,
    study,
    thread,
)
from dossiers.models import CriterionAnswer, Dossier, DossierSnapshot
from dossiers.study import Sight
from dossiers.views.attachments import pieces_of
from dossiers.views.draft import budget_of
from dossiers.views.messages import exchange, mark_read
from okote_flow import panels
from okote_flow.directory.access import absence_of
from okote_flow.directory.models import User
from okote_flow.requests import MemberRequest, is_live

Context = dict[str, Any]


def study_page(request: MemberRequest, found: Dossier) -> HttpResponse:
    """Everything that one tab shows; the column beside it is the same on all tabs."""
    user, tab = request.user, study.asked_tab(request.GET.get("onglet", ""))
    lines, look, handed_over = page.lines_of(user, found), looks.last(user, found), looks.versions(found)
    buttons = acts.buttons(user, found)
    history = page.history(lines)
    sight = sight_of(user, found)
    seen_points = study.points(sight)
    context: Context = {
        "dossier": found,
        "is_own": False,
        "pill": page.shown_state(found),
        "ball": page.ball(user, found),
        "path": page.path(found, lines),
        "history": history[: page.RECENT],
        "older": history[page.RECENT :],
        "mine": study.in_order([button for button in buttons if button.is_mine]),
        "others": study.in_order([button for button in buttons if not button.is_mine]),
        "asks": found.asks.filter(taken_back_at=None).select_related("asked_by"),
        "may_enter": access.may_enter(user, found),
        "since": looks.since(look, user, lines, handed_over),
        "points": [point for point in seen_points if point.kind != "ok"],
        "in_order": study.said_in_order(seen_points),
        "years": sight.years,
        "countdowns": countdowns.of(user, found),
        "absence": absence_of(found.officer) if found.officer else None,
        "tab": tab,
        "tab_template": f"dossiers/study_{tab}.html",
        "tabs": study.tabs(found, counts_of(user, found, sight), unread=thread.unread_among(user, [found.pk])),
        "panels": panels.render("dossier", request, found, tabs=study.panel_tabs(tab, found)),
        **CONTENT[tab](user, found, sight, handed_over),
    }
    response = render(request, "dossiers/dossier.html", context)
    mark_read(request, context.get("thread"), found)
    if request.method == "GET" and not request.htmx and not is_live(request):  # type: ignore[attr-defined]
        newest = handed_over[-1].number if handed_over else 0
        looks.note(user, found, look, lines, snapshot=newest)
    return response


def sight_of(user: User, found: Dossier) -> Sight:
    request = guards.open_request(found)
    return Sight(
        dossier=found,
        totals=guards.sums(found),
        pieces=frozenset(found.attachments.filter(removed_at=None).values_list("kind", "name")),
        prepared=0 if actions.question_refusals(found, user) else found.questions.filter(complement=None).count(),
        awaited=request.due_on if request else None,
        conditions=found.conditions.blocking().count(),
        twins=likeness.twins(user, found),
        siblings=likeness.of_structure(user, found).exclude(pk=found.pk).count(),
        years=public_money.years(user, found),
    )


def counts_of(user: User, found: Dossier, sight: Sight) -> dict[str, int]:
    return {
        "pieces": len(sight.pieces),
        "echanges": found.questions.filter(complement__isnull=False).count()
        + access.messages_for(user, found).count(),
    }


# What each tab reads


def _answers(found: Dossier) -> list[CriterionAnswer]:
    return grids.worded(found, found.answers.exclude(text="").select_related("criterion"))


def _resume(user: User, found: Dossier, sight: Sight, handed_over: Sequence[DossierSnapshot]) -> Context:
    return {
        "answers": _answers(found),
        "budget": budget_of(found),
    }


def _project(user: User, found: Dossier, sight: Sight, handed_over: Sequence[DossierSnapshot]) -> Context:
    return {"answers": _answers(found)}


def _budget(user: User, found: Dossier, sight: Sight, handed_over: Sequence[DossierSnapshot]) -> Context:
    return budget_of(found)


def _pieces(user: User, found: Dossier, sight: Sight, handed_over: Sequence[DossierSnapshot]) -> Context:
    return {"pieces": pieces_of(found)}


def _exchanges(user: User, found: Dossier, sight: Sight, handed_over: Sequence[DossierSnapshot]) -> Context:
    asked = found.complements.prefetch_related("questions__attachment").select_related("asked_by")
    return {"requests": asked, **exchange(user, found)}


def _committees(user: User, found: Dossier, sight: Sight, handed_over: Sequence[DossierSnapshot]) -> Context:
    return {}


def _money(user: User, found: Dossier, sight: Sight, handed_over: Sequence[DossierSnapshot]) -> Context:
    return {
        "ceilings": found.ceilings.select_related("partner"),
        "conditions": conditions.of_dossier(found),
        "decisions": found.decisions.all(),
        "report": acts.report_of(found),
    }


def _history(user: User, found: Dossier, sight: Sight, handed_over: Sequence[DossierSnapshot]) -> Context:
    siblings = likeness.siblings(user, found)
    return {
        "siren": likeness.siren_of(found),
        "siblings": [(one, page.shown_state(one)) for one in siblings],
        "twins": [(twin, page.shown_state(twin.dossier)) for twin in sight.twins],
        "handed_over": handed_over,
    }


CONTENT: dict[str, Callable[[User, Dossier, Sight, Sequence[DossierSnapshot]], Context]] = {
    "resume": _resume,
    "projet": _project,
    "budget": _budget,
    "pieces": _pieces,
    "echanges": _exchanges,
    "comites": _committees,
    "argent": _money,
    "histoire": _history,
}
assert CONTENT.keys() == study.TABS.keys()
