"""The live line says that something changed, never what: the page asks again over HTTP, under its reader's rights."""

import asyncio
from collections.abc import Iterable

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

_loop: list[asyncio.AbstractEventLoop] = []


def line_of(user_id: int) -> str:
    """The group of everything that one person has open."""
    return f"person-{user_id}"


def through(loop: asyncio.AbstractEventLoop | None) -> None:
    """Send through the server's loop: an in-memory layer does not cross loops, and `serve` has background threads."""
    _loop[:] = [loop] if loop else []


def nudge(user_ids: Iterable[int], subject: str) -> None:
    """Let the open screens of these people ask again for what they show of a subject."""
    lines = [line_of(user_id) for user_id in sorted(set(user_ids))]
    if lines and _loop:
        asyncio.run_coroutine_threadsafe(_send(lines, subject), _loop[0])
    elif lines:
        async_to_sync(_send)(lines, subject)


async def _send(lines: list[str], subject: str) -> None:
    layer = get_channel_layer()
    assert layer is not None, "CHANNEL_LAYERS names a default"
    for line in lines:
        await layer.group_send(line, {"type": "nudge", "subject": subject})
