"""The page of a dossier for everybody who may see it."""

import pytest
from django.urls import reverse

from dossiers import actions, page
from dossiers.lifecycle import STEPS, State
from tests.views.crowd import queries_of, submitted

pytestmark = pytest.mark.django_db


def url(name, dossier):
    return reverse(f"dossiers:{name}", args=[dossier.pk])


def seen_by(client, person, dossier):
    client.force_login(person)
    return client.get(url("dossier", dossier))


def told(client, person, dossier):
    """The labels of the whole history as this reader has it."""
    context = seen_by(client, person, dossier).context
    return {fact.label for fact in context["history"] + context["older"]}


def labels(buttons):
    return {button.label for button in buttons}


# The page


@pytest.mark.parametrize("state", list(State))
def test_the_page_stands_in_every_state_for_holder_and_officer(client, alsace, state):
    dossier = alsace.dossier(state)
    readers = [alsace.alice] if dossier.submitted_at is None else [alsace.alice, alsace.odile, alsace.audrey]

    for reader in readers:
        response = seen_by(client, reader, dossier)

        html = response.content.decode()
        assert response.status_code == 200
        assert html.count("<h1") == 1
        assert dossier.get_state_display() in html


def test_a_stranger_is_not_told_that_it_exists(client, world):
    assert seen_by(client, world.zoe, world.draft()).status_code == 404


def test_a_draft_is_shown_to_its_holder_alone(client, world):
    draft = world.draft()

    assert seen_by(client, world.odile, draft).status_code == 404
    assert seen_by(client, world.alice, draft).status_code == 200


def test_a_draft_says_that_it_is_up_to_its_holder(client, world):
    ball = seen_by(client, world.alice, draft := world.draft()).context["ball"]

    assert (ball.whose, ball.url) == ("a-vous", url("submit", draft))


def test_what_waits_for_a_reader_is_said_to_be_theirs(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)

    mine = seen_by(client, world.odile, dossier).context["ball"]
    theirs = seen_by(client, world.alice, dossier).context["ball"]

    assert (mine.whose, mine.title) == ("a-vous", "C’est à vous\u00a0: examiner la recevabilité")
    assert (theirs.whose, theirs.title) == ("autre", "C’est à l’équipe d’Alsace Active")
    assert mine.due_on == theirs.due_on is not None


def test_the_one_who_has_the_ball_is_named(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)
    actions.assign_officer(dossier, officer=world.odile, by=world.odile)

    assert seen_by(client, world.alice, dossier).context["ball"].title == "C’est à Odile Muster"


def test_an_end_is_said_to_be_one(client, world):
    dossier = actions.withdraw(actions.submit(world.draft(), by=world.alice), by=world.alice)

    ball = seen_by(client, world.alice, dossier).context["ball"]

    assert (ball.whose, ball.title, ball.url) == ("fini", "C’est fini\u00a0: retiré", "")


def test_the_path_shows_what_is_done_with_its_days(client, alsace):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)

    path = seen_by(client, alsace.alice, dossier).context["path"]

    assert [stage.css for stage in path] == ["fait", "fait", "encours"] + ["avenir"] * 4
    assert all(stage.reached_at for stage in path[:3])
    assert not any(stage.reached_at for stage in path[3:])


def test_a_dossier_that_was_paid_and_closed_has_come_all_the_way(client, alsace):
    dossier = alsace.dossier(State.CLOSED)

    assert {stage.css for stage in seen_by(client, alsace.alice, dossier).context["path"]} == {"fait"}


def test_what_one_may_do_stands_apart_from_what_others_may(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)

    for_alice = seen_by(client, world.alice, dossier).context
    for_odile = seen_by(client, world.odile, dossier).context

    assert labels(for_alice["mine"]) == {"Retirer mon dossier"}
    assert {"Déclarer recevable", "Constater la compétence de la CeA"} <= labels(for_odile["mine"])
    assert labels(for_odile["others"]) == {"Retirer mon dossier"}


def test_no_button_is_closed_without_its_reason(client, alsace):
    for state in (State.SUBMITTED, State.TERRITORIAL_REVIEW):
        dossier = alsace.dossier(state)
        for person in (alsace.alice, alsace.odile, alsace.didier):
            context = seen_by(client, person, dossier).context
            assert [one.label for one in context["mine"] + context["others"] if not one.refusals and not one.url] == []


def test_every_step_of_the_state_has_its_button(client, alsace):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)

    context = seen_by(client, alsace.odile, dossier).context

    steps = {step.label for step in STEPS.values() if State.TERRITORIAL_REVIEW in step.sources}
    assert steps <= labels(context["mine"] + context["others"])


def test_history_says_who_and_why(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)
    actions.reject_inadmissible(dossier, reason="Hors d’Alsace.", by=world.odile)

    newest = seen_by(client, world.alice, dossier).context["history"][0]

    assert (newest.label, newest.who, newest.detail) == ("Dossier non recevable", "Odile Muster", "Hors d’Alsace.")


def test_saving_many_times_a_day_is_told_once(client, world):
    history = seen_by(client, world.alice, world.draft()).context["history"]

    assert [fact.label for fact in history] == ["Dossier modifié", "Brouillon ouvert"]


def test_a_long_history_is_folded_and_whole(client, alsace):
    dossier = alsace.dossier(State.FOLLOW_UP)

    context = seen_by(client, alsace.odile, dossier).context

    assert len(context["history"]) == page.RECENT
    assert context["older"][-1].label == "Brouillon ouvert"


def test_the_holder_is_not_told_of_questions_that_are_being_prepared(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)
    actions.ask_question(dossier, text="Qui ?", by=world.odile)

    assert "Question préparée" not in told(client, world.alice, dossier)
    assert "Question préparée" in told(client, world.odile, dossier)


def test_members_are_not_told_who_gave_a_sheet_in_the_history(client, alsace):
    dossier = alsace.ready("favour")

    assert "Avis rendu" not in told(client, alsace.tania, dossier)
    assert "Avis rendu" not in told(client, alsace.alice, dossier)
    assert "Avis rendu" in told(client, alsace.audrey, dossier)


def test_fictional_data_are_marked(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)

    assert "Données fictives" in seen_by(client, world.alice, dossier).content.decode()
    assert "Données fictives" in client.get(url("receipt", dossier)).content.decode()


def test_the_queries_of_a_page_do_not_grow_with_the_dossiers(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)
    client.force_login(world.odile)
    submitted(world, 50)
    few = queries_of(client, url("dossier", dossier))
    submitted(world, 450)

    many = queries_of(client, url("dossier", dossier))

    assert many == few
    assert many <= 53


# The sentence about the ball


@pytest.mark.parametrize("state", list(State))
def test_there_is_always_a_sentence_about_whose_turn_it_is(alsace, state):
    dossier = alsace.dossier(state)

    ball = page.ball(alsace.alice, dossier)

    assert ball.title
    assert ball.whose == ("fini" if dossier.is_over else ball.whose)
    assert not ball.url or ball.whose == "a-vous"
