"""The pages that belong to nobody's app: the home page, public texts, health, a request that came too late."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from funding.access import running_campaigns


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html", {"campaigns": []})


@login_not_required
@require_safe
def text(request: HttpRequest, template: str) -> HttpResponse:
    """A page of words: accessibility, legal mentions, privacy, source code."""
    return render(request, template)


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For the machine that watches: 200 while pages and database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or cookies are off: nothing was done."""
    return render(request, "403.html", {"expired": True}, status=403)
