"""From an event to the lines: sent once, gathered, none lost, whatever the layer does."""

import asyncio
import logging
import os
import shutil
import subprocess
import sys

import pytest
from channels.layers import InMemoryChannelLayer, channel_layers
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.conf import settings as django_settings
from django.db import transaction

from dossiers import actions
from notifications import attendance, changes, dispatch, hub, live, presence
from notifications.nudges import ME, Nudge, for_person
from okote_flow.journal.models import Event
from tests.live.lines import done, line, until

pytestmark = pytest.mark.django_db(transaction=True)


class Counting(InMemoryChannelLayer):
    """A layer that notes what goes through it, and in which loop."""

    def __init__(self, fails=0):
        super().__init__()
        self.messages, self.loops, self.fails = [], [], fails

    async def group_send(self, group, message):
        self.loops.append(asyncio.get_running_loop())
        if self.fails:
            self.fails -= 1
            raise ConnectionError("the layer is away")
        self.messages.append(message)
        await super().group_send(group, message)


@pytest.fixture
def layer():
    layer = Counting()
    channel_layers.set("default", layer)
    return layer


def submit(world):
    return actions.submit(world.draft(), by=world.alice)


async def test_one_message_leaves_however_many_lines_are_open(world, layer):
    dossier = await done(submit, world)
    pages = [await line(person, dossier.subject) for person in (world.alice, world.odile) for _ in range(5)]
    layer.messages.clear()

    live.nudge([Nudge(dossier.subject, dossier.subject)])

    for page in pages:
        await page.heard_nothing_but(dossier.subject)
    sent = [one for message in layer.messages for one in message["nudges"]]
    assert sent.count([dossier.subject, dossier.subject, ""]) == 1
    for page in pages:
        await page.hang_up()


async def test_a_burst_of_a_thousand_on_one_subject_is_told_in_a_few_words(world, layer):
    dossier = await done(submit, world)
    page = await line(world.alice, dossier.subject)
    layer.messages.clear()

    for _ in range(1_000):
        live.nudge([Nudge(dossier.subject, dossier.subject)])

    heard = await page.heard_so_far()
    assert {*heard} == {dossier.subject}
    assert len(heard) <= 3
    assert len(layer.messages) <= 4
    await page.hang_up()


async def test_a_burst_of_a_thousand_loses_nothing(world, layer):
    """More than a layer's channel holds, from threads that know no loop."""
    page = await line(world.alice)
    wanted = [f"word {number}" for number in range(1_000)]

    def burst():
        for subject in wanted:
            live.nudge([for_person(world.alice.pk, subject)])

    await asyncio.gather(*(asyncio.to_thread(burst) for _ in range(3)))

    heard = []
    while len({*heard}) < len(wanted):
        heard.append(await page.heard())
    assert {*heard} == {*wanted}
    await page.hang_up()


async def test_a_thousand_events_of_the_journal_lose_nothing(world):
    """Those that no message told are read in the journal."""
    dossier = await done(submit, world)
    page = await line(world.alice, dossier.subject)
    journal = attendance.Journal()
    await done(journal.start)
    last = await done(Event.objects.filter(subject=dossier.subject).latest, "seq")

    def thousand():
        for number in range(1, 1_001):
            Event.objects.create(**fact(last, number))

    await done(thousand)
    for _ in range(2):
        await hub.here().read_journal(journal)
        assert dossier.subject in await page.heard_so_far()
    await hub.here().read_journal(journal)
    assert dossier.subject not in await page.heard_so_far()
    await page.hang_up()


def fact(last, number):
    names = ("subject", "kind", "at", "actor", "office", "facts", "previous_hash", "hash")
    return {name: getattr(last, name) for name in names} | {"seq": last.seq + number}


async def test_an_event_committed_out_of_order_is_not_lost(world):
    """Number 7 becomes visible after number 8 was read."""
    dossier = await done(submit, world)
    page = await line(world.alice, dossier.subject)
    journal = attendance.Journal()
    await done(journal.start)
    last = await done(Event.objects.latest, "pk")

    await done(Event.objects.create, **fact(last, 1) | {"pk": last.pk + 2, "subject": "rules:1", "seq": 9})
    await hub.here().read_journal(journal)
    assert dossier.subject not in await page.heard_so_far()
    await done(Event.objects.create, **fact(last, 1) | {"pk": last.pk + 1})
    await hub.here().read_journal(journal)

    assert dossier.subject in await page.heard_so_far()
    await page.hang_up()


async def test_what_a_message_told_is_not_told_again_by_the_journal(world):
    page = await line(world.odile, "inbox")
    journal = attendance.Journal()
    await done(journal.start)

    await done(submit, world)
    assert "inbox" in await page.heard_so_far()
    await hub.here().read_journal(journal)

    await page.heard_nothing_but()
    await page.hang_up()


async def test_where_the_layer_is_away_the_journal_tells(world, layer, caplog):
    page = await line(world.odile, "inbox")
    journal = attendance.Journal()
    await done(journal.start)
    layer.fails = 100

    with caplog.at_level(logging.CRITICAL):
        await done(submit, world)
        await until(lambda: layer.fails < 100)
    layer.fails = 0
    await hub.here().read_journal(journal)

    assert {"me", "inbox"} <= {*await page.heard_so_far()}
    await page.hang_up()


def broken(matter):
    raise ValueError("a broken notice")


