"""The list of dossiers as a work list: what is late first, who has the ball, since when, until when."""

from datetime import timedelta

import pytest

from dossiers import actions
from dossiers.models import Dossier, DossierProcess
from okote_flow import clock
from tests.views.crowd import submitted, with_tasks

pytestmark = pytest.mark.django_db
LIST = "/dossiers/"


@pytest.fixture
def five(world):
    """Late, due in three days, due in a month, without a date, withdrawn."""
    dossiers = with_tasks(submitted(world, 4))
    for dossier, title, days in zip(
        dossiers, ("Retard", "Bientôt", "Loin", "Sans date"), (-2, 3, 30, None), strict=True
    ):
        Dossier.objects.filter(pk=dossier.pk).update(title=title)
        due_on = clock.today() + timedelta(days=days) if days is not None else None
        task = DossierProcess.objects.get(dossier=dossier)
        task.due_on = due_on
        task.save()
    over = actions.withdraw(actions.submit(world.draft(), by=world.alice), by=world.alice)
    Dossier.objects.filter(pk=over.pk).update(title="Fini", state_since=clock.now() - timedelta(days=90))
    return dossiers


def titles(client, **asked):
    return [dossier.title for dossier, _ in client.get(LIST, asked).context["rows"]]


def test_what_is_late_comes_first_and_what_is_over_last(client, world, five):
    client.force_login(world.odile)

    assert titles(client) == ["Retard", "Bientôt", "Loin", "Sans date", "Fini"]


@pytest.mark.parametrize(
    ("delay", "found"), [("retard", ["Retard"]), ("semaine", ["Bientôt"]), ("jamais", None), ("", None)]
)
def test_the_list_is_filtered_by_what_is_due(client, world, five, delay, found):
    client.force_login(world.odile)

    everything = ["Retard", "Bientôt", "Loin", "Sans date", "Fini"]
    assert titles(client, delai=delay) == (found or everything)


def test_the_filters_at_hand_count_within_the_others_and_keep_them(client, world, five):
    client.force_login(world.odile)
    Dossier.objects.filter(title="Retard").update(officer=world.odile)

    chips = client.get(LIST, {"mes": "on"}).context["chips"]

    assert [(chip.label, chip.number) for chip in chips] == [
        ("Tous", "1"),
        ("En retard", "1"),
        ("Dans les 7 jours", "0"),
    ]
    assert [chip.query for chip in chips] == ["mes=on", "mes=on&delai=retard", "mes=on&delai=semaine"]
    assert [chip.is_here for chip in chips] == [True, False, False]


def test_a_search_keeps_the_filter_of_the_delay(client, world, five):
    client.force_login(world.odile)

    html = client.get(LIST, {"delai": "retard"}).content.decode()

    assert '<input type="hidden" name="delai" value="retard">' in html


def test_a_row_says_who_has_the_ball_and_since_when(client, world, five):
    Dossier.objects.filter(title="Retard").update(officer=world.odile, state_since=clock.now() - timedelta(days=12))
    Dossier.objects.filter(title="Loin").update(officer=world.officer("Omar"))
    client.force_login(world.odile)

    rows = {dossier.title: row for dossier, row in client.get(LIST).context["rows"]}

    assert [rows[title].who for title in ("Retard", "Loin", "Bientôt", "Fini")] == [
        "Vous",
        "Omar Muster",
        "L’équipe d’Alsace Active",
        "",
    ]
    assert rows["Retard"].days == 12
    assert rows["Retard"].due_on == clock.today() - timedelta(days=2)


def test_a_dossier_that_waits_for_its_holder_says_so(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)
    actions.ask_question(dossier, text="Quel local ?", by=world.odile)
    actions.ask_complements(dossier, by=world.odile)
    client.force_login(world.didier)

    [(_, row)] = client.get(LIST).context["rows"]

    assert row.who == "Le porteur du projet"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"delai": "retard"}, "Rien n’est en retard"),
        ({"delai": "semaine"}, "Rien n’est attendu dans les sept jours"),
        ({"mes": "on"}, "Vous ne suivez aucun de ces dossiers"),
        ({"q": "<b>"}, "Aucun dossier ne répond à «\u00a0&lt;b&gt;\u00a0»"),
        ({"etat": "closed"}, "Aucun dossier ne répond à cette recherche"),
        ({}, "Aucun dossier pour le moment"),
    ],
)
def test_an_empty_list_says_what_is_true(client, world, asked, said):
    client.force_login(world.odile)

    assert said in client.get(LIST, asked).content.decode()


def test_only_officers_are_offered_to_enter_a_draft(client, world):
    client.force_login(world.odile)
    for_officer = client.get(LIST).content.decode()
    client.force_login(world.didier)

    assert "Saisir pour un porteur" in for_officer
    assert "Saisir pour un porteur" not in client.get(LIST).content.decode()
