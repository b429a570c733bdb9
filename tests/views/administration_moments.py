"""Moments at which the forms of the administration are open."""

from typing import Any

from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow.administration import import_work
from okote_flow.administration.actions import imports
from okote_flow.administration.models import ImportBatch
from tests.views.scene_of_administration import brought, tried, worded


def text_worded(house: Any) -> Dossier:
    """A text has a version of its own."""
    worded(house)
    dossier: Dossier = house.dossier(State.SUBMITTED)
    return dossier


def file_brought(house: Any) -> Dossier:
    """A file waits for its columns."""
    dossier: Dossier = house.dossier(State.SUBMITTED)
    brought(house)
    return dossier


def file_tried(house: Any) -> Dossier:
    """A file waits to be confirmed; one of its lines may be a twin."""
    dossier: Dossier = house.dossier(State.SUBMITTED)
    tried(house)
    return dossier


def file_imported(house: Any) -> Dossier:
    """A file has come in and can be taken back."""
    dossier = file_tried(house)
    batch = imports.confirm_import(ImportBatch.objects.latest("pk"), by=house.odile)
    import_work.run(batch.pk)
    return dossier
