"""The dashboard of the programme, the lists behind its figures, and each of its tables as a file."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okote_flow import clock
from okote_flow.foresight.access import may_open as may_foresee
from okote_flow.foresight.summary import summary
from okote_flow.requests import MemberRequest
from okote_flow.steering import access, criteria, dashboard_tables, lists, scope
from okote_flow.steering.board import board
from okote_flow.steering.criteria import OPERATING, SORTS, YEAR, Criteria
from okote_flow.tables import serving

PER_PAGE = 50


@require_safe
def dashboard(request: MemberRequest) -> HttpResponse:
    access.check(request.user)
    known = criteria.choices()
    found = board(request.user, criteria.asked(request.GET, known), known)
    context = {"board": found, "asked": found.asked, "today": clock.today(), "query": found.asked.query()}
    context["foresight"] = summary(request.user) if may_foresee(request.user) else None
    return render(request, "steering/dashboard.html", context | _ways(found.asked, known.years))


def _ways(asked: Criteria, years: list[int]) -> dict[str, Any]:
    """The same page, otherwise: each way with its address."""
    return {
        "years": [(year, asked.query(annee=str(year))) for year in years],
        "views": [
            ("Colonnes", "layout-kanban", asked.query(vue=""), asked.view == criteria.COLUMNS),
            ("Tableau", "table", asked.query(vue=criteria.TABLE), asked.view == criteria.TABLE),
        ],
        "budgets": [
            ("Fonds mutualisé", asked.query(budget=""), asked.budget == criteria.FUND),
            ("Fonctionnement", asked.query(budget=OPERATING), asked.budget == OPERATING),
        ],
        "files": [(name, label) for name, (label, _) in dashboard_tables.TABLES.items()],
        "heads": {name: _head(asked, name, label) for name, label in SORTS.items()},
    }


def _head(asked: Criteria, name: str, label: str) -> dict[str, str]:
    """The head of a column that sorts: once more turns it round."""
    is_here, is_turned = asked.sort.removeprefix("-") == name, asked.sort.startswith("-")
    is_first = name == "nom" and not asked.sort
    upwards = (name == "nom") != is_turned
    says = ("ascending" if upwards else "descending") if is_here or is_first else ""
    wanted = f"-{name}" if (is_here and not is_turned) or is_first else name
    return {"label": label, "query": asked.query(tri=wanted), "aria": says}


@require_safe
def table(request: MemberRequest, which: str, form: str) -> HttpResponseBase:
    """A table of the dashboard as a file, of the same question."""
    access.check(request.user)
    if which not in dashboard_tables.TABLES:
        raise Http404
    known = criteria.choices()
    wanted = criteria.asked(request.GET, known)
    if which == "fonctionnement":
        wanted = replace(wanted, budget=OPERATING)
    return serving.send(request, dashboard_tables.TABLES[which][1](board(request.user, wanted, known)), form)


@require_safe
def behind(request: MemberRequest, which: str, year: int) -> HttpResponse:
    """The dossiers that a figure counts."""
    asked, figure = _figure(request, which, year)
    found = lists.behind(scope.seen_by(request.user), figure, asked, clock.today())
    context = {
        "title": figure.title.format(year=year),
        "figure": figure,
        "which": which,
        "year": year,
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "query": asked.query(),
        "today": clock.today(),
    }
    return render(request, "steering/behind.html", context)


@require_safe
def behind_file(request: MemberRequest, which: str, year: int, form: str) -> HttpResponseBase:
    """The same rows on all its pages, as a file."""
    asked, figure = _figure(request, which, year)
    found = lists.behind(scope.seen_by(request.user), figure, asked, clock.today())
    return serving.send(request, dashboard_tables.dossiers(which, figure.title.format(year=year), figure, found), form)


def _figure(request: MemberRequest, which: str, year: int) -> tuple[Criteria, lists.Figure]:
    access.check(request.user)
    if which not in lists.FIGURES or not YEAR.fullmatch(str(year)):
        raise Http404
    return criteria.asked(request.GET, criteria.choices(), year), lists.FIGURES[which]
