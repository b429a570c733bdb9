"""Types of requests."""

from django.http import HttpRequest

from okote_flow.directory.models import User


class MemberRequest(HttpRequest):
    """A request behind LoginRequiredMiddleware: somebody is there."""

    user: User


def is_live(request: HttpRequest) -> bool:
    """A page that is open asks again for its zones (static/zones.js): it has a shell, and nobody comes to look anew.

    What is shown once, such as a message, must wait for a page that somebody opens.
    """
    return "Okote-Live" in request.headers
