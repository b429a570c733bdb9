"""The pages that belong to nobody's app: home, public texts, health, a request that came too late or too long."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from funding.access import running_campaigns


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html", {"campaigns": running_campaigns()})


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


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What could not be read: too long (413) or not understood (400). No menu: it may be the request itself."""
    too_long = isinstance(exception, RequestDataTooBig)
    content = render_to_string(
        "400.html", {"too_long": too_long, "limit": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20}
    )
    return HttpResponse(content, status=413 if too_long else 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or cookies are off: nothing was done."""
    return render(request, "403.html", {"expired": True}, status=403)
