"""What accounts show beside an administrator's tasks: the invitations that nobody has accepted yet."""

from django.http import HttpRequest

from okote_flow.accounts import access
from okote_flow.directory.models import User

Context = dict[str, object]
FEW = 5


def context(request: HttpRequest, user: User) -> Context | None:
    if not access.is_administrator(user):
        return None
    waiting = access.waiting_invitations()
    return {"waiting": list(waiting[:FEW]), "count": waiting.count()}
