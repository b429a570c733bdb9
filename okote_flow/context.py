"""What every page's shell needs: the menu of this person, the business date of the demo world."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from okote_flow.directory.models import User
from okote_flow.help.roles import Tour, tour_to_offer
from okote_flow.menu import Shell
from okote_flow.operations import demo, rehearsal_room
from okote_flow.requests import is_live


def shell(request: HttpRequest) -> dict[str, object]:
    """What asks the database is a callable: a page that shows no menu asks nothing."""
    user = getattr(request, "user", AnonymousUser())
    common = {
        "demo": demo.banner(may_advance=user.is_authenticated),
        "version": version(),
        "rehearsal": rehearsal_room.bar(user),
    }
    if not user.is_authenticated or not isinstance(user, User):
        return common | {"coquille": "_public.html", "menu": [], "unread": 0}
    of_user = Shell(user, request.path)
    return common | {
        "coquille": lambda: "_vif.html" if is_live(request) else of_user.template,
        "menu": lambda: of_user.sections,
        "unread": lambda: of_user.unread,
        "onward": lambda: of_user.onward,
        "visite": lambda: first_visit(of_user, request),
    }


def first_visit(of_user: Shell, request: HttpRequest) -> Tour | None:
    """The first visit, on one's first page only: it is offered there until it was made or refused."""
    if request.path != reverse("inbox"):
        return None
    return tour_to_offer(of_user, is_asked_for=request.GET.get("visite") == "oui")


@cache
def version() -> str:
    """The version that this instance runs, as the project declares it."""
    declared = tomllib.loads(Path(settings.BASE_DIR, "pyproject.toml").read_text(encoding="utf-8"))
    found: str = declared["project"]["version"]
    return found
