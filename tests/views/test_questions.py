"""Questions to the holder: about a part of the form, from phrases that come back."""

import pytest
from django.urls import reverse

from dossiers import actions, phrases
from dossiers.checklist import SECTIONS
from tests.views.read_page import as_shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(client, world):
    """Odile in front of the page where she prepares questions."""
    dossier = actions.submit(world.draft(), by=world.alice)
    client.force_login(world.odile)
    return dossier, reverse("dossiers:questions", args=[dossier.pk])


def test_a_question_leads_its_holder_to_the_part_it_is_about(client, world, asked):
    dossier, page = asked
    client.post(page, {"section": "budget", "about": "ligne Autoclave", "text": "Quel devis ?"})
    actions.ask_complements(dossier, by=world.odile)
    client.force_login(world.alice)

    html = client.get(reverse("dossiers:complements", args=[dossier.pk])).content.decode()

    assert "Le budget, ligne Autoclave" in html
    assert reverse("dossiers:budget", args=[dossier.pk]) in html


@pytest.mark.parametrize("place", range(len(phrases.PHRASES)))
def test_each_phrase_fills_the_form_in(client, asked, place):
    _, page = asked

    initial = client.get(page, {"phrase": place}).context["form"].initial

    assert initial == {"section": phrases.PHRASES[place].section, "text": phrases.PHRASES[place].text}


@pytest.mark.parametrize("place", ["", "-1", "999", "12345678901234567890", "²", "x"])
def test_an_unknown_phrase_is_none(client, asked, place):
    _, page = asked

    assert "text" not in client.get(page, {"phrase": place}).context["form"].initial


def test_phrases_are_about_parts_that_exist():
    assert {phrase.section for phrase in phrases.PHRASES} == set(SECTIONS)


def test_a_part_that_does_not_exist_is_left_aside(world, asked):
    dossier, _ = asked

    assert actions.ask_question(dossier, text="Quel local ?", section="secret", by=world.odile).section == ""


def test_what_was_typed_is_kept_when_the_part_is_wrong(client, asked):
    _, page = asked

    response = client.post(page, {"section": "secret", "text": "Quel local ?"})

    assert response.status_code == 422
    assert "Quel local ?" in response.content.decode()


def test_sending_keeps_what_was_just_typed(client, world, asked):
    dossier, _ = asked
    question = actions.ask_question(dossier, text="Quel local ?", by=world.odile)
    actions.ask_complements(dossier, by=world.odile)
    client.force_login(world.alice)
    page = reverse("dossiers:complements", args=[dossier.pk])

    typed = {f"answer-{question.pk}": "L’ancienne boulangerie.", "act": "send"}
    response = client.post(page, as_shown(client, page) | typed)

    assert response.url == reverse("dossiers:answer_complements", args=[dossier.pk])
    question.refresh_from_db()
    assert question.answer == "L’ancienne boulangerie."
