"""The public figures: for everybody, without small groups, and without what a subtraction would tell."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from dossiers.lifecycle import State
from dossiers.models import Dossier, RulesVersion
from okote_flow.steering import projection, public

pytestmark = pytest.mark.django_db


def least(number):
    rules = RulesVersion.objects.get()
    rules.values = rules.values | {"public_least": number}
    rules.save()


def test_anybody_opens_them_and_nobody_is_named(alsace, client):
    alsace.dossier(State.CLOSED)

    page = client.get(reverse("figures:public"))

    assert page.status_code == 200
    assert "Bocaux" not in page.content.decode()


def test_a_group_of_few_is_kept_back_with_its_total_and_the_page_says_why(alsace, client):
    alsace.dossier(State.CLOSED)

    page = client.get(reverse("figures:public")).content.decode()

    assert "Non publié" in page
    assert "moins de 5 projets, campagnes ou dons" in page
    assert "4\u00a0000\u00a0€" not in page
    assert all(line.tally is None for table in public.figures(2022).tables for line in (*table.lines, table.total))


def test_a_group_that_is_large_enough_is_told(alsace, client):
    least(1)
    alsace.dossier(State.CLOSED)

    found = public.figures(2022)

    assert not found.keeps_back
    assert [(line.name, line.tally.gifts_cents) for line in found.tables[0].lines] == [("Nord Alsace", 4_000_00)]
    assert "4\u00a0000\u00a0€" in client.get(reverse("figures:public")).content.decode()


def test_the_larger_line_is_kept_back_beside_the_small_one(alsace):
    least(2)
    dossiers = [alsace.dossier(state) for state in (State.CLOSED, State.FOLLOW_UP, State.PAYOUT, State.CAMPAIGN)]
    Dossier.objects.filter(pk=dossiers[0].pk).update(territory=alsace.sud)
    projection.rebuild()

    lines = {line.name: line.why for line in public.figures(2022).tables[0].lines}

    assert lines == {"Sud Alsace": public.KEPT_FEW, "Nord Alsace": public.KEPT_BESIDE}


def test_the_file_says_no_more_than_the_page(alsace, client):
    alsace.dossier(State.CLOSED)

    answer = client.get(reverse("figures:file", args=["csv"]))
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";"))

    of_2022 = [row for row in rows if row["Année"] == "2022"]
    assert [row["Montant donné"] for row in of_2022] == [""] * len(of_2022)
    assert {row["Non publié parce que"] for row in of_2022} == {public.KEPT_FEW}
    assert client.get(reverse("figures:file", args=["xlsx"])).status_code == 200
    assert client.get(reverse("figures:file", args=["exe"])).status_code == 404


@pytest.mark.parametrize("year", ["", "?annee=2021", "?annee=1999", "?annee=x"])
def test_any_year_opens_a_page(alsace, client, year):
    assert client.get(reverse("figures:public") + year).status_code == 200
