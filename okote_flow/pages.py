"""The pages that belong to nobody's app: public texts, health, a request that came too late."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or cookies are off: nothing was done."""
    return render(request, "403.html", {"expired": True}, status=403)
