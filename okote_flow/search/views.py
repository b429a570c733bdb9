"""The search: a page that needs no script, and the suggestions of the field in the top bar."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from dossiers import looks
from notifications.limits import Limit
from okote_flow.requests import MemberRequest
from okote_flow.search import results as found_things
from okote_flow.search import rules
from okote_flow.search.models import Kind

PER_PAGE = 20
SEARCHES = Limit("searches-person", 240)
"""Pages and suggestions of one person in a minute: nobody types faster."""
SHORTEST = 2  # letters, before anything is suggested


def asked(request: MemberRequest) -> str:
    """What was typed, as it can be shown again."""
    return rules.visible(request.GET.get("q", ""))[: rules.LONGEST_QUERY].strip()


@require_safe
def results(request: MemberRequest) -> HttpResponse:
    """What answers to the words of the address, by kind; of one kind, page by page."""
    text, kind = asked(request), found_things.SLUGS.get(request.GET.get("genre", ""))
    context: dict[str, Any] = {"text": text, "kind": kind, "slug": found_things.WORDS.get(kind) if kind else ""}
    if not text:
        return render(request, "search/results.html", context | {"recent": looks.recent(request.user)})
    if not SEARCHES.allows(request.user.pk):
        return render(request, "429.html", status=429)
    found = found_things.overview(request.user, text)
    context |= {"found": found, "ways": found_things.ways(text, found, kind)}
    if kind is not None:
        context |= _page_of(request, text, kind)
    return render(request, "search/results.html", context)


def _page_of(request: MemberRequest, text: str, kind: Kind) -> dict[str, Any]:
    hits, _ = found_things.of_kind(request.user, text, kind)
    shown = Paginator(hits.hits if hits else [], PER_PAGE).get_page(request.GET.get("page"))
    return {
        "page_obj": shown,
        "results": found_things.results(request.user, list(shown)),
        "is_capped": hits is not None and hits.is_capped,
        "query": urlencode({"q": text, "genre": found_things.WORDS[kind]}),
    }


@require_safe
def suggestions(request: MemberRequest) -> HttpResponse:
    """The few best answers to what is being typed, as a list of choices."""
    text = asked(request)
    if not SEARCHES.allows(request.user.pk):
        return HttpResponse(status=429)
    found = found_things.suggestions(request.user, text) if len(text) >= SHORTEST else None
    return render(request, "search/_suggestions.html", {"text": text, "found": found})
