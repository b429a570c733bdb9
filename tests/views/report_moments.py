"""Moments of the final report: given, sent back, accepted with something to pay back."""

from typing import Any

from dossiers import actions as dossiers
from dossiers.lifecycle import State
from dossiers.models import Dossier
from funding import actions as money
from funding.models import Repayment


def reported(house: Any) -> Dossier:
    """The report is given, not accepted."""
    dossier: Dossier = house.dossier(State.FOLLOW_UP)
    dossiers.give_report(dossier, text="Tout est fait.", spent_cents=12_000_00, by=house.alice)
    return dossier


def asked_again(house: Any) -> Dossier:
    """The report is sent back."""
    dossier = reported(house)
    dossiers.send_back_report(dossier, reason="Une ligne manque.", by=house.odile)
    return dossier


def repaying(house: Any) -> Dossier:
    """The report is accepted, and the structure pays back what it did not need."""
    dossier: Dossier = house.dossier(State.FOLLOW_UP)
    dossiers.give_report(dossier, text="Tout est fait.", spent_cents=11_000_00, by=house.alice)
    dossiers.accept_report(dossier, repay_cents=100_00, kept_reason="Deux ateliers de plus.", by=house.odile)
    return dossier


def repaid(house: Any) -> Dossier:
    """What was not needed has come back: each partner's share waits to be given back."""
    dossier = repaying(house)
    money.record_repayment(Repayment.objects.get(campaign__dossier=dossier), key="SEPA-R1", by=house.tess)
    return dossier
