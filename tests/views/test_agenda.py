"""The private calendar: what its person may see that day, at an address that ends when they say so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from committees import actions as committees
from committees.models import Committee, RecusalGround
from dossiers.lifecycle import State
from okote_flow import clock
from okote_flow.agenda import access, actions
from okote_flow.directory.models import CalendarFeed
from okote_flow.refusals import Refused
from tests.alsace import CAST
from tests.views.committee_moments import ask

pytestmark = pytest.mark.django_db


def address(person):
    return reverse("agenda:feed", args=[access.token_of(actions.renew(by=person))])


def titles(client, person):
    answer = client.get(address(person))
    assert answer.status_code == 200
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return [str(event["summary"]).replace("\u00a0", " ") for event in events]


@pytest.fixture
def agenda(alsace):
    """A convened meeting of the engagement committee with one dossier on it, another that is only planned."""
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    committee = Committee.objects.get(code="engagement")
    for days in (12, 30):
        at = clock.now() + timedelta(days=days)
        meeting = committees.plan_meeting(committee, scheduled_at=at, place="Colmar", by=alsace.esther)
        if days == 12:
            committees.add_item(meeting, dossier=dossier, by=alsace.esther)
            committees.convene(meeting, by=alsace.esther)
    return dossier


def test_members_find_the_meetings_of_their_committees_and_the_secretary_what_is_prepared(alsace, client, agenda):
    assert titles(client, alsace.marc) == ["Comité d’engagement CeA, séance"]
    assert titles(client, alsace.tom) == []
    assert titles(client, alsace.esther) == [
        "Comité d’engagement CeA, séance",
        "Comité d’engagement CeA, séance (en préparation)",
        "Échéance : convocation à envoyer",
    ]


def test_an_expert_finds_the_day_of_the_opinion_and_its_page_and_nobody_else_does(alsace, client):
    asked = ask(alsace, alsace.dossier(State.TERRITORIAL_REVIEW))
    page = reverse("committees:expertise", args=[asked.pk])

    found = {
        name.lower() for name in CAST if page in client.get(address(getattr(alsace, name.lower()))).content.decode()
    }

    assert found == {"zoe"}


def test_each_finds_the_deadlines_that_are_theirs(alsace, client):
    dossier = alsace.dossier(State.COMPLEMENTS_REQUESTED)

    found = {name.lower(): titles(client, getattr(alsace, name.lower())) for name in CAST}

    assert {name: rows for name, rows in found.items() if rows} == {
        "alice": [f"Échéance : réponses aux questions, {dossier.number}"],
        "bruno": [f"Échéance : réponses aux questions, {dossier.number}"],
        "odile": [
            f"Échéance : suite à donner aux compléments, {dossier.number}",
            f"Échéance : silence depuis le dépôt, {dossier.number}",
        ],
    }


def test_what_was_done_or_is_not_theirs_any_more_leaves_the_calendar(alsace, client):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    sheet = [f"Échéance : grilles du comité territorial, {dossier.number}"]
    assert (titles(client, alsace.tom), titles(client, alsace.tania)) == (sheet, sheet)

    committees.recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.tom)

    assert (titles(client, alsace.again(alsace.tom)), titles(client, alsace.tania)) == ([], sheet)


def test_no_title_of_a_project_and_no_name_stands_in_it(alsace, client):
    dossier = alsace.dossier(State.COMPLEMENTS_REQUESTED)

    body = client.get(address(alsace.odile)).content.decode()

    assert dossier.number in body
    assert dossier.title not in body and "Muster" not in body and "Bocaux" not in body


def test_the_same_facts_are_not_sent_twice(alsace, client):
    alsace.dossier(State.COMPLEMENTS_REQUESTED)
    url = address(alsace.odile)
    first = client.get(url)

    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    alsace.dossier(State.COMPLEMENTS_REQUESTED)
    changed = client.get(url, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Cache-Control"] == "private, no-cache"
    assert again.content == b""


def test_an_address_that_was_changed_or_taken_back_opens_nothing(alsace, client):
    old = address(alsace.odile)
    new = address(alsace.odile)
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)

    actions.revoke(by=alsace.odile)

    assert client.get(new).status_code == 404
    with pytest.raises(Refused) as refused:
        actions.revoke(by=alsace.odile)
    assert refused.value.refusals[0].code == "no-calendar"


@pytest.mark.parametrize("token", ["0", "1-", "x-y", "1-" + "0" * 64, "9" * 40 + "-0", "¹-0", "-1-0"])
def test_a_guessed_address_is_not_found(alsace, client, token):
    actions.renew(by=alsace.odile)

    assert client.get(reverse("agenda:feed", args=[token])).status_code == 404


def test_a_closed_account_has_no_calendar(alsace, client):
    url = address(alsace.odile)
    alsace.odile.is_active = False
    alsace.odile.save()

    assert client.get(url).status_code == 404


def test_the_database_does_not_hold_the_address(alsace):
    token = access.token_of(actions.renew(by=alsace.odile))

    assert token.partition("-")[2] not in str(CalendarFeed.objects.values())


def test_one_makes_changes_and_ends_one_s_own_address(alsace, client):
    client.force_login(alsace.odile)
    page = reverse("agenda:mine")
    assert "Créer mon adresse" in client.get(page).content.decode()

    client.post(reverse("agenda:renew"))
    made = client.get(page)
    assert access.token_of(CalendarFeed.objects.get(user=alsace.odile)) in made.content.decode()
    assert "no-store" in made["Cache-Control"]

    client.post(reverse("agenda:revoke"))
    assert not CalendarFeed.objects.exists()


def test_a_calendar_takes_as_many_queries_with_ten_deadlines_as_with_one(
    alsace, client, django_assert_max_num_queries
):
    for _ in range(3):
        alsace.dossier(State.SUBMITTED)
    url = address(alsace.odile)

    with django_assert_max_num_queries(12):
        client.get(url)
