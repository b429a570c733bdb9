"""The house as it is, and a bare Django page beside it on the same rows: for benchmarks/pages.py."""

import os
from datetime import datetime
from typing import Any

from okote_flow.asgi import application as house  # Django stands now

from django.contrib.auth.decorators import login_not_required
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template

from dossiers.models import Dossier
from okote_flow import clock

clock.install(lambda: datetime.fromisoformat(os.environ["BENCH_TIME"]))

ROWS = 50
PAGE = Template(
    """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Dossiers</title></head><body><h1>Dossiers</h1>
<table><thead><tr><th>Numéro<th>Projet<th>Structure<th>Territoire<th>État<th>Depuis<th>Objectif</thead><tbody>
{% for one in dossiers %}<tr><td><a href="/dossiers/{{ one.pk }}/">{{ one.number }}</a><td>{{ one.title }}
<td>{{ one.organization.name }}<td>{{ one.territory.name }}<td>{{ one.get_state_display }}
<td>{{ one.state_since|date:"d/m/Y" }}<td>{{ one.goal_cents }}{% endfor %}</tbody></table></body></html>"""
)


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """What a tutorial would write: fifty rows by one indexed query, no rights, no layout."""
    found = Dossier.objects.select_related("organization", "territory").order_by("-pk")[:ROWS]
    return HttpResponse(PAGE.render(Context({"dossiers": found})))


class Bare(ASGIHandler):
    """The page behind Django's own handler, without any middleware."""

    def load_middleware(self, is_async: bool = False) -> None:
        self._middleware_chain = self.adapt_method_mode(True, bare, False, debug=False, name="bare")
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []


alone = Bare()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    served = alone if scope.get("path") == "/bare/" else house
    await served(scope, receive, send)
