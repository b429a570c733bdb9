"""What a holder writes: the sections of the form, the budget, the pieces, the commitment."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST

from dossiers import access, actions, checklist, guards, programme, rules, saving
from dossiers.actions.drafting import EDITABLE
from dossiers.forms import draft as forms
from dossiers.models import Dossier
from dossiers.models.content import Side
from dossiers.sentences import refuse
from okote_flow.fields import attempt, codes_of, status_of
from okote_flow.refusals import Refused, require
from okote_flow.requests import MemberRequest

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Editor:
    """A section whose whole text is saved at once: how its form is made and how it is saved."""

    form: Callable[..., Any]
    initial: Callable[[Dossier], dict[str, Any]]
    save: Callable[..., Dossier]


def _criteria_form(*args: Any, **kwargs: Any) -> forms.CriteriaForm:
    return forms.CriteriaForm(programme.criteria(), *args, **kwargs)


def _criteria_initial(dossier: Dossier) -> dict[str, Any]:
    return forms.CriteriaForm.initial_of(dossier.answers.select_related("criterion"))


EDITORS = {
    "structure": Editor(forms.StructureForm, forms.StructureForm.initial_of, saving.save_structure),
    "project": Editor(forms.ProjectForm, forms.ProjectForm.initial_of, saving.save_project),
    "criteria": Editor(_criteria_form, _criteria_initial, saving.save_criteria),
}


def posted(request: MemberRequest) -> QueryDict | None:
    """What a form is bound to: even an empty answer is one."""
    return request.POST if request.method == "POST" else None


def dropped(request: MemberRequest) -> "MultiValueDict[str, UploadedFile[bytes]] | None":
    """The files that came with a form, None when none was sent."""
    return request.FILES if request.method == "POST" else None


def writable(request: MemberRequest, pk: int) -> Dossier:
    """A dossier that this person may write in now; otherwise they learn who may, or that it is handed in."""
    dossier = access.get_dossier(request.user, pk)
    require(access.writing_refusals(request.user, dossier))
    if dossier.status not in EDITABLE:
        raise Refused([refuse("not-editable")])
    return dossier


def section_page(request: MemberRequest, dossier: Dossier, code: str, context: dict[str, Any]) -> HttpResponse:
    """A page of the form with the list of its sections beside it."""
    sections = checklist.checklist(dossier)
    shared = {"dossier": dossier, "sections": sections, "here": code, "ready": checklist.is_ready(sections)}
    return render(request, f"dossiers/{code}.html", shared | context, status=status_of(context["form"]))


@PAGE
def new(request: MemberRequest) -> HttpResponse:
    form = forms.DraftForm(posted(request))
    dossier = attempt(form, lambda: actions.draft(by=request.user, **form.cleaned_data))
    if dossier is not None:
        return redirect("dossiers:structure", pk=dossier.pk)
    return render(request, "dossiers/new.html", {"form": form}, status=status_of(form))


@PAGE
def section(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    dossier, editor = writable(request, pk), EDITORS[code]
    initial = editor.initial(dossier) | {"seen_version": dossier.version}
    form = editor.form(posted(request), initial=initial)
    context: dict[str, Any] = {"form": form, "differences": [], "notes": notes_of(dossier)}
    if attempt(form, lambda: editor.save(dossier, form, by=request.user)) is not None:
        messages.success(request, "C’est enregistré.")
        return redirect(f"dossiers:{code}", pk=pk)
    context["differences"] = _conflict(request, form, pk, editor)
    return section_page(request, dossier, code, context)


def _conflict(request: MemberRequest, form: Any, pk: int, editor: Editor) -> list[saving.Difference]:
    """When somebody else saved meanwhile: both texts, and a form that may be sent again knowingly."""
    if saving.CONFLICT not in codes_of(form):
        return []
    now = access.get_dossier(request.user, pk)
    saving.renew_version(form, now.version)
    return saving.differences(form, editor.initial(now))


def notes_of(dossier: Dossier) -> list[str]:
    """What is said of the goal, and never refused."""
    if not dossier.goal_cents:
        return []
    parameters = dossier.parameters
    return list(rules.goal_notes(dossier.goal_cents, parameters.goal_low_cents, parameters.goal_high_cents))


@PAGE
def budget(request: MemberRequest, pk: int) -> HttpResponse:
    dossier = writable(request, pk)
    form = forms.BudgetLineForm(posted(request))
    line = attempt(form, lambda: actions.add_budget_line(dossier, by=request.user, **form.cleaned_data))
    if line is not None:
        messages.success(request, f"«\u00a0{line.label}\u00a0» est ajouté au budget.")
        return redirect("dossiers:budget", pk=pk)
    return section_page(request, dossier, "budget", {"form": form} | budget_of(dossier))


def budget_of(dossier: Dossier) -> dict[str, Any]:
    """The lines by side, their totals, and what parts them."""
    lines = list(dossier.budget_lines.all())
    totals = guards.sums(dossier)
    expenses, resources = totals[Side.EXPENSE], totals[Side.RESOURCE]
    return {
        "expenses": [line for line in lines if line.side == Side.EXPENSE],
        "resources": [line for line in lines if line.side == Side.RESOURCE],
        "expenses_cents": expenses,
        "resources_cents": resources,
        "gap_cents": abs(expenses - resources),
        "lacks": "produits" if expenses > resources else "charges",
    }


@require_POST
def remove_budget_line(request: MemberRequest, pk: int, line_pk: int) -> HttpResponse:
    dossier = writable(request, pk)
    line = get_object_or_404(dossier.budget_lines, pk=line_pk)
    actions.remove_budget_line(line, by=request.user)
    messages.success(request, f"«\u00a0{line.label}\u00a0» est retiré du budget.")
    return redirect("dossiers:budget", pk=pk)


@PAGE
def commitment(request: MemberRequest, pk: int) -> HttpResponse:
    dossier = writable(request, pk)
    form = forms.CommitmentForm(posted(request))
    if attempt(form, lambda: actions.sign_commitment(dossier, by=request.user)) is not None:
        messages.success(request, "L’engagement est enregistré.")
        return redirect("dossiers:commitment", pk=pk)
    return section_page(request, dossier, "commitment", {"form": form})
