"""What an event changes on open pages, and who may know of it. Whoever may see a subject may know what happens to it,
but for the kinds of this table: what is prepared, sealed or secret is told only to those who may see that very thing.
"""

from collections.abc import Iterator

from committees.models import Entitlement, Poll
from committees.models.votes import Visibility
from committees.sight import told_of_sheets
from dossiers.access import READ_NOTES
from dossiers.models import Dossier
from notifications.nudges import ALL, INSIDE, ME, OFFICE, PIPELINE, RIGHTS, THREAD, Nudge, for_person, only
from okote_flow.directory.models import Appointment
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event, Identity

CIRCLES: dict[str, str] = {
    # prepared, not handed over: holders do not see it (dossiers.page.PREPARED)
    Kind.QUESTION_ASKED: INSIDE,
    Kind.QUESTION_REMOVED: INSIDE,
    Kind.OPINION_RECORDED: INSIDE,
    Kind.DEBATE_ASKED: INSIDE,
    Kind.TALLY_ENTERED: INSIDE,
    Kind.TASK_CLAIMED: INSIDE,
    Kind.TASK_RELEASED: INSIDE,
    # committees are no part of the thread
    Kind.MESSAGE_SENT: THREAD,
    Kind.MESSAGE_RETRACTED: THREAD,
    # who is late is between colleagues (dossiers.page.OF_THE_HOUSE)
    Kind.DEADLINE_MISSED: INSIDE,
    Kind.DEADLINE_SILENCE: INSIDE,
    # one member's own acts (dossiers.page.OF_ONE_MEMBER); besides, their author, and for sheets who may read them
    Kind.SHEET_SAVED: OFFICE,
    Kind.SHEET_GIVEN: OFFICE,
    Kind.SHEET_TAKEN_BACK: OFFICE,
    Kind.BALLOT_CAST: OFFICE,
}
SHEETS = frozenset({Kind.SHEET_GIVEN, Kind.SHEET_TAKEN_BACK})
OF_THEIR_AUTHOR = frozenset({Kind.SHEET_SAVED, *SHEETS, Kind.BALLOT_CAST, Kind.BALLOT_LATE})
POLLS = frozenset(
    {
        *(Kind.POLL_OPENED, Kind.POLL_CLOSED, Kind.POLL_VOIDED, Kind.POLL_EXTENDED, Kind.BALLOT_CAST),
        *(Kind.BALLOT_LATE, Kind.VOTE_ASKED, Kind.VOICE_REASSIGNED, Kind.HANDS_COUNTED),
        Kind.TALLY_ENTERED,
    }
)
STILL = frozenset(
    {
        Kind.DOSSIER_EDITED,
        Kind.ATTACHMENT_ADDED,
        Kind.ATTACHMENT_REMOVED,
        Kind.QUESTION_ASKED,
        Kind.QUESTION_REMOVED,
        Kind.QUESTION_ANSWERED,
        Kind.SHEET_SAVED,
        Kind.SHEET_GIVEN,
        Kind.SHEET_TAKEN_BACK,
        Kind.BALLOT_CAST,
        Kind.MESSAGE_SENT,
        Kind.MESSAGE_RETRACTED,
        Kind.NOTE_WRITTEN,
        Kind.STORY_WRITTEN,
        Kind.PICTURE_ADDED,
        Kind.PICTURE_DESCRIBED,
        Kind.PICTURE_REMOVED,
        Kind.SUPPORTERS_COUNTED,
    }
)
"""What leaves the tasks of others and the figures of the pipeline as they are."""
ONLY_TASKS = frozenset({Kind.TASK_CLAIMED, Kind.TASK_RELEASED})
IN_CAMPAIGN = frozenset(
    {
        Kind.GIFT_RECEIVED,
        Kind.GIFT_REFUNDED,
        Kind.MATCH_CHANGED,
        Kind.REFUNDS_SENT,
        Kind.REFUND_ACCOUNT_GIVEN,
        Kind.REFUNDS_ASKED,
        Kind.REFUND_REFUSED,
        Kind.REFUND_SENT,
        Kind.REFUND_RETURNED,
        Kind.PLEDGE_MADE,
        Kind.PLEDGE_RELEASED,
        Kind.CAP_CHANGED,
        Kind.CAMPAIGN_EXTENDED,
        Kind.ENTRY_REVERSED,
        Kind.DOSSIER_OPEN_CAMPAIGN,
        Kind.DOSSIER_SUCCEED,
        Kind.DOSSIER_FAIL,
        Kind.DOSSIER_SETTLE,
        Kind.DOSSIER_RENOUNCE,
        Kind.DOSSIER_CANCEL,
    }
)
"""What moves the counter of a public campaign."""
TAKES_RIGHTS = frozenset(
    {
        Kind.OFFICE_ENDED,
        Kind.MANDATE_ENDED,
        Kind.MEMBER_REMOVED,
        Kind.MEMBER_LEFT,
        Kind.RECUSED,
        Kind.DOSSIER_TRANSFERRED,
    }
)
"""After these, the people whom the event names are asked again what they may see."""


