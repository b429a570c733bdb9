"""The pages of foresight: the question is in the address; what is mistyped is said and stays as it was typed."""

import csv
from io import BytesIO, StringIO

import pytest
from django.core.cache import cache
from django.urls import reverse
from openpyxl import load_workbook

from committees.actions import recuse
from committees.models import RecusalGround
from dossiers.lifecycle import State
from okote_flow.foresight import actions
from okote_flow.foresight.inputs import Change
from okote_flow.foresight.models import Forecast
from okote_flow.journal.models import Event
from tests.views.crowd import count_again, queries_of

pytestmark = pytest.mark.django_db
PAGE, SCENARIOS, KEPT = "foresight:page", "foresight:scenarios", "foresight:kept"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def house(alsace):
    for state in (State.SUBMITTED, State.TERRITORIAL_REVIEW, State.ENGAGEMENT_REVIEW, State.CAMPAIGN):
        alsace.dossier(state)
    return alsace


def page(client, reader, name=PAGE, query=None, **arguments):
    client.force_login(reader, backend=BACKEND)
    return client.get(reverse(name, kwargs=arguments), query or {})


def test_the_page_has_a_fan_a_sentence_and_a_table_for_each_envelope(client, house):
    found = page(client, house.didier)

    text = found.content.decode()
    assert found.status_code == 200
    assert text.count('class="ok-eventail"') == 6 == text.count("ce qui serait demandé à la fin de chaque mois")
    assert "Hypothèses posées, peu d’historique\u00a0: n=" in text
    assert "Prévisionnelle" in text and "rien ne s’y réserve avant la délibération" in text


@pytest.mark.parametrize("reader", ["zoe", "alice", "serge", "tania", "archie", "adam"])
def test_it_is_not_shown_to_others(client, house, reader):
    for name in (PAGE, SCENARIOS, KEPT, "foresight:csv", "foresight:xlsx"):
        assert page(client, getattr(house, reader), name).status_code == 404


def test_a_partners_officer_sees_their_own_envelope_alone(client, house):
    text = page(client, house.paula).content.decode()

    assert text.count('class="ok-eventail"') == 2
    assert "Eurométropole de Strasbourg 2022" not in text and "Projets accompagnés fin" not in text
    assert "Cette prévision compte les dossiers que vous pouvez voir" in text
    assert [page(client, house.paula, name).status_code for name in (SCENARIOS, KEPT)] == [404, 404]
    table = rows(page(client, house.paula, "foresight:csv"))
    assert {row["Partenaire"] for row in table} == {house.cea.name}


def rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(response.getvalue().decode("utf-8-sig")), delimiter=";"))


def test_both_tables_hold_the_fan(client, house):
    table = rows(page(client, house.didier, "foresight:csv"))
    book = load_workbook(BytesIO(page(client, house.didier, "foresight:xlsx").content))

    sheet = list(book.active.values)
    assert len(sheet) == len(table) + 1
    assert sheet[1][0] == table[0]["Partenaire"] and isinstance(sheet[1][3], int | float)
    assert table[0]["La moitié sous"] == table[0]["90\u00a0% sous"]  # today nothing is open yet


HOSTILE = (
    {"arrivals": "-1"}, {"arrivals": "999999999999"}, {"arrivals": "beaucoup"}, {"passes_0": "101"}, {"days_4": "0"},
    {"plafond": "-3000"}, {"plafond": "99999999999"}, {"collectivite": "1e9"}, {"trust": "0"}, {"graine": "-5"},
    {"goal_low": "200000"}, {"territoires": "17"}, {"projets": "100", "territoires": "16"}, {"rythme": "401"},
    {"arrivals": "<b>40</b>"}, {"goal": "NaN"},
)  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=str)
def test_what_cannot_be_meant_is_said_in_french_and_stays_as_typed(client, house, query):
    found = page(client, house.didier, query=query)

    text = found.content.decode()
    assert found.status_code in (409, 422)
    assert "ok-eventail" not in text
    assert "<b>40</b>" not in text
    for value in query.values():
        assert value.replace("<", "&lt;").replace(">", "&gt;") in text
    assert page(client, house.didier, SCENARIOS, query).status_code in (200, 409, 422)
    assert page(client, house.didier, "foresight:csv", query).status_code == 200


def test_the_address_is_the_question(client, house):
    query = {"plafond": "3000", "arrivals": "20"}

    text = page(client, house.didier, query=query).content.decode()

    assert "plafond de 3\u00a0000\u00a0€ par partenaire et par projet" in text
    assert f"{reverse('foresight:csv')}?plafond=3000&amp;arrivals=20" in text
    assert f"{reverse('foresight:save')}?plafond=3000&amp;arrivals=20" in text


def test_seven_territories_tell_which_envelope_fails_first_and_when(client, house):
    found = page(client, house.steve, SCENARIOS)

    sides = {side["compared"].scenario.code: side for side in found.context["sides"]}
    first = sides["sept-territoires"]["first"]
    text = found.content.decode()
    assert first.pot.dry_permille >= 100 and len(first.dry) == 3
    assert f"{first.name} {first.pot.year}" in text
    for name in (
        "Une collectivité de plus",
        "Plafond à 3\u00a0000\u00a0€",
        "25\u00a0→\u00a040 projets",
        "Sept territoires",
    ):
        assert name in text
    base = found.context["base"]
    assert sides["sept-territoires"]["short_cents"] > base["short_cents"] > sides["plafond-3000"]["short_cents"]


def test_a_free_combination_stands_beside_the_others(client, house):
    found = page(client, house.steve, SCENARIOS, {"territoires": "8", "plafond": "2000"})

    own = found.context["sides"][-1]["compared"].scenario
    assert own.change == Change(arrivals_percent=200, cap_cents=2_000_00)
    assert "Votre combinaison" in found.content.decode()


