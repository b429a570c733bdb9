"""Imports of spreadsheets, step by step: the file, its columns, the dry run, the confirmation, the result."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from okote_flow.administration import import_access, import_fields, import_sheet, tasks
from okote_flow.administration.actions import imports as actions
from okote_flow.administration.forms.imports import ColumnsForm, ConfirmForm, TwinsForm, UndoForm, UploadForm
from okote_flow.administration.models.imports import (
    Choice,
    ImportBatch,
    ImportKind,
    ImportLine,
    ImportState,
    Outcome,
    Verdict,
)
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest
from okote_flow.tables import serving

PAGE = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE, LINES_PER_PAGE = 30, 40
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
S = ImportState
PILLS = {
    S.UPLOADED: ("attn", "table"), S.CHECKING: ("info", "hourglass"), S.CHECKED: ("attn", "list-check"),
    S.RUNNING: ("info", "hourglass"), S.DONE: ("ok", "check"), S.UNDONE: ("neutre", "arrow-back-up"),
    S.DROPPED: ("neutre", "x"),
}  # fmt: skip
WORKING = (S.CHECKING, S.RUNNING)


@PAGE
def imports(request: MemberRequest) -> HttpResponse:
    """Bring a file; those brought before."""
    found = import_access.batches_for(request.user)
    kinds = import_access.kinds_for(request.user)
    is_sent = request.method == "POST"
    form = UploadForm(kinds, request.POST if is_sent else None, request.FILES if is_sent else None)
    batch = attempt(form, lambda: actions.upload_import(by=request.user, **form.cleaned_data))
    if batch is not None:
        return redirect("administration:import_columns", pk=batch.pk)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, PILLS[one.status]) for one in page]
    context = {"form": form, "kinds": kinds, "page_obj": page, "rows": rows}
    return render(request, "administration/imports.html", context, status=status_of(form))


@require_safe
def model(request: MemberRequest, code: str) -> HttpResponse:
    """An empty file to fill in."""
    import_access.check_importer(request.user)
    if code not in ImportKind.values:
        raise Http404
    response = HttpResponse(import_sheet.model(code), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="modele-{ImportKind(code).label.lower()}.xlsx"'
    return response


@PAGE
def columns(request: MemberRequest, pk: int) -> HttpResponse:
    """Which column holds what, guessed from the headings; then the dry run."""
    batch = import_access.get_batch(request.user, pk)
    form = ColumnsForm(batch, request.POST if request.method == "POST" else None)
    done = attempt(form, lambda: actions.choose_import_columns(batch, mapping=form.mapping, by=request.user))
    if done is not None:
        tasks.check(done)
        return redirect("administration:import", pk=pk)
    context = {
        "batch": batch,
        "form": form,
        "first": import_access.lines(batch)[:3],
        "closed": list(import_access.refusals(request.user, batch, S.UPLOADED, S.CHECKED)),
        "required": [one.label for one in import_fields.fields_of(batch.kind) if one.is_required],
    }
    return render(request, "administration/import_columns.html", context, status=status_of(form))


@require_safe
def batch(request: MemberRequest, pk: int) -> HttpResponse:
    """One import: where it stands, its lines by verdict or result, what remains to choose."""
    found = import_access.get_batch(request.user, pk)
    if found.status == S.UPLOADED:
        return redirect("administration:import_columns", pk=pk)
    return render(request, "administration/import.html", _page(request, found))


def _page(request: MemberRequest, found: ImportBatch) -> dict[str, object]:
    counts = _counts(found)
    is_over = found.status in (S.RUNNING, S.DONE, S.UNDONE)
    asked = request.GET.get("voir", "")
    tabs = _tabs(counts["outcome" if is_over else "verdict"], Outcome if is_over else Verdict)
    lines = _shown(found, asked, is_over=is_over)
    page = Paginator(lines, LINES_PER_PAGE).get_page(request.GET.get("page"))
    twins = [line for line in page if line.verdict == Verdict.TWIN]
    return {
        "batch": found,
        "pill": PILLS[found.status],
        "tabs": tabs,
        "asked": asked,
        "page_obj": page,
        "query": f"voir={asked}" if asked else "",
        "twins": TwinsForm(found, twins, initial={"version": found.version}),
        "may_choose": found.status == S.CHECKED and bool(twins),
        "to_do": counts["choice"].get(Choice.CREATE, 0) + counts["choice"].get(Choice.UPDATE, 0),
        "bad": counts["verdict"].get(Verdict.BAD, 0),
        "done": sum(count for outcome, count in counts["outcome"].items() if outcome),
        "confirm": ConfirmForm(auto_id=False, initial={"version": found.version}),
        "closed": list(import_access.refusals(request.user, found, found.status)),
        "is_working": found.status in WORKING,
        "is_over": is_over,
    }


def _counts(found: ImportBatch) -> dict[str, dict[str, int]]:
    """How many lines of each verdict, choice and outcome, in one query."""
    rows = found.lines.order_by().values("verdict", "choice", "outcome").annotate(count=Count("pk"))
    counts: dict[str, dict[str, int]] = {"verdict": {}, "choice": {}, "outcome": {}}
    for row in map(dict[str, Any], rows):
        for name, found_of in counts.items():
            found_of[row[name]] = found_of.get(row[name], 0) + row["count"]
    return counts


def _tabs(counts: dict[str, int], values: Iterable[Verdict | Outcome]) -> list[tuple[str, str, int]]:
    return [(one.value, str(one.label), counts[one.value]) for one in values if counts.get(one.value)]


def _shown(found: ImportBatch, asked: str, *, is_over: bool) -> QuerySet[ImportLine]:
    lines = import_access.lines(found)
    if is_over and asked in Outcome.values:
        return lines.filter(outcome=asked)
    if not is_over and asked in Verdict.values:
        return lines.filter(verdict=asked)
    return lines


@require_POST
def choose(request: MemberRequest, pk: int) -> HttpResponse:
    """What becomes of possible twins."""
    found = import_access.get_batch(request.user, pk)
    twins = list(import_access.lines(found).filter(verdict=Verdict.TWIN))
    form = TwinsForm(found, twins, request.POST)
    if not form.is_valid():
        return render(request, "administration/import.html", _page(request, found) | {"twins": form}, status=422)
    chosen = form.choices(line.number for line in twins)
    actions.choose_import_lines(found, choices=chosen, version=form.cleaned_data["version"], by=request.user)
    messages.success(request, "Vos choix sont enregistrés.")
    return redirect("administration:import", pk=pk)


@require_POST
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Do it; asked again, what a crash left is done."""
    form = ConfirmForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    found = actions.confirm_import(import_access.get_batch(request.user, pk), version=version, by=request.user)
    tasks.run(found)
    messages.success(request, "L’import est lancé." if found.count > 500 else "L’import est fait.")
    return redirect("administration:import", pk=pk)


