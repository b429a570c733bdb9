"""Who presides now, kept on the meeting and on the item called: passes on with an absence or a recusal."""

from committees import access
from committees.actions.locks import lock_sitting, open_poll_of
from committees.models import AgendaItem, Committee, ItemState, Meeting
from committees.models.meetings import SITTING
from committees.rolls import RollCall, call_roll, item_presider, meeting_presider
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record


def preside(meeting: Meeting) -> None:
    """Say who presides the meeting and the item called, after somebody came, left or stood aside."""
    seat = meeting_presider(meeting)
    if meeting.is_sitting and meeting.presiding_id != seat:
        meeting.presiding_id = seat
        meeting.save(update_fields=["presiding"])
    for item in meeting.items.select_related("dossier").filter(state=ItemState.OPENED):
        item.meeting = meeting
        preside_item(item, call_roll(item))


def preside_item(item: AgendaItem, call: RollCall) -> None:
    """The first by precedence; over a running poll, whoever presides it stays as long as they are there."""
    poll = open_poll_of(item)
    if poll is not None and item.presiding_id in call.roll.present:
        return
    _seat(item, call.roll.presiding)


def put_back(item: AgendaItem, by: User | None) -> None:
    """A held item waits to be called again: without its quorum it is neither decided nor postponed."""
    item.presiding, item.state = None, ItemState.PLANNED
    item.save(update_fields=["presiding", "state"])
    office = access.office_at(by, item.meeting) if by is not None else ""
    record(Kind.ITEM_LEFT, subject=item.dossier.subject, by=by, office=office, meeting=item.meeting_id)


def follow_presider(item: AgendaItem) -> RollCall:
    """The roll of a held item; a term that ended or a project joined since leaves the chair to the next."""
    call = call_roll(item)
    if item.status == ItemState.OPENED:
        _seat(item, item_presider(item, call))
    return call


def preside_again(committee: Committee) -> None:
    """After a term began or ended: over the meeting that the committee is holding."""
    for meeting in Meeting.objects.filter(committee=committee, state__in=SITTING):
        preside(lock_sitting(meeting)[0])


def _seat(item: AgendaItem, seat: int | None) -> None:
    if item.presiding_id != seat:
        item.presiding_id = seat
        item.save(update_fields=["presiding"])
