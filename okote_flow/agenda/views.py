"""The page on which one makes the address of one's calendar, and the calendar itself for whoever has that address."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from okote_flow.agenda import access, actions, feed
from okote_flow.requests import MemberRequest


@never_cache
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """My calendar's address, what stands in it, and how to change or end it."""
    found = access.feed_of(request.user)
    address = reverse("agenda:feed", args=[access.token_of(found)]) if found else ""
    context = {
        "feed": found,
        "address": settings.SITE_URL.rstrip("/") + address if found else "",
        "meetings": access.meetings_of(request.user).count(),
        "deadlines": access.deadlines_of(request.user).count(),
    }
    return render(request, "agenda/mine.html", context)


@require_POST
def renew(request: MemberRequest) -> HttpResponse:
    actions.renew(by=request.user)
    messages.success(request, "L’adresse de votre agenda est prête.")
    return redirect("agenda:mine")


@require_POST
def revoke(request: MemberRequest) -> HttpResponse:
    actions.revoke(by=request.user)
    messages.success(request, "L’adresse est retirée\u00a0: elle n’ouvre plus rien.")
    return redirect("agenda:mine")


@login_not_required
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """What the person may see today, for a calendar program: kept by nobody else, asked again each time."""
    body = feed.made_for(access.reader_of(token))
    etag = quote_etag(sha256(body).hexdigest())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="okote.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(answer, HttpResponse)
    return answer
