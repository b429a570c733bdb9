"""With the convocation of a steering meeting goes its pack, frozen as it stands then."""

from committees.models import CommitteeKind, Meeting
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.reports import actions


def on_event_recorded(event: Event, **kwargs: object) -> None:
    """Speaks once the act is committed. Told twice, the same content is frozen once."""
    if event.kind != Kind.MEETING_CONVENED:
        return
    meeting = Meeting.objects.select_related("committee").filter(pk=int(event.subject.partition(":")[2])).first()
    if meeting is not None and meeting.committee.kind == CommitteeKind.STEERING:
        actions.freeze_pack(meeting, by=None)
