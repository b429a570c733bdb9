"""The verbs of a meeting: plan it, fill its agenda, convene, open, call its items, close."""

from datetime import datetime, timedelta

from committees import access, duties, guards, rules, rulesets
from committees.actions.agenda import Points, carry_over, leave_unreached, next_position
from committees.actions.chairing import preside, put_back
from committees.actions.convocations import call
from committees.actions.editing import link_refusals
from committees.actions.interests import detect
from committees.actions.locks import lock_committee, lock_item, lock_meeting
from committees.actions.notice import await_notice
from committees.models import (
    AgendaItem,
    Committee,
    FreeItem,
    FreeItemState,
    ItemState,
    Meeting,
    MeetingState,
    Presence,
)
from committees.models.bodies import KEEP
from committees.models.meetings import LIVE
from committees.rolls import call_roll
from committees.rulesets import rule_of
from committees.sentences import refuse
from dossiers import access as dossier_access
from dossiers import deadlines, stages
from dossiers.actions import lock as lock_dossier
from dossiers.lifecycle import Keeper
from dossiers.models import DeadlineKind, Dossier
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require


@action("committees.plan_meeting", refuses=("not-yours", "meeting-past", "link-not-https"))
def plan_meeting(
    committee: Committee, *, scheduled_at: datetime, place: str, by: User, remote_link: str = ""
) -> Meeting:
    """Prepare a meeting; members hear of it when it is convened."""
    committee = lock_committee(committee)
    require(guards.bureau_refusals(by, committee))
    return _plan(committee, scheduled_at, place, remote_link, by)


def _plan(
    committee: Committee, scheduled_at: datetime, place: str, link: str, by: User, first: Meeting | None = None
) -> Meeting:
    require(link_refusals(link.strip()))
    if scheduled_at < clock.now():
        raise Refused([refuse("meeting-past")])
    meeting = Meeting.objects.create(
        committee=committee,
        scheduled_at=scheduled_at,
        place=place.strip(),
        remote_link=link.strip(),
        planned_by=by,
        secretary=by if access.may(by, KEEP, committee) else None,
        second_call_of=first,
    )
    await_notice(meeting)
    record(
        Kind.MEETING_PLANNED,
        subject=meeting.subject,
        by=by,
        office=access.office_at(by, meeting),
        committee=committee.code,
        scheduled_at=scheduled_at,
        second_call_of=first.pk if first else None,
    )
    return meeting


@action(
    "committees.call_again",
    refuses=(
        "not-yours",
        "meeting-state",
        "meeting-past",
        "link-not-https",
        "no-second-call",
        "called-again",
        "nothing-to-call-again",
    ),
)
def call_again(meeting: Meeting, *, scheduled_at: datetime, place: str, by: User, remote_link: str = "") -> Meeting:
    """Prepare a second meeting on what the first could not decide for want of quorum: it needs no quorum."""
    committee = lock_committee(meeting.committee)
    first = lock_meeting(meeting)
    require(guards.second_call_refusals(by, first))
    return _again(committee, first, scheduled_at, place, remote_link, by)


def _again(committee: Committee, first: Meeting, scheduled_at: datetime, place: str, link: str, by: User) -> Meeting:
    """The same agenda: what lacked its quorum, and what no dossier is about and was not reached."""
    again = _plan(committee, scheduled_at, place, link, by, first)
    items = list(guards.items_to_call_again(first).select_related("dossier").order_by("dossier"))
    held = {item.pk: lock_dossier(item.dossier) for item in items}
    unreached = first.free_items.filter(state=FreeItemState.NOT_REACHED)
    points: Points = [*items, *unreached]
    for position, item in enumerate(sorted(points, key=lambda one: one.position), 1):
        if isinstance(item, FreeItem):
            carry_over(item, again, position)
        else:
            put_on(again, held[item.pk], position, by)
    return again


def _draft_second(committee: Committee, first: Meeting, by: User) -> None:
    """A meeting that lacked its quorum has its second one prepared, on the first day that the rules allow.

    Its date is a proposal: whoever prepares it changes or keeps it, then convenes. A second meeting has no third.
    """
    if first.second_call_of_id is not None or any(guards.second_call_refusals(by, first)):
        return
    earliest = first.day + timedelta(days=rulesets.of_meeting(first).second_call_days)
    day = max(earliest, clock.today() + timedelta(days=1))
    at = datetime.combine(day, first.scheduled_at.astimezone(clock.PARIS).time(), tzinfo=clock.PARIS)
    _again(committee, first, at, first.place, first.remote_link, by)


