"""The acts on a dossier: each button and each refusal, and that the page says what the server would."""

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from dossiers import actions, acts
from dossiers.actions import lift_condition
from dossiers.forms import acts as forms
from dossiers.forms.report import AcceptForm
from dossiers.lifecycle import State
from dossiers.models import Ask, Condition, Decision, Dossier, Question
from dossiers.models.exchange import Gate
from okote_flow.refusals import Refused
from tests.views.read_page import as_shown
from tests.views.reading import read

pytestmark = pytest.mark.django_db
TYPED = {
    forms.ConfirmForm: {},
    forms.ReasonForm: {"reason": "Parce que."},
    forms.OptionalReasonForm: {"reason": ""},
    forms.WordForm: {"reason": ""},
    forms.CompetenceForm: {"competent": "yes", "ground": "Insertion."},
    forms.DecisionForm: {"purpose": "cancel", "reference": "CE-1", "decided_on": "2022-02-01", "text": "Annulé."},
    AcceptForm: {},
    forms.SiretForm: {"siret": "24670048800017"},
}
WHO = {
    "submit": "alice", "answer_complements": "alice", "withdraw": "alice", "ask_complements": "odile",
    "admit": "odile", "reject_inadmissible": "odile", "drop": "odile", "send_back": "serge", "renounce": "odile",
    "cancel": "tess", "close": "odile",
}  # fmt: skip
INTO = {
    "submit": State.SUBMITTED, "answer_complements": State.SUBMITTED, "withdraw": State.WITHDRAWN,
    "ask_complements": State.COMPLEMENTS_REQUESTED, "admit": State.TERRITORIAL_REVIEW,
    "reject_inadmissible": State.REJECTED, "drop": State.DROPPED, "send_back": State.COMPLEMENTS_REQUESTED,
    "renounce": State.RENOUNCED, "cancel": State.CANCELLED, "close": State.CLOSED,
}  # fmt: skip
WRITTEN = {"report": {"text": "Tout est fait.", "spent_cents": 12_000_00}}  # on a page of its own
STEPS = [name for name, act in acts.ACTS.items() if act.is_step]


def typed(act, house):
    if act.form is forms.OfficerForm:
        return {"officer": house.odile.pk}
    if act.form is forms.TransferForm:
        return {"to": house.bruno.pk, "reason": "Je déménage."}
    return TYPED[act.form]


def url(name, dossier, *more):
    return reverse(f"dossiers:{name}", args=[dossier.pk, *more])


def as_(client, person):
    client.force_login(person)
    return client


def codes(response):
    return [error.code for error in response.context["form"].errors.as_data().get("__all__", [])]


def state_of(dossier):
    return Dossier.objects.get(pk=dossier.pk).status


# The steps


def test_every_step_of_the_table_has_somebody_here():
    assert set(STEPS) == WHO.keys() == INTO.keys()


@pytest.mark.parametrize("name", STEPS)
def test_the_button_takes_the_step(client, alsace, name):
    dossier = alsace.ready(name)

    response = as_(client, getattr(alsace, WHO[name])).post(url(name, dossier), typed(acts.ACTS[name], alsace))

    assert response.status_code == 302
    assert state_of(dossier) == INTO[name]


@pytest.mark.parametrize("name", STEPS)
def test_the_page_says_what_will_happen_and_asks_what_is_needed(client, alsace, name):
    dossier = alsace.ready(name)

    response = as_(client, getattr(alsace, WHO[name])).get(url(name, dossier))

    html = response.content.decode()
    assert response.context["refusals"] == []
    assert acts.ACTS[name].meaning in read(html)
    assert html.count("<h1") == 1
    assert all(f'name="{field}"' in html for field in acts.ACTS[name].form.base_fields)


def test_a_colleague_without_the_right_reads_who_has_it(client, alsace):
    dossier = alsace.ready("admit")

    html = as_(client, alsace.didier).get(url("admit", dossier)).content.decode()

    assert "disabled" in html
    assert 'data-code="not-yours"' in html
    assert "Odile Muster" in html


def test_a_stranger_is_not_told_that_the_dossier_exists(client, alsace):
    dossier = alsace.ready("admit")

    assert as_(client, alsace.zoe).get(url("admit", dossier)).status_code == 404
    assert as_(client, alsace.zoe).post(url("admit", dossier)).status_code == 404


def test_a_refused_act_keeps_what_was_typed(client, alsace):
    dossier = alsace.dossier(State.COMPLEMENTS_REQUESTED)

    response = as_(client, alsace.odile).post(url("drop", dossier), {"reason": "Sans nouvelles depuis un mois."})

    assert response.status_code == 409
    assert codes(response) == ["delay-running"]
    assert "Sans nouvelles depuis un mois." in response.content.decode()
    assert state_of(dossier) == State.COMPLEMENTS_REQUESTED


