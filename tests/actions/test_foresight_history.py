"""What foresight reads of the programme: the numbers of journal, books and dossiers, as far as the reader may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow.directory.models import User
from okote_flow.foresight import events, history, stated
from okote_flow.foresight.inputs import Stage
from okote_flow.steering.models import DossierFacts
from tests.money import MoneyWorld

pytestmark = pytest.mark.django_db


def test_a_dossier_stands_in_its_stage_with_what_is_known_of_it(alsace):
    for state in (State.SUBMITTED, State.TERRITORIAL_REVIEW, State.ENGAGEMENT_REVIEW, State.CAMPAIGN):
        alsace.dossier(state)

    standing = history.read(alsace.didier)

    assert [case.stage for case in standing.cases] == [
        Stage.STUDY, Stage.TERRITORIAL, Stage.ENGAGEMENT, Stage.CAMPAIGN
    ]  # fmt: skip
    running = standing.cases[-1]
    assert running.caps and running.year == 2022 and running.closes_in is not None
    assert [one.passed for one in standing.past.stages] == [3, 2, 1, 1, 0]
    assert standing.past.arrived == 3
    assert standing.supported == 1


def test_an_envelope_is_what_the_books_say(db):
    money = MoneyWorld.begun()
    money.running(cea=4_000_00)

    [cea, ems] = history.read(money.didier).pots

    assert (cea.key, cea.total_cents, cea.used_cents, cea.is_voted) == ("cea/2022", 50_000_00, 4_000_00, True)
    assert (ems.total_cents, ems.used_cents) == (35_000_00, 0)


def test_a_campaign_that_succeeded_and_one_that_failed_are_both_remembered(db):
    money = MoneyWorld.begun()
    money.closed(4_000_00, cea=4_000_00)
    money.closed(10_00)

    past = history.read(money.didier).past

    assert (past.stages[Stage.CAMPAIGN].passed, past.stages[Stage.CAMPAIGN].stopped) == (1, 1)
    assert past.full[1] == 1


def test_the_supported_are_those_of_the_dashboard(alsace):
    alsace.dossier(State.CAMPAIGN)
    alsace.ready("renounce")
    everybody = Dossier.objects.handed_in()

    assert set(events.supported(everybody, 2022)) == {
        facts.dossier for facts in DossierFacts.objects.filter(supported_year=2022)
    }


@pytest.mark.parametrize(
    ("reader", "stages"),
    [
        ("audrey", [Stage.STUDY, Stage.TERRITORIAL, Stage.ENGAGEMENT]),
        ("steve", [Stage.TERRITORIAL, Stage.ENGAGEMENT]),
        ("claire", [Stage.ENGAGEMENT]),
        ("paula", []),
    ],
)
def test_each_reader_has_the_dossiers_they_may_see(alsace, reader, stages):
    for state in (State.SUBMITTED, State.TERRITORIAL_REVIEW, State.ENGAGEMENT_REVIEW):
        alsace.dossier(state)

    standing = history.read(getattr(alsace, reader))

    assert [case.stage for case in standing.cases] == stages
    assert all(one.number == 0 for one in standing.past.stages[: standing.shown_from or 0])
    assert (standing.past.arrived == 0) == (reader != "audrey")


def test_a_partners_officer_has_their_partners_envelopes_alone(alsace):
    assert {pot.payer for pot in history.read(alsace.paula).pots} == {"cea"}
    assert {pot.payer for pot in history.read(alsace.steve).pots} == {"cea", "ems", "m2a"}


def test_what_is_stated_comes_from_the_report_and_the_rules(alsace):
    assumed = stated.assumptions(history.read(alsace.didier))

    assert (assumed.arrivals, assumed.competence, assumed.goal_cents) == (39, 64, 12_000_00)
    assert assumed.days[Stage.CAMPAIGN] == 43
    assert stated.territories() == 4


def test_a_large_programme_is_read_in_as_many_queries_as_a_small_one_and_sampled(alsace, monkeypatch):
    alsace.dossier(State.TERRITORIAL_REVIEW)
    queries = _queries(alsace.again(alsace.didier))
    for _ in range(3):
        alsace.dossier(State.TERRITORIAL_REVIEW)

    assert _queries(alsace.again(alsace.didier)) == queries
    monkeypatch.setattr(history, "MOST_CASES", 40)  # four in progress, and 67 to come at their pace
    standing = history._read(alsace.didier)
    assert standing.weight == 2 and len(standing.cases) == 2


def _queries(user: User) -> int:
    with CaptureQueriesContext(connection) as found:
        history._read(user)
    return len(found)
