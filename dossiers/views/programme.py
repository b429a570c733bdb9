"""The settings of the programme: every rule with its value, its source, since when; the facts of the report."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossiers import programme
from okote_flow import panels
from okote_flow.directory.access import partners, territories
from okote_flow.requests import MemberRequest


@require_safe
def settings(request: MemberRequest) -> HttpResponse:
    versions = programme.versions()
    context = {
        "families": programme.by_family(versions).items(),
        "in_force": programme.in_force(versions),
        "versions": programme.history(versions),
        "programmes": programme.programmes(),
        "criteria": programme.criteria(),
        "partners": partners(),
        "panels": panels.render("settings", request, None),
        "territories": territories().prefetch_related("intermunicipalities"),
    }
    return render(request, "dossiers/settings.html", context)
