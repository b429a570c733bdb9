"""What is done once is not done twice, and what takes two people is not done by one."""

from datetime import date

import pytest

from committees import actions as committees
from committees.models import Choice
from dossiers import actions, rules
from dossiers.lifecycle import State
from dossiers.models.content import Side
from dossiers.models.exchange import Gate
from funding import actions as funding
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests import strides
from tests.alsace import again

pytestmark = pytest.mark.django_db


def refused(act, *args, **kwargs):
    """The codes with which an act is refused, and that nothing was written."""
    before = Event.objects.count()
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    assert Event.objects.count() == before
    return [refusal.code for refusal in caught.value.refusals]


@pytest.fixture
def with_condition(alsace):
    """A dossier endorsed on the condition that a lease is handed in before the campaign."""
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    item = strides.call(alsace, dossier)
    poll = committees.open_poll(
        item, ceilings={alsace.cea: 4_000_00}, conditions={"Remettre le bail": Gate.CAMPAIGN}, by=alsace.claire
    )
    for person in (alsace.claire, alsace.victor, alsace.marc, alsace.nadia):
        committees.cast_ballot(poll, choice=Choice.FOR_WITH_CONDITIONS, by=person)
    committees.close_poll(poll, by=alsace.claire)
    strides.proclaim(alsace, dossier)
    return again(dossier)


def test_a_condition_is_lifted_with_a_proof_and_once(alsace, with_condition):
    condition = with_condition.conditions.get()

    assert refused(actions.lift_condition, condition, proof=" ", by=alsace.odile) == ["proof-missing"]
    actions.lift_condition(condition, proof="Bail signé le 2 mars", by=alsace.odile)
    assert refused(actions.lift_condition, condition, proof="Encore", by=alsace.odile) == ["condition-lifted"]


def test_an_open_condition_holds_its_gate_until_it_is_lifted(alsace, with_condition):
    strides.prepare_campaign(alsace, with_condition)

    assert refused(funding.open_campaign, with_condition, by=alsace.odile) == ["condition-open"]
    actions.lift_condition(with_condition.conditions.get(), proof="Bail signé", by=alsace.odile)
    assert funding.open_campaign(with_condition, by=alsace.odile).status == State.CAMPAIGN


def test_a_renunciation_is_asked_once(alsace):
    dossier = alsace.dossier(State.CAMPAIGN_PREPARATION)
    ask = actions.ask_renounce(dossier, reason="Le local est vendu.", by=alsace.alice)

    assert refused(actions.ask_renounce, dossier, reason="Encore.", by=alsace.bruno) == ["already-asked"]
    actions.take_back_ask(ask, by=alsace.alice)
    assert actions.ask_renounce(dossier, reason="Finalement.", by=alsace.bruno).asked_by == alsace.bruno


def test_who_asks_for_a_cancellation_does_not_confirm_it_even_with_both_offices(alsace):
    appoint(alsace.didier, office=Office.TREASURER, by=None, starts_on=date(2022, 1, 1))
    dossier = alsace.ready("cancel")

    assert refused(actions.cancel, dossier, reason="Objet changé.", by=alsace.didier) == ["same-person"]
    assert actions.cancel(dossier, reason="Objet changé.", by=alsace.tess).status == State.CANCELLED


def test_a_question_that_was_sent_is_not_taken_back(alsace):
    dossier = alsace.take("answer_complements")

    assert refused(actions.remove_question, dossier.questions.get(), by=alsace.odile) == ["question-sent"]


def test_an_accepted_report_is_not_replaced(alsace):
    dossier = alsace.ready("close")

    report = {"text": "Autre bilan.", "spent_cents": 1, "by": alsace.alice}
    assert refused(actions.give_report, dossier, **report) == ["report-there"]


def test_a_budget_has_an_end(alsace, monkeypatch):
    dossier = alsace.draft()
    monkeypatch.setattr(rules, "MAX_BUDGET_LINES", dossier.budget_lines.count() + 1)
    line = {"side": Side.EXPENSE, "label": "Bocaux", "cents": 100, "by": alsace.alice}
    actions.add_budget_line(dossier, **line)

    assert refused(actions.add_budget_line, dossier, **line) == ["too-many-lines"]