def test_a_missing_reason_is_told_beside_its_field(client, alsace):
    dossier = alsace.ready("reject_inadmissible")

    response = as_(client, alsace.odile).post(url("reject_inadmissible", dossier), {"reason": " "})

    assert response.status_code == 422
    assert response.context["form"].has_error("reason")
    assert state_of(dossier) == State.SUBMITTED


def test_whoever_comes_second_reads_who_was_first(client, alsace):
    dossier = alsace.ready("admit")
    seen = dossier.state
    actions.admit(dossier, by=alsace.odile)

    response = as_(client, alsace.odile).post(url("admit", dossier), {"seen": seen})

    html = response.content.decode()
    assert codes(response) == ["moved-meanwhile"]
    assert "Odile Muster" in html
    assert "Dossier recevable" in html


def test_a_forged_state_changes_nothing(client, alsace):
    dossier = alsace.dossier(State.SUBMITTED)

    response = as_(client, alsace.alice).post(url("submit", dossier), {"seen": "draft"})

    assert response.status_code == 409
    assert state_of(dossier) == State.SUBMITTED


# The page's reasons are the server's

STATES = [State.DRAFT, State.SUBMITTED, State.COMPLEMENTS_REQUESTED, State.TERRITORIAL_REVIEW,
          State.CAMPAIGN_PREPARATION, State.FOLLOW_UP, State.REJECTED]  # fmt: skip
PEOPLE = ("alice", "odile", "omar", "didier", "tess", "serge", "esther")


@pytest.mark.parametrize("state", STATES)
def test_a_greyed_button_shows_what_the_server_would_refuse_with(alsace, state):
    dossier = alsace.dossier(state)
    differing = []

    for act in acts.ACTS.values():
        form = act.form(typed(act, alsace), initial=act.initial(dossier))
        assert form.is_valid(), form.errors
        for name in PEOPLE:
            person = alsace.again(getattr(alsace, name))
            shown = [refusal.code for refusal in act.refusals(person, dossier)]
            answered = refused(act, dossier, person, form.cleaned_data | WRITTEN.get(act.name, {}))
            if shown != answered:
                differing.append((act.name, name, shown, answered))

    assert differing == []


def refused(act, dossier, person, facts):
    """The codes with which the verb itself refuses; what it does otherwise is undone."""
    if act.name == "add_siret" and dossier.organization is None:
        return []
    try:
        with transaction.atomic():
            act.verb(Dossier.objects.for_page().get(pk=dossier.pk), by=person, **facts)
            transaction.set_rollback(True)
    except Refused as answer:
        return [refusal.code for refusal in answer.refusals]
    return []


# Acts that are no step


def test_the_director_entrusts_a_dossier(client, alsace):
    dossier = alsace.dossier(State.SUBMITTED)

    as_(client, alsace.didier).post(url("assign_officer", dossier), {"officer": alsace.omar.pk})

    assert Dossier.objects.get(pk=dossier.pk).officer == alsace.omar


def test_only_officers_can_be_chosen(client, alsace):
    dossier = alsace.dossier(State.SUBMITTED)

    response = as_(client, alsace.didier).post(url("assign_officer", dossier), {"officer": alsace.zoe.pk})

    assert response.status_code == 422


def test_the_competence_is_found_with_its_ground(client, alsace):
    dossier = alsace.dossier(State.SUBMITTED)

    as_(client, alsace.odile).post(url("find_competence", dossier), {"competent": "no", "ground": "Hors champ."})

    dossier = Dossier.objects.get(pk=dossier.pk)
    assert (dossier.cea_competence, dossier.cea_competence_ground) == (False, "Hors champ.")


def test_a_decision_is_recorded_by_the_engagement_secretary(client, alsace):
    dossier = alsace.dossier(State.CAMPAIGN_PREPARATION)
    given = TYPED[forms.DecisionForm]

    response = as_(client, alsace.esther).post(url("record_decision", dossier), given)

    decision = Decision.objects.get(dossier=dossier)
    assert response.status_code == 302
    assert (decision.reference, decision.decided_on) == ("CE-1", date(2022, 2, 1))


def test_a_decision_to_come_is_not_recorded(client, alsace):
    dossier = alsace.dossier(State.CAMPAIGN_PREPARATION)
    given = TYPED[forms.DecisionForm] | {"decided_on": "2030-01-01"}

    assert as_(client, alsace.esther).post(url("record_decision", dossier), given).status_code == 422


def test_a_request_to_renounce_can_be_taken_back(client, alsace):
    dossier = alsace.dossier(State.CAMPAIGN_PREPARATION)
    as_(client, alsace.alice).post(url("ask_renounce", dossier), {"reason": "Le local est vendu."})
    ask = Ask.objects.get()

    html = client.get(url("dossier", dossier)).content.decode()
    client.post(url("take_back_ask", dossier, ask.pk))

    assert "Le local est vendu." in html
    assert Ask.objects.get().taken_back_at is not None


