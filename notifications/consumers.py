"""One open screen of one person, at the other end of the live line."""

import json

from channels.generic.websocket import AsyncWebsocketConsumer

from notifications.live import line_of


class Screen(AsyncWebsocketConsumer):
    """Listens only: what a screen sends is ignored."""

    line = ""

    async def connect(self) -> None:
        """Somebody who is not logged in gets no line (the handshake is answered with 403)."""
        user = self.scope.get("user")
        if user is None or not user.is_authenticated:
            await self.close()  # type: ignore[no-untyped-call]
            return
        self.line = line_of(user.pk)
        await self.channel_layer.group_add(self.line, self.channel_name)
        await self.accept()  # type: ignore[no-untyped-call]

    async def disconnect(self, code: int) -> None:
        if self.line:
            await self.channel_layer.group_discard(self.line, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """A page asks over HTTP, never here."""

    async def nudge(self, message: dict[str, str]) -> None:
        await self.send(text_data=json.dumps({"changed": message["subject"]}))  # type: ignore[no-untyped-call]
