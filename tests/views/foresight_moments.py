"""The moment at which forms of foresight are open: a forecast can be kept, put away, taken back."""

from typing import Any

from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow.foresight import actions


def foreseen(house: Any) -> Dossier:
    """One forecast is there, another is put away."""
    dossier: Dossier = house.dossier(State.ENGAGEMENT_REVIEW)
    actions.archive(actions.save(name="Premier essai", by=house.didier), by=house.didier)
    actions.save(name="Avant l’été", by=house.didier)
    return dossier
