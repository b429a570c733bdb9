"""What the inbox of those who word texts shows: a wording that is no longer accepted, and so is not said."""

from django.http import HttpRequest

from okote_flow.directory.models import User
from okote_flow.texts import access, wording

Context = dict[str, object]


def context(request: HttpRequest, user: User) -> Context | None:
    if not access.writes(user):
        return None
    broken = wording.current().broken()
    return {"broken": broken} if broken else None
