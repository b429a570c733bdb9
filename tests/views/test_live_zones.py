"""Zones that follow what changes: asked again under the reader's own rights, without the shell, and as no visit."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from committees import actions as committees
from committees.models import RecusalGround
from dossiers import actions, inbox
from dossiers.lifecycle import State
from dossiers.models.memory import Look
from notifications import dispatch, views
from notifications.models import Notification
from tests.views.committee_moments import opened
from tests.views.committee_pages import as_
from tests.views.scene import Scene

pytestmark = pytest.mark.django_db

LIVE = {"Okote-Live": "1"}
ZONE = re.compile(r'<\w+[^>]*?\bid="([\w-]+)"[^>]*?\bdata-live="([^"]*)"')


def zones(response):
    """id -> subjects, of a page or of the answer to its zones."""
    return {name: said.split() for name, said in ZONE.findall(response.content.decode())}


@pytest.fixture
def submitted(alsace):
    return actions.submit(alsace.draft(), by=alsace.alice)


@pytest.fixture
def pages(alsace):
    """Every page with zones, with somebody who may read it."""
    scene = Scene(alsace)
    meeting = opened(alsace).agenda_items.get().meeting
    return [
        ("odile", reverse("inbox")),
        ("odile", reverse("dossiers:dossier", args=[scene.dossier.pk])),
        ("odile", reverse("dossiers:dossier", args=[scene.dossier.pk]) + "?onglet=pieces"),
        ("alice", reverse("dossiers:dossier", args=[scene.dossier.pk])),
        ("claire", reverse("committees:meeting", args=[meeting.pk])),
        ("claire", reverse("committees:room", args=[meeting.pk])),
        ("claire", reverse("committees:projection", args=[meeting.pk])),
        ("claire", reverse("committees:item", args=[meeting.items.get().pk])),
        ("steve", reverse("steering:board")),
        ("nobody", reverse("funding:campaign", args=[scene.campaign.pk])),
        ("alice", reverse("funding:campaign", args=[scene.campaign.pk])),
    ]


def test_every_zone_of_a_page_is_in_the_answer_and_the_shell_is_not(alsace, pages):
    for reader, path in pages:
        client = as_(getattr(alsace, reader)) if reader != "nobody" else Client()
        page, answer = client.get(path), client.get(path, headers=LIVE)

        assert zones(page), path
        assert zones(answer) == zones(page), path
        assert b"<head>" not in answer.content, path
        assert b"data-okote-cloche" not in answer.content, path


def test_a_zone_is_nobody_s_who_may_not_read_the_page(alsace, submitted):
    path = reverse("dossiers:dossier", args=[submitted.pk])

    assert as_(alsace.sonia).get(path, headers=LIVE).status_code == 404
    assert as_(alsace.zoe).get(path, headers=LIVE).status_code == 404
    answer = Client().get(path, headers=LIVE)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_the_agenda_watches_no_dossier_that_its_reader_is_kept_from(alsace):
    dossier = opened(alsace)
    meeting = dossier.agenda_items.get().meeting
    path = reverse("committees:meeting", args=[meeting.pk])
    assert zones(as_(alsace.marc).get(path))["seance"] == [meeting.subject, dossier.subject]

    committees.recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.marc)

    assert zones(as_(alsace.marc).get(path))["seance"] == [meeting.subject]


def test_what_is_said_once_waits_for_a_page_that_somebody_opens(alsace, submitted):
    client = as_(alsace.odile)
    task = inbox.tasks(alsace.odile, inbox.View.TO_CLAIM).get(dossier=submitted)
    client.post(reverse("dossiers:claim", args=[task.pk]))

    answer = client.get(reverse("inbox"), headers=LIVE)

    assert "est à vous." not in answer.content.decode()
    assert "est à vous." in client.get(reverse("inbox")).content.decode()


def test_asking_again_for_zones_is_no_visit(alsace, submitted):
    client, path = as_(alsace.odile), reverse("dossiers:dossier", args=[submitted.pk])

    client.get(path, headers=LIVE)
    assert not Look.objects.filter(dossier=submitted, user=alsace.odile).exists()
    client.get(path)

    assert Look.objects.filter(dossier=submitted, user=alsace.odile).exists()


# The bell


def bell(person):
    return as_(person).get(reverse("notifications:bell")).content.decode()


def test_the_bell_lists_the_latest_that_one_was_told_and_no_more(alsace, submitted, monkeypatch):
    monkeypatch.setattr(views, "LATEST", 1)
    actions.assign_officer(submitted, officer=alsace.omar, by=alsace.didier)
    dispatch.catch_up()
    newest, older = Notification.objects.filter(recipient=alsace.alice)

    told = bell(alsace.alice)

    assert newest.text in told
    assert older.text not in told
    assert 'data-non-lues="2"' in told


def test_the_bell_forgets_what_one_may_no_longer_see(alsace, submitted):
    dispatch.catch_up()
    assert submitted.number in bell(alsace.odile)

    alsace.odile.appointments.all().delete()

    assert submitted.number not in bell(alsace.odile)


def test_the_bell_says_what_was_told_as_words_and_never_as_markup(alsace, submitted):
    dispatch.catch_up()
    Notification.objects.filter(recipient=alsace.alice).update(text='"><script>alert(1)</script>')

    assert "<script>" not in bell(alsace.alice)


# Everybody's page


def test_a_stranger_follows_one_public_campaign_by_its_own_line(alsace):
    dossier = alsace.dossier(State.CAMPAIGN)
    path = reverse("funding:campaign", args=[dossier.campaign.pk])

    page = Client().get(path)

    assert f'data-live-line="/live/campagne/{dossier.campaign.pk}/"' in page.content.decode()
    assert zones(page)["compteur"] == [f"campaign:{dossier.pk}"]
    assert "data-live-line" not in as_(alsace.alice).get(path).content.decode()
    assert "Okote-Live" in page["Vary"]


# Installed


def test_a_device_keeps_one_page_and_it_speaks_of_nobody(alsace):
    script = Client().get(reverse("service_worker"))
    offline = as_(alsace.alice).get(reverse("offline")).content.decode()

    assert script["Content-Type"] == "text/javascript"
    assert "no-cache" in script["Cache-Control"]
    assert f'const PAGE = "{reverse("offline")}"' in script.content.decode()
    assert "worker-src 'self'" in script["Content-Security-Policy"]
    assert str(alsace.alice) not in offline
    assert offline == Client().get(reverse("offline")).content.decode()


def test_what_is_kept_is_fetched_anew_when_it_has_changed(monkeypatch):
    before = Client().get(reverse("service_worker")).content
    monkeypatch.setattr("okote_flow.pages.render_to_string", lambda *args, **kwargs: "une autre page")

    assert Client().get(reverse("service_worker")).content != before


def test_the_icons_of_the_installed_site_are_our_own_files():
    with open(finders.find("manifest.webmanifest"), encoding="utf-8") as file:
        manifest = json.load(file)

    assert all(finders.find(icon["src"]) for icon in manifest["icons"])
    assert manifest["start_url"] == reverse("inbox")
