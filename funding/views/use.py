"""The account of use of a partner: on a page that prints, as a table, on paper."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from funding import tables, use_access, use_sheet
from okote_flow import clock, documents
from okote_flow.requests import MemberRequest
from okote_flow.tables import serving


@require_safe
def account_of_use(request: MemberRequest, pk: int) -> HttpResponse:
    """Year by year and project by project: what was called, received, paid out, reported, left."""
    partner = use_access.get_partner(request.user, pk)
    visible = use_access.visible_dossiers(request.user, partner)
    context = {
        "partner": partner,
        "sheets": use_sheet.sheets(partner, visible),
        "today": clock.today(),
    }
    return render(request, "funding/use.html", context)


@require_safe
def account_of_use_csv(request: MemberRequest, pk: int, year: int) -> HttpResponseBase:
    """The same figures for a spreadsheet."""
    return serving.answer(request, tables.USE, "csv", partenaire=pk, annee=year)


@require_safe
def account_of_use_pdf(request: MemberRequest, pk: int, year: int) -> HttpResponse:
    """The same on paper."""
    found = tables.use_of(request.user, pk, year)
    return documents.as_pdf(use_sheet.as_pdf(found), f"compte-d-emploi-{found.partner.code}-{year}.pdf")
