"""The calls to noticed projects that await somebody, on their first page."""

from django.http import HttpRequest

from committees import lead_access
from okote_flow.directory.models import User

Context = dict[str, object]
FEW = 5


def context(request: HttpRequest, user: User) -> Context | None:
    """None where nobody waits for a call."""
    calls = list(lead_access.awaited(user)[: FEW + 1])
    return {"calls": calls[:FEW], "more": len(calls) > FEW} if calls else None
