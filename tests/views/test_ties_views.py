"""Declaring, reporting and ruling on pages; the register and its file."""

import pytest
from django.urls import reverse

from committees import actions as committees
from committees.models import Conflict, Interest, InterestNature, Recusal, RecusalGround
from dossiers.lifecycle import State
from tests.views.moments import client_of

pytestmark = pytest.mark.django_db

NORD = "territorial-nord-alsace"


@pytest.fixture
def screened(alsace):
    return alsace.dossier(State.TERRITORIAL_REVIEW)


def declared(alsace, screened):
    committees.declare_interest(organization="Bocaux & Compagnie", nature=InterestNature.KIN, by=alsace.tania)
    return Conflict.objects.get(dossier=screened)


def test_a_member_declares_and_a_mistake_keeps_what_was_typed(alsace):
    client, page = client_of(alsace.tania), reverse("committees:interests")

    answer = client.post(page, {"organization": "Les Jardins", "nature": "work", "siren": "123"})
    assert answer.status_code == 409
    assert "Les Jardins" in answer.content.decode()
    assert client.post(page, {"organization": "", "nature": "work"}).status_code == 422
    assert client.post(page, {"organization": "Les Jardins", "nature": "work"}).status_code == 302
    assert "Les Jardins" in client.get(page).content.decode()

    [interest] = Interest.objects.all()
    end = reverse("committees:end_interest", args=[interest.pk])
    assert client_of(alsace.tom).get(end).status_code == 404
    assert client.post(end, {"ends_on": "2022-01-01"}).status_code == 302
    assert Interest.objects.get().ends_on is not None


def test_a_secretary_finds_the_task_rules_and_the_member_loses_the_dossier(alsace, screened):
    tie = declared(alsace, screened)
    serge, tania = client_of(alsace.serge), client_of(alsace.tania)
    ties = reverse("committees:ties", args=[screened.pk])
    assert ties in serge.get(reverse("inbox")).content.decode()
    ruling = reverse("committees:rule_tie", args=[tie.pk])
    assert ruling in serge.get(ties).content.decode()

    assert serge.post(ruling, {"decision": "confirm", "reason": "Vérifié."}).status_code == 422
    assert serge.post(ruling, {"decision": "confirm", "ground": "prudence", "reason": "Vérifié."}).status_code == 302

    assert Recusal.objects.get().user == alsace.tania
    assert tania.get(ties).status_code == 404
    again = serge.get(ruling).content.decode()
    assert "déjà tranché" in again
    assert "Enregistrer la décision" not in again


def test_others_read_of_ties_only_what_is_theirs(alsace, screened):
    tie = declared(alsace, screened)
    ties = reverse("committees:ties", args=[screened.pk])

    assert "Une personne proche" not in client_of(alsace.tom).get(ties).content.decode()
    assert "Une personne proche" in client_of(alsace.tania).get(ties).content.decode()
    assert client_of(alsace.tom).get(reverse("committees:rule_tie", args=[tie.pk])).status_code == 404
    assert client_of(alsace.alice).get(ties).status_code == 404


def test_the_person_concerned_is_told_why_another_rules(alsace, screened):
    committees.declare_interest(organization="Bocaux & Compagnie", nature=InterestNature.KIN, by=alsace.serge)
    ruling = reverse("committees:rule_tie", args=[Conflict.objects.get().pk])

    page = client_of(alsace.serge).get(ruling).content.decode()

    assert "Personne ne tranche un lien qui le concerne" in page
    assert "Enregistrer la décision" not in page


def test_a_member_reports_on_the_page(alsace, screened):
    ties = reverse("committees:ties", args=[screened.pk])
    client = client_of(alsace.tom)

    assert client.post(ties, {"user": alsace.tania.pk, "what": ""}).status_code == 422
    assert client.post(ties, {"user": alsace.tania.pk, "what": "Sa sœur y travaille."}).status_code == 302
    assert "Sa sœur y travaille." in client.get(ties).content.decode()


def test_the_register_and_its_file(alsace, django_assert_max_num_queries):
    page = reverse("committees:recusals", args=[NORD])
    client = client_of(alsace.serge)
    assert "Aucun déport" in client.get(page).content.decode()
    for _ in range(3):
        dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
        committees.recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.tania)

    with django_assert_max_num_queries(17):
        text = client.get(page).content.decode()
    assert text.count("Par prudence") == 3
    exported = client.get(reverse("committees:export_recusals", args=[NORD]))
    assert exported.getvalue().decode().count("Par prudence") == 3
    assert client_of(alsace.tom).get(page).status_code == 404