@action(
    "committees.add_item",
    refuses=("not-yours", "meeting-state", "recused", "wrong-committee", "already-on-agenda", "notice-too-short"),
)
def add_item(meeting: Meeting, *, dossier: Dossier, by: User) -> AgendaItem:
    """Put a dossier at the end of the agenda. After the convocation, only while its notice can still be kept."""
    meeting = lock_meeting(meeting)
    dossier = lock_dossier(dossier)
    require(guards.agenda_refusals(by, meeting, dossier))
    return put_on(meeting, dossier, next_position(meeting), by)


def put_on(meeting: Meeting, dossier: Dossier, position: int, by: User) -> AgendaItem:
    """A held dossier leaves the waiting list for an agenda."""
    item = AgendaItem.objects.create(meeting=meeting, dossier=dossier, position=position)
    if dossier_access.holds(by, dossier, Keeper.ENGAGEMENT_SECRETARY):
        stages.finish(dossier, duties.AGENDA, by=by)
    else:
        stages.cancel(dossier, duties.AGENDA)
    detect(dossier, by=by)
    record(
        Kind.ITEM_ADDED,
        subject=dossier.subject,
        by=by,
        office=access.office_at(by, meeting),
        meeting=meeting.pk,
        scheduled_at=meeting.scheduled_at,
    )
    return item


@action("committees.remove_item", refuses=("not-yours", "recused", "meeting-state", "item-state"))
def remove_item(item: AgendaItem, *, by: User) -> AgendaItem:
    """Take a dossier off the agenda; it may be put on another."""
    item = lock_item(item)
    require(guards.removal_refusals(by, item))
    _set_state(item, ItemState.WITHDRAWN)
    duties.ask_for_agenda(item.dossier)
    office = access.office_at(by, item.meeting)
    record(Kind.ITEM_REMOVED, subject=item.dossier.subject, by=by, office=office, meeting=item.meeting_id)
    return item


def _set_state(item: AgendaItem, state: ItemState) -> None:
    item.state = state
    item.save(update_fields=["state"])


@action(
    "committees.convene",
    refuses=("not-yours", "meeting-state", "agenda-empty", "notice-too-short", "urgent-notice-too-short"),
)
def convene(meeting: Meeting, *, by: User, urgent_reason: str = "") -> Meeting:
    """Call the members, five days before; in urgency, one clear day before and with a reason."""
    meeting = lock_meeting(meeting)
    require(guards.convene_refusals(by, meeting, urgent_reason))
    meeting.state, meeting.convened_at = MeetingState.CONVENED, clock.now()
    meeting.urgent_reason = urgent_reason.strip()
    meeting.ruleset = rulesets.in_force(meeting.committee, meeting.day)
    meeting.save(update_fields=["state", "convened_at", "urgent_reason", "ruleset"])
    deadlines.close(meeting.subject, DeadlineKind.NOTICE, "Séance convoquée")
    call(meeting)
    record(
        Kind.MEETING_CONVENED,
        subject=meeting.subject,
        by=by,
        office=access.office_at(by, meeting),
        scheduled_at=meeting.scheduled_at,
        place=meeting.place,
        urgent=bool(meeting.urgent_reason),
    )
    return meeting


