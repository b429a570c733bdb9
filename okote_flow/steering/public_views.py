"""The public figures of the programme, for everybody: one year at a time, and all years as a file."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okote_flow.steering import public
from okote_flow.steering.criteria import YEAR
from okote_flow.tables import serving


@login_not_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What is kept back is said, with why."""
    known = public.years()
    asked = request.GET.get("annee", "")
    year = int(asked) if YEAR.fullmatch(asked) and int(asked) in known else known[0] if known else None
    context = {"years": known, "found": public.figures(year) if year else None}
    return render(request, "steering/public.html", context)


@login_not_required
@require_safe
def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every year that has begun, in one table: CSV or XLSX."""
    return serving.send(request, public.sheet(public.figures(year) for year in public.years()), form)
