"""Decision letters on their pages: the draft beside its text, the signature, the sending, the templates."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from committees.models import DecisionLetter, LetterTemplate
from dossiers.lifecycle import State
from tests.views.moments import client_of
from tests.views.scene import letter_sent

pytestmark = pytest.mark.django_db
BODY = "Le {comite} : {decision}. {plafonds}\n\n{recours}"


@pytest.fixture
def letter(alsace):
    return DecisionLetter.objects.get(proclamation__item__dossier=alsace.dossier(State.CAMPAIGN_PREPARATION))


def at(name, letter):
    return reverse(f"committees:{name}", args=[letter.pk])


def text(response):
    return response.content.decode()


def test_from_the_draft_to_the_holder(alsace, letter):
    esther, claire, alice = client_of(alsace.esther), client_of(alsace.claire), client_of(alsace.alice)
    dossier = letter.proclamation.item.dossier
    assert at("letter", letter) in text(esther.get(reverse("inbox")))
    assert alice.get(at("letter", letter)).status_code == alice.get(at("letter_pdf", letter)).status_code == 404
    assert "Projet de lettre" in text(esther.get(at("letter", letter)))
    assert esther.get(at("letter_pdf", letter)).content.startswith(b"%PDF")

    wrong = esther.post(at("letter", letter), {"title": "Objet", "body": BODY + "{prenom}", "version": 0})
    assert wrong.status_code == 409 and "{prenom} n’existe pas" in text(wrong)
    assert esther.post(at("letter", letter), {"title": "Objet", "body": BODY, "version": 0}).status_code == 302
    late = claire.post(at("letter", letter), {"title": "Objet", "body": BODY + " Bien à vous.", "version": 0})
    assert late.status_code == 409 and "Bien à vous." in text(late) and 'value="1"' in text(late)

    assert esther.post(at("sign_letter", letter)).status_code == 409
    unread = claire.post(at("sign_letter", letter), {"version": 0})
    assert [one.code for one in unread.context["refusals"]] == ["letter-not-as-read"]
    assert claire.post(at("sign_letter", letter), {"version": 1}).status_code == 302
    assert claire.post(at("unsign_letter", letter), {"reason": "Une faute."}).status_code == 302
    assert claire.post(at("sign_letter", letter), {"version": 1}).status_code == 302
    assert esther.post(at("send_letter", letter)).status_code == 302

    late = esther.post(at("letter", letter), {"title": "Objet", "body": BODY + " Trop tard.", "version": 1})
    assert late.status_code == 409 and "Trop tard." in text(late)
    page = text(alice.get(reverse("dossiers:dossier", args=[dossier.pk])))
    assert at("letter_pdf", letter) in page
    with DecisionLetter.objects.get().file.open("rb") as sealed:
        assert alice.get(at("letter_pdf", letter)).content == sealed.read()
    assert "tribunal administratif" in text(alice.get(at("letter", letter)))
    assert at("letter", letter) not in text(esther.get(reverse("inbox")))


def test_anybody_verifies_a_letter_that_was_sent_and_no_other(alsace, letter):
    esther, claire, anybody = client_of(alsace.esther), client_of(alsace.claire), Client()

    def asked(document):
        page = anybody.post(reverse("committees:verify"), {"file": SimpleUploadedFile("lettre.pdf", document)})
        return page.status_code, text(page)

    claire.post(at("sign_letter", letter), {"version": 0})
    document = esther.get(at("letter_pdf", letter)).content
    assert asked(document)[0] == 422
    esther.post(at("send_letter", letter))
    status, page = asked(document)
    number = DecisionLetter.objects.get(pk=letter.pk).number
    assert status == 200 and "Cette lettre est authentique" in page and number in page
    assert letter.proclamation.item.dossier.title not in page and "remplacée" not in page
    assert asked(document + b" ")[0] == 422

    esther.post(at("correct_letter", letter), {"reason": "Un nom."})
    claire.post(at("sign_letter", DecisionLetter.objects.get(replaces=letter)), {"version": 0})
    assert "Elle a été remplacée par la lettre" in asked(document)[1]


def test_a_correction_is_shown_beside_the_letter_that_it_replaces(alsace, letter):
    letter_sent(alsace, letter.proclamation.item.dossier)
    esther, alice = client_of(alsace.esther), client_of(alsace.alice)
    done = esther.post(at("correct_letter", letter), {"reason": "Un nom."})
    corrected = DecisionLetter.objects.get(replaces=letter)

    assert done.url == at("letter", corrected)
    assert "Remplacée" not in text(alice.get(at("letter", letter)))
    assert alice.get(at("letter", corrected)).status_code == 404


def test_a_decision_without_a_letter_offers_one(alsace, letter):
    decision = letter.proclamation
    assert client_of(alsace.marc).post(reverse("committees:draft_letter", args=[decision.pk])).status_code == 404
    done = client_of(alsace.esther).post(reverse("committees:draft_letter", args=[decision.pk]))
    assert done.url == at("letter", letter)


def test_a_template_is_tried_then_kept(alsace, letter):
    esther = client_of(alsace.esther)
    page = reverse("committees:letter_template", args=["engagement", "favourable"])
    typed = {"title": "Objet", "body": BODY, "version": 0}
    example = esther.post(page, typed | {"preview": ""})
    real = esther.post(page, typed | {"preview": "", "sample": letter.proclamation_id})
    faulty = esther.post(page, typed | {"preview": "", "body": "{prenom}"})

    assert "4\u00a0000\u00a0€" in text(example) and "Conserverie solidaire" in text(real)
    assert "{prenom} n’existe pas" in text(faulty) and "Corrigez d’abord le texte." in text(faulty)
    assert LetterTemplate.objects.count() == 0
    assert esther.post(page, typed | {"body": "Rien."}).status_code == 409
    assert esther.post(page, typed).status_code == 302
    late = client_of(alsace.claire).post(page, typed | {"title": "Autre"})
    assert late.status_code == 409 and "Version 1" in text(late)
    assert "1, " in text(esther.get(reverse("committees:letter_templates", args=["engagement"])))


def test_templates_are_read_by_the_committee_and_changed_by_its_bureau(alsace):
    page = reverse("committees:letter_template", args=["engagement", "rework"])
    assert client_of(alsace.alice).get(page).status_code == 404
    shown = client_of(alsace.marc).get(page)
    assert "le secrétariat ou la présidence du comité" in text(shown) and "<textarea" not in text(shown)
    assert client_of(alsace.esther).get(page.replace("rework", "inconnu")).status_code == 404
    other = reverse("committees:letter_templates", args=["territorial-nord-alsace"])
    assert client_of(alsace.serge).get(other).status_code == 404
