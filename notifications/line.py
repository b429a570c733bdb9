"""One line: the websocket of one open page, as its process's hub knows it."""

import asyncio
import json
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

Send = Callable[[dict[str, Any]], Awaitable[None]]

GONE = 4401  # not logged in any more
LOST = 4403  # a right to what the page shows was lost
TOO_MANY = 4429  # frames, or lines
TOO_BIG = 1009

PATIENCE = 10.0  # seconds that one frame may take to leave
FRAMES_AT_ONCE = 20
MILLI = 1_000
FRAMES_PER_SECOND = 5


class Line:
    """What waits to be said is a set of subjects, so it never grows beyond what the page watches; each line has its
    own writer, so one that does not read holds up nobody. `person` is None for a stranger."""

    def __init__(self, send: Send, *, person: int | None = None, session: str = "") -> None:
        self.person = person
        self.session = session
        self.name = secrets.token_hex(6)  # its own among all processes, for presence
        self.watched: frozenset[str] = frozenset()
        self.opened: str | None = None  # what the page has open, for presence
        self.beaten_at = time.monotonic()
        self.over = asyncio.Event()
        self._send = send
        self._waiting: dict[str, None] = {}
        self._code: int | None = None
        self._writer: asyncio.Task[None] | None = None
        self._frames, self._counted_at = FRAMES_AT_ONCE * MILLI, _milliseconds()

    @property
    def is_ending(self) -> bool:
        return self._code is not None or self.over.is_set()

    async def accept(self) -> None:
        await self._send({"type": "websocket.accept"})

    def tell(self, subject: str) -> None:
        """Say that a subject changed; what waits already is not said twice."""
        if not self.is_ending:
            self._waiting[subject] = None
            self._write()

    def end(self, code: int) -> None:
        """Close it with a reason. What still waited is not said."""
        if not self.is_ending:
            self._code = code
            self._waiting.clear()
            self._write()

    def drop(self) -> None:
        """Nothing more is written."""
        self.over.set()
        if self._writer is not None:
            self._writer.cancel()

    def beat(self) -> None:
        self.beaten_at = time.monotonic()

    def is_silent(self, seconds: int) -> bool:
        """Whether the page has not beaten for so long."""
        return time.monotonic() - self.beaten_at > seconds

    def may_say_more(self) -> bool:
        """Count a frame of the page: so many at once, so many per second after that."""
        now = _milliseconds()
        earned = (now - self._counted_at) * FRAMES_PER_SECOND
        self._frames, self._counted_at = min(FRAMES_AT_ONCE * MILLI, self._frames + earned) - MILLI, now
        return self._frames >= 0

    def _write(self) -> None:
        if self._writer is None or self._writer.done():
            self._writer = asyncio.get_running_loop().create_task(self._empty())

    async def _empty(self) -> None:
        """Say what waits, then close if that was asked. Who does not take a frame in time is dropped."""
        try:
            while self._waiting or self._code is not None:
                async with asyncio.timeout(PATIENCE):
                    if self._code is not None:
                        await self._send({"type": "websocket.close", "code": self._code})
                        break
                    subject = next(iter(self._waiting))
                    del self._waiting[subject]
                    await self._send({"type": "websocket.send", "text": json.dumps({"changed": subject})})
            else:
                return
        except Exception:  # noqa: BLE001  the line is down, whatever the server calls it
            self._waiting.clear()
        self.over.set()


def _milliseconds() -> int:
    return time.monotonic_ns() // 1_000_000
