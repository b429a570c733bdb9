"""The opinions that are asked of somebody from outside, on their first page: which committee asks, until when."""

from django.http import HttpRequest

from committees import expertise
from okote_flow.directory.models import User

Context = dict[str, object]


def context(request: HttpRequest, user: User) -> Context | None:
    """None where nothing is asked of them."""
    asked = list(expertise.asked_of(user))
    return {"asked": asked} if asked else None
