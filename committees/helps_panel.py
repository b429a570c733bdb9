"""The help that members of the territory's committee give to a campaign, on the page of its dossier."""

from django.http import HttpRequest

from committees import help_access
from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow.directory.models import User

Context = dict[str, object]


def context(request: HttpRequest, dossier: Dossier) -> Context | None:
    """None where there is neither help nor a campaign to help."""
    assert isinstance(request.user, User), "the page of a dossier is read by somebody"
    helps = list(help_access.helps_of(request.user, dossier))
    is_running = dossier.status == State.CAMPAIGN
    if not helps and not is_running:
        return None
    done = sum(one.done_on is not None for one in helps)
    return {
        "dossier": dossier,
        "helps": len(helps),
        "done": done,
        "unanswered": sum(one.accepted is None and one.done_on is None for one in helps),
        "may_offer": is_running and help_access.may_offer(request.user, dossier),
    }
