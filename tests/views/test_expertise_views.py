"""The pages of an opinion from outside, as the secretary, the expert and the members find them."""

from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from committees import actions
from committees.models import Expertise, RecusalGround
from tests.actions.committee_cast import answers
from tests.views.committee_moments import ask, consulted, opined
from tests.views.crawl import everything
from tests.views.moments import Passing, client_of

pytestmark = pytest.mark.django_db
SECRET = "Oui, à 85 degrés."


def page(person, name, *args):
    response = client_of(person).get(reverse(f"committees:{name}", args=args))
    return response.status_code, unescape(response.content.decode())


def send(person, name, *args, **values):
    return client_of(person).post(reverse(f"committees:{name}", args=args), values)


def test_a_secretary_asks_on_the_page_and_withdraws(alsace):
    dossier = alsace.dossier("territorial_review")
    wrong = send(alsace.serge, "expertises", dossier.pk, email=alsace.tom.email, question="Sûr ?", due_on="2030-01-01")
    assert wrong.status_code == 409 and "lit déjà ce dossier" in wrong.content.decode()
    assert "Sûr ?" in wrong.content.decode()

    send(alsace.serge, "expertises", dossier.pk, email=alsace.zoe.email, question="Sûr ?", due_on="2030-01-01")
    asked = Expertise.objects.get()
    send(alsace.serge, "revoke_expertise", asked.pk, reason="Résolu.")

    asked.refresh_from_db()
    assert (asked.state, page(alsace.zoe, "expertise", asked.pk)[0]) == ("revoked", 404)
    assert "Résolu." in page(alsace.serge, "expertises", dossier.pk)[1]


def test_who_may_not_ask_reads_why(alsace):
    dossier = alsace.dossier("territorial_review")

    status, text = page(alsace.tom, "expertises", dossier.pk)

    assert status == 200 and "disabled" in text and 'name="email"' not in text


def test_an_expert_reads_the_question_declares_writes_gives_and_takes_back(alsace):
    dossier = alsace.dossier("territorial_review")
    asked = ask(alsace, dossier)
    summary = dossier.summary

    before = page(alsace.zoe, "expertise", asked.pk)[1]
    assert dossier.title in before and summary not in before
    send(alsace.zoe, "expertise", asked.pk, link="no")
    assert summary in page(alsace.zoe, "expertise", asked.pk)[1]
    empty = send(alsace.zoe, "expertise", asked.pk, act="give", text="")
    assert empty.status_code == 422
    send(alsace.zoe, "expertise", asked.pk, act="save", text="Brouillon")
    assert "Brouillon" in page(alsace.zoe, "expertise", asked.pk)[1]
    file = ContentFile(b"%PDF-1.4 mesures", name="mesures.pdf")
    send(alsace.zoe, "expertise", asked.pk, act="give", text=SECRET, file=file)
    assert SECRET in page(alsace.zoe, "expertise", asked.pk)[1]
    attached = client_of(alsace.zoe).get(reverse("committees:expertise_file", args=[asked.pk]))
    assert b"".join(attached.streaming_content) == b"%PDF-1.4 mesures"  # read to its end: the client closes it
    assert client_of(alsace.tom).get(reverse("committees:expertise_file", args=[asked.pk])).status_code == 404
    send(alsace.zoe, "take_back_expertise", asked.pk)
    assert "Enregistrer sans rendre" in page(alsace.zoe, "expertise", asked.pk)[1]


def test_whoever_is_tied_is_led_to_decline(alsace):
    asked = ask(alsace, alsace.dossier("territorial_review"))

    led = send(alsace.zoe, "expertise", asked.pk, link="yes")

    assert led.url == reverse("committees:decline_expertise", args=[asked.pk])
    send(alsace.zoe, "decline_expertise", asked.pk, reason="")
    assert page(alsace.zoe, "expertise", asked.pk)[0] == 404


def test_a_member_reads_it_after_their_own_sheet(alsace):
    dossier = opined(alsace)
    assert SECRET not in page(alsace.tom, "expertises", dossier.pk)[1] + page(alsace.tom, "screening", dossier.pk)[1]

    actions.give_sheet(dossier, by=alsace.tom, **answers())

    for name in ("expertises", "screening"):
        assert SECRET in page(alsace.tom, name, dossier.pk)[1]


# Leaks


def told(person, alsace, dossier):
    """The addresses at which this person reads anything of the dossier or of the opinion."""
    names = (dossier.number, dossier.title, "Bocaux", SECRET)
    pages = everything(Passing(alsace, dossier), person, {"dossiers:list": ("?q=Conserv",)})
    return {name for name, said in pages if any(one in unescape(part) for one in names for part in said[1:])}


@pytest.mark.crawl
def test_an_expert_finds_the_dossier_on_their_own_page_and_nowhere_else(alsace):
    anybody = told(alsace.zoe, alsace, alsace.dossier("territorial_review"))
    dossier = consulted(alsace)

    assert told(alsace.zoe, alsace, dossier) - anybody == {"committees:expertise"}
    actions.revoke_expertise(Expertise.objects.get(), reason="Non.", by=alsace.serge)
    assert told(alsace.zoe, alsace, dossier) - anybody == set()


@pytest.mark.crawl
def test_an_opinion_is_nowhere_for_its_holder_and_for_whoever_stands_aside(alsace):
    dossier = opined(alsace)
    actions.recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.tania)

    for person in (alsace.alice, alsace.tania, alsace.tom):
        pages = everything(Passing(alsace, dossier), person, {})
        assert [name for name, said in pages if SECRET in unescape(said[1])] == []
