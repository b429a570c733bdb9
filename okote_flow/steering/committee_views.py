"""What committees follow beyond meetings: campaigns of a territory, all of Alsace, how many projects were noticed."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from committees import lead_access
from committees.access import get_committee
from committees.help_access import follows
from committees.models import CommitteeKind, LeadState
from dossiers.models.dossier import Theme
from okote_flow import clock
from okote_flow.requests import MemberRequest
from okote_flow.steering import local, overview, tables
from okote_flow.steering.overview import Criteria
from okote_flow.tables import serving

PER_PAGE = 50


@require_safe
def campaigns(request: MemberRequest, code: str) -> HttpResponse:
    """The running campaigns of a committee's territory, and who helps them."""
    committee = get_committee(request.user, code)
    if committee.kind != CommitteeKind.TERRITORIAL or not follows(request.user, committee):
        raise Http404
    context = {"committee": committee, "rows": list(local.rows(request.user, committee))}
    return render(request, "steering/campaigns.html", context)


@require_safe
def leads(request: MemberRequest) -> HttpResponse:
    """How many projects were noticed where, and what became of them: numbers alone."""
    if not lead_access.may_count(request.user):
        raise Http404
    found = lead_access.counted(request.user)
    rows = [
        (name, [states.get(state, 0) for state in LeadState.values], sum(states.values())) for name, states in found
    ]
    context = {"rows": rows, "labels": LeadState.labels, "total": sum(row[2] for row in rows)}
    return render(request, "steering/leads.html", context)


def _asked(request: MemberRequest) -> Criteria:
    overview.check(request.user)
    return tables.asked_by(request.GET)


def _filters(request: MemberRequest, asked: Criteria) -> dict[str, object]:
    return {
        "asked": asked,
        "query": asked.query(),
        "years": overview.years(request.user),
        "territories": overview.territories(),
        "themes": Theme.choices,
    }


@require_safe
def engagement(request: MemberRequest) -> HttpResponse:
    """What came before the engagement committee, by territory and theme, and what became of it."""
    asked = _asked(request)
    context = {"found": overview.overview(request.user, asked), "today": clock.today(), **_filters(request, asked)}
    return render(request, "steering/engagement.html", context)


@require_safe
def engagement_list(request: MemberRequest) -> HttpResponse:
    """The dossiers behind a figure."""
    asked, figure = _asked(request), request.GET.get("chiffre", "")
    found = overview.behind(request.user, asked, figure)
    context = {
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "title": overview.title_of(figure) or "Dossiers venus au comité d’engagement",
        **_filters(request, asked),
        "query": asked.query(chiffre=figure),
    }
    return render(request, "steering/engagement_list.html", context)


@require_safe
def engagement_export(request: MemberRequest) -> HttpResponseBase:
    return serving.answer(request, tables.ENGAGEMENT, "csv")
