"""Moments of the administration: everything that it keeps is there, and nothing of it serves yet."""

from typing import Any

from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow.administration import actions
from okote_flow.administration.models import Body, RuleProposal
from tests.views.scene_of_administration import keep


def kept(house: Any) -> Dossier:
    """In campaign: a proposal is discussed, and each sort of reference has something."""
    dossier: Dossier = house.dossier(State.CAMPAIGN)
    keep(house, dossier)
    return dossier


def overtaken(house: Any) -> Dossier:
    """In campaign: the rules have changed since a proposal was written, and wait for their day."""
    dossier = kept(house)
    waiting = RuleProposal.objects.get()
    other = actions.propose_rules(
        values={"fee_bps": 0}, text="Sans frais.", effective_on=waiting.effective_on, by=house.didier
    )
    actions.adopt_proposal(
        other, body=Body.STEERING, reference="PV", decided_on=other.proposed_at.date(),
        effective_on=other.effective_on, seen=other.effect_digest, by=house.didier,
    )  # fmt: skip
    return dossier
