"""What the committees show beside somebody's tasks: the next meeting, their part in it, the dossiers on its agenda."""

from django.http import HttpRequest

from committees import access
from committees.models import AgendaItem, Mandate
from committees.models.bodies import VIEW
from committees.models.meetings import LIVE
from okote_flow.directory.models import User

Context = dict[str, object]
FEW = 5


def context(request: HttpRequest, user: User) -> Context | None:
    """None to who sits in no committee and watches none."""
    meeting = access.meetings_for(user).coming().for_list().first()
    if meeting is None:
        return {"meeting": None} if access.committees_where(user, VIEW).exists() else None
    shown = AgendaItem.objects.filter(meeting=meeting, state__in=LIVE, dossier__in=access.inside(user))
    items = list(shown.select_related("dossier__organization").order_by("position")[: FEW + 1])
    own = Mandate.objects.in_force().filter(user=user, seat__committee=meeting.committee_id)
    return {
        "meeting": meeting,
        "items": items[:FEW],
        "more": len(items) > FEW,
        "seat": next((mandate.seat for mandate in own.select_related("seat").order_by("capacity", "seat")[:1]), None),
    }
