"""Conditions on their pages: what is asked, the proof from a phone, the verdict on it, the list and its file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from committees.actions import recuse
from committees.models import RecusalGround
from dossiers import actions, conditions
from dossiers.models import Condition
from dossiers.models.conditions import ConditionState
from dossiers.models.exchange import Gate
from tests.views.moments import client_of, conditioned

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(alsace):
    return conditioned(alsace)


@pytest.fixture
def lease(dossier):
    return Condition.objects.get(dossier=dossier, text="Fournir le bail.")


def at(name, condition):
    return reverse(f"dossiers:{name}_condition", args=[condition.dossier_id, condition.pk])


def text(response):
    return response.getvalue().decode()


def test_the_holder_sees_what_to_do_and_hands_in_a_photo(alsace, dossier, lease):
    alice = client_of(alsace.alice)
    page = text(alice.get(reverse("dossiers:dossier", args=[dossier.pk])))
    assert at("submit", lease) in page and "Fournir le bail." in page

    empty = alice.post(at("submit", lease), {"note": ""})
    wrong = alice.post(at("submit", lease), {"note": "Signé hier.", "file": [SimpleUploadedFile("bail.exe", b"MZ")]})
    photo = SimpleUploadedFile("bail.jpg", b"\xff\xd8\xff\xe0 photo")
    given = alice.post(at("submit", lease), {"note": "", "file": [photo]})

    assert (empty.status_code, wrong.status_code, given.status_code) == (409, 409, 302)
    assert "Signé hier." in text(wrong)
    assert "bail.jpg" in text(alice.get(given.url)) and at("submit", lease) not in text(alice.get(given.url))


def test_the_officer_sends_back_then_lifts(alsace, dossier):
    water = Condition.objects.get(dossier=dossier, text="Analyser l’eau.")
    odile, alice = client_of(alsace.odile), client_of(alsace.alice)
    assert "Vérifier la preuve d’une réserve" in text(odile.get(reverse("inbox")))
    assert odile.post(at("send_back", water), {"reason": ""}).status_code == 422
    assert odile.post(at("send_back", water), {"reason": "Le laboratoire manque."}).status_code == 302
    assert "Le laboratoire manque." in text(alice.get(at("submit", water)))
    alice.post(at("submit", water), {"note": "Laboratoire de Colmar."})
    assert odile.post(at("lift", water), {"proof": ""}).status_code == 302
    assert Condition.objects.get(pk=water.pk).proof == "Laboratoire de Colmar."
    again = odile.post(at("lift", water), {"proof": ""})
    assert again.status_code == 409 and "déjà levée" in text(again)
    assert odile.post(at("reopen", water), {"reason": "Analyse périmée."}).status_code == 302


def test_whoever_presides_waives_or_finds_a_failure(alsace, dossier, lease):
    claire = client_of(alsace.claire)
    assert claire.post(at("waive", lease), {"reason": "Sans objet."}).status_code == 302
    water = Condition.objects.get(dossier=dossier, text="Analyser l’eau.")
    assert claire.post(at("fail", water), {"consequence": ""}).status_code == 422
    assert claire.post(at("fail", water), {"consequence": "La campagne ne s’ouvre pas."}).status_code == 302
    page = text(client_of(alsace.alice).get(reverse("dossiers:conditions", args=[dossier.pk])))
    assert "Dispensée" in page and "La campagne ne s’ouvre pas." in page


def test_a_dossier_without_conditions_says_so(alsace, dossier):
    Condition.objects.filter(dossier=dossier).update(dossier=alsace.dossier("campaign_preparation"))
    page = client_of(alsace.odile).get(reverse("dossiers:conditions", args=[dossier.pk]))
    assert "Aucune réserve" in text(page)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Fournir le bail.", "Analyser l’eau."}),
        ("?etat=submitted", {"Analyser l’eau."}),
        ("?etat=lifted", set()),
        ("?etat=tout&retient=campaign", {"Fournir le bail.", "Analyser l’eau."}),
        ("?retient=payout", set()),
        ("?nature=permit", set()),
        ("?retard=on", {"Fournir le bail."}),
        ("?mes=on&etat=n-importe-quoi", {"Fournir le bail.", "Analyser l’eau."}),
    ],
)
def test_the_list_and_its_file_answer_the_same_filters(alsace, dossier, lease, query, shown):
    alsace.forward(days=70)
    odile = client_of(alsace.odile)
    for name in ("condition_list", "export_conditions"):
        page = text(odile.get(reverse(f"dossiers:{name}") + query))
        assert {said for said in ("Fournir le bail.", "Analyser l’eau.") if said in page} == shown, name


def test_who_stands_aside_reads_none_of_it(alsace, dossier, lease):
    recuse(dossier, ground=RecusalGround.choices[0][0], by=alsace.marc)
    for person, sees in ((alsace.marc, False), (alsace.nadia, True)):
        client = client_of(person)
        assert (client.get(reverse("dossiers:conditions", args=[dossier.pk])).status_code == 200) is sees
        assert (client.get(at("lift", lease)).status_code == 200) is sees
        for name in ("condition_list", "export_conditions"):
            assert ("Fournir le bail." in text(client.get(reverse(f"dossiers:{name}")))) is sees


def test_ten_conditions_cost_as_many_queries_as_two(alsace, dossier):
    odile = client_of(alsace.odile)
    pages = [reverse("dossiers:conditions", args=[dossier.pk]), reverse("dossiers:condition_list")]
    before = [cost(odile, page) for page in pages]
    for number in range(8):
        more = Condition.objects.create(dossier=dossier, text=f"Réserve {number}", blocks=Gate.PAYOUT)
        conditions.await_proof(more)
        actions.submit_condition(more, note="Fait.", by=alsace.alice)

    assert [cost(odile, page) for page in pages] == before


def cost(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_every_state_has_its_pill():
    assert conditions.PILLS.keys() == set(ConditionState)
