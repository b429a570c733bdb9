"""What everybody reads and asks around a campaign's page: its news, as a page and as a feed, and questions."""

import re
from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from funding import access, actions, newsstand, page_access
from funding.models import Campaign
from funding.page_forms import QuestionForm
from okote_flow.fields import attempt, status_of

ROWS = 10
FIVE_MINUTES = 300
LATEST = 20  # in the feed
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Source: XML 1.0, production 2 (Char)."""


@login_not_required
@require_safe
def news(request: HttpRequest, pk: int) -> HttpResponse:
    """Every piece of news of a campaign, newest first."""
    found = access.get_public_campaign(pk)
    page = Paginator(page_access.news_of(found), ROWS).get_page(request.GET.get("page"))
    lines = newsstand.news_lines(page.object_list)
    return render(request, "funding/news.html", {"campaign": found, "lines": lines, "page_obj": page, "query": ""})


@login_not_required
@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
def news_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest news for a reader of feeds."""
    found = access.get_public_campaign(pk)
    page = request.build_absolute_uri(reverse("funding:news", args=[pk]))
    feed = Atom1Feed(
        title=_writable(f"{found.dossier.title}, nouvelles de la campagne"),
        link=page,
        description="",
        language="fr",
        feed_url=request.build_absolute_uri(request.path),
    )
    for one in page_access.news_of(found)[:LATEST]:
        feed.add_item(
            title=_writable(one.title),
            link=f"{page}#nouvelle-{one.pk}",
            description=_writable(one.text),
            author_name=_writable(one.author),
            pubdate=one.published_at,
            updateddate=one.edited_at or one.published_at,
            unique_id=f"{page}#nouvelle-{one.pk}",
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _writable(text: str) -> str:
    """Without what XML cannot hold: one such letter would silence the whole feed."""
    return NOT_IN_XML.sub("", text)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Questions with their answers, and the form to ask one. What is asked is read here once somebody lets it."""
    found = access.get_public_campaign(pk)
    if request.method == "POST" and not ratelimit.consume(request, action="ask"):
        return render(request, "429.html", status=429)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if attempt(form, lambda: actions.ask_publicly(found, by=None, **form.cleaned_data)) is not None:
        return redirect(f"{reverse('funding:ask', args=[pk])}?merci=1")
    return render(request, "funding/ask.html", _asked(request, found, form), status=status_of(form))


def _asked(request: HttpRequest, found: Campaign, form: QuestionForm) -> dict[str, Any]:
    page = Paginator(page_access.questions_of(found), ROWS).get_page(request.GET.get("page"))
    return {
        "campaign": found,
        "form": form,
        "refusals": [] if form.errors else actions.public_asking_refusals(found),
        "thanks": "merci" in request.GET,
        "lines": newsstand.question_lines(page.object_list),
        "page_obj": page,
        "query": "",
    }
