""" "Et si…": past and present campaigns under other rules, by the engine of the real ones. Nothing is written."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from funding import what_if_data
from okote_flow.requests import MemberRequest
from okote_flow.steering import access, tables
from okote_flow.steering.what_if_answer import answer
from okote_flow.steering.what_if_forms import WhatIfForm
from okote_flow.tables import serving


@require_safe
def what_if(request: MemberRequest) -> HttpResponse:
    """Type other rules, read who would have paid what and which envelope would have run dry."""
    access.check_rules(request.user)
    past = what_if_data.read(access.seen(request.user))
    form = WhatIfForm(past, request.GET)
    found = answer(past, form.shown(), form.wish()) if form.is_valid() else None
    context = {
        "form": form,
        "found": found,
        "query": request.GET.urlencode(),
        "empty": not past.shown,
    }
    return render(request, "steering/what_if.html", context)


@require_safe
def export(request: MemberRequest) -> HttpResponseBase:
    """The same as a table; what is mistyped counts as not asked."""
    return serving.answer(request, tables.WHAT_IF, "csv")
