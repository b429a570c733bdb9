"""The browser's end of a line, in front of the whole server's routing where that matters."""

import asyncio
import json
from itertools import count
from typing import Any

from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from django.db import connection
from django.urls import path

from notifications import consumers, hub, live
from notifications.nudges import for_person

NUMBERS = count()
CAMPAIGN: Any = consumers.campaign  # Django's types know no other views than of HTTP
PUBLIC = URLRouter([path("live/campagne/<int:pk>/", CAMPAIGN)])


class Line(ApplicationCommunicator):
    """One page."""

    async def say(self, **frame):
        await self.send_input({"type": "websocket.receive", "text": json.dumps(frame)})

    async def say_raw(self, **message):
        await self.send_input({"type": "websocket.receive", **message})

    async def heard(self):
        """The next frame: what changed."""
        message = await self.receive_output(timeout=5)
        assert message["type"] == "websocket.send", message
        (key,) = frame = json.loads(message["text"])
        assert key == "changed"
        return frame["changed"]

    async def heard_all(self, *subjects):
        """These frames, in whatever order, and no other."""
        found = [await self.heard() for _ in subjects]
        assert sorted(found) == sorted(subjects)

    async def closed(self):
        """The reason for which it was closed; frames before that are passed over."""
        while (message := await self.receive_output(timeout=5))["type"] != "websocket.close":
            assert message["type"] == "websocket.send"
        await self.wait()
        return message["code"]

    async def heard_nothing_but(self, *subjects):
        """These frames and no other."""
        found = sorted(await self.heard_so_far())
        assert found == sorted(subjects), found

    async def heard_so_far(self):
        """All that was sent until now: a last word of our own comes after it."""
        last = f"last word {next(NUMBERS)}"
        live.nudge([for_person(self.person, last)])
        found = []
        while (subject := await self.heard()) != last:
            if not subject.startswith("last word"):
                found.append(subject)
        return found

    async def hang_up(self):
        await self.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wait()


async def done(act, *args, **named):
    """Let somebody act, in the thread of a request that closes its connection."""

    def request():
        try:
            return act(*args, **named)
        finally:
            connection.close()

    return await sync_to_async(request)()


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - what is awaited has no event of its own
            await asyncio.sleep(0)


async def line(person, *watched, opens=None, address="10.0.0.1"):
    """An open page of this person that shows these subjects."""
    page = Line(consumers.screen, {"type": "websocket", "path": "/live/", "user": person, "client": (address, 1)})
    page.person = person.pk
    before = set(hub.here().lines)
    await page.send_input({"type": "websocket.connect"})
    assert (await page.receive_output(timeout=5))["type"] == "websocket.accept"
    (page.end,) = hub.here().lines - before
    if watched:
        await page.say(watch=list(watched))
        await until(lambda: page.end.watched == set(watched))
        await done(lambda: None)  # and what was asked about them was answered, in the same thread
    if opens:
        await page.say(open=opens)
        await until(lambda: page.end.opened == opens)
        await done(lambda: None)
    return page


async def refused(person, address="10.0.0.1"):
    """Why somebody gets no line."""
    page = Line(consumers.screen, {"type": "websocket", "path": "/live/", "user": person, "client": (address, 1)})
    await page.send_input({"type": "websocket.connect"})
    assert (await page.receive_output(timeout=5))["type"] == "websocket.accept"
    return await page.closed()


async def public_line(number, address="10.0.0.1"):
    scope = {"type": "websocket", "path": f"/live/campagne/{number}/", "client": (address, 1)}
    page = Line(PUBLIC, scope)
    await page.send_input({"type": "websocket.connect"})
    assert (await page.receive_output(timeout=5))["type"] == "websocket.accept"
    return page
