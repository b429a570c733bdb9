"""The list of dossiers: filtered by its address, in a constant number of queries, and as a table."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from dossiers import actions
from dossiers.lifecycle import STAGE_OF, State
from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.directory.models import Organization
from okote_flow.sheets import harmless
from tests.views.crowd import queries_of, searchable, submitted

pytestmark = pytest.mark.django_db
LIST = "/dossiers/"


# The list


def found(client, **asked):
    return [dossier for dossier, _ in client.get(LIST, asked).context["rows"]]


@pytest.fixture
def three(world):
    """In Nord Alsace one handed in, one followed by Odile; one more in Sud Alsace."""
    first, second, third = submitted(world, 3)
    Dossier.objects.filter(pk=first.pk).update(title="Fournil", number="OKT-2022-901")
    Dossier.objects.filter(pk=second.pk).update(title="Radio", officer=world.odile)
    Dossier.objects.filter(pk=third.pk).update(title="Verger", territory=world.sud)
    Organization.objects.filter(pk=third.organization_id).update(name="Les Pommiers")
    searchable([first, second, third])
    return first, second, third


def test_the_list_shows_what_one_may_see(client, world, three):
    client.force_login(world.odile)
    everything = found(client)
    client.force_login(world.zoe)

    assert set(everything) == set(three)
    assert found(client) == []


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"q": "four"}, {"Fournil"}),
        ({"q": "901"}, {"Fournil"}),
        ({"q": "pommiers"}, {"Verger"}),
        ({"q": "verger pommiers"}, {"Verger"}),
        ({"q": "fournil pommiers"}, set()),
        ({"etat": "submitted"}, {"Fournil", "Radio", "Verger"}),
        ({"etat": "closed"}, set()),
        ({"etat": "en-cours"}, {"Fournil", "Radio", "Verger"}),
        ({"etape": "2"}, {"Fournil", "Radio", "Verger"}),
        ({"etape": "3"}, set()),
        ({"mes": "on"}, {"Radio"}),
        ({"etat": "jamais-vu", "etape": "99", "tri": "hasard"}, {"Fournil", "Radio", "Verger"}),
    ],
)
def test_the_list_is_filtered_by_its_address(client, world, three, asked, titles):
    client.force_login(world.odile)

    assert {dossier.title for dossier in found(client, **asked)} == titles


def test_the_list_is_filtered_by_territory(client, world, three):
    client.force_login(world.odile)

    assert [dossier.title for dossier in found(client, territoire=world.sud.pk)] == ["Verger"]


def test_a_dossier_that_answers_questions_is_at_the_stage_where_it_was_asked(client, alsace):
    dossier = alsace.take("send_back")
    client.force_login(alsace.odile)

    assert dossier.status == State.COMPLEMENTS_REQUESTED
    assert found(client, etape=STAGE_OF[State.TERRITORIAL_REVIEW]) == [dossier]
    assert found(client, etape=STAGE_OF[State.SUBMITTED]) == []


def test_the_list_is_sorted_as_asked(client, world, three):
    client.force_login(world.odile)

    assert [dossier.title for dossier in found(client, tri="titre")] == ["Fournil", "Radio", "Verger"]


def test_a_search_without_an_answer_says_so(client, world):
    client.force_login(world.odile)

    assert "Aucun dossier ne répond" in client.get(LIST, {"q": "introuvable"}).content.decode()


def test_pages_keep_the_question(client, world):
    searchable(submitted(world, 30))
    client.force_login(world.odile)

    response = client.get(LIST, {"q": "Projet", "tri": "titre"})

    assert len(response.context["rows"]) == 25
    assert "?q=Projet&amp;tri=titre&amp;page=2" in response.content.decode()


def test_the_queries_of_the_list_do_not_grow_with_the_dossiers(client, world):
    submitted(world, 50)
    client.force_login(world.odile)
    few = queries_of(client, LIST)
    submitted(world, 450)

    many = queries_of(client, LIST)

    assert many == few
    assert many <= 19


# The table for a spreadsheet


def table(client, **asked):
    text = client.get(reverse("dossiers:export"), asked).getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def test_the_table_holds_what_the_list_shows_on_all_its_pages(client, world):
    searchable(submitted(world, 30))
    client.force_login(world.odile)

    assert len(table(client)) == 30
    assert {"7" in row["Projet"] + row["Numéro"] for row in table(client, q="Projet 7")} == {True}


def test_the_table_says_amounts_days_and_that_data_are_fictional(client, world):
    actions.submit(world.draft(), by=world.alice)
    client.force_login(world.odile)

    [row] = table(client)

    assert row["Objectif (euros)"] == "12000,00"
    assert row["Reçu le"] == f"{clock.today():%d/%m/%Y}"
    assert row["Données"] == "fictives"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_nothing_that_somebody_typed_runs_in_a_spreadsheet(client, world, start):
    [dossier] = submitted(world, 1)
    Dossier.objects.filter(pk=dossier.pk).update(title=f"{start}HYPERLINK(1)")
    client.force_login(world.odile)

    assert table(client)[0]["Projet"].startswith("'")


def test_a_harmless_cell_stays_as_it_is():
    assert harmless("Ressourcerie = avenir") == "Ressourcerie = avenir"


def test_a_stranger_exports_an_empty_table(client, world):
    submitted(world, 2)
    client.force_login(world.zoe)

    assert table(client) == []
