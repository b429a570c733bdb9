"""One hub per process: it knows every open line, hears every nudge once, and asks once per event who may know of it.

A layer may lose messages (it is at-most-once, and Redis may be away for a while); the journal loses none. So each hub
also reads the journal on by itself, and tells what it did not hear of.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Iterable
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer

from notifications import attendance, doors, live, presence
from notifications.line import GONE, LOST, Line
from notifications.nudges import INBOX, ME, PRESENCE, RIGHTS, Nudge, beside, named, within
from okote_flow import clock

log = logging.getLogger(__name__)

WINDOW = 0.05  # seconds for which nudges that follow are gathered while the first are told
TURN = 5.0  # seconds between two readings of the journal
REVIEW_TURNS = 3  # so many turns between two looks at sessions and accounts
RETRY = 1.0
HEARD = 10_000  # marks of what was told, remembered
_BY_HEART = ("person", "campaign")  # asked of no door: one's own lines, and what is everybody's


class Hub:
    """The lines of one event loop."""

    def __init__(self) -> None:
        self.lines: set[Line] = set()
        self._by_subject: dict[str, set[Line]] = {}
        self._by_person: dict[int, set[Line]] = {}
        self._waiting: dict[Nudge, None] = {}
        self._heard: OrderedDict[str, None] = OrderedDict()
        self._something = asyncio.Event()
        self._listening = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._day = clock.today()

    # Lines

    async def join(self, line: Line) -> None:
        """From when this returns, nothing that the line watches happens unheard."""
        self.lines.add(line)
        if line.person is not None:
            self._by_person.setdefault(line.person, set()).add(line)
        if not self._tasks:
            self._start()
        if not self._listening.is_set():
            await self._listening.wait()

    async def leave(self, line: Line) -> None:
        """Forget a line. With the last one the hub rests."""
        self.watch(line, frozenset())
        self.lines.discard(line)
        if line.person is not None:
            _take_out(self._by_person, line.person, line)
        line.drop()
        if not self.lines:
            await self._rest()

    def watch(self, line: Line, subjects: frozenset[str]) -> None:
        """What a page shows, in place of what it showed before."""
        for subject in line.watched - subjects:
            _take_out(self._by_subject, subject, line)
        for subject in subjects - line.watched:
            self._by_subject.setdefault(subject, set()).add(line)
        line.watched = subjects

    def open_lines(self, person: int) -> int:
        """How many lines of this person are open in this process."""
        return len(self._by_person.get(person, ()))

    # Nudges

    def hear(self, nudges: Iterable[Nudge], marks: Iterable[str] = ()) -> None:
        """Take in what happened; it is told in a moment. `marks` name what is told with it."""
        self._waiting |= dict.fromkeys(nudges)
        self._heard |= dict.fromkeys(marks)
        while len(self._heard) > HEARD:
            self._heard.popitem(last=False)
        if self._waiting:
            self._something.set()

    async def tell_all(self) -> None:
        """Tell what waits: together what is about the same thing, so that each thing is asked about once."""
        waiting, self._waiting = self._waiting, {}
        self._something.clear()
        about: dict[str, list[Nudge]] = {}
        for one in waiting:
            about.setdefault(one.of, []).append(one)
        for of, nudges in about.items():
            try:
                await self._tell(of, nudges)
            except Exception:
                log.exception("the live line could not tell of %s, and tries again", of)
                asyncio.get_running_loop().call_later(RETRY, self.hear, nudges)

    async def _tell(self, of: str, nudges: list[Nudge]) -> None:
        kind, _, key = of.partition(":")
        if kind in _BY_HEART:
            await self._tell_by_heart(kind, key, nudges)
            return
        lines = {one: self._lines_for(one.subject) for one in nudges}
        watching = self._by_subject.get(of, set())
        people = {line.person for found in (watching, *lines.values()) for line in found if line.person is not None}
        if not people:
            return
        others = {person for one in nudges for person in named(one.circle)}
        sides = await _asked(doors.seers, of, people | others)
        for one, found in lines.items():
            for line in found:
                if line.person is not None and within(one.circle, line.person, sides):
                    self._say(line, one.subject)
        await self._end_lost([line for line in watching if line.person not in sides])

    async def _tell_by_heart(self, kind: str, key: str, nudges: list[Nudge]) -> None:
        for one in nudges:
            lines = self._by_person.get(int(key)) if kind == "person" else self._by_subject.get(one.subject)
            if one.subject == RIGHTS:
                await self.review(list(lines or ()))
                continue
            for line in lines or ():
                self._say(line, one.subject)

    def _lines_for(self, subject: str) -> set[Line]:
        if subject == ME:
            return {line for lines in self._by_person.values() for line in lines}
        found = set(self._by_subject.get(subject, ()))
        if subject.startswith(PRESENCE):
            place = subject.removeprefix(PRESENCE)
            found |= {line for line in self.lines if line.opened == place}
        return found

    def _say(self, line: Line, subject: str) -> None:
        line.tell(subject)
        if subject == ME and INBOX in line.watched:
            line.tell(INBOX)

    # Rights

    async def review(self, lines: Iterable[Line]) -> None:
        """Ask again what these lines watch: one query for each thing, and an end to those that lost a right."""
        watching: dict[str, set[Line]] = {}
        for line in lines:
            for subject in line.watched:
                watching.setdefault(subject, set()).add(line)
        for subject, found in watching.items():
            people = {line.person for line in found if line.person is not None}
            if subject in doors.EVERYBODY_S or not people:
                continue
            sides = await _asked(doors.seers, subject, people)
            await self._end_lost([line for line in found if line.person is not None and line.person not in sides])

    async def _end_lost(self, lines: list[Line]) -> None:
        """An account that was closed is no right lost, but a person gone."""
        people = {line.person for line in lines if line.person is not None}
        active = await _asked(attendance.active, people) if people else set()
        for line in lines:
            if line.person is not None:
                line.end(LOST if line.person in active else GONE)

    async def review_sessions(self) -> None:
        """End the lines of those who logged out, whose session ran out, whose account was closed: two queries."""
        lines = [line for line in self.lines if line.person is not None]
        if not lines:
            return
        active = await _asked(attendance.active, {line.person for line in lines})
        alive = await _asked(attendance.alive, {line.session for line in lines if line.session})
        for line in lines:
            if line.person not in active or (line.session and line.session not in alive):
                line.end(GONE)

    # What runs while there are lines

    def _start(self) -> None:
        live.through(asyncio.get_running_loop())
        self._day = clock.today()
        works = (self._listen, self._work, self._turn)
        self._tasks = [asyncio.get_running_loop().create_task(work()) for work in works]

    async def _rest(self) -> None:
        tasks, self._tasks = self._tasks, []
        self._waiting.clear()
        self._listening.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        """Where the layer cannot be reached the lines stay open: the journal is read meanwhile."""
        while True:
            try:
                await self._listen_once()
            except Exception:
                log.exception("the live line does not reach its layer, and tries again")
            self._listening.set()
            await asyncio.sleep(RETRY)

    async def _listen_once(self) -> None:
        layer: Any = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(live.HUBS, channel)
        try:
            self._listening.set()
            while True:
                message = await layer.receive(channel)
                self.hear(map(Nudge.unpacked, message["nudges"]), message["marks"])
        finally:
            await layer.group_discard(live.HUBS, channel)

    async def _work(self) -> None:
        while True:
            await self._something.wait()
            await self.tell_all()
            await asyncio.sleep(WINDOW)

    async def _turn(self) -> None:
        journal = attendance.Journal()
        await self._try(lambda: _asked(journal.start))
        for turn in count(1):
            await asyncio.sleep(TURN)
            await self._try(lambda: self.read_journal(journal))
            self.forget_the_silent()
            if turn % REVIEW_TURNS == 0:
                await self._try(self.review_sessions)
            if self._day != clock.today():  # terms begin and end with the day, without an event
                self._day = clock.today()
                await self._try(lambda: self.review(list(self.lines)))

    async def read_journal(self, journal: attendance.Journal) -> None:
        """Hear of what no message told."""
        nudges, marks = await _asked(journal.read_on, set(self._heard))
        self.hear(nudges, marks)

    def forget_the_silent(self) -> None:
        """Who has stopped beating is no longer present; those beside are told, so that the name goes."""
        for line in self.lines:
            if line.opened is not None and line.person is not None and line.is_silent(presence.LASTS):
                self.hear([Nudge(f"{PRESENCE}{line.opened}", line.opened, beside(line.person))])
                line.opened = None

    async def _try(self, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        try:
            await work()
        except Exception:
            log.exception("a turn of the live line's hub")


async def _asked(question: Callable[..., Any], *arguments: Any) -> Any:
    """Ask the database, in the thread that does so."""
    return await database_sync_to_async(question)(*arguments)


def _take_out(lines: dict[Any, set[Line]], key: object, line: Line) -> None:
    found = lines.get(key)
    if found is not None:
        found.discard(line)
        if not found:
            del lines[key]


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def here() -> Hub:
    """The hub of this process: there is one event loop that serves."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
