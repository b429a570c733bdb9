"""Who else has it open, said to those of one side only."""

import pytest
from django.urls import reverse

from committees import actions as committees
from committees.models import RecusalGround
from dossiers import actions
from dossiers.lifecycle import State
from dossiers.models import DossierProcess
from notifications import hub, presence
from notifications.line import Line as End
from okote_flow import clock
from tests.live.lines import done, line, until
from tests.views.crowd import queries_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def before_the_committee(alsace):
    return alsace.dossier(State.TERRITORIAL_REVIEW)


@pytest.fixture
def submitted(world):
    return actions.submit(world.draft(), by=world.alice)


def names(page):
    """Who is named on the fragment."""
    text = page.content.decode()
    return {name for name in ("Alice", "Bruno", "Odile", "Omar", "Tom", "Tania", "Serge", "Paula") if name in text}


def everybody_opens(house, dossier, *people):
    for name in people:
        presence.beat(dossier.subject, getattr(house, name).pk, f"line-of-{name}")


EVERYBODY = ("alice", "bruno", "odile", "omar", "tom", "tania", "zoe")


@pytest.mark.parametrize(
    ("reader", "named"),
    [
        ("odile", {"Omar"}),
        ("omar", {"Odile"}),
        ("alice", {"Bruno"}),
        ("bruno", {"Alice"}),
        ("tom", {"Tania"}),
        ("serge", {"Tom", "Tania"}),
        ("didier", {"Odile", "Omar"}),
    ],
)
def test_each_side_sees_its_own(alsace, before_the_committee, client, reader, named):
    everybody_opens(alsace, before_the_committee, *EVERYBODY)
    client.force_login(getattr(alsace, reader))

    page = client.get(reverse("presence", args=["dossier", before_the_committee.pk]))

    assert names(page) == named


@pytest.mark.parametrize("reader", ["zoe", "sonia", "adam"])
def test_who_does_not_see_the_dossier_sees_nobody_there(alsace, before_the_committee, client, reader):
    everybody_opens(alsace, before_the_committee, *EVERYBODY)
    client.force_login(getattr(alsace, reader))

    assert client.get(reverse("presence", args=["dossier", before_the_committee.pk])).status_code == 404


def test_who_stepped_aside_sees_nobody_and_is_not_seen(alsace, before_the_committee, client):
    everybody_opens(alsace, before_the_committee, *EVERYBODY)
    committees.recuse(before_the_committee, ground=RecusalGround.PRUDENCE, by=alsace.tania)
    address = reverse("presence", args=["dossier", before_the_committee.pk])

    client.force_login(alsace.tania)
    assert client.get(address).status_code == 404
    client.force_login(alsace.serge)
    assert names(client.get(address)) == {"Tom"}


@pytest.mark.parametrize(("kind", "pk"), [("campaign", 1), ("meeting", 1), ("dossier", 10**17), ("task", 999_999)])
def test_presence_is_kept_of_dossiers_and_tasks_alone(world, client, kind, pk):
    client.force_login(world.odile)

    assert client.get(reverse("presence", args=[kind, pk])).status_code == 404


def test_a_task_is_open_to_those_who_see_its_dossier(alsace, before_the_committee, client):
    task = DossierProcess.objects.filter(dossier=before_the_committee, status="NEW").first()
    for name in ("tom", "alice", "odile"):
        presence.beat(f"task:{task.pk}", getattr(alsace, name).pk, "line")
    client.force_login(alsace.tania)

    assert names(client.get(reverse("presence", args=["task", task.pk]))) == {"Tom"}


def test_without_a_beat_one_is_forgotten(world, submitted, monkeypatch):
    presence.beat(submitted.subject, world.odile.pk, "line")
    assert presence.people_at(submitted.subject) == {world.odile.pk}

    late = clock.real_now().timestamp() + presence.LASTS + 1
    monkeypatch.setattr(presence, "_now", lambda: late)

    assert presence.people_at(submitted.subject) == set()


def test_two_pages_of_one_person_are_one_presence(world, submitted):
    subject, person = submitted.subject, world.odile.pk

    assert presence.beat(subject, person, "first")
    assert not presence.beat(subject, person, "second")
    assert not presence.leave(subject, person, "first")
    assert presence.people_at(subject) == {person}
    assert presence.leave(subject, person, "second")
    assert presence.people_at(subject) == set()


def test_the_fragment_takes_as_many_queries_for_one_as_for_many(alsace, before_the_committee, client):
    client.force_login(alsace.serge)
    address = reverse("presence", args=["dossier", before_the_committee.pk])

    everybody_opens(alsace, before_the_committee, "tom")
    few = queries_of(client, address)
    everybody_opens(alsace, before_the_committee, *EVERYBODY)

    assert queries_of(client, address) == few


# Over the line


async def test_those_beside_are_told_who_comes_and_goes_and_nobody_else(alsace, before_the_committee):
    place = before_the_committee.subject
    here = f"presence:{place}"
    omar = await line(alsace.omar, opens=place)
    alice = await line(alsace.alice, place, opens=place)
    tom = await line(alsace.tom, here)

    odile = await line(alsace.odile, opens=place)
    await omar.heard_nothing_but(here)
    odile_again = await line(alsace.odile, opens=place)
    await omar.heard_nothing_but()
    await odile_again.hang_up()
    await odile.say(open=None)
    await until(lambda: odile.end.opened is None)
    await done(lambda: None)
    await omar.heard_nothing_but(here)

    await alice.heard_nothing_but()
    await tom.heard_nothing_but()
    for page in (omar, alice, tom, odile):
        await page.hang_up()


async def test_a_page_that_is_closed_is_no_longer_there(alsace, before_the_committee):
    place = before_the_committee.subject
    omar, odile = await line(alsace.omar, opens=place), await line(alsace.odile, opens=place)

    await odile.hang_up()

    assert f"presence:{place}" in await omar.heard_so_far()
    assert await done(presence.people_at, place) == {alsace.omar.pk}
    await omar.hang_up()


async def test_what_one_may_not_see_cannot_be_opened(world, submitted):
    page = await line(world.zoe)

    await page.say(open=submitted.subject)

    assert await page.closed() == 4403
    assert await done(presence.people_at, submitted.subject) == set()


async def test_a_page_that_fell_silent_is_gone_and_those_beside_are_told(alsace, before_the_committee, monkeypatch):
    place = before_the_committee.subject
    omar, odile = await line(alsace.omar, opens=place), await line(alsace.odile, opens=place)
    await omar.heard_so_far()

    monkeypatch.setattr(End, "is_silent", lambda end, seconds: end is odile.end)
    hub.here().forget_the_silent()

    await omar.heard_nothing_but(f"presence:{place}")
    assert odile.end.opened is None
    for page in (omar, odile):
        await page.hang_up()
