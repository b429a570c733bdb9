"""The verbs of an agenda beside its dossiers: points of their own, and the order of all."""

from typing import TypeAlias

from django.db.models import Max

from committees import access, agenda_guards, consent
from committees.actions.locks import lock_item, lock_meeting
from committees.models import AgendaItem, FreeItem, FreeItemKind, FreeItemState, ItemState, Meeting
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import require

AWAY = 10_000  # beyond every agenda: where points stand while they change places
Points: TypeAlias = "list[AgendaItem | FreeItem]"


def next_position(meeting: Meeting) -> int:
    """The place after the last point of a held meeting, whether about a dossier or not."""
    items = meeting.items.aggregate(last=Max("position"))["last"] or 0
    free = meeting.free_items.aggregate(last=Max("position"))["last"] or 0
    return max(items, free) + 1


@action(
    "committees.add_free_item",
    refuses=("not-yours", "meeting-state", "agenda-fixed", "notice-too-short", "point-untitled"),
)
def add_free_item(meeting: Meeting, *, kind: FreeItemKind, title: str, by: User, text: str = "") -> FreeItem:
    """Put a point about no dossier at the end of the agenda: information, minutes to approve, an election."""
    meeting = lock_meeting(meeting)
    require([*agenda_guards.addition_refusals(by, meeting), *agenda_guards.title_refusals(title)])
    item = FreeItem.objects.create(
        meeting=meeting, position=next_position(meeting), kind=kind, title=title.strip(), text=text.strip()
    )
    _record(Kind.FREE_ITEM_ADDED, item, by)
    return item


@action("committees.edit_free_item", refuses=("not-yours", "meeting-state", "item-state", "point-untitled"))
def edit_free_item(item: FreeItem, *, kind: FreeItemKind, title: str, by: User, text: str = "") -> FreeItem:
    """Change its words while the meeting is prepared."""
    item = _held(item)
    require([*agenda_guards.edition_refusals(by, item), *agenda_guards.title_refusals(title)])
    item.kind, item.title, item.text = kind, title.strip(), text.strip()
    item.save(update_fields=["kind", "title", "text"])
    _record(Kind.FREE_ITEM_EDITED, item, by)
    return item


@action("committees.remove_free_item", refuses=("not-yours", "meeting-state", "item-state"))
def remove_free_item(item: FreeItem, *, by: User) -> FreeItem:
    """Take it off the agenda; its place stays readable."""
    item = _held(item)
    require(agenda_guards.free_removal_refusals(by, item))
    item.state = FreeItemState.WITHDRAWN
    item.save(update_fields=["state"])
    _record(Kind.FREE_ITEM_REMOVED, item, by)
    return item


@action("committees.deal_with_free_item", refuses=("not-yours", "meeting-state", "item-state"))
def deal_with_free_item(item: FreeItem, *, by: User, note: str = "") -> FreeItem:
    """Say that it was dealt with, and what was said. The note may be corrected until the meeting is lifted."""
    item = _held(item)
    require(agenda_guards.dealing_refusals(by, item))
    item.state, item.said = FreeItemState.DEALT_WITH, note.strip()
    item.save(update_fields=["state", "said"])
    _record(Kind.FREE_ITEM_DEALT_WITH, item, by)
    return item


@action("committees.order_agenda", refuses=("not-yours", "meeting-state", "agenda-changed", "order-unchanged"))
def order_agenda(meeting: Meeting, *, order: list[str], by: User) -> Meeting:
    """Put what is to come in this order; what was dealt with keeps its place. `order` are the points' keys."""
    meeting = lock_meeting(meeting)
    held = ahead(meeting)
    require(agenda_guards.order_refusals(by, meeting, [point.key for point in held], order))
    known = {point.key: point for point in held}
    places = [point.position for point in held]
    before = [known[key].position for key in order]
    _place([known[key] for key in order], places)
    record(
        Kind.AGENDA_ORDERED,
        subject=meeting.subject,
        by=by,
        office=access.office_at(by, meeting),
        places=places,
        before=before,
    )
    return meeting


def ahead(meeting: Meeting) -> Points:
    """The points of a held meeting that are still to come, in their order."""
    items = meeting.items.select_for_update(of=("self",)).filter(state=ItemState.PLANNED).order_by("position")
    free = meeting.free_items.select_for_update(of=("self",)).filter(state=FreeItemState.PLANNED)
    return sorted([*items, *free.order_by("position")], key=lambda point: point.position)


def _place(points: Points, places: list[int]) -> None:
    """Everybody leaves before anybody arrives: no two points ever stand at one place."""
    for away in (AWAY, 0):
        for point, place in zip(points, places, strict=True):
            point.position = place + away
            point.save(update_fields=["position"])


def carry_over(item: FreeItem, meeting: Meeting, position: int) -> FreeItem:
    """The same point at a later meeting, or at the second one on the same agenda."""
    return FreeItem.objects.create(
        meeting=meeting, position=position, kind=item.kind, title=item.title, text=item.text, carried_from=item
    )


def carry_free_item(item: FreeItem, meeting: Meeting, position: int, by: User) -> FreeItem:
    """The same, as an act of its own on the agenda of a later meeting."""
    carried = carry_over(item, meeting, position)
    _record(Kind.FREE_ITEM_ADDED, carried, by)
    return carried


def leave_unreached(meeting: Meeting) -> None:
    """What a meeting that ends did not come to."""
    meeting.free_items.filter(state=FreeItemState.PLANNED).update(state=FreeItemState.NOT_REACHED)


def _held(item: FreeItem) -> FreeItem:
    meeting = lock_meeting(item.meeting)
    held = FreeItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    held.meeting = meeting
    return held


def _record(kind: Kind, item: FreeItem, by: User) -> None:
    """Its place and its nature; its words stay on the meeting's page, with those who may read it."""
    record(
        kind,
        subject=item.meeting.subject,
        by=by,
        office=access.office_at(by, item.meeting),
        point=item.pk,
        position=item.position,
        nature=item.kind,
    )


@action("committees.ask_debate", refuses=("not-on-roll", "meeting-state", "item-state", "debated-anyway"))
def ask_debate(item: AgendaItem, *, by: User) -> AgendaItem:
    """Take a point off the consent list: it is debated before the vote. Asked again, nothing changes."""
    item = lock_item(item)
    require(consent.debate_refusals(by, item))
    if item.debate_asked_by_id is None:
        item.debate_asked_by = by
        item.save(update_fields=["debate_asked_by"])
        record(
            Kind.DEBATE_ASKED,
            subject=item.dossier.subject,
            by=by,
            office=access.office_at(by, item.meeting),
            meeting=item.meeting_id,
        )
    return item
