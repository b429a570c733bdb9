"""The page of the search and the suggestions of its field: safe, bounded, for each their own."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from dossiers import actions
from notifications.limits import Limit
from okote_flow.search import following, views
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE, SUGGESTIONS = "search:results", "search:suggestions"


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def client(client, world):
    for name in ("La Fabrique à vélos du Sundgau", "Le jardin de Thann"):
        actions.draft(title=name, by=world.alice)
    following.rebuild()
    client.force_login(world.alice)
    return client


def ask(client, words, to=PAGE, **more):
    return client.get(reverse(to), {"q": words, **more})


def test_the_page_says_what_it_searches_and_what_was_read_last(alsace):
    dossier, client = alsace.dossier("submitted"), Client()
    client.force_login(alsace.odile)
    client.get(reverse("dossiers:dossier", args=[dossier.pk]))

    page = client.get(reverse(PAGE)).content.decode()
    assert "Ce qui se trouve ici" in page
    assert "Lus récemment" in page
    assert dossier.title in page


def test_what_is_found_is_marked_and_leads_to_its_page(client, world):
    page = ask(client, "velo sundgo").content.decode()

    assert "La Fabrique à <mark>vélos</mark> du <mark>Sundgau</mark>" in page
    assert reverse("dossiers:dossier", args=[world.alice.dossiers.first().pk]) in page
    assert "1 résultat" in page


def test_one_kind_is_shown_page_by_page(client, world):
    for number in range(25):
        actions.draft(title=f"Ruche {number}", by=world.alice)
    following.rebuild()

    first, second = (ask(client, "ruche", genre="dossiers", page=number).content.decode() for number in (1, 2))
    assert "25 résultats dans" in unescape(first)
    assert first.count("<mark>Ruche</mark>") == 20
    assert second.count("<mark>Ruche</mark>") == 5
    assert "genre=dossiers" in first
    assert "25 résultats" in unescape(ask(client, "ruche").content.decode())


@pytest.mark.parametrize("genre", ["x", "", "Dossiers", "\x00"])
def test_a_kind_that_there_is_not_is_all_kinds(client, genre):
    assert "<mark>jardin</mark>" in ask(client, "jardin", genre=genre).content.decode()


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "\x00",
        "\u202ejardin",
        "%" * 999,
        "a" * 9999,
        "'",
    ],
)
def test_what_was_typed_is_never_run_nor_turned(client, words):
    for name in (PAGE, SUGGESTIONS):
        response = ask(client, words, name)
        page = response.content.decode()
        assert response.status_code == 200
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "\u202e" not in page
        assert "\x00" not in page


def test_a_title_is_shown_as_text(client, world):
    actions.draft(title="Atelier <b>cuir</b> & laine", by=world.alice)
    following.rebuild()

    page = ask(client, "cuir laine").content.decode()
    assert "Atelier &lt;b&gt;<mark>cuir</mark>&lt;/b&gt; &amp; <mark>laine</mark>" in page


def test_suggestions_are_choices_of_a_list(client):
    page = ask(client, "fabri", SUGGESTIONS).content.decode()

    assert 'role="option"' in page
    assert "<mark>Fabrique</mark>" in page
    assert "Tous les résultats" in page
    assert ask(client, "f", SUGGESTIONS).content.decode().strip() == ""
    assert "Rien ne répond" in ask(client, "zzzzzz", SUGGESTIONS).content.decode()


def test_nothing_found_says_what_to_try(client):
    page = ask(client, "zzzzzz").content.decode()

    assert "Rien ne répond à" in page
    assert "Essayez un seul mot" in page


def test_a_stranger_sees_nothing_and_nobody_must_log_in(client, world):
    client.force_login(world.zoe)
    page = ask(client, "velo sundgo").content.decode()
    assert "Sundgau" not in page
    assert "Aucun résultat" in page
    client.logout()
    assert client.get(reverse(PAGE)).status_code == 302


def test_a_flood_is_stopped(client, monkeypatch):
    monkeypatch.setattr(views, "SEARCHES", Limit("searches-tried", 3))
    answers = [ask(client, "jardin").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 429, 429]


def test_as_many_queries_for_one_as_for_many(client, world, django_assert_max_num_queries):
    for number in range(30):
        actions.draft(title=f"Ruche {number}", by=world.alice)
    following.rebuild()
    ask(client, "ruche")

    with django_assert_max_num_queries(32):
        ask(client, "ruche")
