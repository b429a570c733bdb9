"""Ma corbeille: what awaits me, who may take it, and that the count is the list."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from committees.actions import recuse
from committees.models import RecusalGround
from dossiers import access, actions, inbox
from dossiers.flows import AdmissibilityFlow
from dossiers.inbox import View
from dossiers.lifecycle import Keeper, State
from dossiers.models import Dossier, DossierProcess
from dossiers.stages import DUTIES
from okote_flow import clock
from okote_flow.accounts.actions import appoint, end_appointment
from okote_flow.directory.models import Office
from okote_flow.menu import Shell
from tests.alsace import CAST
from tests.views.crowd import queries_of, submitted, with_copied_tasks, with_tasks

pytestmark = pytest.mark.django_db
INBOX = "/ma-corbeille/"


@pytest.fixture
def waiting(world):
    """A dossier that nobody follows yet: any officer may take its examination."""
    actions.submit(world.draft(), by=world.alice)
    return DossierProcess.objects.get()


def page_of(client, person, view=""):
    client.force_login(person)
    return client.get(INBOX, {"vue": view} if view else {})


def titles(response):
    return [row.title for group in response.context["groups"] for row in group.rows]


def test_what_nobody_follows_is_for_every_officer_to_take(client, world, waiting):
    response = page_of(client, world.odile)

    assert titles(response) == []
    assert [row.pk for row in response.context["free"]] == [waiting.pk]
    assert "Prendre en charge" in response.content.decode()


def test_a_claimed_task_is_mine_and_taken_for_the_others(client, world, waiting):
    omar = world.officer("Omar")
    client.force_login(world.odile)

    response = client.post(reverse("dossiers:claim", args=[waiting.pk]))

    assert response.status_code == 302
    assert titles(page_of(client, world.odile)) == [waiting.dossier.title]
    assert inbox.counts(omar) == {View.MINE: 0, View.TO_CLAIM: 0, View.TAKEN: 1, View.DONE: 0}
    assert "Odile Muster s’en charge" in page_of(client, omar, "au-comite").content.decode()


def test_whoever_claims_second_reads_who_was_first(client, world, waiting):
    omar = world.officer("Omar")
    actions.claim(waiting, by=world.odile)
    client.force_login(omar)

    response = client.post(reverse("dossiers:claim", args=[waiting.pk]))

    assert response.status_code == 409
    assert [refusal.code for refusal in response.context["refusals"]] == ["task-taken"]
    assert "Odile Muster" in response.content.decode()


def test_a_released_task_is_to_be_taken_again(client, world, waiting):
    actions.claim(waiting, by=world.odile)
    client.force_login(world.odile)

    client.post(reverse("dossiers:release", args=[waiting.pk]))

    assert inbox.counts(world.odile)[View.TO_CLAIM] == 1
    assert inbox.count(world.odile) == 0


def test_nobody_takes_a_task_that_is_not_theirs(client, world, waiting):
    for person in (world.zoe, world.alice, world.tess):
        client.force_login(person)

        assert client.post(reverse("dossiers:claim", args=[waiting.pk])).status_code == 404


def test_the_dossiers_in_my_charge_await_me_without_a_claim(world, waiting):
    actions.assign_officer(waiting.dossier, officer=world.odile, by=world.odile)

    assert inbox.count(world.odile) == 1
    assert inbox.count(world.officer("Omar")) == 0


def test_the_menu_counts_what_the_list_shows(client, world, waiting):
    for dossier in with_tasks(submitted(world, 3)):
        actions.assign_officer(dossier, officer=world.odile, by=world.odile)

    response = page_of(client, world.odile)

    entry = response.context["menu"]()[0].entrees[0]
    assert entry.label == "Ma corbeille"
    assert entry.compte == len(titles(response)) == response.context["mine"] == 3


def test_a_term_that_ended_takes_its_tasks_away(world, waiting):
    actions.assign_officer(waiting.dossier, officer=world.odile, by=world.odile)
    adam = world.person("Adam")
    appoint(adam, office=Office.ADMINISTRATOR, by=None)
    end_appointment(world.odile, office=Office.OFFICER, by=adam)

    odile = world.again(world.odile)

    assert inbox.open_for(odile).count() == 0
    assert inbox.count(odile) == 0


def test_whoever_stands_aside_has_no_task_on_the_dossier(alsace):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    before = titles_of(alsace.tania)

    recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.tania)

    assert before == [dossier.title]
    assert titles_of(alsace.again(alsace.tania)) == []


def titles_of(person):
    return [task.dossier.title for task in inbox.tasks(person, View.MINE)]


STATES = [State.SUBMITTED, State.COMPLEMENTS_REQUESTED, State.TERRITORIAL_REVIEW, State.ENGAGEMENT_REVIEW,
          State.CAMPAIGN_PREPARATION, State.MATCHING, State.FOLLOW_UP]  # fmt: skip


def everybody(house):
    return [getattr(house, name.lower()) for name in CAST]


def test_the_inbox_asks_the_keys_that_access_grants(alsace):
    """The rule is written for speed: task by task it must say what `access` says."""
    dossiers = [alsace.dossier(state) for state in STATES]
    for dossier in dossiers:
        if dossier.status == State.TERRITORIAL_REVIEW:
            recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.serge)  # the opinion still awaits the secretariat
    alsace.join(alsace.omar, dossiers[0].organization)  # an officer who carries the project is no officer of it
    open_tasks = DossierProcess.objects.filter(status="NEW").select_related("dossier")

    for person in everybody(alsace):
        expected = {
            task.pk
            for task in open_tasks
            if task.person_id in (None, person.pk) and access.holds(person, task.dossier, Keeper(task.keeper))
        }
        assert {task.pk for task in inbox.open_for(person)} == expected, person


def test_whoever_holds_a_key_may_see_the_dossier(alsace):
    """So a task in the inbox never leads to a page that is not there."""
    for state in STATES:
        alsace.dossier(state)

    for person in everybody(alsace):
        assert set(inbox.open_for(person).values_list("dossier", flat=True)) <= set(
            access.dossiers_for(person).values_list("pk", flat=True)
        )


def test_the_menu_counts_what_the_list_shows_for_everybody(alsace):
    for state in STATES:
        alsace.dossier(state)

    for person in everybody(alsace):
        assert Shell(person, "/").awaiting == inbox.count(person) == inbox.counts(person)[View.MINE], person


def test_tasks_are_grouped_by_urgency(world):
    today = clock.today()
    rows = [row(today - timedelta(days=1)), row(today), row(today + timedelta(days=7))]
    rows += [row(today + timedelta(days=8)), row(None)]

    groups = {group.title: len(group.rows) for group in inbox.grouped(rows)}

    assert groups == {"En retard": 1, "Cette semaine": 2, "Plus tard": 1, "Sans date": 1}


def row(due_on: date | None) -> inbox.Row:
    return inbox.Row(1, "", "", "", 0, 1, "", "", due_on, "", False, "")


def test_the_most_urgent_comes_first_and_the_undated_last(world):
    for dossier, due_on in zip(submitted(world, 3), (None, date(2022, 4, 1), date(2022, 3, 5)), strict=True):
        AdmissibilityFlow.open(dossier, due_on=due_on)
        actions.assign_officer(dossier, officer=world.odile, by=world.odile)

    found = [task.due_on for task in inbox.tasks(world.odile, View.MINE)]

    assert found == [date(2022, 3, 5), date(2022, 4, 1), None]


def test_what_i_did_stays_readable(client, world, waiting):
    actions.find_competence(waiting.dossier, competent=True, ground="Insertion", by=world.odile)
    actions.admit(waiting.dossier, by=world.odile)

    response = page_of(client, world.odile, "terminees")

    assert [row.label for row in response.context["rows"]] == [DUTIES["admissibility"].label]


@pytest.mark.parametrize("view", list(View))
def test_an_empty_view_says_so(client, world, view):
    html = page_of(client, world.zoe, view).content.decode()

    assert "empty-title" in html
    assert html.count("<h1") == 1


def test_a_long_list_has_pages(client, world):
    for dossier in with_tasks(submitted(world, 27)):
        dossier.officer = world.odile
        dossier.save(update_fields=["officer"])

    response = page_of(client, world.odile)

    assert len(titles(response)) == 25
    assert "Page 1 sur 2" in response.content.decode()


@pytest.mark.parametrize("view", ["", "a-prendre"])
def test_the_queries_do_not_grow_with_the_dossiers(client, world, view):
    url = f"{INBOX}?vue={view}"
    with_tasks(submitted(world, 50))
    client.force_login(world.odile)
    few = queries_of(client, url)
    with_tasks(submitted(world, 450))

    many = queries_of(client, url)

    assert many == few
    assert many <= 23


def test_every_duty_leads_to_a_page():
    for duty in DUTIES.values():
        assert reverse(duty.page, args=[1])


def test_the_menu_counts_no_further_than_it_tells(world, client):
    dossiers = with_copied_tasks(submitted(world, 120), like=with_tasks(submitted(world, 1))[0])
    Dossier.objects.filter(pk__in=[one.pk for one in dossiers]).update(officer=world.odile)
    client.force_login(world.odile)

    assert inbox.count(world.odile) == inbox.TOLD + 1
    assert "plus de 99" in client.get("/ma-corbeille/").content.decode()
