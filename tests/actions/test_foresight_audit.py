"""The audit simulates kept forecasts again, and finds the one that somebody changed by SQL."""

import pytest
from django.db import connection

from dossiers.lifecycle import State
from okote_flow import triggers
from okote_flow.foresight import actions, projection
from okote_flow.foresight.inputs import Change
from okote_flow.foresight.models import Forecast
from okote_flow.operations.audit import forecasts

pytestmark = pytest.mark.django_db


def codes() -> set[str]:
    return {fault.code for fault in forecasts.kept()}


def test_a_kept_forecast_still_answers_its_question(alsace):
    for state in (State.SUBMITTED, State.CAMPAIGN):
        alsace.dossier(state)
    kept = actions.save(name="Mai", change=Change(cap_cents=3_000_00), by=alsace.didier)

    assert projection.question_of(Forecast.objects.get()).digest == kept.digest
    assert codes() == set()


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("seed", 3, "forecast-question"),
        ("runs", 61, "forecast-question"),
        ("change", {"cap_cents": 1}, "forecast-question"),
        ("digest", "x", "forecast-unsealed"),
        ("result", {"runs": 301}, "forecast-changed"),
        ("result", {"runs": 301}, "forecast-unsealed"),
    ],
)
def test_what_somebody_changed_is_found(alsace, column, value, code):
    kept = actions.save(name="Mai", by=alsace.didier)
    assert column != "result" or kept.result["runs"] == 300

    with triggers.lifted(connection):
        Forecast.objects.update(**{column: kept.result | value if column == "result" else value})

    assert code in codes()


def test_a_forecast_that_is_gone_is_missed(alsace):
    actions.save(name="Mai", by=alsace.didier)

    with triggers.lifted(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM foresight_leftout")
        cursor.execute("DELETE FROM foresight_forecast")

    assert codes() == {"forecast-lost"}
