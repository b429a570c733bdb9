"""The conditions of a dossier: its page, one page for each act, and the list across dossiers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from dossiers import access, actions, condition_list, condition_table, conditions
from dossiers.forms import conditions as forms
from dossiers.views.draft import PAGE, posted
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest
from okote_flow.tables import bar, serving

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its title, what it will do, its form, its verb, what is said once done."""

    title: str
    meaning: str
    form: Callable[..., Any]
    verb: Callable[..., Any]
    done: str


ACTS = {
    "submit": Act(
        "Envoyer une preuve",
        "Joignez un document ou une photo, ou expliquez ce qui est fait. La preuve est vérifiée, puis la réserve est "
        "levée ou vous est renvoyée avec ce qui manque.",
        forms.SubmitForm,
        actions.submit_condition,
        "La preuve est envoyée.",
    ),
    "lift": Act(
        "Lever une réserve",
        "La réserve ne retient plus rien. Tant que le dossier n’a pas passé cette étape, elle peut se reprendre.",
        forms.LiftForm,
        actions.lift_condition,
        "La réserve est levée.",
    ),
    "send_back": Act(
        "Renvoyer une preuve",
        "Qui doit agir reçoit vos mots et dispose d’au moins quelques jours pour compléter.",
        forms.SendBackForm,
        actions.send_back_condition,
        "La preuve est renvoyée.",
    ),
    "waive": Act(
        "Dispenser d’une réserve",
        "Au nom du comité, le projet n’a plus à remplir cette réserve.",
        forms.SettleForm,
        actions.waive_condition,
        "La dispense est enregistrée.",
    ),
    "fail": Act(
        "Constater qu’une réserve n’est pas remplie",
        "L’étape qu’elle retient reste fermée. La structure reçoit la conséquence que vous dites.",
        forms.FailForm,
        actions.fail_condition,
        "L’échec de la réserve est constaté.",
    ),
    "reopen": Act(
        "Reprendre une réserve",
        "La réserve retient de nouveau son étape, et une preuve est attendue.",
        forms.SettleForm,
        actions.reopen_condition,
        "La réserve est reprise.",
    ),
}


@require_safe
def of_dossier(request: MemberRequest, pk: int) -> HttpResponse:
    """What the committee asks, where each of it stands, what was handed in."""
    dossier = access.get_dossier(request.user, pk)
    context = {"dossier": dossier, "lines": conditions.lines(request.user, dossier)}
    return render(request, "dossiers/conditions.html", context)


@PAGE
def act(request: MemberRequest, pk: int, condition_pk: int, name: str) -> HttpResponse:
    dossier, row = access.get_dossier(request.user, pk), ACTS[name]
    condition = get_object_or_404(conditions.of_dossier(dossier), pk=condition_pk)
    form = row.form(posted(request), request.FILES or None)
    if attempt(form, lambda: row.verb(condition, by=request.user, **form.arguments())) is not None:
        messages.success(request, row.done)
        return redirect("dossiers:conditions", pk=pk)
    refusals = [] if form.errors else list(conditions.refusals(request.user, condition, name))
    context = {"dossier": dossier, "condition": condition, "act": row, "form": form, "refusals": refusals}
    return render(request, "dossiers/condition_act.html", context, status=status_of(form))


@require_safe
def listing(request: MemberRequest) -> HttpResponse:
    """The conditions of every dossier that the reader may see, filtered by its address."""
    elsewhere = bar.opens_with(request, request.user, condition_table.NAME)
    if elsewhere:
        return redirect(elsewhere)
    form = forms.FilterForm(request.GET)
    asked = form.asked()
    page = Paginator(condition_list.found(request.user, asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "asked": asked,
        "query": asked.query,
        "page_obj": page,
        "rows": [(one, conditions.PILLS[one.status], conditions.who_acts(one)) for one in page],
        "count": page.paginator.count,
        "vues": bar.bar_of(request.user, condition_table.NAME, asked.query),
    }
    return render(request, "dossiers/condition_list.html", context)


@require_safe
def export(request: MemberRequest) -> HttpResponseBase:
    """The same rows as the list shows on all its pages."""
    return serving.answer(request, condition_table.NAME, "csv")
