"""Who reads minutes, and what a stranger may learn of a sealed document."""

from django.db.models import QuerySet

from committees import access, minutes
from committees.models import AgendaItem, Meeting, Minutes, MinutesState
from dossiers import access as dossier_access
from okote_flow.directory.models import User


def of_meeting(user: User, meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting that somebody may see; while they are being written, the bureau's alone."""
    found = Minutes.objects.filter(meeting=meeting)
    if not access.runs(user).filter(pk=meeting.committee_id).exists():
        found = found.exclude(state=MinutesState.DRAFT)
    rows = found.select_related("meeting__committee", "approved_in", "signed_by", "approved_by")
    return rows.first()


def extract_of(user: User, item_pk: int) -> tuple[Minutes, AgendaItem] | None:
    """A point and its signed minutes, for those who see its dossier, its holder included."""
    items = AgendaItem.objects.filter(
        pk=item_pk, dossier__in=dossier_access.dossiers_for(user), meeting__minutes__state=MinutesState.SIGNED
    )
    item = items.select_related("dossier", "presiding").first()
    if item is None:
        return None
    return Minutes.objects.select_related("meeting__committee").get(meeting=item.meeting_id), item


def that_is(digest: str) -> Minutes | None:
    """The sealed minutes of this SHA-256, byte for byte."""
    return _sealed().filter(sha256=digest).first()


def with_code(code: str) -> Minutes | None:
    """The sealed minutes that a code names, however it was typed."""
    return _sealed().filter(code=minutes.clean_code(code)).first()


def _sealed() -> QuerySet[Minutes]:
    return Minutes.objects.filter(state=MinutesState.SIGNED).select_related("meeting__committee")
