"""The list of dossiers, for the screen, for paper, for a spreadsheet."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossiers import access, listing, page
from dossiers.forms.listing import FilterForm
from dossiers.listing import Criteria
from okote_flow import clock
from okote_flow.requests import MemberRequest

PER_PAGE = 25


@require_safe
def dossiers(request: MemberRequest) -> HttpResponse:
    """Every dossier that the reader may see, filtered by its address."""
    form = FilterForm(request.GET)
    asked = Criteria.of(form.asked())
    found = listing.found(access.dossiers_for(request.user), asked, request.user)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "asked": asked,
        "query": asked.query,
        "page_obj": shown,
        "rows": [(dossier, page.shown_state(dossier)) for dossier in shown],
        "count": shown.paginator.count,
    }
    return render(request, "dossiers/list.html", context)


@require_safe
def export(request: MemberRequest) -> HttpResponse:
    """The same rows as the list shows on all its pages."""
    asked = Criteria.of(FilterForm(request.GET).asked())
    found = listing.found(access.dossiers_for(request.user), asked, request.user)
    text = listing.as_csv(found, fictional=settings.DEMO)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="dossiers-{clock.today():%Y-%m-%d}.csv"'
    return response
