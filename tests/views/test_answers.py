"""Answers to the questions of a request: kept while they are written, nobody's text lost, sent once."""

from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dossiers import actions
from dossiers.models import Question
from dossiers.saving import ONLY_A_PIECE
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind
from tests.views.read_page import as_shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(world):
    """Two questions wait for Alice."""
    dossier = actions.submit(world.draft(), by=world.alice)
    questions = [actions.ask_question(dossier, text=text, by=world.odile) for text in ("Quel local ?", "Combien ?")]
    actions.ask_complements(dossier, by=world.odile)
    return dossier, questions


@pytest.fixture
def page(client, world, asked):
    client.force_login(world.alice)
    return reverse("dossiers:complements", args=[asked[0].pk])


def autosave(client, page, data):
    return client.post(
        page, urlencode(data), "application/x-www-form-urlencoded", headers={"accept": "application/json"}
    )


def answers():
    return list(Question.objects.order_by("pk").values_list("answer", flat=True))


def test_an_answer_is_kept_while_it_is_written(client, asked, page):
    first, second = (f"answer-{question.pk}" for question in asked[1])
    shown = as_shown(client, page)

    one = autosave(client, page, shown | {first: "La boulangerie."}).json()
    again = shown | {
        first: "L’ancienne boulangerie.",
        second: "12",
        "seen": one["seen"],
        "seen_version": one["version"],
    }
    two = autosave(client, page, again)

    assert (one["state"], one["said"]) == ("saved", "Enregistré à 10\u00a0h")
    assert two.json()["state"] == "saved"
    assert answers() == ["L’ancienne boulangerie.", "12"]
    assert "Enregistré le" in client.get(page).content.decode()
    assert len(story(asked[0].subject, kinds=frozenset({Kind.QUESTION_ANSWERED}))) == 3


def test_the_same_answers_again_change_nothing(client, asked, page):
    shown = as_shown(client, page)

    assert autosave(client, page, shown).json()["state"] == "saved"
    assert story(asked[0].subject, kinds=frozenset({Kind.QUESTION_ANSWERED})) == []


def test_what_somebody_else_answered_meanwhile_is_shown_and_not_overwritten(client, asked, page, world):
    question = asked[1][0]
    shown = as_shown(client, page) | {f"answer-{question.pk}": "La mienne."}
    actions.answer_question(question, text="Celle de Bruno.", by=world.alice)

    by_script, by_button = autosave(client, page, shown), client.post(page, shown)

    assert (by_script.status_code, by_script.json()["state"]) == (409, "conflict")
    html = by_button.content.decode()
    assert by_button.status_code == 409
    assert "Celle de Bruno." in html and "La mienne." in html
    assert answers()[0] == "Celle de Bruno."

    knowingly = {
        field.html_name: field.value() or "" for field in by_button.context["form"] if "file" not in field.name
    }
    assert client.post(page, knowingly).status_code == 302
    assert answers()[0] == "La mienne."


def test_an_answer_that_only_somebody_else_changed_stays_theirs(client, asked, page, world):
    first, second = asked[1]
    shown = as_shown(client, page) | {f"answer-{second.pk}": "12"}
    actions.answer_question(first, text="Celle de Bruno.", by=world.alice)

    assert client.post(page, shown).status_code == 302
    assert answers() == ["Celle de Bruno.", "12"]


def test_what_was_written_when_all_was_sent_meanwhile_is_shown(client, asked, page, world):
    shown = as_shown(client, page) | {f"answer-{asked[1][0].pk}": "Trop tard."}
    for question in asked[1]:
        actions.answer_question(question, text="Envoyée.", by=world.alice)
    actions.answer_complements(asked[0], by=world.alice)

    by_script, by_button = autosave(client, page, shown), client.post(page, shown)

    assert (by_script.status_code, by_script.json()["state"]) == (409, "refused")
    assert by_button.status_code == 409
    assert [refusal.code for refusal in by_button.context["refusals"]] == ["questions-gone"]
    assert "Trop tard." in by_button.content.decode()
    assert answers() == ["Envoyée.", "Envoyée."]


def test_a_piece_alone_is_an_answer_and_an_emptied_answer_is_none(client, asked, page):
    first, second = asked[1]
    piece = SimpleUploadedFile("bail.pdf", b"%PDF-1.7 a lease")
    actions.answer_question(second, text="À effacer.", by=first.dossier.applicant)

    sent = as_shown(client, page) | {f"file-{first.pk}": piece, f"answer-{second.pk}": ""}

    assert client.post(page, sent).status_code == 302
    assert answers() == [ONLY_A_PIECE, ""]


def test_an_officer_saves_no_answer(client, asked, page, world):
    shown = as_shown(client, page)
    client.force_login(world.odile)

    response = autosave(client, page, shown | {f"answer-{asked[1][0].pk}": "À sa place."})

    assert (response.status_code, response.json()["state"]) == (409, "refused")
    assert answers() == ["", ""]