@require_POST
def check_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a dry run up again that was interrupted."""
    found = import_access.get_batch(request.user, pk)
    if found.status == S.CHECKING:
        tasks.check(found)
    return redirect("administration:import", pk=pk)


@require_POST
def drop(request: MemberRequest, pk: int) -> HttpResponse:
    """Give it up before it is confirmed."""
    actions.drop_import(import_access.get_batch(request.user, pk), by=request.user)
    messages.success(request, "L’import est abandonné. Rien n’a été créé.")
    return redirect("administration:imports")


@PAGE
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Take back all that an import made."""
    found = import_access.get_batch(request.user, pk)
    form = UndoForm(request.POST if request.method == "POST" else None)
    if attempt(form, lambda: actions.undo_import(found, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "L’import est annulé\u00a0: tout est comme avant.")
        return redirect("administration:import", pk=pk)
    closed = [] if form.errors else list(import_access.refusals(request.user, found, S.DONE))
    context = {"batch": found, "form": form, "closed": closed}
    return render(request, "administration/import_undo.html", context, status=status_of(form))


@require_safe
def result(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The lines with a column that says what became of each, as XLSX or, asked for, as CSV."""
    sheet = import_sheet.result(import_access.get_batch(request.user, pk))
    return serving.send(request, sheet, "csv" if request.GET.get("format") == "csv" else "xlsx")
