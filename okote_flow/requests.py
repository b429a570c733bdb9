"""Types of requests."""

from django.http import HttpRequest

from okote_flow.directory.models import User


class MemberRequest(HttpRequest):
    """A request behind LoginRequiredMiddleware: somebody is there."""

    user: User
