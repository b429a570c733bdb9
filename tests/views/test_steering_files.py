"""The dashboard asked otherwise: filters, order, views and budgets in its address; every table as a file."""

import csv
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow.steering import dashboard_tables, projection

pytestmark = pytest.mark.django_db


def board_of(client, query=""):
    return client.get(reverse("steering:board") + query)


def sheet_of(client, name, *args, query=""):
    answer = client.get(reverse(name, args=[*args, "xlsx"]) + query)
    return load_workbook(BytesIO(answer.getvalue())).active


@pytest.fixture
def two_places(alsace, client):
    """One dossier in each of two territories; the second is of food, and its name is a formula."""
    alsace.dossier(State.SUBMITTED)
    other = alsace.dossier(State.SUBMITTED)
    Dossier.objects.filter(pk=other.pk).update(territory=alsace.sud, theme="food", title="=1+1")
    projection.rebuild()
    client.force_login(alsace.odile)
    return other


@pytest.mark.parametrize(
    ("query", "running"),
    [
        ("", 2), ("?territoire=sud-alsace", 1), ("?theme=food", 1), ("?theme=food&territoire=nord-alsace", 0),
        ("?partenaire=cea", 0), ("?recus=2022", 2), ("?recus=2021", 0), ("?territoire=nulle-part&theme=x&recus=²", 2),
    ],
)  # fmt: skip
def test_the_address_says_which_dossiers(two_places, client, query, running):
    assert board_of(client, query).context["board"].running == running


def test_a_partner_s_dossiers_are_those_with_its_money(alsace, client):
    alsace.dossier(State.CAMPAIGN)
    client.force_login(alsace.odile)

    assert [board_of(client, f"?partenaire={code}").context["board"].running for code in ("cea", "ems")] == [1, 0]


def test_the_steps_are_columns_or_a_table_without_script(two_places, client):
    columns, table = (board_of(client, query).content.decode() for query in ("", "?vue=tableau"))

    assert 'class="ok-colonnes"' in columns
    assert 'class="ok-colonnes"' not in table
    assert "Médiane à l’étape" in table


def test_a_table_is_ordered_as_its_address_says_and_the_other_way(two_places, client):
    found = {tri: board_of(client, f"?tri={tri}") for tri in ("nom", "-nom", "dossiers", "n'importe")}
    names = {tri: [row.name for row in page.context["board"].territories] for tri, page in found.items()}

    assert names["nom"] == names["n'importe"] == ["Nord Alsace", "Sud Alsace"]
    assert names["-nom"] == ["Sud Alsace", "Nord Alsace"]
    assert 'aria-sort="descending"' in found["dossiers"].content.decode()


def test_the_running_costs_stand_in_place_of_the_fund(alsace, client):
    client.force_login(alsace.steve)

    page = board_of(client, "?budget=fonctionnement").content.decode()

    assert "AG2R Mulhouse" in page
    assert "196\u00a0222\u00a0€" in page


def test_a_territory_s_committee_reads_no_running_costs(alsace, client):
    client.force_login(alsace.serge)

    assert board_of(client, "?budget=fonctionnement").context["board"].running_costs == []


def test_a_card_of_a_campaign_says_how_far_it_is(alsace, client):
    alsace.ready("succeed")
    client.force_login(alsace.odile)

    [card] = board_of(client).context["board"].stages[4].cards

    assert (card.progress.percent, card.progress.threshold, card.progress.is_reached) == (100, 75, True)


def test_an_envelope_that_will_not_do_is_said_first(alsace, client):
    for _ in range(2):
        alsace.dossier(State.SUBMITTED)
    Dossier.objects.update(goal_cents=90_000_00)
    projection.rebuild()
    client.force_login(alsace.odile)

    page = board_of(client)

    assert [one.missing_cents for one in page.context["board"].shortages] == [60_000_00 - 50_000_00]
    assert "ne suffira pas si tous les dossiers en cours aboutissent" in page.content.decode()


@pytest.mark.parametrize("which", list(dashboard_tables.TABLES))
def test_every_table_leaves_as_csv_and_as_typed_xlsx_with_the_same_rows(alsace, client, which):
    alsace.dossier(State.FOLLOW_UP)
    client.force_login(alsace.didier)

    answer = client.get(reverse("steering:table", args=[which, "csv"]))
    lines = list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    rows = list(sheet_of(client, "steering:table", which).iter_rows(values_only=True))

    assert len(lines) == len(rows) > 1
    assert list(rows[0]) == lines[0]
    assert {len(line) for line in lines} == {len(rows[0])}


def test_the_list_behind_a_figure_leaves_with_numbers_as_numbers_and_no_formula(two_places, client):
    sheet = sheet_of(client, "steering:behind_file", "etape-2", 2022)
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=2)}

    assert rows["=1+1"][1].data_type == "s"
    assert rows["=1+1"][7].value == 12000
    answer = client.get(reverse("steering:behind_file", args=["etape-2", 2022, "csv"]))
    assert "'=1+1" in answer.getvalue().decode()


@pytest.mark.parametrize("path", ["tableaux/secrets.csv", "tableaux/etapes.exe", "recus/2022.pdf", "secrets/2022.csv"])
def test_no_other_file_exists(alsace, client, path):
    client.force_login(alsace.odile)

    assert client.get(reverse("steering:board") + path).status_code == 404


def test_files_are_for_who_steers(alsace, client):
    client.force_login(alsace.zoe)

    for name, args in (("steering:table", ["etapes", "csv"]), ("steering:behind_file", ["recus", 2022, "csv"])):
        assert client.get(reverse(name, args=args)).status_code == 404
