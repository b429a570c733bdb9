"""What a dossier's page says of its keeping, to whoever may take its proof away or keeps the archives."""

from typing import Any

from django.http import HttpRequest

from dossiers.models import Dossier
from okote_flow.directory.models import User
from okote_flow.records import access


def context(request: HttpRequest, dossier: Dossier) -> dict[str, Any] | None:
    """Nothing for a holder, a member of a committee, or a draft."""
    user = request.user
    if not isinstance(user, User) or dossier.submitted_at is None or not access.may_prove(user, dossier):
        return None
    is_reader = access.is_reader(user)
    return {
        "dossier": dossier,
        "hold": access.holds_on([dossier]).get(dossier.pk) if is_reader else None,
        "is_reader": is_reader,
    }


def requests_due(request: HttpRequest, thing: object) -> dict[str, Any] | None:
    """For the archivist: what persons asked and nobody has answered yet."""
    user = request.user
    if not isinstance(user, User) or not access.is_keeper(user):
        return None
    waiting = list(access.requests_for(user).filter(outcome="open")[:5])
    return {"requests": waiting} if waiting else None
