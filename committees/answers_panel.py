"""The convocations that await somebody's answer, with their buttons, above everything else on their first page."""

from django.http import HttpRequest

from committees import called
from okote_flow.directory.models import User

Context = dict[str, object]


def context(request: HttpRequest, user: User) -> Context | None:
    """None where nothing awaits an answer."""
    asked = list(called.unanswered(user))
    return {"asked": asked} if asked else None
