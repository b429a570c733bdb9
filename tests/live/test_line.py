"""The live line: it says that something changed, never what; a stranger gets none."""

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from dossiers import actions
from notifications import live
from notifications.consumers import Screen

pytestmark = pytest.mark.django_db(transaction=True)


def submit(world):
    return actions.submit(world.draft(), by=world.alice)


class Line(ApplicationCommunicator):
    """The browser's end of one line."""

    async def say(self, **frame):
        await self.send_input({"type": "websocket.receive", **frame})

    async def heard(self):
        return json.loads((await self.receive_output())["text"])

    async def hang_up(self):
        await self.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wait()


async def done(act, *args):
    """Let somebody act, in the thread of a request that closes its connection."""

    def request():
        try:
            return act(*args)
        finally:
            connection.close()

    return await sync_to_async(request)()


async def line(person):
    """An open screen of this person; None when they get no line."""
    screen = Line(Screen.as_asgi(), {"type": "websocket", "path": "/live/", "user": person})
    await screen.send_input({"type": "websocket.connect"})
    answer = await screen.receive_output()
    return screen if answer["type"] == "websocket.accept" else None


@pytest.mark.parametrize("person", [AnonymousUser(), None])
async def test_a_stranger_gets_no_line(person):
    assert await line(person) is None


async def test_a_nudge_says_that_something_changed_and_never_what(world):
    screen = await line(world.odile)

    dossier = await done(submit, world)

    assert await screen.heard() == {"changed": dossier.subject}
    assert await screen.receive_nothing()
    await screen.hang_up()


async def test_who_is_not_told_is_not_nudged(world):
    screen = await line(world.zoe)

    await done(submit, world)

    assert await screen.receive_nothing()
    await screen.hang_up()


async def test_every_open_screen_of_a_person_is_nudged_once(world):
    screens = [await line(world.alice), await line(world.alice)]

    await done(live.nudge, [world.alice.pk, world.alice.pk], "dossier:7")

    for screen in screens:
        assert await screen.heard() == {"changed": "dossier:7"}
        assert await screen.receive_nothing()
        await screen.hang_up()


async def test_what_a_screen_sends_is_ignored(world):
    screen = await line(world.alice)

    for frame in ("not json", "{", json.dumps({"type": "nudge", "subject": "dossier:1"})):
        await screen.say(text=frame)
    await screen.say(bytes=b"\x00\xff")
    await done(live.nudge, [world.alice.pk], "dossier:7")

    assert await screen.heard() == {"changed": "dossier:7"}
    await screen.hang_up()


class Loops:
    """A layer that notes in which loop it was used."""

    def __init__(self):
        self.seen = []

    async def group_send(self, group, message):
        self.seen.append(asyncio.get_running_loop())


async def test_a_background_thread_sends_through_the_loop_of_the_server(monkeypatch):
    layer, server = Loops(), asyncio.get_running_loop()
    monkeypatch.setattr(live, "get_channel_layer", lambda: layer)
    live.through(server)
    try:
        await asyncio.to_thread(live.nudge, [1, 2], "dossier:7")
        await asyncio.sleep(0)
    finally:
        live.through(None)

    assert layer.seen == [server, server]


async def test_without_a_server_s_loop_a_thread_sends_by_itself(monkeypatch):
    layer = Loops()
    monkeypatch.setattr(live, "get_channel_layer", lambda: layer)

    await asyncio.to_thread(live.nudge, [1], "dossier:7")

    assert len(layer.seen) == 1
    assert layer.seen != [asyncio.get_running_loop()]