def nudges_of(event: Event) -> list[Nudge]:
    """Everything that an event changes. Without those whom it is told to: their bell is nudged when it is told."""
    kind, _, key = event.subject.partition(":")
    found = list(_of_dossier(event, int(key)) if kind == "dossier" else [Nudge(event.subject, event.subject)])
    if event.kind in TAKES_RIGHTS:
        for person in _people(event):
            found += [for_person(person, RIGHTS), for_person(person)]
    return found


def _of_dossier(event: Event, key: int) -> Iterator[Nudge]:
    circle = _of_notes() if event.kind == Kind.NOTE_WRITTEN else CIRCLES.get(event.kind, ALL)
    if event.kind == Kind.BALLOT_CAST:
        yield from _of_ballot(event)
    else:
        yield Nudge(event.subject, event.subject, circle)
        yield from _at_meeting(event)
    if event.kind in OF_THEIR_AUTHOR:
        yield from _for_author(event)
    if event.kind in SHEETS:
        yield from _of_sheets(event, key)
    if event.kind in IN_CAMPAIGN:
        yield Nudge(f"campaign:{key}", f"campaign:{key}")
    if event.kind not in STILL:
        yield Nudge(ME, event.subject, circle)  # those who see it may have a task more, or one less
        if event.kind not in ONLY_TASKS:
            yield Nudge(PIPELINE, event.subject, circle)


def _of_notes() -> str:
    """Those whose office reads internal notes; who stands aside from the dossier is not among its people anyway."""
    held = Appointment.objects.in_force().filter(office__in=READ_NOTES)
    return only(held.values_list("user", flat=True))


def _of_ballot(event: Event) -> Iterator[Nudge]:
    """The room sees how many have voted; of a secret ballot not even when it fell, but for who presides."""
    poll = Poll.objects.filter(pk=_number(event, "poll") or 0).first()
    if poll is None:
        return
    room = f"meeting:{poll.meeting_id}"
    if poll.visibility != Visibility.PUBLIC:
        presiding = Entitlement.objects.filter(poll=poll, seat=poll.presiding_id).values_list("user", flat=True)
        yield Nudge(room, event.subject, only(presiding))
        return
    yield Nudge(event.subject, event.subject, OFFICE)
    yield Nudge(room, event.subject, INSIDE)


def _at_meeting(event: Event) -> Iterator[Nudge]:
    """The agenda shows every point to the room; a vote only to those who do not stand aside from its dossier."""
    meeting = _number(event, "meeting")
    poll = _number(event, "poll")
    if meeting is None and poll is not None:
        meeting = Poll.objects.filter(pk=poll).values_list("meeting", flat=True).first()
    if meeting is not None:
        room = f"meeting:{meeting}"
        yield Nudge(room, event.subject, INSIDE) if event.kind in POLLS else Nudge(room, room)


def _for_author(event: Event) -> Iterator[Nudge]:
    """Their other pages, and their tasks."""
    for person in _known([event.actor]):
        yield Nudge(event.subject, event.subject, only([person]))
        yield for_person(person)


def _of_sheets(event: Event, key: int) -> Iterator[Nudge]:
    """A sheet stays sealed for those who have not given theirs: that one was given is not told to them either."""
    dossier = Dossier.objects.filter(pk=key).first()
    people = told_of_sheets(dossier) if dossier is not None else set()
    if people is None:
        yield Nudge(event.subject, event.subject, INSIDE)
    elif people:
        yield Nudge(event.subject, event.subject, only(people))
        yield Nudge(ME, event.subject, only(people))


def _number(event: Event, name: str) -> int | None:
    found = event.facts.get(name)
    return found if isinstance(found, int) else None


def _people(event: Event) -> list[int]:
    """The accounts of those whom an event names."""
    people = event.facts.get("people")
    return _known([str(commitment) for commitment in people.values()]) if isinstance(people, dict) else []


def _known(commitments: list[str]) -> list[int]:
    found = Identity.objects.filter(commitment__in=commitments, user__isnull=False)
    return sorted(set(found.values_list("user", flat=True)))
