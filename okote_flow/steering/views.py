"""The dashboard of the programme, and the lists behind its figures."""

import re
from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dossiers.models import DossierQuerySet
from okote_flow import clock
from okote_flow.requests import MemberRequest
from okote_flow.steering import access, figures
from okote_flow.steering.board import board

PER_PAGE = 50
YEAR = re.compile(r"20\d\d", re.ASCII)
Behind = Callable[[DossierQuerySet, int], DossierQuerySet]
LISTS: dict[str, tuple[str, Behind]] = {
    "accompagnes": ("Projets accompagnés en {year}", figures.supported),
    "abondes-cea": ("Projets cofinancés par la CeA en {year}", figures.cofunded),
    "a-solder": ("Projets abandonnés, à solder", lambda dossiers, year: figures.given_up(dossiers)),
    "en-retard": ("Dossiers en retard", lambda dossiers, year: figures.late(dossiers, clock.today())),
}


@require_GET
def dashboard(request: MemberRequest) -> HttpResponse:
    access.check(request.user)
    year = request.GET.get("annee", "")
    found = board(request.user, int(year) if YEAR.fullmatch(year) else None)
    return render(request, "steering/dashboard.html", {"board": found, "today": clock.today()})


@require_GET
def behind(request: MemberRequest, which: str, year: int) -> HttpResponse:
    """The dossiers that a figure counts."""
    access.check(request.user)
    if which not in LISTS or not YEAR.fullmatch(str(year)):
        raise Http404
    title, find = LISTS[which]
    found = find(access.counted(request.user), year).select_related("territory", "organization")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "steering/behind.html", {"title": title.format(year=year), "page_obj": page, "query": ""})
