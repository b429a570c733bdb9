"""The server as it is, and a bare broadcast of Channels with the same payload beside it: for benchmarks/live.py."""

import time
from typing import Any

from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer

from okote_flow.asgi import application as house  # Django stands now

from django.db import transaction

from dossiers.models import Dossier
from notifications import limits
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record

limits.LINES_OF_ADDRESS = limits.Limit("lines-address", 10**9)  # all clients come from one address


class Bare(AsyncWebsocketConsumer):
    """What the documentation of Channels shows: everybody in one group, no question asked."""

    async def connect(self) -> None:
        await self.channel_layer.group_add("bare", self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard("bare", self.channel_name)

    async def say(self, message: dict[str, Any]) -> None:
        await self.send(text_data=message["text"])


bare = Bare.as_asgi()


def commit(keys: list[int]) -> float:
    """One event of each dossier, in one transaction each. The instant of the first commit."""
    instants: list[float] = []
    for key in keys:
        with transaction.atomic():
            dossier = Dossier.objects.select_for_update().get(pk=key)
            transaction.on_commit(lambda: instants.append(time.monotonic()))
            record(Kind.DOSSIER_EDITED, subject=dossier.subject, by=None, fields=["title"])
    return instants[0]


async def broadcast(keys: list[int]) -> float:
    at = time.monotonic()
    for key in keys:
        text = f'{{"changed": "dossier:{key}"}}'
        await get_channel_layer().group_send("bare", {"type": "say", "text": text})
    return at


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    path = scope.get("path", "")
    if scope["type"] == "websocket" and path == "/bare/":
        await bare(scope, receive, send)
    elif scope["type"] == "http" and path.startswith("/bench/"):
        _, _, what, numbers = path.split("/")
        keys = [int(number) for number in numbers.split(",")]
        at = await (broadcast(keys) if what == "bare" else sync_to_async(commit, thread_sensitive=False)(keys))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": repr(at).encode()})
    else:
        await house(scope, receive, send)
