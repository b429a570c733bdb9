"""The dashboard's drawings: columns of dossiers, the year's course of gifts, charts beside their tables."""

import pytest
from django.urls import reverse

from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.steering import projection
from tests.views.test_steering import copies, seen_by

pytestmark = pytest.mark.django_db


def test_a_column_shows_the_longest_there_first_and_says_how_many_more(alsace):
    first = alsace.dossier(State.SUBMITTED)
    alsace.forward(days=3)
    copies(first, range(5))
    Dossier.objects.filter(number__startswith="COPIE").update(state_since=clock.now())
    projection.rebuild()

    row = seen_by(alsace.odile).stages[1]

    assert row.cards[0].pk == first.pk
    assert (len(row.cards), row.more, row.cards[0].days, row.cards[0].is_late) == (4, 2, 3, False)


def test_columns_hold_no_dossier_that_one_may_not_see(alsace):
    for state in (State.SUBMITTED, State.COMPLEMENTS_REQUESTED, State.TERRITORIAL_REVIEW, State.RENOUNCED):
        alsace.dossier(state)
    alsace.take("send_back")

    for name in ("odile", "serge", "sonia", "claire"):
        found = seen_by(getattr(alsace, name)).stages
        assert [len(row.cards) for row in found] == [min(row.count, 4) for row in found], name


def test_an_overdue_dossier_is_marked_in_its_column(alsace):
    alsace.dossier(State.SUBMITTED)
    alsace.forward(days=20)

    assert seen_by(alsace.odile).stages[1].cards[0].is_late


def test_gifts_add_up_month_by_month_to_what_was_given(alsace):
    alsace.ready("succeed")

    found = seen_by(alsace.odile).course

    assert [one.cents for one in found.milestones] == sorted(one.cents for one in found.milestones)
    assert found.milestones[0].label == "janv."
    assert found.cents == found.curve.last[1] == 4_000_00
    assert found.milestones[-1].day == clock.today()


def test_gifts_are_held_against_the_envelopes_of_the_year_by_who_sees_them_all(alsace):
    goals = {name: seen_by(getattr(alsace, name)).course.goal_cents for name in ("odile", "steve", "paula", "serge")}

    assert goals == {"odile": 100_000_00, "steve": 100_000_00, "paula": 0, "serge": 0}


def test_a_year_to_come_has_no_course_yet_and_a_past_one_is_whole(alsace, client):
    client.force_login(alsace.odile)

    page = client.get(reverse("steering:board") + "?annee=2023")

    assert page.context["board"].course.milestones == []
    assert "n’a pas commencé" in page.content.decode()
    assert len(seen_by(alsace.odile, 2021).course.milestones) == 12


def test_each_chart_of_the_page_stands_beside_its_table(alsace, client):
    alsace.dossier(State.CAMPAIGN)
    client.force_login(alsace.odile)

    html = client.get(reverse("steering:board")).content.decode()

    assert html.count('class="ok-balle') == 3
    assert html.count('class="ok-courbe"') == 1
    assert html.count('class="ok-enveloppe"') == 9  # three partners, three years
    assert html.count("<table") == html.count("<caption")
    assert html.count("<details") >= 4
