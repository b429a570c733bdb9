"""Who may know of a dossier, before anybody may act on it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from dossiers import access, actions
from dossiers.flows import AdmissibilityFlow
from dossiers.models import DossierProcess
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Appointment, Office

pytestmark = pytest.mark.django_db


def test_drafts_are_their_holders_alone(world):
    draft = world.draft()

    assert access.get_dossier(world.alice, draft.pk) == draft
    for other in (world.odile, world.didier, world.tess, world.zoe):
        with pytest.raises(Http404):
            access.get_dossier(other, draft.pk)


@pytest.mark.parametrize(
    "office", [Office.OFFICER, Office.DIRECTOR, Office.TREASURER, Office.ARCHIVIST, Office.AUDITOR]
)
def test_staff_see_what_was_handed_in(world, office):
    appoint(world.zoe, office=office, by=None)
    dossier = actions.submit(world.draft(), by=world.alice)

    assert list(access.dossiers_for(world.zoe)) == [dossier]


def test_the_administrator_of_accounts_sees_no_dossier(world):
    appoint(world.zoe, office=Office.ADMINISTRATOR, by=None)
    actions.submit(world.draft(), by=world.alice)

    assert not access.dossiers_for(world.zoe).exists()


def test_a_closed_account_sees_nothing(world):
    dossier = actions.submit(world.draft(), by=world.alice)
    for person in (world.alice, world.odile):
        person.is_active = False
        person.save()

        assert not access.dossiers_for(person).exists()
        assert access.keys_of(person, dossier) == frozenset()
        assert not any(access.holds(person, dossier, keeper) for keeper in access.Keeper)


def test_keys_asked_at_once_are_the_keys_asked_one_by_one(world):
    dossier = actions.submit(world.draft(), by=world.alice)

    for person in (world.alice, world.bruno, world.odile, world.didier, world.tess, world.zoe):
        one_by_one = {keeper for keeper in access.Keeper if access.holds(person, dossier, keeper)}
        assert access.keys_of(person, dossier) == one_by_one


def test_viewflow_asks_again_when_a_claimed_task_is_done(world):
    actions.submit(world.draft(), by=world.alice)
    process = DossierProcess.objects.get()
    actions.claim(process, by=world.odile)
    Appointment.objects.filter(user=world.odile).delete()

    with pytest.raises(PermissionDenied):
        AdmissibilityFlow.complete(process, world.again(world.odile))


def test_a_piece_is_downloaded_by_those_who_see_the_dossier(world):
    draft = world.draft()
    piece = world.piece(draft)

    assert access.get_attachment(world.alice, piece.pk) == piece
    with pytest.raises(Http404):
        access.get_attachment(world.odile, piece.pk)
