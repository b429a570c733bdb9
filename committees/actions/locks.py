"""The one order in which committees hold rows: meeting, dossier, agenda item, poll; the roll and ballots follow."""

from committees.models import AgendaItem, Committee, ItemState, Meeting, Poll, PollState
from dossiers.actions import lock as lock_dossier


def lock_committee(committee: Committee) -> Committee:
    return Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)


def lock_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it is now, its row held until the transaction ends."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("committee")
    return rows.get(pk=meeting.pk)


def hold_meeting(key: int) -> Meeting:
    """The same by its number: deadlines know no more of a meeting."""
    return Meeting.objects.select_for_update(of=("self",)).get(pk=key)


def lock_sitting(meeting: Meeting) -> tuple[Meeting, AgendaItem | None]:
    """The meeting and the item that it has called, its dossier held too."""
    meeting = lock_meeting(meeting)
    called = meeting.items.filter(state=ItemState.OPENED).select_related("dossier").first()
    if called is not None:
        called.meeting, called.dossier = meeting, lock_dossier(called.dossier)
    return meeting, called


def lock_item(item: AgendaItem) -> AgendaItem:
    """The item as it is now, with its meeting and its dossier, all held."""
    meeting = lock_meeting(item.meeting)
    dossier = lock_dossier(item.dossier)
    held = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    held.meeting, held.dossier = meeting, dossier
    return held


def lock_poll(poll: Poll) -> Poll:
    """The poll as it is now, with what stands above it, all held."""
    item = lock_item(poll.item)
    held = Poll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    held.item = item
    return held


def open_poll_of(item: AgendaItem) -> Poll | None:
    """The running poll of a held item, held too."""
    poll = Poll.objects.select_for_update(of=("self",)).filter(item=item, state=PollState.OPEN).first()
    if poll is not None:
        poll.item = item
    return poll
