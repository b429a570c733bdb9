"""Who presides now, kept on the meeting and on the item called: passes on with an absence or a recusal."""

from committees.actions.locks import open_poll_of
from committees.models import AgendaItem, ItemState, Meeting
from committees.rolls import RollCall, call_roll, meeting_presider


def preside(meeting: Meeting) -> None:
    """Say who presides the meeting and the item called, after somebody came, left or stood aside."""
    seat = meeting_presider(meeting)
    if meeting.is_open and meeting.presiding_id != seat:
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
    if item.presiding_id != call.roll.presiding:
        item.presiding_id = call.roll.presiding
        item.save(update_fields=["presiding"])
