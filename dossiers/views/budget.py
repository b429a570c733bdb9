"""The budget: lines added, corrected where they stand, removed and put back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from dossiers import actions, guide, saving
from dossiers.forms.budget import BudgetLineForm, LineForm, PutBackForm
from dossiers.models import BudgetLine, Dossier
from dossiers.models.content import Section, Side
from dossiers.sentences import refuse
from dossiers.views import autosave
from dossiers.views.draft import PAGE, budget_of, merge_page, posted, section_page, writable
from okote_flow.fields import attempt, codes_of
from okote_flow.refusals import Refused
from okote_flow.requests import MemberRequest

REMOVED = "removed_budget_line"  # in the session until the page has shown it once
CAMPAIGN = "Campagne Okoté"


@PAGE
def budget(request: MemberRequest, pk: int) -> HttpResponse:
    dossier = writable(request, pk)
    form = BudgetLineForm(posted(request))
    line = attempt(form, lambda: actions.add_budget_line(dossier, by=request.user, **form.cleaned_data))
    if line is None:
        return budget_page(request, dossier, form)
    messages.success(request, f"«\u00a0{line.label}\u00a0» est ajouté au budget.")
    return redirect("dossiers:budget", pk=pk)


def budget_page(
    request: MemberRequest, dossier: Dossier, form: BudgetLineForm, corrected: LineForm | None = None
) -> HttpResponse:
    """`corrected` is a line that was sent and could not be saved: it is shown as it was typed."""
    content = budget_of(dossier)
    removed = request.session.pop(REMOVED, None)
    context: dict[str, Any] = content | {
        "form": form,
        "faulty": corrected or form,
        "expense_rows": [_row(dossier, line, corrected) for line in content["expenses"]],
        "resource_rows": [_row(dossier, line, corrected) for line in content["resources"]],
        "removed": PutBackForm(initial=removed) if removed and removed["dossier"] == dossier.pk else None,
        "campaign_cents": _campaign_share(dossier, content["resources"]),
    }
    response = section_page(request, dossier, "budget", context)
    if corrected is not None:
        response.status_code = 409 if codes_of(corrected) else 422
    return response


def _row(dossier: Dossier, line: BudgetLine, corrected: LineForm | None) -> LineForm:
    if corrected is not None and corrected.line.pk == line.pk:
        return corrected
    initial = LineForm.initial_of(line)
    form = LineForm(line, initial=initial | {"seen_version": dossier.version})
    form.initial["seen"] = saving.seal(form, initial)
    return form


def _campaign_share(dossier: Dossier, resources: list[BudgetLine]) -> int:
    """The goal, as long as no line says it."""
    said = any(line.label.casefold().startswith("campagne") for line in resources)
    return 0 if said else dossier.goal_cents or 0


@PAGE
def edit_budget_line(request: MemberRequest, pk: int, line_pk: int) -> HttpResponse:
    """Correct a line where it stands."""
    dossier = writable(request, pk)
    if request.method != "POST":
        return redirect("dossiers:budget", pk=pk)
    line = dossier.budget_lines.filter(pk=line_pk).first()
    if line is None:
        raise Refused([refuse("line-gone", label=request.POST.get(f"line-{line_pk}-label", "")[:120])])
    editor = saving.of_line(line)
    if autosave.is_asked(request):
        return autosave.answer(request, dossier, editor)
    form = saving.open_form(editor, dossier, saving.chosen(request.POST))
    if attempt(form, lambda: saving.save(dossier, form, editor, by=request.user)) is not None:
        messages.success(request, f"«\u00a0{form.cleaned_data['label']}\u00a0» est enregistré.")
        return redirect("dossiers:budget", pk=pk)
    if saving.CONFLICT in codes_of(form):
        place = guide.place(dossier, "budget")
        return merge_page(request, dossier, form, editor, place=place, code="budget")
    return budget_page(request, dossier, BudgetLineForm(), form)


@require_POST
def remove_budget_line(request: MemberRequest, pk: int, line_pk: int) -> HttpResponse:
    """Take a line out; the page then offers to put it back."""
    dossier = writable(request, pk)
    line = get_object_or_404(dossier.budget_lines, pk=line_pk)
    actions.remove_budget_line(line, by=request.user)
    request.session[REMOVED] = {
        "dossier": pk,
        "side": line.side,
        "section": line.section,
        "label": line.label,
        "cents": line.amount_cents,
        "position": line.position,
    }
    return redirect("dossiers:budget", pk=pk)


@require_POST
def put_back_budget_line(request: MemberRequest, pk: int) -> HttpResponse:
    """Undo: the line stands again where it stood."""
    dossier = writable(request, pk)
    form = PutBackForm(request.POST)
    line = attempt(form, lambda: actions.add_budget_line(dossier, by=request.user, **form.cleaned_data))
    if line is not None:
        messages.success(request, f"«\u00a0{line.label}\u00a0» est de retour dans le budget.")
    else:
        messages.error(request, "La ligne n’a pas pu revenir\u00a0: ajoutez-la de nouveau ci-dessous.")
    return redirect("dossiers:budget", pk=pk)


@require_POST
def add_campaign_line(request: MemberRequest, pk: int) -> HttpResponse:
    """The share of the campaign, from the goal that the project states."""
    dossier = writable(request, pk)
    actions.add_budget_line(
        dossier,
        side=Side.RESOURCE,
        section=Section.RUNNING,
        label=CAMPAIGN,
        cents=dossier.goal_cents or 0,
        by=request.user,
    )
    messages.success(request, f"«\u00a0{CAMPAIGN}\u00a0» est ajouté au budget.")
    return redirect("dossiers:budget", pk=pk)
