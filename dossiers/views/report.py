"""The final report: written by its holder and kept as they write, read on a page and on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dossiers import access, actions, acts, joints, report_paper, saving
from dossiers import report as reports
from dossiers.forms.report import ProofForm, ReportForm
from dossiers.models import Dossier, FinalReport
from dossiers.saving import Editor, Values
from dossiers.views import autosave
from dossiers.views.draft import PAGE, posted
from okote_flow import documents
from okote_flow.directory.models import User
from okote_flow.fields import attempt, status_of
from okote_flow.refusals import Refused
from okote_flow.requests import MemberRequest


def editor_of(dossier: Dossier) -> Editor:
    """What is saved of a report while it is written."""
    budget = reports.budget_of(dossier)

    def form(*args: Any, **kwargs: Any) -> ReportForm:
        return ReportForm(budget, *args, **kwargs)

    def initial(dossier: Dossier) -> Values:
        begun = reports.draft_of(dossier)
        if begun is not None:
            return dict(begun.values)
        given = reports.of_dossier(dossier)
        return ReportForm.initial_of(budget, given.text, given.reached, given.lines.all()) if given else {}

    def write(dossier: Dossier, values: Values, *, by: User) -> Dossier:
        return actions.save_report_draft(dossier, values=values, by=by)

    return Editor(form, initial, write)


@PAGE
def write(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    """Line by line, kept while it is typed; nothing is handed in before its holder says so."""
    dossier = access.get_dossier(request.user, pk)
    editor, closed = editor_of(dossier), actions.writing_refusals(dossier, request.user)
    if closed and autosave.is_asked(request):
        return autosave.refused([one.message for one in closed])
    if closed and request.method == "POST":
        raise Refused(closed)
    if closed:  # what is begun is shown to nobody who may not write it
        return render(request, "dossiers/report.html", {"dossier": dossier, "refusals": closed} | _around(dossier))
    if autosave.is_asked(request):
        return autosave.answer(request, dossier, editor)
    form, is_kept = saving.open_form(editor, dossier, posted(request)), request.method != "POST"
    if attempt(form, lambda: saving.save(dossier, form, editor, by=request.user)) is not None:
        is_kept = True
        if request.POST.get("act") != "send":
            messages.success(request, "Votre bilan est enregistré. Il n’est pas encore rendu.")
            return redirect("dossiers:report", pk=pk)
        if attempt(form, lambda: _give(dossier, form, request.user)) is not None:
            messages.success(request, acts.ACTS[name].done)
            return redirect("dossiers:report_page", pk=pk)
    elsewhere = autosave.written_elsewhere(dossier, form, editor)
    context = _around(dossier) | {"form": form, "elsewhere": elsewhere, "proof": ProofForm(), "is_kept": is_kept}
    return render(request, "dossiers/report.html", context, status=status_of(form))


def _give(dossier: Dossier, form: ReportForm, by: User) -> FinalReport:
    said = form.values
    return actions.give_report(dossier, text=said["text"], reached=said["reached"], lines=form.lines(), by=by)


def _around(dossier: Dossier) -> dict[str, Any]:
    """What the page of a report says besides its own form."""
    return {
        "dossier": dossier,
        "act": acts.ACTS["report"],
        "given": reports.of_dossier(dossier),
        "begun": reports.draft_of(dossier),
        "proofs": reports.proofs_of(dossier),
        "paid": joints.paid_to(dossier),
        "parameters": dossier.parameters,
        "percent": dossier.parameters.report_tolerance_bps // 100,
    }


@PAGE
def attach(request: MemberRequest, pk: int) -> HttpResponse:
    """One proof at a time; the page goes back to the report."""
    dossier = access.get_dossier(request.user, pk)
    form = ProofForm(posted(request), request.FILES or None)
    piece = attempt(form, lambda: actions.attach_to_report(dossier, by=request.user, **form.cleaned_data))
    if piece is not None:
        messages.success(request, f"«\u00a0{piece.name}\u00a0» est joint au bilan.")
        return redirect("dossiers:report", pk=pk)
    refusals = [] if form.errors else actions.writing_refusals(dossier, request.user)
    context = {"dossier": dossier, "form": form, "refusals": refusals, "proofs": reports.proofs_of(dossier)}
    return render(request, "dossiers/report_proof.html", context, status=status_of(form))


@require_safe
def page(request: MemberRequest, pk: int) -> HttpResponse:
    """The report as it was handed in, for everybody who may see the dossier. Prints on its own."""
    dossier = access.get_dossier(request.user, pk)
    report = reports.of_dossier(dossier)
    context: dict[str, Any] = {"dossier": dossier, "report": report, "proofs": reports.proofs_of(dossier)}
    if report is not None:
        report.dossier = dossier
        context["tables"] = reports.tables(report.lines.all())
        context["buttons"] = [
            one for one in acts.buttons(request.user, dossier) if one.is_mine and one.anchor in READER_ACTS
        ]
    return render(request, "dossiers/report_page.html", context)


READER_ACTS = ("non-send_back_report", "non-accept_report")


@require_safe
def page_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    """The same on paper. Before it is handed in there is none."""
    dossier = access.get_dossier(request.user, pk)
    report = reports.of_dossier(dossier)
    if report is None:
        return redirect("dossiers:report_page", pk=pk)
    report.dossier = dossier
    made = documents.pdf("pdf/report.typ", report_paper.data(report), at=report.received_at)
    return documents.as_pdf(made, f"bilan-{dossier.number}.pdf")
