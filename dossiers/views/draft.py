"""What a holder writes: the sections of the form, one after the other, and the commitment."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from dossiers import access, actions, checklist, guards, guide, programme, rules, saving
from dossiers.actions.drafting import EDITABLE
from dossiers.forms import draft as forms
from dossiers.guide import Place
from dossiers.models import Dossier
from dossiers.models.content import Side
from dossiers.saving import EDITORS, Editor
from dossiers.sentences import refuse
from dossiers.views import autosave
from okote_flow.fields import attempt, codes_of, status_of
from okote_flow.refusals import Refused, require
from okote_flow.requests import MemberRequest

PAGE = require_http_methods(["GET", "HEAD", "POST"])
Context = dict[str, Any]


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


def section_page(
    request: MemberRequest, dossier: Dossier, code: str, context: Context, *, place: Place | None = None
) -> HttpResponse:
    """A page of the form with the list of its sections beside it."""
    return render(
        request,
        f"dossiers/{context.get('template', code)}.html",
        around(dossier, code) | {"place": place or guide.place(dossier, code)} | context,
        status=status_of(context["form"]),
    )


def around(dossier: Dossier, code: str) -> Context:
    """What every page of the form says besides its own part."""
    sections = checklist.checklist(dossier)
    return {"dossier": dossier, "sections": sections, "here": code, "ready": checklist.is_ready(sections)}


@PAGE
def new(request: MemberRequest) -> HttpResponse:
    form = forms.DraftForm(posted(request))
    dossier = attempt(form, lambda: actions.draft(by=request.user, **form.cleaned_data))
    if dossier is not None:
        return redirect("dossiers:structure", pk=dossier.pk)
    sections = [title for title, _ in checklist.SECTIONS.values()]
    return render(request, "dossiers/new.html", {"form": form, "sections": sections}, status=status_of(form))


@PAGE
def section(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    dossier = writable(request, pk)
    context: Context = {"notes": notes_of(dossier)}
    if code == "criteria":
        context["rows"] = _written(dossier)
    editor = saving.of_criteria(dossier) if code == "criteria" else EDITORS[code]
    return edit(request, dossier, editor, guide.place(dossier, code), code, context)


@PAGE
def criterion(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """One criterion on a page of its own."""
    dossier = writable(request, pk)
    criteria = programme.criteria(dossier)
    found = next((one for one in criteria if one.number == number), None)
    if found is None:
        raise Http404
    context = {
        "template": "criterion",
        "criterion": found,
        "longest": forms.LONGEST_ANSWER,
        "minimum": guards.MINIMUM_ANSWER,
    }
    place = guide.criterion_place(dossier, found, criteria)
    return edit(request, dossier, saving.of_criterion(found), place, "criteria", context)


def _written(dossier: Dossier) -> list[Context]:
    """Each criterion with the length of its answer, and whether that is enough."""
    said = {answer.criterion_id: len(answer.text.strip()) for answer in dossier.answers.all()}
    lengths = [(one, said.get(one.pk, 0)) for one in programme.criteria(dossier)]
    return [
        {"criterion": one, "length": length, "is_enough": length >= guards.MINIMUM_ANSWER} for one, length in lengths
    ]


def edit(
    request: MemberRequest, dossier: Dossier, editor: Editor, place: Place, code: str, context: Context
) -> HttpResponse:
    """Show a section, save it and go on, or show both texts when somebody else wrote in the same place."""
    if autosave.is_asked(request):
        return autosave.answer(request, dossier, editor)
    form = saving.open_form(editor, dossier, saving.chosen(request.POST) if request.method == "POST" else None)
    if attempt(form, lambda: saving.save(dossier, form, editor, by=request.user)) is not None:
        messages.success(request, "C’est enregistré.")
        return redirect(place.after.url)
    if saving.CONFLICT in codes_of(form):
        return merge_page(request, dossier, form, editor, place=place, code=code)
    return section_page(request, dossier, code, {"form": form} | context, place=place)


def merge_page(
    request: MemberRequest, dossier: Dossier, form: Any, editor: Editor, *, place: Place, code: str
) -> HttpResponse:
    """Both texts of each field that two people changed; the form may be sent again knowingly."""
    now = access.get_dossier(request.user, dossier.pk)
    stored = editor.initial(now)
    found = saving.differences(form, stored)
    saving.renew(form, stored, now.version)
    apart = {one.name for one in found}
    context: Context = {
        "template": "merge",
        "form": form,
        "differences": [(one, form[one.name.removeprefix(f"{form.prefix}-")]) for one in found],
        "others": [form[name] for name in form.asked if form.add_prefix(name) not in apart],
        "last": saving.last_saved(now),
    }
    return section_page(request, now, code, context, place=place)


def notes_of(dossier: Dossier) -> list[str]:
    """What is said of the goal, and never refused."""
    if not dossier.goal_cents:
        return []
    parameters = dossier.parameters
    return list(rules.goal_notes(dossier.goal_cents, parameters.goal_low_cents, parameters.goal_high_cents))


def budget_of(dossier: Dossier) -> Context:
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


@PAGE
def commitment(request: MemberRequest, pk: int) -> HttpResponse:
    dossier = writable(request, pk)
    form = forms.CommitmentForm(posted(request))
    if attempt(form, lambda: actions.sign_commitment(dossier, by=request.user)) is not None:
        messages.success(request, "L’engagement est enregistré.")
        return redirect("dossiers:commitment", pk=pk)
    return section_page(request, dossier, "commitment", {"form": form})
