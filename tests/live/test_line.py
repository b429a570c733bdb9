"""The live line: it says that something changed, never what; a stranger gets none."""

import asyncio

import pytest
from django.contrib.auth.models import AnonymousUser

from dossiers import actions
from dossiers.lifecycle import State
from dossiers.models import Dossier
from funding import actions as funding
from notifications import hub, limits
from notifications.consumers import BIGGEST, MOST_LINES
from notifications.limits import Limit
from notifications.line import FRAMES_AT_ONCE
from okote_flow.directory.models import User
from tests.live.lines import done, line, public_line, refused, until

pytestmark = pytest.mark.django_db(transaction=True)


def submit(world):
    return actions.submit(world.draft(), by=world.alice)


def close(person):
    User.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize("person", [AnonymousUser(), None])
async def test_a_stranger_gets_no_line(person):
    assert await refused(person) == 4401


async def test_a_closed_account_gets_no_line(world):
    await done(close, world.alice)

    assert await refused(await done(world.again, world.alice)) == 4401


async def test_a_nudge_says_that_something_changed_and_never_what(world):
    dossier = await done(submit, world)
    page = await line(world.odile, dossier.subject)

    await done(actions.assign_officer, dossier, officer=world.odile, by=world.odile)

    await page.heard_all(dossier.subject, "me")
    await page.hang_up()


async def test_who_is_told_of_an_event_hears_their_bell_on_every_page(world):
    pages = [await line(world.odile), await line(world.odile, "inbox")]

    await done(submit, world)

    assert await pages[0].heard() == "me"
    await pages[1].heard_all("me", "inbox")
    for page in pages:
        await page.hang_up()


async def test_who_may_not_see_it_is_not_nudged(world):
    page = await line(world.zoe, "inbox")

    await done(submit, world)

    await page.heard_nothing_but()
    await page.hang_up()


async def test_what_one_does_not_watch_is_not_told(world):
    dossier = await done(submit, world)
    page = await line(world.alice)

    await done(actions.find_competence, dossier, competent=True, ground="Insertion", by=world.odile)

    assert dossier.subject not in await page.heard_so_far()
    await page.hang_up()


@pytest.mark.parametrize(
    "frame",
    [
        {"text": "not json"},
        {"text": "{"},
        {"text": "[" * 2000},
        {"text": "[]"},
        {"text": "null"},
        {"bytes": b"\x00\xff"},
        {"text": '{"watch": "dossier:1"}'},
        {"text": '{"watch": [1, null, {"a": 1}, "rights", "dossier", "nothing:1", "user:1"]}'},
        {"text": '{"open": 7}'},
        {"text": '{"open": "campaign:7"}'},
        {"text": '{"open": "dossier:-1"}'},
        {"text": '{"beat": 1}'},
        {"text": '{"type": "nudge", "changed": "dossier:1"}'},
    ],
)
async def test_what_is_malformed_is_passed_over(world, frame):
    page = await line(world.alice)

    await page.say_raw(**frame)

    await page.heard_nothing_but()
    assert page.end.watched == frozenset()
    await page.hang_up()


