"""Beside somebody's tasks: the decision letters that wait for their signature, or to be sent."""

from django.http import HttpRequest

from committees import letters_access
from committees.models.bodies import KEEP, PRESIDE
from committees.powers import powers_of
from dossiers.lifecycle import Keeper
from okote_flow.directory.models import User

Context = dict[str, object]
KEEPERS = {PRESIDE: Keeper.CHAIR, KEEP: Keeper.ENGAGEMENT_SECRETARY}
FEW = 6


def context(request: HttpRequest, user: User) -> Context | None:
    """To the secretary and to whoever presides; one query."""
    held = {power.permission for power in powers_of(user)}
    keepers = frozenset(keeper for permission, keeper in KEEPERS.items() if permission in held)
    waiting = list(letters_access.in_hand(user, keepers)[: FEW + 1]) if keepers else []
    return {"waiting": waiting[:FEW], "more": len(waiting) > FEW} if waiting else None
