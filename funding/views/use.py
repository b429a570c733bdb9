"""The account of use of a partner: on a page that prints, as a table, on paper."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossiers import files
from funding import use_access, use_sheet
from funding.use_sheet import Sheet
from okote_flow import clock, documents
from okote_flow.requests import MemberRequest


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
def account_of_use_csv(request: MemberRequest, pk: int, year: int) -> HttpResponse:
    """The same figures for a spreadsheet."""
    found = _sheet(request, pk, year)
    text = use_sheet.as_csv(found, fictional=settings.DEMO)
    return files.as_csv(text, f"compte-d-emploi-{found.partner.code}-{year}")


@require_safe
def account_of_use_pdf(request: MemberRequest, pk: int, year: int) -> HttpResponse:
    """The same on paper."""
    found = _sheet(request, pk, year)
    return documents.as_pdf(use_sheet.as_pdf(found), f"compte-d-emploi-{found.partner.code}-{year}.pdf")


def _sheet(request: MemberRequest, pk: int, year: int) -> Sheet:
    """Raises Http404 for a partner who is not shown, and for a year of which nothing was called."""
    partner = use_access.get_partner(request.user, pk)
    visible = use_access.visible_dossiers(request.user, partner)
    for one in use_sheet.sheets(partner, visible):
        if one.year == year:
            return one
    raise Http404
