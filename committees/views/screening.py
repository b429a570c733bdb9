"""A dossier before its committees: examination, opinion, recusal, its place on an agenda."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from committees import access, actions, elements, examination, expertise, saving, spread
from committees.forms import OpinionForm, RecusalForm, SheetForm
from committees.panel import items_of
from committees.views.bodies import PAGE, posted
from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.fields import attempt, codes_of, status_of
from okote_flow.requests import MemberRequest

VERBS = {"save": saving.save, "give": saving.give}
DONE = {"save": "Votre grille est enregistrée.", "give": "Votre avis est rendu."}
Context = dict[str, Any]


@PAGE
def screening(request: MemberRequest, pk: int) -> HttpResponse:
    """The dossier on one side, the six criteria on the other; kept as it grows, by the same form."""
    dossier = access.get_judged(request.user, pk)
    sheet = examination.own_sheet(request.user, dossier)
    contents = elements.of(dossier)
    places = examination.places(contents)
    form = SheetForm(examination.criteria(dossier), places, posted(request), initial=examination.initial(sheet))
    act = "give" if request.POST.get("act") == "give" else "save"
    done = attempt(form, lambda: VERBS[act](dossier, form, by=request.user))
    fragment = bool(request.headers.get("HX-Request"))
    if done is not None and not fragment:
        if form.leaves():
            return redirect("committees:recuse", pk=pk)
        messages.success(request, DONE[act])
        return redirect("committees:screening", pk=pk)
    context = _sheet_context(request, dossier, form, contents) | {"fragment": fragment}
    template = "committees/_enregistre.html" if fragment else "committees/screening.html"
    return render(
        request, template, context if fragment else context | _page(request, dossier, context), status=status_of(form)
    )


def _sheet_context(request: MemberRequest, dossier: Dossier, form: SheetForm, contents: elements.Contents) -> Context:
    """One's own sheet as it stands after whatever this request did to it."""
    sheet = examination.own_sheet(request.user, dossier)
    codes = codes_of(form) if form.is_bound else []
    conflict = sheet if sheet is not None and saving.CONFLICT in codes else None
    differences = saving.differences(conflict, form) if conflict else []
    if form.is_bound:
        saving.renew(form, sheet.version if sheet else 0)
    giving = bool(codes) and conflict is None and request.POST.get("act") == "give"
    rows = examination.rows(form, sheet, contents, giving=giving)
    return {
        "dossier": dossier,
        "sheet": sheet,
        "saved_today": sheet is not None and sheet.saved_at.astimezone(clock.PARIS).date() == clock.today(),
        "form": form,
        "rows": rows,
        "done": sum(row.is_done for row in rows),
        "left": examination.left(form),
        "overall": examination.tiles(form["overall"]),
        "giving": giving,
        "faults": examination.faults(form) if giving else [],
        "conflict": conflict,
        "differences": differences,
        "reading": examination.reading(dossier, sheet, contents),
        "contents": contents,
        "repaint": bool(request.POST.get("drop")) or any(request.POST.get(f"cite_{row.criterion.pk}") for row in rows),
    }


def _page(request: MemberRequest, dossier: Dossier, context: Context) -> Context:
    """What the whole page says besides the sheet."""
    seen = request.GET.get("vue")
    refusals = actions.screening_refusals(request.user, dossier)
    begun = context["sheet"] is not None or context["form"].is_bound
    return {
        "view": seen if seen in ("dossier", "avis") else "avis" if begun else "dossier",
        "refusals": refusals,
        "is_member": all(refusal.code != "not-yours" for refusal in refusals),
        "due_on": access.sheets_due_on(dossier),
        "may_cite": context["sheet"] is None or context["sheet"].state != "given",
        **_others(request, dossier, context["contents"]),
    }


def _others(request: MemberRequest, dossier: Dossier, contents: elements.Contents) -> Context:
    """The others' sheets: how many are in, and what they say once unsealed."""
    asked = examination.progress(dossier)
    unsealed = access.is_unsealed(request.user, dossier)
    return {
        "asked": asked,
        "given": sum(one.given for one in asked),
        "unsealed": unsealed,
        "outside": expertise.opinions(request.user, dossier) if unsealed else [],
        "reviews": spread.reviews(request.user, dossier, examination.criteria(dossier), contents),
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
    contents = elements.of(dossier)
    others = _others(request, dossier, contents)
    draft = spread.wording(others["reviews"], len(others["asked"])) if _may_draft(others) else ""
    proposed = {"reason": draft} if "texte" in request.GET else {}
    form = OpinionForm(posted(request), initial=proposed)
    recorded = attempt(form, lambda: actions.record_opinion(dossier, by=request.user, **form.cleaned_data))
    if recorded is not None:
        messages.success(request, "L’avis est enregistré.")
        return redirect("dossiers:dossier", pk=pk)
    context: Context = {
        "dossier": dossier,
        "form": form,
        "draft": draft,
        "refusals": actions.opinion_refusals(request.user, dossier),
        "overdue": access.sheets_overdue(dossier),
        "due_on": access.sheets_due_on(dossier),
        "opinion": access.opinion_on(dossier),
        "reading": examination.reading(dossier, None, contents),
        "may_cite": False,
        **others,
    }
    return render(request, "committees/opinion.html", context, status=status_of(form))


def _may_draft(others: Context) -> bool:
    return bool(others["unsealed"] and others["reviews"].count)


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
