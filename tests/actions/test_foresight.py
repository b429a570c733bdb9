"""A forecast is kept whole, once, by who may; it never changes, and nobody reads in it what is kept from them."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from committees.actions import recuse
from committees.models import RecusalGround
from dossiers.lifecycle import State
from okote_flow import clock
from okote_flow.foresight import access, actions, history
from okote_flow.foresight.inputs import Assumptions, Change, Stage
from okote_flow.foresight.models import Forecast
from okote_flow.foresight.summary import summary
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused

pytestmark = pytest.mark.django_db
SAVED = "foresight.saved"


def refused(act, *codes: str) -> None:
    before = Forecast.objects.count(), Event.objects.count()
    with pytest.raises(Refused) as caught:
        act()
    assert [one.code for one in caught.value.refusals] == list(codes)
    assert (Forecast.objects.count(), Event.objects.count()) == before


def test_a_forecast_keeps_assumptions_chance_and_answer(alsace):
    alsace.dossier(State.ENGAGEMENT_REVIEW)

    kept = actions.save(name="  Avant  l’été ", seed=7, change=Change(cap_cents=3_000_00), by=alsace.didier)

    kept.refresh_from_db()
    assert (kept.name, kept.seed, kept.by, kept.change["cap_cents"]) == ("Avant l’été", 7, alsace.didier, 3_000_00)
    assert kept.assumptions["trust"] == Assumptions().trust and len(kept.digest) == 64
    assert {pot["year"] for pot in kept.result["pots"]} == {2022, 2023}
    assert Event.objects.filter(kind=SAVED, subject=kept.subject).count() == 1


def test_the_same_again_is_one_forecast(alsace):
    first = actions.save(name="Mai", by=alsace.odile)

    assert actions.save(name="Mai", by=alsace.odile) == first
    assert actions.save(name="Juin", by=alsace.odile) != first
    assert Event.objects.filter(kind=SAVED).count() == 2


@pytest.mark.parametrize("reader", ["alice", "zoe", "serge", "steve", "claire", "audrey", "paula", "adam"])
def test_others_keep_none(alsace, reader):
    refused(lambda: actions.save(name="Mai", by=getattr(alsace, reader)), "forecast-not-yours")


def test_a_forecast_without_a_name_or_beyond_reason_is_none(alsace):
    refused(lambda: actions.save(name="   ", by=alsace.didier), "forecast-unnamed")
    refused(
        lambda: actions.save(name="Mai", assumptions=Assumptions(arrivals=-1), by=alsace.didier),
        "assumption-out-of-range",
    )
    refused(
        lambda: actions.save(name="Mai", change=Change(arrivals_percent=10**6), by=alsace.didier),
        "assumption-out-of-range",
    )


def test_without_envelopes_there_is_nothing_to_keep(world):
    refused(lambda: actions.save(name="Mai", by=world.didier), "forecast-empty")


def test_what_is_put_away_can_be_taken_back(alsace):
    kept = actions.save(name="Mai", by=alsace.didier)

    assert actions.archive(kept, by=alsace.odile).archived_at == clock.now()
    refused(lambda: actions.archive(kept, by=alsace.odile), "forecast-archived")
    assert actions.restore(kept, by=alsace.tess).archived_at is None
    refused(lambda: actions.restore(kept, by=alsace.tess), "forecast-not-archived")
    refused(lambda: actions.archive(kept, by=alsace.steve), "forecast-not-yours")
    kinds = Event.objects.filter(subject=kept.subject).order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == [SAVED, "foresight.archived", "foresight.restored"]


@pytest.mark.parametrize("change", ["result = '{}'", "name = 'Autre'", "seed = 1", "digest = ''"])
def test_the_database_itself_lets_no_forecast_change(alsace, change):
    actions.save(name="Mai", by=alsace.didier)

    for statement in (f"UPDATE foresight_forecast SET {change}", "DELETE FROM foresight_forecast"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_whoever_stands_aside_from_a_dossier_has_it_in_no_number(alsace):
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    kept = actions.save(name="Avec", by=alsace.didier)
    assert list(access.forecasts_for(alsace.odile)) == [kept]
    before = history.read(alsace.odile)

    recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.odile)

    after = history.read(alsace.again(alsace.odile))
    assert len(before.cases) - len(after.cases) == 1
    assert before.past.stages[Stage.STUDY].passed - after.past.stages[Stage.STUDY].passed == 1
    assert list(access.forecasts_for(alsace.odile)) == []
    assert summary(alsace.odile) is None and summary(alsace.tess) is not None


def test_a_forecast_made_without_a_dossier_is_read_by_who_else_stands_aside_from_it(alsace):
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.didier)
    without = actions.save(name="Sans", by=alsace.didier)
    recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.odile)

    assert list(access.forecasts_for(alsace.odile)) == [without]
    assert list(access.forecasts_for(alsace.tess)) == [without]


def test_a_recusal_of_a_dossier_that_came_later_hides_nothing_of_before(alsace):
    kept = actions.save(name="Avant", by=alsace.didier)
    with clock.frozen(clock.now() + timedelta(days=1)):
        dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
        recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.odile)

        assert list(access.forecasts_for(alsace.odile)) == [kept]


def test_the_sentence_for_another_page_is_of_the_last_forecast_of_the_programme_as_it_is(
    alsace, django_assert_max_num_queries
):
    assert summary(alsace.steve) is None
    kept = actions.save(name="Mai", by=alsace.didier)
    actions.save(name="Plafond", change=Change(cap_cents=3_000_00), by=alsace.didier)

    with django_assert_max_num_queries(6):
        found = summary(alsace.steve)

    assert found is not None and found.forecast == kept
    assert found.said.startswith("Selon la prévision du 1er mars 2022, ")
    assert summary(alsace.zoe) is None and summary(alsace.paula) is None
    actions.archive(kept, by=alsace.didier)
    assert summary(alsace.steve) is None