async def test_a_frame_that_is_too_big_closes_the_line(world):
    page = await line(world.alice)

    await page.say_raw(text=" " * BIGGEST)
    await page.heard_nothing_but()
    await page.say_raw(text="é" * (BIGGEST // 2) + "é")

    assert await page.closed() == 1009


async def test_too_many_frames_close_the_line(world):
    page = await line(world.alice)

    for _ in range(2 * FRAMES_AT_ONCE):
        await page.say(beat=1)

    assert await page.closed() == 4429


async def test_too_many_lines_of_one_person_are_refused(world):
    pages = [await line(world.alice) for _ in range(MOST_LINES)]

    assert await refused(world.alice) == 4429

    other = await line(world.odile)
    for page in [*pages, other]:
        await page.hang_up()


@pytest.mark.parametrize(("name", "address"), [("LINES_OF_PERSON", "10.0.0.2"), ("LINES_OF_ADDRESS", "10.0.0.1")])
async def test_lines_are_counted_by_person_and_by_address(world, monkeypatch, name, address):
    monkeypatch.setattr(limits, name, Limit(name, 1, seconds=10**9))
    page = await line(world.alice)

    assert await refused(world.alice, address=address) == 4429
    await page.hang_up()


async def test_what_one_may_not_see_cannot_be_watched(world):
    dossier = await done(submit, world)
    page = await line(world.zoe)

    await page.say(watch=[dossier.subject])

    assert await page.closed() == 4403


async def test_more_subjects_than_a_page_may_watch_are_passed_over(world):
    dossier = await done(submit, world)
    page = await line(world.alice)

    await page.say(watch=["me"] * 29 + [dossier.subject, "dossier:999999"])

    await until(lambda: page.end.watched == {"me", dossier.subject})
    await page.heard_nothing_but()
    await page.hang_up()


async def test_what_does_not_exist_answers_as_what_is_not_theirs(world):
    page = await line(world.zoe)

    await page.say(watch=["dossier:999999"])

    assert await page.closed() == 4403


async def test_a_closed_account_loses_its_lines(world):
    page, other = await line(world.alice), await line(world.odile)
    await done(close, world.alice)

    await hub.here().review_sessions()

    assert await page.closed() == 4401
    await other.heard_nothing_but()
    await other.hang_up()


async def test_an_account_that_was_closed_is_told_so_by_the_next_event(world):
    dossier = await done(submit, world)
    page = await line(world.alice, dossier.subject)
    await done(close, world.alice)

    await done(actions.assign_officer, dossier, officer=world.odile, by=world.odile)

    assert await page.closed() == 4401


async def test_a_slow_client_does_not_hold_up_another_and_is_dropped(world, monkeypatch):
    monkeypatch.setattr("notifications.line.PATIENCE", 0.05)
    slow, quick = await line(world.alice), await line(world.alice)
    stuck = asyncio.Event()

    async def never(message):
        stuck.set()
        await asyncio.Event().wait()

    slow.end._send = never
    for _ in range(3):
        await quick.heard_nothing_but()

    assert stuck.is_set()
    await until(lambda: hub.here().lines == {quick.end})
    await slow.wait()  # not before: it would take down a line that nobody dropped
    await quick.hang_up()


async def test_what_waits_for_a_slow_client_is_a_set(world):
    page = await line(world.alice)
    page.end._writer = asyncio.ensure_future(asyncio.Event().wait())  # it is busy with a frame

    for number in range(1_000):
        page.end.tell(f"dossier:{number % 7}")

    assert len(page.end._waiting) == 7
    await page.hang_up()


@pytest.fixture
def in_campaign(alsace):
    dossier = alsace.dossier(State.CAMPAIGN)
    return Dossier.objects.select_related("campaign").get(pk=dossier.pk)


@pytest.fixture
def in_preparation(alsace):
    dossier = alsace.ready("open_campaign")
    return Dossier.objects.select_related("campaign").get(pk=dossier.pk)


async def test_a_campaign_that_does_not_exist_is_as_one_that_is_not_public(world):
    page = await public_line(999_999)

    assert await page.closed() == 4403


async def test_a_stranger_may_follow_a_public_campaign(alsace, in_campaign):
    page = await public_line(in_campaign.campaign.pk)

    await page.say(watch=[in_campaign.subject], open=in_campaign.subject)
    await done(funding.receive_gift, in_campaign.campaign, cents=50_00, key="don-1", by=alsace.odile)

    assert await page.heard() == f"campaign:{in_campaign.pk}"
    await done(close, alsace.alice)
    await hub.here().review_sessions()
    assert page.output_queue.empty()
    await page.hang_up()


async def test_what_is_not_public_is_not_followed_by_a_stranger(in_preparation):
    page = await public_line(in_preparation.campaign.pk)

    assert await page.closed() == 4403


async def test_public_lines_are_counted_by_address(world, monkeypatch):
    monkeypatch.setattr(limits, "PUBLIC_LINES_OF_ADDRESS", Limit("public", 0))
    page = await public_line(1)

    assert await page.closed() == 4429