def test_keeping_a_forecast_leads_to_it_and_a_second_click_to_the_same(client, house):
    client.force_login(house.didier, backend=BACKEND)
    address = f"{reverse('foresight:save')}?plafond=3000"

    answers = [client.post(address, {"nom": "Avant l’été"}) for _ in range(2)]

    kept = Forecast.objects.get()
    assert {answer.url for answer in answers} == {reverse("foresight:forecast", args=[kept.pk])}
    text = client.get(answers[0].url).content.decode()
    assert "Avant l’été" in text and "Elle ne change plus." in text and text.count('class="ok-eventail"') == 6


def test_a_forecast_without_a_name_is_refused_and_one_mistyped_keeps_its_name(client, house):
    client.force_login(house.didier, backend=BACKEND)

    unnamed = client.post(reverse("foresight:save"), {"nom": " "})
    wrong = client.post(f"{reverse('foresight:save')}?arrivals=-4", {"nom": "Mai"})

    assert unnamed.status_code == 422 and "on la retrouve par lui" in unnamed.content.decode()
    assert wrong.status_code == 422 and 'value="-4"' in wrong.content.decode()
    assert Forecast.objects.count() == 0


def test_who_may_not_keep_one_has_no_button_and_is_not_answered(client, house):
    client.force_login(house.steve, backend=BACKEND)

    assert reverse("foresight:save") not in client.get(reverse(PAGE)).content.decode()
    assert client.post(reverse("foresight:save"), {"nom": "Mai"}).status_code == 404
    assert Event.objects.filter(kind="foresight.saved").count() == 0


def test_two_that_were_kept_are_compared_and_the_same_question_can_be_asked_again(client, house):
    first = actions.save(name="Mars", by=house.didier)
    second = actions.save(name="Plafond", change=Change(cap_cents=3_000_00, arrivals_percent=150), by=house.didier)

    text = page(client, house.steve, "foresight:compare", {"a": first.pk, "b": second.pk}).content.decode()
    again = page(client, house.didier, "foresight:forecast", pk=second.pk).context["again"]

    assert "Mars" in text and "150\u00a0% du rythme d’aujourd’hui" in text
    assert client.get(again).context["question"].digest == second.digest
    for query in ({"a": "1"}, {"a": "x", "b": "y"}, {"a": str(first.pk), "b": "9" * 30}, {"a": "²", "b": "²"}):
        assert page(client, house.steve, "foresight:compare", query).status_code == 404
    assert page(client, house.steve, "foresight:compare").url == reverse(KEPT)


def test_putting_away_twice_is_said_and_changes_nothing(client, house):
    kept = actions.save(name="Mars", by=house.didier)
    client.force_login(house.odile, backend=BACKEND)
    address = reverse("foresight:archive", args=[kept.pk])

    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 409
    assert "Mars" not in client.get(reverse(KEPT)).content.decode()
    assert "Mars" in client.get(reverse(KEPT), {"archivees": "1"}).content.decode()
    assert client.post(reverse("foresight:restore", args=[kept.pk])).status_code == 302
    assert "Mars" in client.get(reverse(KEPT)).content.decode()


def test_a_forecast_that_has_counted_what_is_kept_from_me_is_not_there(client, house):
    kept = actions.save(name="Mars", by=house.didier)
    dossier = house.dossier(State.ENGAGEMENT_REVIEW)
    recuse(dossier, ground=RecusalGround.PRUDENCE, by=house.odile)
    later = actions.save(name="Avril", by=house.didier)

    assert page(client, house.odile, "foresight:forecast", pk=later.pk).status_code == 404
    assert "Avril" not in page(client, house.odile, KEPT).content.decode()
    assert page(client, house.tess, "foresight:forecast", pk=later.pk).status_code == 200
    assert kept.pk != later.pk


def test_before_any_envelope_and_any_programme_the_page_says_so(client, world):
    text = page(client, world.didier).content.decode()

    assert "Aucune enveloppe à prévoir" in text
    assert "Aucune enveloppe à prévoir" in page(client, world.didier, SCENARIOS).content.decode()
    assert rows(page(client, world.didier, "foresight:csv")) == []


def test_the_page_takes_the_same_queries_with_more_dossiers(client, house):
    client.force_login(house.didier, backend=BACKEND)
    pages = [reverse(PAGE), reverse(SCENARIOS), reverse(KEPT)]
    cache.clear()
    few = [queries_of(client, address) for address in pages]
    for _ in range(4):
        house.dossier(State.ENGAGEMENT_REVIEW)
    count_again()
    cache.clear()

    assert [queries_of(client, address) for address in pages] == few


def test_a_question_with_cents_is_asked_again_with_its_cents(client, house):
    kept = actions.save(name="Au centime", change=Change(cap_cents=3_000_50), by=house.didier)

    again = page(client, house.didier, "foresight:forecast", pk=kept.pk).context["again"]

    assert client.get(again).context["question"].change.cap_cents == 3_000_50


def test_what_was_simulated_is_found_again(client, house, monkeypatch):
    page(client, house.didier)
    monkeypatch.setattr("okote_flow.foresight.projection.simulate", None)

    assert page(client, house.didier).status_code == 200


def test_the_dashboard_says_what_the_last_forecast_said_to_those_who_may_read_it(client, house):
    kept = actions.save(name="Mars", by=house.didier)
    link = reverse("foresight:forecast", args=[kept.pk])

    assert link in page(client, house.didier, "steering:board").content.decode()
    assert link in page(client, house.steve, "steering:board").content.decode()
    assert link not in page(client, house.tania, "steering:board").content.decode()