def test_a_condition_is_lifted_with_a_proof(client, alsace):
    dossier = alsace.dossier(State.CAMPAIGN_PREPARATION)
    condition = Condition.objects.create(dossier=dossier, text="Fournir le bail.", blocks=Gate.CAMPAIGN)

    empty = as_(client, alsace.odile).post(url("lift_condition", dossier, condition.pk), {"proof": ""})
    given = client.post(url("lift_condition", dossier, condition.pk), {"proof": "Bail reçu."})

    assert (empty.status_code, given.status_code) == (409, 302)
    assert Condition.objects.get().proof == "Bail reçu."


def test_a_condition_is_lifted_by_the_officer_alone(client, alsace):
    dossier = alsace.dossier(State.CAMPAIGN_PREPARATION)
    condition = Condition.objects.create(dossier=dossier, text="Fournir le bail.", blocks=Gate.CAMPAIGN)

    response = as_(client, alsace.alice).get(url("lift_condition", dossier, condition.pk))

    assert [refusal.code for refusal in response.context["refusals"]] == ["not-yours"]
    with pytest.raises(Refused, match="not-yours"):
        lift_condition(condition, proof="Bail.", by=alsace.alice)


def test_a_siret_is_added_to_a_structure_that_was_being_created(client, world):
    dossier = world.draft()
    organization = dossier.organization
    organization.siret = ""
    organization.save()
    actions.submit(dossier, by=world.alice)

    wrong = as_(client, world.alice).post(url("add_siret", dossier), {"siret": "123"})
    right = client.post(url("add_siret", dossier), {"siret": "246 700 488 00017"})

    organization.refresh_from_db()
    assert (wrong.status_code, right.status_code) == (409, 302)
    assert organization.siret == "24670048800017"


# Questions and answers


def test_questions_are_prepared_unseen_and_leave_together(client, alsace):
    dossier = alsace.dossier(State.SUBMITTED)
    for text in ("Qui tient la caisse ?", "Et le samedi ?"):
        as_(client, alsace.odile).post(url("questions", dossier), {"text": text})
    before = as_(client, alsace.alice).get(url("dossier", dossier)).content.decode()

    as_(client, alsace.odile).post(url("ask_complements", dossier), {"reason": "Deux points."})

    after = as_(client, alsace.alice).get(url("complements", dossier)).content.decode()
    assert "Qui tient la caisse" not in before
    assert "Qui tient la caisse" in after
    assert "Et le samedi" in after
    assert "Deux points." in after


def test_a_prepared_question_can_be_taken_back(client, alsace):
    dossier = alsace.dossier(State.SUBMITTED)
    question = actions.ask_question(dossier, text="Qui ?", by=alsace.odile)

    as_(client, alsace.odile).post(url("remove_question", dossier, question.pk))

    assert not Question.objects.exists()


def test_the_holder_prepares_no_questions(client, alsace):
    dossier = alsace.dossier(State.SUBMITTED)
    actions.ask_question(dossier, text="Qui tient la caisse ?", by=alsace.odile)

    response = as_(client, alsace.alice).get(url("questions", dossier))

    assert [refusal.code for refusal in response.context["refusals"]] == ["not-yours"]
    assert "Qui tient la caisse" not in response.content.decode()


def test_answers_are_kept_and_leave_when_all_are_given(client, alsace):
    dossier = alsace.dossier(State.COMPLEMENTS_REQUESTED)
    question = Question.objects.get()
    alice = as_(client, alsace.alice)
    early = alice.post(url("answer_complements", dossier))

    page = url("complements", dossier)
    alice.post(page, as_shown(alice, page) | {f"answer-{question.pk}": "Deux bénévoles."})
    sent = alice.post(url("answer_complements", dossier))

    question.refresh_from_db()
    assert codes(early) == ["unanswered"]
    assert sent.status_code == 302
    assert question.answer == "Deux bénévoles."
    assert state_of(dossier) == State.SUBMITTED


def test_staff_do_not_read_answers_before_they_are_sent(client, alsace):
    dossier = alsace.dossier(State.COMPLEMENTS_REQUESTED)
    actions.answer_question(Question.objects.get(), text="Encore un brouillon", by=alsace.alice)

    seen = as_(client, alsace.odile).get(url("dossier", dossier)).content.decode()
    asked = client.get(url("complements", dossier)).content.decode()

    assert "Encore un brouillon" not in seen
    assert "Encore un brouillon" not in asked


def test_only_the_holder_answers(client, alsace):
    dossier = alsace.dossier(State.COMPLEMENTS_REQUESTED)
    question = Question.objects.get()

    page, odile = url("complements", dossier), as_(client, alsace.odile)
    response = odile.post(page, as_shown(odile, page) | {f"answer-{question.pk}": "À sa place."})

    question.refresh_from_db()
    assert response.status_code == 409
    assert question.answer == ""
