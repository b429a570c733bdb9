"""The running costs of the programme, partner by partner."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from funding import access, accounting_access, tables
from funding import operating as costs
from funding.acts import button
from okote_flow.requests import MemberRequest
from okote_flow.tables import serving


@require_safe
def operating(request: MemberRequest) -> HttpResponse:
    """Year by year: what each partner means to pay, what was called, what has come."""
    access.check_answers_for_money(request.user)
    context = {
        "years": costs.years(accounting_access.contributions_for(request.user)),
        "buttons": [button("plan_contribution", request.user)] if access.reads_books(request.user) else [],
    }
    return render(request, "funding/operating.html", context)


@require_safe
def operating_csv(request: MemberRequest) -> HttpResponseBase:
    """The same figures for a spreadsheet."""
    return serving.answer(request, tables.OPERATING, "csv")


@require_safe
def contribution(request: MemberRequest, pk: int) -> HttpResponse:
    """One contribution with its calls and receipts."""
    found = accounting_access.get_contribution(request.user, pk)
    keeps = access.reads_books(request.user)
    names = ("call_contribution", "receive_contribution")
    context = {
        "contribution": found,
        "line": costs.line(found),
        "moves": accounting_access.moves_of(found),
        "keeps": keeps,
        "buttons": [button(name, request.user, found) for name in names] if keeps else [],
    }
    return render(request, "funding/contribution.html", context)