async def test_a_notice_written_later_rings_the_bell(world, monkeypatch, caplog):
    """Its event was told long ago, and another process, without a layer in common, wrote the notice."""
    page = await line(world.odile)
    journal = attendance.Journal()
    await done(journal.start)

    with monkeypatch.context() as meanwhile, caplog.at_level(logging.CRITICAL):
        meanwhile.setattr(dispatch, "_rows", broken)
        await done(submit, world)
        assert ME in await page.heard_so_far()  # a task
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(live, "nudge", lambda *nudges, **mark: None)
        await done(dispatch.catch_up)
    assert await page.heard_so_far() == []
    await hub.here().read_journal(journal)

    await page.heard_nothing_but(ME)
    await page.hang_up()


async def test_nothing_is_told_of_what_was_rolled_back(world):
    page = await line(world.odile, "inbox")

    def undone():
        with transaction.atomic():
            submit(world)
            transaction.set_rollback(True)

    await done(undone)

    await page.heard_nothing_but()
    await page.hang_up()


async def test_pages_learn_of_an_event_whose_notice_is_broken(world, monkeypatch, caplog):
    dossier = await done(world.draft)
    page = await line(world.alice, dossier.subject)

    monkeypatch.setattr(dispatch, "_rows", broken)
    with caplog.at_level(logging.CRITICAL):
        await done(actions.submit, dossier, by=world.alice)

    assert dossier.subject in await page.heard_so_far()
    await page.hang_up()


async def test_what_breaks_while_telling_stops_no_act(world, monkeypatch, caplog):
    monkeypatch.setattr(changes, "CIRCLES", None)
    with caplog.at_level(logging.CRITICAL):
        dossier = await done(submit, world)

    assert dossier.state == "submitted"


async def test_a_question_that_fails_is_asked_again(world, monkeypatch, caplog):
    monkeypatch.setattr(hub, "RETRY", 0)
    dossier = await done(submit, world)
    page = await line(world.alice, dossier.subject)
    real, failures = hub.doors.seers, [ConnectionError("the database is away")]

    def once_away(*arguments):
        if failures:
            raise failures.pop()
        return real(*arguments)

    monkeypatch.setattr(hub.doors, "seers", once_away)
    with caplog.at_level(logging.CRITICAL):
        live.nudge([Nudge(dossier.subject, dossier.subject)])
        assert await page.heard() == dossier.subject
    await page.hang_up()


async def test_a_hub_without_lines_rests(world):
    here = hub.here()
    page = await line(world.alice)
    tasks = list(here._tasks)
    assert tasks

    await page.hang_up()

    assert here._tasks == []
    assert all(task.done() for task in tasks)
    again = await line(world.alice)
    await again.heard_nothing_but()
    await again.hang_up()


# The loop


async def test_a_background_thread_sends_through_the_loop_of_the_server(layer):
    live.through(asyncio.get_running_loop())
    try:
        await asyncio.to_thread(live.nudge, [for_person(1), for_person(2)])
        await until(lambda: layer.loops)
    finally:
        live.through(None)

    assert layer.loops == [asyncio.get_running_loop()]


async def test_without_a_server_s_loop_a_thread_sends_by_itself(layer):
    live.through(None)
    await asyncio.to_thread(live.nudge, [for_person(1)])

    assert len(layer.loops) == 1
    assert layer.loops != [asyncio.get_running_loop()]


# Redis between processes


@pytest.fixture
def redis(tmp_path, unused_tcp_port):
    """A Redis of this test's own, that can be stopped and started."""
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")

    class Redis:
        url = f"redis://127.0.0.1:{unused_tcp_port}"
        process = None

        def start(self):
            command = ["redis-server", "--port", str(unused_tcp_port), "--save", "", "--dir", str(tmp_path)]
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            while "Ready to accept" not in self.process.stdout.readline():
                assert self.process.poll() is None

        def stop(self):
            self.process.terminate()
            self.process.wait()
            self.process.stdout.close()

    server = Redis()
    server.start()
    yield server
    server.stop()


async def test_a_process_without_lines_nudges_those_of_another_through_redis(world, redis):
    layer = RedisPubSubChannelLayer(hosts=[redis.url])
    channel_layers.set("default", layer)
    page = await line(world.alice)

    live.through(None)  # as a process that serves nothing: it has no loop
    await asyncio.to_thread(live.nudge, [for_person(world.alice.pk, "through redis")])

    assert await page.heard() == "through redis"
    await page.hang_up()
    await layer.flush()


async def test_with_redis_stopped_and_started_again_nothing_is_lost(world, redis, caplog):
    layer = RedisPubSubChannelLayer(hosts=[redis.url])
    channel_layers.set("default", layer)
    page = await line(world.odile, "inbox")
    journal = attendance.Journal()
    await done(journal.start)

    redis.stop()
    with caplog.at_level(logging.CRITICAL):
        await done(submit, world)
        await hub.here().read_journal(journal)
        assert [await page.heard(), await page.heard()] == ["me", "inbox"]

        redis.start()
        async with asyncio.timeout(30):
            while page.output_queue.empty():
                live.nudge([for_person(world.odile.pk, "redis is back")])
                await asyncio.sleep(0.1)
    assert await page.heard() == "redis is back"
    await page.hang_up()
    await layer.flush()


def test_presence_is_known_to_all_processes_through_redis(world, redis, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis.url}}
    presence.beat("dossier:1", world.odile.pk, "a line of this process")

    command = [sys.executable, "-W", "ignore", "manage.py", "shell", "-c", ASK]
    environment = os.environ | {"REDIS_URL": redis.url, "OKOTE_DEBUG": "1", "DATABASE_URL": "sqlite://:memory:"}
    answer = subprocess.run(
        command, cwd=django_settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )

    assert answer.stdout.splitlines()[-1] == str([world.odile.pk])


ASK = "from notifications import presence; print(sorted(presence.people_at('dossier:1')))"
