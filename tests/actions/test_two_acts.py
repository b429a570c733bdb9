"""Renunciation and cancellation: one asks, another confirms, and a cancellation cites a decision."""

from datetime import date

import pytest

from dossiers import actions
from dossiers.lifecycle import State
from dossiers.models import Decision
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office
from okote_flow.refusals import Refused


@pytest.fixture
def endorsed(alsace):
    return alsace.dossier(State.CAMPAIGN_PREPARATION)


def codes(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return [refusal.code for refusal in refused.value.refusals]


def decide(alsace, dossier):
    actions.record_decision(
        dossier,
        purpose=Decision.Purpose.CANCEL,
        reference="CE-2022-04",
        decided_on=date(2022, 2, 1),
        text="Le comité annule.",
        by=alsace.esther,
    )


def test_a_renunciation_takes_the_holder_and_the_officer(alsace, endorsed):
    assert codes(actions.renounce, endorsed, by=alsace.odile) == ["not-asked"]
    assert codes(actions.ask_renounce, endorsed, reason=" ", by=alsace.alice) == ["reason-missing"]
    actions.ask_renounce(endorsed, reason="Local perdu.", by=alsace.alice)

    assert codes(actions.ask_renounce, endorsed, reason="Encore.", by=alsace.alice) == ["already-asked"]
    assert codes(actions.renounce, endorsed, by=alsace.alice) == ["not-yours"]
    assert actions.renounce(endorsed, by=alsace.odile).state == State.RENOUNCED


def test_whoever_asked_may_change_their_mind(alsace, endorsed):
    ask = actions.ask_renounce(endorsed, reason="Local perdu.", by=alsace.alice)
    actions.take_back_ask(ask, by=alsace.alice)

    assert codes(actions.take_back_ask, ask, by=alsace.alice) == ["not-asked"]
    assert codes(actions.renounce, endorsed, by=alsace.odile) == ["not-asked"]


def test_a_cancellation_cites_a_recorded_decision(alsace, endorsed):
    assert codes(actions.ask_cancel, endorsed, reason="Fraude.", by=alsace.didier) == ["no-decision"]
    decide(alsace, endorsed)
    actions.ask_cancel(endorsed, reason="Fraude.", by=alsace.didier)

    assert actions.cancel(endorsed, reason="Fraude.", by=alsace.tess).state == State.CANCELLED


def test_who_asked_never_confirms(alsace, endorsed):
    appoint(alsace.didier, office=Office.TREASURER, by=None)
    decide(alsace, endorsed)
    actions.ask_cancel(endorsed, reason="Fraude.", by=alsace.didier)

    assert codes(actions.cancel, endorsed, reason="Fraude.", by=alsace.again(alsace.didier)) == ["same-person"]


@pytest.mark.parametrize("who", ["alice", "odile", "didier", "claire", "marc", "zoe"])
def test_only_the_engagement_secretary_records_decisions(alsace, endorsed, who):
    impostor = getattr(alsace, who)

    assert codes(
        actions.record_decision,
        endorsed,
        purpose=Decision.Purpose.CANCEL,
        reference="x",
        decided_on=date(2022, 2, 1),
        text="x",
        by=impostor,
    ) == ["not-yours"]
