"""Where lines are opened: `/live/` for who is logged in, `/live/campagne/<number>/` for everybody."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from channels.db import database_sync_to_async

from notifications import doors, hub, limits, live, presence
from notifications.line import GONE, LOST, TOO_BIG, TOO_MANY, Line, Send
from notifications.nudges import PRESENCE, Nudge, beside
from okote_flow.directory.models import User

Receive = Callable[[], Awaitable[dict[str, Any]]]
Scope = dict[str, Any]
Hear = Callable[[Line, dict[str, Any]], Awaitable[None]]

BIGGEST = 4096  # bytes of a frame
MOST_WATCHED = 30
LONGEST_SUBJECT = 60
MOST_LINES = 40  # of one person in one process
MOST_STRANGERS = 2_000  # in one process


async def screen(scope: Scope, receive: Receive, send: Send) -> None:
    """An open page of somebody who is logged in."""
    await receive()
    user = scope.get("user")
    if user is None or not user.is_authenticated or not user.is_active:
        await _refuse(send, GONE)
        return
    allowed = await _counted((limits.LINES_OF_PERSON, user.pk), (limits.LINES_OF_ADDRESS, _address(scope)))
    if not allowed or hub.here().open_lines(user.pk) >= MOST_LINES:
        await _refuse(send, TOO_MANY)
        return
    session = scope.get("session")
    line = Line(send, person=user.pk, session=getattr(session, "session_key", None) or "")
    try:
        await _converse(line, receive, _hear)
    finally:
        await asyncio.shield(_move(line, None))


async def campaign(scope: Scope, receive: Receive, send: Send) -> None:
    """The counter of one public campaign, for anybody: no identity, nothing is heard."""
    await receive()
    strangers = sum(line.person is None for line in hub.here().lines)
    if strangers >= MOST_STRANGERS or not await _counted((limits.PUBLIC_LINES_OF_ADDRESS, _address(scope))):
        await _refuse(send, TOO_MANY)
        return
    subject = await database_sync_to_async(doors.public_subject)(scope["url_route"]["kwargs"]["pk"])
    if subject is None:
        await _refuse(send, LOST)
        return
    line = Line(send)
    hub.here().watch(line, frozenset({subject}))
    await _converse(line, receive, _ignore)


async def _refuse(send: Send, code: int) -> None:
    """Accept, so that the page can read why, and close."""
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": code})


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else "-"


async def _counted(*limits_of: tuple[limits.Limit, object]) -> bool:
    """Whether one more is within every limit; all of them count it."""

    counts = [await database_sync_to_async(limit.allows)(who) for limit, who in limits_of]
    return all(counts)


async def _converse(line: Line, receive: Receive, hear: Hear) -> None:
    """Keep a line until the page or the hub ends it."""
    here = hub.here()
    try:
        await here.join(line)
        await line.accept()
        reading = asyncio.ensure_future(_read(line, receive, hear))
        ending = asyncio.ensure_future(line.over.wait())
        await asyncio.wait({reading, ending}, return_when=asyncio.FIRST_COMPLETED)
        for task in (reading, ending):
            task.cancel()
        await asyncio.gather(reading, ending, return_exceptions=True)
    finally:
        await here.leave(line)


async def _read(line: Line, receive: Receive, hear: Hear) -> None:
    """Frames of the page. What is malformed is passed over; what is too big or too much ends the line."""
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        if line.is_ending:
            continue
        text, raw = message.get("text"), message.get("bytes")
        size = len(text.encode()) if text is not None else len(raw or b"")
        if size > BIGGEST:
            line.end(TOO_BIG)
        elif not line.may_say_more():
            line.end(TOO_MANY)
        elif text is not None and (frame := _parsed(text)):
            await hear(line, frame)


def _parsed(text: str) -> dict[str, Any]:
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}


async def _ignore(line: Line, frame: dict[str, Any]) -> None:
    """A stranger's page has nothing to say."""


async def _hear(line: Line, frame: dict[str, Any]) -> None:
    """One frame may hold one thing or several; what is not of the protocol is passed over."""
    if "watch" in frame:
        await _watch(line, frame["watch"])
    if "open" in frame and not line.is_ending:
        await _open(line, frame["open"])
    if "beat" in frame and line.opened is not None:
        await _beat(line)


async def _watch(line: Line, subjects: object) -> None:
    """Watch first, then ask whether one may: nothing is missed in between, and every nudge is asked for anyway."""
    if not isinstance(subjects, list):
        return
    wanted = [one for one in subjects[:MOST_WATCHED] if isinstance(one, str) and len(one) <= LONGEST_SUBJECT]
    known = frozenset(one for one in wanted if doors.is_known(one))
    hub.here().watch(line, known)
    if known - await _seen(line, known):
        line.end(LOST)


async def _open(line: Line, place: object) -> None:
    """What the page has open now; None for nothing."""
    if place is not None and not (isinstance(place, str) and presence.is_place(place)):
        return
    if place is None:
        await _move(line, None)
    elif place in await _seen(line, [place]):
        await _move(line, place)
    else:
        line.end(LOST)


async def _beat(line: Line) -> None:
    """Still there. The right is asked again: who lost it is not said to be there."""
    place = line.opened
    if place is not None:
        await _open(line, place)


async def _seen(line: Line, subjects: Any) -> set[str]:
    """As this person stands now: offices and seats are read afresh."""

    def ask() -> set[str]:
        person = User.objects.filter(pk=line.person or 0).first()
        return set(doors.seen(person, subjects)) if person is not None else set()

    seen: set[str] = await database_sync_to_async(ask)()
    return seen


async def _move(line: Line, place: str | None) -> None:
    """Be present at one place and no other; those beside are told when that makes somebody come or go."""
    person = line.person
    if person is None or (place is None and line.opened is None):
        return
    before, line.opened = line.opened, place
    line.beat()

    def write() -> list[str]:
        moved = []
        if before is not None and before != place and presence.leave(before, person, line.name):
            moved.append(before)
        if place is not None and presence.beat(place, person, line.name):
            moved.append(place)
        return moved

    moved = await database_sync_to_async(write)()
    live.nudge(Nudge(f"{PRESENCE}{one}", one, beside(person)) for one in moved)
