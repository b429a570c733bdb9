"""What a holder reads of their projects: whose turn it is, what comes next and when, how long it usually takes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from committees import actions as committees
from committees.models import Committee, Meeting
from dossiers import actions, prospects
from dossiers.lifecycle import ENDS, State
from dossiers.models import Dossier
from funding.models import Campaign
from okote_flow import clock
from tests.views.crowd import queries_of, submitted

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"dossiers:{name}", args=args)


def followed(client, person, dossier):
    client.force_login(person)
    return client.get(url("dossier", dossier.pk))


def ahead(client, person, dossier):
    return followed(client, person, dossier).context["prospects"]


# What comes next


@pytest.mark.parametrize("state", [state for state in State if state not in ENDS])
def test_something_lies_ahead_of_every_running_dossier(client, alsace, state):
    found = ahead(client, alsace.alice, alsace.dossier(state))

    assert [one.is_next for one in found] == [True] + [False] * (len(found) - 1)
    assert all(one.text and (one.lead or one.at or one.by) for one in found)


@pytest.mark.parametrize("state", sorted(ENDS))
def test_nothing_lies_ahead_of_an_end_but_a_new_draft(client, alsace, state):
    response = followed(client, alsace.alice, alsace.dossier(state))

    assert response.context["prospects"] == []
    assert "Déposer à nouveau" in {button.label for button in response.context["acts"]}


def test_the_day_by_which_admissibility_is_examined_is_told(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)

    first = ahead(client, world.alice, dossier)[0]

    assert (first.stage, first.by) == (2, clock.today() + timedelta(days=15))


def test_a_convened_meeting_is_told_with_its_hour(client, alsace):
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    meeting = plan(alsace, dossier)
    committees.convene(meeting, by=alsace.esther)

    response = followed(client, alsace.alice, dossier)

    assert response.context["prospects"][0].at == meeting.scheduled_at
    assert response.context["meeting_at"] == meeting.scheduled_at
    assert [stage.reached_at for stage in response.context["path"] if stage.css == "encours"] == [meeting.scheduled_at]


def test_a_meeting_that_is_only_planned_is_told_as_uncertain(client, alsace):
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    meeting = plan(alsace, dossier)

    response = followed(client, alsace.alice, dossier)

    first = response.context["prospects"][0]
    assert first.at == meeting.scheduled_at
    assert "à confirmer" in first.text
    assert response.context["meeting_at"] is None


def plan(alsace, dossier):
    committee = Committee.objects.get(code="engagement")
    at = clock.now() + timedelta(days=10)
    meeting = committees.plan_meeting(committee, scheduled_at=at, place="Salle Doller", by=alsace.esther)
    committees.add_item(meeting, dossier=dossier, by=alsace.esther)
    return Meeting.objects.get(pk=meeting.pk)


def test_a_running_campaign_tells_its_end_and_its_decision(client, alsace):
    dossier = alsace.dossier(State.CAMPAIGN)
    campaign = Campaign.objects.get(dossier=dossier)

    end, decided, _ = ahead(client, alsace.alice, dossier)

    assert end.at == campaign.ends_at
    assert decided.at == campaign.window.decides_at


def test_the_day_of_the_report_is_told(client, alsace):
    dossier = alsace.dossier(State.FOLLOW_UP)

    first = ahead(client, alsace.alice, dossier)[0]

    assert first.by == dossier.processes.get(duty="report").due_on


def test_questions_are_told_with_their_day_and_asked_among_the_pieces(client, alsace):
    dossier = alsace.dossier(State.COMPLEMENTS_REQUESTED)
    request = dossier.complements.get()

    context = followed(client, alsace.alice, dossier).context

    assert context["prospects"][0].by == request.due_on
    assert [one.title for one in context["awaited"]] == [question.text for question in request.questions.all()]


# Usual delays


def examined(world, *days):
    """As many dossiers of Nord Alsace, on which the committee gave its opinion after so many days."""
    for dossier, span in zip(submitted(world, len(days)), days, strict=True):
        Dossier.objects.filter(pk=dossier.pk).update(
            submitted_at=clock.now() - timedelta(days=60),
            admitted_at=clock.now() - timedelta(days=50),
            at_engagement_since=clock.now() - timedelta(days=50 - span),
            is_fictional=True,
        )


def test_a_delay_is_the_median_of_what_was(world):
    examined(world, 8, 30, 11, 12)

    found = prospects.delays(world.draft())

    assert (found[2].days, found[2].count) == (10, 4)
    assert (found[3].days, found[3].count) == (12, 4)  # 11,5
    assert found[4].count == 0


def test_the_delay_of_another_territory_or_of_real_dossiers_is_not_ours(world):
    examined(world, 8, 30, 11)
    ours = world.draft()

    elsewhere = actions.edit_project(ours, territory=world.sud, by=world.alice)
    assert prospects.delays(elsewhere)[3].count == 0

    elsewhere.territory, elsewhere.is_fictional = world.nord, False
    assert prospects.delays(elsewhere)[3].count == 0


def test_two_dossiers_are_too_few_for_a_usual_delay(client, world):
    examined(world, 8, 30)
    dossier = actions.submit(world.draft(), by=world.alice)

    usual = ahead(client, world.alice, dossier)[1].usual
    assert "médiane" not in usual
    assert "10\u00a0jours" in usual

    examined(world, 11)
    usual = ahead(client, world.alice, dossier)[1].usual
    assert usual == "Le comité Nord Alsace rend son avis en 11\u00a0jours en général (médiane, 3 dossiers)."


def test_delays_take_one_query_however_many_dossiers(world, django_assert_num_queries):
    examined(world, *range(1, 31))
    draft = world.draft()

    with django_assert_num_queries(1):
        prospects.delays(draft)


def test_the_engagement_committee_s_delay_ends_with_its_verdict(alsace):
    dossier = alsace.dossier(State.CAMPAIGN_PREPARATION)

    found = prospects.delays(dossier)[4]

    since = prospects.days_between(dossier.at_engagement_since, dossier.state_since)
    assert (found.days, found.count) == (since, 1)


# Plan, contact, history


def test_citizens_companies_and_authorities_bring_a_third_each_before_the_campaign(client, world):
    plan_ = followed(client, world.alice, world.draft()).context["plan"]

    assert [(source.lane, source.cents) for source in plan_.sources] == [
        ("cit", 4_000_00), ("ent", 4_000_00), ("col", 4_000_00),
    ]  # fmt: skip
    assert (plan_.total_cents, plan_.threshold_cents) == (12_000_00, 3_000_00)


def test_partners_take_their_places_once_they_have_pledged(client, alsace):
    dossier = alsace.dossier(State.CAMPAIGN)

    plan_ = followed(client, alsace.alice, dossier).context["plan"]

    pledges = {str(pledge.partner): pledge.cap_cents for pledge in dossier.campaign.pledges.all()}
    assert [source.lane for source in plan_.sources] == sorted(
        (source.lane for source in plan_.sources), key=("cit", "ent", "col").index
    )
    assert {source.name: source.cents for source in plan_.sources[1:]} == pledges


def test_the_one_to_write_to_is_named_once_there_is_one(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)
    assert not followed(client, world.alice, dossier).context["contact"].is_person

    actions.assign_officer(dossier, officer=world.odile, by=world.odile)

    contact = followed(client, world.alice, dossier).context["contact"]
    assert (contact.name, contact.email) == ("Odile Muster", "odile@okote.test")


def test_the_same_act_on_the_same_day_is_told_once_with_its_number(client, world):
    facts = followed(client, world.alice, world.draft()).context["history"]

    assert [(fact.label, fact.who, fact.times > 1) for fact in facts] == [
        ("Dossier modifié", "vous", True), ("Brouillon ouvert", "vous", False),
    ]  # fmt: skip


def test_holders_are_not_told_of_an_opinion_in_preparation(client, alsace):
    dossier = alsace.ready("favour")

    told = followed(client, alsace.alice, dossier).context
    assert "Avis territorial préparé" not in {fact.label for fact in told["history"] + told["older"]}


def test_a_grave_act_says_what_stops_and_what_stays(client, world):
    dossier = world.draft()
    client.force_login(world.alice)

    response = client.get(url("withdraw", dossier.pk))

    meant = response.context["meant"]
    html = response.content.decode()
    assert all(said in html for said in (*meant.stops, *meant.stays, meant.after))


def test_taking_up_an_ended_dossier_leads_to_the_new_draft(client, world):
    ended = actions.withdraw(world.draft(), by=world.alice)
    client.force_login(world.alice)

    response = client.post(url("draft_again", ended.pk))

    new = Dossier.objects.get(previous=ended)
    assert response.url == url("dossier", new.pk)
    assert followed(client, world.alice, ended).context["resubmissions"] == [new]
    assert followed(client, world.alice, new).context["previous"] == ended


def test_a_project_is_handed_over_by_its_page(client, world):
    dossier = world.draft()
    world.join(world.bruno, dossier.organization)
    client.force_login(world.alice)

    client.post(url("transfer", dossier.pk), {"to": world.bruno.pk, "reason": "Je déménage."})

    assert Dossier.objects.get().applicant == world.bruno


def test_a_project_is_handed_over_to_nobody_from_elsewhere(client, world):
    dossier = world.draft()
    world.join(world.bruno, dossier.organization)
    client.force_login(world.alice)

    response = client.post(url("transfer", dossier.pk), {"to": world.zoe.pk, "reason": "Je déménage."})

    assert response.status_code == 422
    assert Dossier.objects.get().applicant == world.alice


# All my projects


def cards(client, person):
    client.force_login(person)
    return client.get(url("mine")).context["cards"]


def test_what_awaits_me_stands_first_and_what_is_over_last(client, world):
    over = actions.withdraw(world.draft(), by=world.alice)
    sent = actions.submit(world.draft(), by=world.alice)
    draft = world.draft()
    Dossier.objects.filter(pk=draft.pk).update(touched_at=clock.now() - timedelta(days=1))

    found = cards(client, world.alice)

    assert [card.dossier for card in found] == [draft, sent, over]
    assert [card.ball.whose for card in found] == ["a-vous", "autre", "fini"]


def test_a_card_says_the_next_date(client, alsace):
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    meeting = plan(alsace, dossier)
    committees.convene(meeting, by=alsace.esther)

    card = cards(client, alsace.alice)[0]

    assert (card.next_on, card.next_what) == (meeting.day, "Séance du comité")
    assert card.ball.title == "C’est au comité d’engagement"


def test_the_newcomer_has_one_button(client, world):
    client.force_login(world.zoe)

    html = client.get(url("mine")).content.decode()

    assert html.count('class="btn btn-primary') == 1
    assert url("new") in html


def test_my_projects_take_the_queries_of_two_for_forty(client, world):
    client.force_login(world.alice)
    submitted(world, 2)
    few = queries_of(client, url("mine"))
    submitted(world, 38)

    assert queries_of(client, url("mine")) == few


def test_the_queries_of_a_followed_dossier_do_not_grow_with_the_others(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)
    client.force_login(world.alice)
    examined(world, *range(1, 6))
    few = queries_of(client, url("dossier", dossier.pk))
    examined(world, *range(1, 101))

    many = queries_of(client, url("dossier", dossier.pk))

    assert many == few
    assert many <= 61