@action("committees.open_meeting", refuses=("not-yours", "meeting-state", "meeting-not-today", "meeting-elsewhere"))
def open_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Begin, on the day. The quorum is asked at each item."""
    lock_committee(meeting.committee)
    meeting = lock_meeting(meeting)
    require(guards.opening_refusals(by, meeting))
    meeting.state, meeting.opened_at = MeetingState.OPEN, clock.now()
    meeting.save(update_fields=["state", "opened_at"])
    preside(meeting)
    record(Kind.MEETING_OPENED, subject=meeting.subject, by=by, office=access.office_at(by, meeting))
    return meeting


@action(
    "committees.open_item", refuses=("not-yours", "nobody-presides", "meeting-state", "item-state", "item-running")
)
def open_item(item: AgendaItem, *, by: User) -> AgendaItem:
    """Call an item. The first by precedence who is there and does not stand aside presides it."""
    item = lock_item(item)
    call = call_roll(item)
    require(guards.calling_refusals(by, item, call))
    item.presiding_id = call.roll.presiding
    item.state = ItemState.OPENED
    item.save(update_fields=["presiding", "state"])
    record(
        Kind.ITEM_CALLED,
        subject=item.dossier.subject,
        by=by,
        office=access.office_at(by, item.meeting),
        meeting=item.meeting_id,
        seat=_code(item),
    )
    return item


def _code(item: AgendaItem) -> str:
    return item.presiding.code if item.presiding else ""


@action("committees.leave_item", refuses=("not-yours", "recused", "item-state", "poll-open"))
def leave_item(item: AgendaItem, *, by: User) -> AgendaItem:
    """Set an item aside, to be called again later: lost quorum is not a postponement."""
    item = lock_item(item)
    require(guards.leaving_refusals(by, item))
    put_back(item, by)
    return item


@action("committees.close_meeting", refuses=("not-yours", "meeting-state", "poll-open"))
def close_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Lift the meeting. What was not reached awaits the next agenda; what lacked its quorum, a second meeting."""
    committee = lock_committee(meeting.committee)
    meeting = lock_meeting(meeting)
    require(guards.closing_refusals(by, meeting))
    _give_items_back(meeting)
    Presence.objects.now().filter(meeting=meeting).update(left_at=clock.now())
    meeting.state, meeting.closed_at = MeetingState.CLOSED, clock.now()
    meeting.suspended_at = meeting.resumes_at = None
    meeting.save(update_fields=["state", "suspended_at", "resumes_at", "closed_at"])
    record(Kind.MEETING_CLOSED, subject=meeting.subject, by=by, office=access.office_at(by, meeting))
    _draft_second(committee, meeting, by)
    return meeting


def _give_items_back(meeting: Meeting) -> None:
    """What was not reached awaits the next agenda; where the quorum is missing now, a second meeting may be called."""
    for item in meeting.items.filter(state__in=LIVE).select_related("dossier").order_by("dossier"):
        dossier = lock_dossier(item.dossier)
        item.meeting, item.state = meeting, ItemState.NOT_REACHED
        if meeting.is_sitting:
            roll, rule = call_roll(item).roll, rule_of(item)
            item.lacked_quorum = any(rules.quorum_refusals(roll, rule))
            item.lost_by_recusals = rules.lost_by_recusals(roll, rule)
        item.save(update_fields=["state", "lacked_quorum", "lost_by_recusals"])
        duties.ask_for_agenda(dossier)
    leave_unreached(meeting)


@action("committees.cancel_meeting", refuses=("not-yours", "meeting-state", "reason-missing"))
def cancel_meeting(meeting: Meeting, *, reason: str, by: User) -> Meeting:
    """Call a meeting off before it opens; its dossiers await the next agenda."""
    meeting = lock_meeting(meeting)
    require([*guards.cancelling_refusals(by, meeting), *guards.reason_refusals(reason)])
    _give_items_back(meeting)
    meeting.state, meeting.cancel_reason = MeetingState.CANCELLED, reason.strip()
    meeting.save(update_fields=["state", "cancel_reason"])
    deadlines.close(meeting.subject, DeadlineKind.NOTICE, "Séance annulée")
    record(
        Kind.MEETING_CANCELLED,
        subject=meeting.subject,
        by=by,
        office=access.office_at(by, meeting),
        reason=meeting.cancel_reason,
    )
    return meeting


def withdraw_items(dossier: Dossier, by: User | None) -> None:
    """A dossier that is withdrawn or sent back leaves the agenda, in the same transaction."""
    dossier.agenda_items.filter(state__in=LIVE).update(state=ItemState.WITHDRAWN)


def settle_items(dossier: Dossier, by: User | None) -> None:
    """A territorial committee's opinion settles the item of the meeting where it was formed."""
    dossier.agenda_items.filter(state__in=LIVE).update(state=ItemState.DECIDED)
