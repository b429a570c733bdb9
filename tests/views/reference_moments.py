"""Moments of the administration: everything that it keeps is there, and nothing of it serves yet."""

from typing import Any

from dossiers.lifecycle import State
from dossiers.models import Dossier
from tests.views.scene_of_references import keep


def kept(house: Any) -> Dossier:
    """In campaign: a proposal is discussed, and each sort of reference has something."""
    dossier: Dossier = house.dossier(State.CAMPAIGN)
    keep(house, dossier)
    return dossier
