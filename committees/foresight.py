"""The meetings ahead of dossiers that stand on an agenda: what a holder's page is told of them, and no more."""

from collections.abc import Collection

from committees.models import AgendaItem
from committees.models.meetings import LIVE, SITTING, MeetingState
from dossiers.joints import Foreseen
from okote_flow import clock

SAID = {MeetingState.DRAFT: "meeting-planned", **dict.fromkeys((MeetingState.CONVENED, *SITTING), "meeting")}


def meetings(keys: Collection[int]) -> dict[int, list[Foreseen]]:
    """Dossier -> the meeting at which it is to be decided, from its day on."""
    items = AgendaItem.objects.filter(dossier__in=keys, state__in=LIVE, meeting__state__in=SAID)
    items = items.filter(meeting__scheduled_at__gte=clock.local(clock.today()))
    rows = items.values_list("dossier", "meeting__state", "meeting__scheduled_at")
    return {dossier: [Foreseen(SAID[MeetingState(state)], at)] for dossier, state, at in rows}
