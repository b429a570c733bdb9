"""The bank's statements: those imported, a new one, one of them with what each of its lines is."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from funding import access, actions, bank_access, bank_lines
from funding.forms import CashLineForm, StatementForm
from funding.views.acts import PAGE, posted
from okote_flow.directory.models import Office
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest

ROWS = 30


@PAGE
def statements(request: MemberRequest) -> HttpResponse:
    """Every statement, and the form that imports another."""
    access.check_books(request.user)
    form = StatementForm(posted(request), request.FILES or None)
    made = attempt(form, lambda: actions.import_statement(file=form.cleaned_data["file"], by=request.user))
    if made is not None:
        messages.success(request, "Le relevé est importé. Ce qui porte nos références est rapproché.")
        return redirect("funding:statement", pk=made[-1].pk)
    context = {
        "form": form,
        "refusals": [] if form.errors else list(access.office_refusals(request.user, Office.TREASURER)),
        "page_obj": Paginator(bank_access.statements_for(request.user), ROWS).get_page(request.GET.get("page")),
        "query": "",
    }
    return render(request, "funding/statements.html", context, status=status_of(form))


@require_safe
def statement(request: MemberRequest, pk: int) -> HttpResponse:
    """Its lines: what each is, or what it may be."""
    found = bank_access.get_statement(request.user, pk)
    page = Paginator(bank_access.lines_of(found), ROWS).get_page(request.GET.get("page"))
    owing = list(access.receivables(request.user))
    context = {
        "statement": found,
        "page_obj": page,
        "query": "",
        "lines": bank_lines.lines(list(page.object_list), owing),
        "may_reconcile": not list(access.office_refusals(request.user, Office.TREASURER)),
    }
    return render(request, "funding/statement.html", context)


@PAGE
def cash_line(request: MemberRequest, pk: int) -> HttpResponse:
    """Say which partner's debt a line pays; the likely ones come first."""
    line = bank_access.get_line(request.user, pk)
    form = CashLineForm(
        access.receivables(request.user), posted(request), initial=bank_lines.likely(line, request.user)
    )
    if attempt(form, lambda: actions.reconcile_cash(line, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "La ligne est rapprochée, le versement enregistré.")
        return redirect("funding:statement", pk=line.statement_id)
    refusals = [] if form.errors else actions.cash_refusals(line, request.user)
    context = {"line": line, "form": form, "refusals": refusals}
    return render(request, "funding/cash_line.html", context, status=status_of(form))
