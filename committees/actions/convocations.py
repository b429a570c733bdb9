"""Called to a meeting: who is, what they answer, to whom they lend their voice."""

from collections.abc import Iterator

from committees import access, guards, proxies, rules, rulesets, seating
from committees.actions.locks import lock_sitting
from committees.models import Answer, Convocation, Mandate, Meeting, MeetingState, Proxy, ProxyState, Seat
from committees.models.meetings import SITTING
from committees.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require


def call(meeting: Meeting) -> None:
    """Write who is called to a meeting that is being convened: holders and substitutes of that day."""
    Convocation.objects.bulk_create(
        Convocation(
            meeting=meeting,
            seat=mandate.seat,
            user=mandate.user,
            name=str(mandate.user),
            capacity=mandate.capacity,
            sent_at=meeting.convened_at or clock.now(),
        )
        for mandate in seating.mandates(meeting.committee)
    )


@action("committees.answer_convocation", refuses=("meeting-state", "not-called", "answer-missing"))
def answer_convocation(meeting: Meeting, *, answer: Answer, by: User) -> Convocation:
    """Say whether one comes, follows at a distance or not at all. Whoever comes takes back the proxy they gave.

    One answer for all the seats by which one is called. A substitute hears that the holder does not come.
    """
    meeting, _ = lock_sitting(meeting)
    require(guards.meeting_state_refusals(meeting, MeetingState.CONVENED, *SITTING))
    if answer == Answer.NONE:
        raise Refused([refuse("answer-missing")])
    mine = access.convocation_of(by, meeting)
    if mine is None:
        raise Refused([refuse("not-called")])
    if answer != Answer.EXCUSED:
        for proxy in Proxy.objects.active().filter(meeting=meeting, person=by):
            _end(proxy)
    _answer(mine, answer, by)
    others = Convocation.objects.filter(meeting=meeting, user=by).exclude(pk=mine.pk)
    others.update(answer=answer, answered_at=mine.answered_at)
    return mine


def _answer(called: Convocation, answer: Answer, by: User) -> None:
    called.answer, called.answered_at = answer, clock.now()
    called.save(update_fields=["answer", "answered_at"])
    waiting = None if called.is_substitute or answer != Answer.EXCUSED else _substitute(called.seat)
    record(
        Kind.CONVOCATION_ANSWERED,
        subject=called.meeting.subject,
        by=by,
        office=access.office_at(by, called.meeting),
        people={"substitute": waiting} if waiting else {},
        seat=called.seat.code,
        answer=answer,
        scheduled_at=called.meeting.scheduled_at,
    )


def _substitute(seat: Seat) -> User | None:
    return next((one.user for one in seating.of_seat(seat) if one.is_substitute), None)


GIVING = (
    "meeting-state", "not-your-seat", "paper-missing", "no-proxies", "not-on-roll", "proxy-already-given",
    "proxy-chain", "own-proxy", "proxy-without-voice", "one-proxy-each", "same-fallback", "giver-present",
)  # fmt: skip


@action("committees.give_proxy", refuses=GIVING)
def give_proxy(
    meeting: Meeting, *, giver: Seat, holder: Seat, by: User, fallback: Seat | None = None, proof: str = ""
) -> Proxy:
    """Lend a seat's voice for a meeting. Its holder does so; a proxy on paper is entered by who keeps the meeting."""
    meeting, _ = lock_sitting(meeting)
    require(proxy_giving_refusals(meeting, giver, holder, fallback, by=by, proof=proof))
    for former in Proxy.objects.active().filter(meeting=meeting, giver=giver):
        _end(former)  # of whoever sat there before
    person = _sits(giver)
    assert person is not None, "a vacant seat has no voice and was refused above"
    named = {"giver": person, "holder": _sits(holder), "fallback": _sits(fallback) if fallback else None}
    proxy = Proxy.objects.create(
        meeting=meeting,
        giver=giver,
        person=person,
        holder=holder,
        fallback=fallback,
        given_by=by,
        proof=proof.strip(),
        given_at=clock.now(),
    )
    record(
        Kind.PROXY_GIVEN,
        subject=meeting.subject,
        by=by,
        office=access.office_at(by, meeting),
        people={name: one for name, one in named.items() if one is not None},
        seat=giver.code,
        scheduled_at=meeting.scheduled_at,
    )
    asked = Convocation.objects.filter(meeting=meeting, seat=giver, user=person)
    called = asked.exclude(answer=Answer.EXCUSED).first()
    if called is not None:
        _answer(called, Answer.EXCUSED, by)
    return proxy


def proxy_giving_refusals(
    meeting: Meeting, giver: Seat, holder: Seat, fallback: Seat | None, *, by: User, proof: str
) -> Iterator[Refusal]:
    """Why this seat cannot lend its voice so."""
    yield from guards.meeting_state_refusals(meeting, MeetingState.CONVENED, *SITTING)
    if _sits(giver) != by:
        if list(guards.bureau_refusals(by, meeting.committee)):
            yield refuse("not-your-seat")
        elif not proof.strip():
            yield refuse("paper-missing")
    if meeting.presences.now().filter(seat=giver).exists():
        yield refuse("giver-present")
    roll = proxies.roll_of(meeting, proxies.given_at(meeting))
    yield from rules.proxy_refusals(
        roll,
        giver.pk,
        holder.pk,
        fallback=fallback.pk if fallback else None,
        per_holder=rulesets.of_meeting(meeting).proxies_per_holder,
    )


@action("committees.revoke_proxy", refuses=("meeting-state", "not-your-seat", "proxy-over"))
def revoke_proxy(proxy: Proxy, *, by: User) -> Proxy:
    """Take a proxy back: its giver at any time, or who keeps the meeting. A ballot already cast by it stands."""
    meeting, _ = lock_sitting(proxy.meeting)
    held = Proxy.objects.select_for_update(of=("self",)).select_related("giver", "holder").get(pk=proxy.pk)
    require(guards.meeting_state_refusals(meeting, MeetingState.CONVENED, *SITTING))
    if _sits(held.giver) != by and list(guards.bureau_refusals(by, meeting.committee)):
        raise Refused([refuse("not-your-seat")])
    if held.state != ProxyState.ACTIVE:
        raise Refused([refuse("proxy-over")])
    _end(held)
    holder = _sits(held.holder)
    record(
        Kind.PROXY_REVOKED,
        subject=meeting.subject,
        by=by,
        office=access.office_at(by, meeting),
        people={"holder": holder} if holder else {},
        seat=held.giver.code,
        scheduled_at=meeting.scheduled_at,
    )
    return held


def _end(proxy: Proxy) -> None:
    proxy.state, proxy.revoked_at = ProxyState.REVOKED, clock.now()
    proxy.save(update_fields=["state", "revoked_at"])


def _sits(seat: Seat) -> User | None:
    held = Mandate.objects.in_force().holders().filter(seat=seat).select_related("user").first()
    return held.user if held else None
