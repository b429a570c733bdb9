"""Moments at which the forms of reports and meeting packs are open."""

from typing import Any

from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow.reports import actions
from tests.yearly import presented, steering_meeting, written


def report_written(house: Any) -> Dossier:
    """A review is being written, and can be presented; a steering meeting has its pack."""
    dossier: Dossier = house.dossier(State.SUBMITTED)
    written(house)
    actions.freeze_pack(steering_meeting(house, convened=True), by=house.didier)
    return dossier


def report_presented(house: Any) -> Dossier:
    """A review was presented, and may be withdrawn."""
    dossier: Dossier = house.dossier(State.SUBMITTED)
    presented(house)
    return dossier
