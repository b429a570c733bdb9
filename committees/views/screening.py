"""A dossier before its committees: examination, opinion, recusal, its place on an agenda."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from committees import access, actions, examination
from committees.forms import OpinionForm, RecusalForm, SheetForm
from committees.models import ScreeningSheet
from committees.panel import items_of
from committees.views.bodies import PAGE, posted
from dossiers.models import Dossier
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest

VERBS: dict[str, Callable[..., ScreeningSheet]] = {"save": actions.save_sheet, "give": actions.give_sheet}
DONE = {"save": "Votre grille est enregistrée.", "give": "Votre avis est rendu."}


@PAGE
def screening(request: MemberRequest, pk: int) -> HttpResponse:
    """The dossier on one side, the six criteria on the other."""
    dossier = access.get_judged(request.user, pk)
    sheet = examination.own_sheet(request.user, dossier)
    form = SheetForm(examination.criteria(), posted(request), initial=examination.initial(sheet))
    act = "give" if request.POST.get("act") == "give" else "save"
    if attempt(form, lambda: VERBS[act](dossier, by=request.user, **form.arguments())) is not None:
        messages.success(request, DONE[act])
        return redirect("committees:screening", pk=pk)
    context: dict[str, Any] = {
        "sheet": sheet,
        "form": form,
        "refusals": actions.screening_refusals(request.user, dossier),
        "due_on": access.sheets_due_on(dossier),
        "unsealed": access.is_unsealed(request.user, dossier),
        **_reading(request, dossier),
    }
    return render(request, "committees/screening.html", context, status=status_of(form))


def _reading(request: MemberRequest, dossier: Dossier) -> dict[str, Any]:
    return {
        "dossier": dossier,
        "views": examination.views(request.user, dossier),
        "asked": examination.progress(dossier),
        **examination.content(dossier),
    }


@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    actions.take_back_sheet(access.get_judged(request.user, pk), by=request.user)
    messages.success(request, "Votre grille est reprise\u00a0: modifiez-la puis rendez-la.")
    return redirect("committees:screening", pk=pk)


@PAGE
def opinion(request: MemberRequest, pk: int) -> HttpResponse:
    """The spread of the sheets, then the opinion with its reasons."""
    dossier = access.get_judged(request.user, pk)
    form = OpinionForm(posted(request))
    recorded = attempt(form, lambda: actions.record_opinion(dossier, by=request.user, **form.cleaned_data))
    if recorded is not None:
        messages.success(request, "L’avis est enregistré.")
        return redirect("dossiers:dossier", pk=pk)
    context: dict[str, Any] = {
        "form": form,
        "refusals": actions.opinion_refusals(request.user, dossier),
        "overdue": access.sheets_overdue(dossier),
        "due_on": access.sheets_due_on(dossier),
        "unsealed": access.is_unsealed(request.user, dossier),
        "opinion": access.opinion_on(dossier),
        **_reading(request, dossier),
    }
    return render(request, "committees/opinion.html", context, status=status_of(form))


@PAGE
def recusal(request: MemberRequest, pk: int) -> HttpResponse:
    """Stand aside; secretaries and chairs may also make somebody stand aside."""
    dossier = access.get_judged(request.user, pk)
    form = RecusalForm(access.recusable(request.user, dossier), posted(request))
    done = attempt(form, lambda: actions.recuse(dossier, by=request.user, **form.arguments()))
    if done is not None:
        messages.success(request, "Le déport est enregistré.")
        return redirect("inbox") if done.user_id == request.user.pk else redirect("dossiers:dossier", pk=pk)
    return render(request, "committees/recusal.html", {"dossier": dossier, "form": form}, status=status_of(form))


@require_safe
def engagement(request: MemberRequest, pk: int) -> HttpResponse:
    """Where a dossier stands before the engagement committee: on which agenda, or on which it could be put."""
    dossier = access.get_judged(request.user, pk)
    context = {
        "dossier": dossier,
        "items": items_of(request.user, dossier),
        "meetings": access.agendas_for(request.user, dossier),
    }
    return render(request, "committees/engagement.html", context)
