"""The page "Et si…": the question is in the address, the answer on the page and in the table."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from committees.actions import recuse
from committees.models import RecusalGround
from funding.models import Entry, Pledge
from tests.money import MoneyWorld


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


@pytest.fixture
def running(money):
    campaign = money.running(firm=100_00)
    money.gift(campaign, 150_00)
    return campaign


PAGE, TABLE = "steering:what_if", "steering:what_if_export"


def rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(response.getvalue().decode("utf-8-sig")), delimiter=";"))


def test_the_page_says_who_would_pay_what(client, money, running):
    client.force_login(money.odile)

    page = client.get(reverse(PAGE), {"num": "1", "den": "2"}).content.decode()

    assert "75,00\u00a0€" in page
    assert Entry.objects.filter(kind="what-if").count() == 0


def test_the_table_answers_the_same_question(client, money, running):
    client.force_login(money.odile)

    found = rows(client.get(reverse(TABLE), {"num": "1", "den": "2"}))

    assert [(row["Partenaire"], row["Appelé"], row["Appelé essayé"]) for row in found] == [
        (money.cea.name, "150,00", "75,00"),
        (money.firm.name, "100,00", "75,00"),
    ]


def test_caps_one_by_one_are_asked_of_a_chosen_campaign(client, money, running):
    client.force_login(money.odile)
    pledge = Pledge.objects.get(partner=money.firm)

    page = client.get(reverse(PAGE), {"campagne": running.pk}).content.decode()
    found = rows(client.get(reverse(TABLE), {"campagne": running.pk, f"plafond-{pledge.pk}": "120"}))

    assert f'name="plafond-{pledge.pk}"' in page
    assert found[1]["Appelé essayé"] == "120,00"


def test_a_dry_envelope_is_named_with_its_day(client, money, running):
    client.force_login(money.odile)

    page = client.get(reverse(PAGE), {f"enveloppe-{money.cea_2022.pk}": "1000"}).content.decode()

    assert "il manque 3\u00a0000\u00a0€" in page


@pytest.mark.parametrize(
    "asked", [{"num": "1"}, {"num": "x", "den": "2"}, {"campagne": "9999"}, {"donateur": "beaucoup"}, {"annee": "1"}]
)
def test_what_is_mistyped_is_said_and_the_table_shows_what_was(client, money, running, asked):
    client.force_login(money.odile)

    page = client.get(reverse(PAGE), asked)
    table = client.get(reverse(TABLE), asked)

    assert (page.status_code, "Qui paierait quoi" in page.content.decode()) == (200, False)
    assert rows(table)[0]["Appelé essayé"] == "150,00"


def test_a_campaign_kept_from_the_reader_is_played_and_not_named(client, money, running):
    other = money.running()
    money.gift(other, 50_00)
    recuse(running.dossier, ground=RecusalGround.PRUDENCE, by=money.odile)
    client.force_login(money.odile)
    envelope = {f"enveloppe-{money.cea_2022.pk}": "1000"}

    page = client.get(reverse(PAGE), envelope).content.decode()
    found = rows(client.get(reverse(TABLE), envelope))

    assert len(found) == other.pledges.count()
    assert f'<option value="{running.pk}">' not in page
    assert "une autre campagne" in page  # it is what ran the envelope dry


def test_before_the_first_campaign_the_page_says_so(client, money):
    client.force_login(money.odile)

    assert "Aucune campagne" in client.get(reverse(PAGE)).content.decode()
