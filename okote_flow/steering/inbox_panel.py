"""What the dashboard shows beside the tasks of those who steer: the year's two targets."""

from django.http import HttpRequest

from committees.access import committees_where
from committees.models import CommitteeKind
from committees.models.bodies import VIEW
from okote_flow import clock
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User
from okote_flow.steering.board import targets

Context = dict[str, object]
STEERS = frozenset({Office.DIRECTOR, Office.AUDITOR})


def context(request: HttpRequest, user: User) -> Context | None:
    """For director and auditor, and for the steering committee."""
    sits = committees_where(user, VIEW).filter(kind=CommitteeKind.STEERING)
    if not offices_of(user) & STEERS and not sits.exists():
        return None
    today = clock.today()
    return {"year": today.year, "targets": targets(user, today.year)}
