"""The live line says that something changed, never what: the page asks again over HTTP, under its reader's rights.

This is the sending end. Nudges are gathered for a moment and leave as one message to the hubs of all processes, not
one per person nor per line; at the other end each hub tells those of its lines whose person may know (`hub`).
"""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from notifications.changes import nudges_of
from notifications.nudges import Nudge, of_event
from okote_flow.journal.models import Event

log = logging.getLogger(__name__)

HUBS = "nudges"  # the group in which every process's hub listens
MOMENT = 0.05  # seconds for which what follows a first message is gathered
MOST = 500  # nudges in one message
PATIENCE = 2  # seconds that a process without a loop waits at most for a layer that does not answer
LONG_PATIENCE = 30  # the server's loop holds up nobody by waiting

_loop: list[asyncio.AbstractEventLoop] = []


def through(loop: asyncio.AbstractEventLoop | None) -> None:
    """Send through the server's loop: an in-memory layer does not cross loops, and `serve` has background threads."""
    _loop[:] = [loop] if loop else []


def tell(event: Event) -> None:
    """Let open pages know that an event happened. It is certain by now, and what fails here hurts nobody: the hubs
    read the journal too."""
    try:
        nudge(nudges_of(event), mark=of_event(event.pk))
    except Exception:
        log.exception("event %s (%s) was not told to open pages", event.pk, event.kind)


def nudge(nudges: Iterable[Nudge], *, mark: str = "") -> None:
    """Nudge the pages of whoever may know. `mark` names the fact behind it, so that no hub tells it twice."""
    wanted = dict.fromkeys(nudges)
    marks = [mark] if mark else []
    if not wanted and not marks:
        return
    loop = _present_loop()
    if loop is None:
        async_to_sync(_send_in_time)(wanted, marks)
    else:
        loop.call_soon_threadsafe(_gather, wanted, marks)


def _present_loop() -> asyncio.AbstractEventLoop | None:
    """The loop one is in, else the server's."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return _loop[0] if _loop and _loop[0].is_running() else None


class _Outbox:
    """What waits for the next message; the first after a quiet moment leaves at once."""

    def __init__(self) -> None:
        self.nudges: dict[Nudge, None] = {}
        self.marks: list[str] = []
        self.sending: asyncio.Task[None] | None = None

    def gather(self, nudges: dict[Nudge, None], marks: list[str]) -> None:
        self.nudges |= nudges
        self.marks += marks
        if self.sending is None:
            self.sending = asyncio.get_running_loop().create_task(self._leave())

    async def _leave(self) -> None:
        try:
            while self.nudges or self.marks:
                nudges, marks, self.nudges, self.marks = self.nudges, self.marks, {}, []
                try:
                    await _send_in_time(nudges, marks, LONG_PATIENCE)
                except Exception:
                    log.exception("the layer of the live line does not take messages")
                await asyncio.sleep(MOMENT)
        finally:
            self.sending = None


_outboxes: dict[asyncio.AbstractEventLoop, _Outbox] = {}


def _gather(nudges: dict[Nudge, None], marks: list[str]) -> None:
    loop = asyncio.get_running_loop()
    if loop not in _outboxes:
        _outboxes.clear()  # a loop that came before is closed
        _outboxes[loop] = _Outbox()
    _outboxes[loop].gather(nudges, marks)


async def _send_in_time(nudges: dict[Nudge, None], marks: list[str], patience: int = PATIENCE) -> None:
    async with asyncio.timeout(patience):
        await _send(list(nudges), marks)


async def _send(nudges: list[Nudge], marks: list[str]) -> None:
    layer: Any = get_channel_layer()
    assert layer is not None, "CHANNEL_LAYERS names a default"
    for first in range(0, max(len(nudges), len(marks)), MOST):
        message = {
            "type": "nudges",
            "nudges": [one.packed() for one in nudges[first : first + MOST]],
            "marks": marks[first : first + MOST],
        }
        await layer.group_send(HUBS, message)
