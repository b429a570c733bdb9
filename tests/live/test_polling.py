"""Polling and catching up: what has changed meanwhile, under the reader's rights."""

import pytest
from django.urls import reverse

from committees import actions as committees
from committees.models import RecusalGround
from dossiers import actions
from dossiers.lifecycle import State
from dossiers.models import Dossier
from funding import actions as funding
from notifications import limits, since
from notifications.limits import Limit
from okote_flow.directory.models import User
from okote_flow.journal.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/live/depuis/"


class Page:
    """A page that polls."""

    def __init__(self, client, person, *watched):
        self.client, self.watched, self.since = client, watched, ""
        if person is not None:
            client.force_login(person)
        self.ask()

    def ask(self):
        answer = self.client.get(ADDRESS, {"watch": self.watched, "since": self.since})
        assert answer.status_code == 200, answer.content
        assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")
        said = answer.json()
        self.since, self.lost = said["since"], said["lost"]
        return said["changed"]


@pytest.fixture
def submitted(world):
    return actions.submit(world.draft(), by=world.alice)


def test_the_address_is_the_one_of_the_protocol():
    assert reverse("live_since") == ADDRESS


def test_a_page_learns_what_changed_once(world, client, submitted):
    page = Page(client, world.alice, submitted.subject, "inbox")
    assert page.ask() == []

    actions.assign_officer(submitted, officer=world.odile, by=world.odile)

    assert page.ask() == [submitted.subject, "inbox", "me"]
    assert page.ask() == []


def test_what_one_does_not_watch_is_not_said(world, client, submitted):
    page = Page(client, world.alice)

    actions.assign_officer(submitted, officer=world.odile, by=world.odile)

    assert submitted.subject not in page.ask()


def test_what_one_may_not_see_is_lost_and_never_changed(world, client, submitted):
    page = Page(client, world.zoe, submitted.subject, "dossier:999999")

    actions.assign_officer(submitted, officer=world.odile, by=world.odile)

    assert page.ask() == []
    assert page.lost == [submitted.subject, "dossier:999999"]


def test_a_recusal_is_a_right_lost(alsace, client):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    page = Page(client, alsace.tania, dossier.subject)
    assert page.lost == []

    committees.recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.tania)

    assert dossier.subject not in page.ask()
    assert page.lost == [dossier.subject]


def test_what_is_prepared_is_not_said_to_holders(alsace, client):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    page = Page(client, alsace.alice, dossier.subject)

    actions.ask_question(dossier, text="Avec qui\u00a0?", by=alsace.serge)

    assert page.ask() == []


def test_an_event_that_becomes_visible_later_is_not_lost(world, client, submitted):
    page = Page(client, world.alice, submitted.subject)
    last = Event.objects.latest("pk")
    names = ("kind", "at", "actor", "office", "facts", "previous_hash", "hash")
    fact = {name: getattr(last, name) for name in names}

    Event.objects.create(**fact, pk=last.pk + 2, subject="rules:1", seq=9)
    assert page.ask() == []
    Event.objects.create(**fact, pk=last.pk + 1, subject=submitted.subject, seq=99)

    assert submitted.subject in page.ask()
    assert page.ask() == []


@pytest.mark.parametrize("given", ["x", "1", "1-x", "1-2-3", "-", "9" * 5_000, "1.2.3-é"])
def test_where_the_cursor_is_unreadable_everything_may_have_changed(world, client, submitted, given):
    page = Page(client, world.alice, submitted.subject)
    page.since = given

    assert page.ask() == [submitted.subject, "me"]
    assert page.ask() == []


def test_where_too_much_happened_everything_may_have_changed(world, client, submitted, monkeypatch):
    page = Page(client, world.alice, submitted.subject, "pipeline")
    monkeypatch.setattr(since, "MANY", 1)

    actions.assign_officer(submitted, officer=world.odile, by=world.odile)

    assert page.ask() == [submitted.subject, "me"]
    assert page.lost == ["pipeline"]


def test_a_stranger_may_poll_a_public_campaign_and_nothing_else(alsace, client):
    dossier = Dossier.objects.select_related("campaign").get(pk=alsace.dossier(State.CAMPAIGN).pk)
    page = Page(client, None, f"campaign:{dossier.pk}", "campaign:999999")
    assert page.lost == ["campaign:999999"]

    funding.receive_gift(dossier.campaign, cents=50_00, key="don-1", by=alsace.odile)

    assert page.ask() == [f"campaign:{dossier.pk}"]
    for watched in (dossier.subject, "me", "inbox", "pipeline"):
        assert client.get(ADDRESS, {"watch": watched}).status_code == 401


def test_a_closed_account_is_answered_as_a_stranger(world, client, submitted):
    client.force_login(world.alice)
    User.objects.filter(pk=world.alice.pk).update(is_active=False)

    assert client.get(ADDRESS, {"watch": submitted.subject}).status_code == 401


@pytest.mark.parametrize(("name", "person"), [("POLLS_OF_PERSON", "alice"), ("POLLS_OF_ADDRESS", None)])
def test_polling_is_limited(world, client, monkeypatch, name, person):
    monkeypatch.setattr(limits, name, Limit(name, 1, seconds=10**9))
    page = Page(client, getattr(world, person) if person else None)

    assert page.client.get(ADDRESS).status_code == 429


def test_presence_is_asked_for_each_time(world, client, submitted):
    page = Page(client, world.odile, f"presence:{submitted.subject}")

    assert page.ask() == [f"presence:{submitted.subject}"]
