"""A draft that an officer writes for a holder: both are named, and the holder alone commits and hands it in."""

import pytest
from django.urls import reverse

from dossiers import access, actions
from dossiers.lifecycle import State
from dossiers.models import Criterion, Dossier
from dossiers.models.content import Side
from notifications import dispatch
from notifications.models import Notification
from okote_flow.accounts.actions import end_appointment
from okote_flow.directory.models import LegalForm, Membership, Office, User
from okote_flow.journal.access import story
from okote_flow.refusals import Refused
from tests.world import LONG_ENOUGH

pytestmark = pytest.mark.django_db


def codes(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return [refusal.code for refusal in refused.value.refusals]


def entered(world, email="alice@okote.test", **names):
    return actions.draft_for(email=email, title="Conserverie", by=world.odile, **names)


def filled(world):
    """Everything but the commitment, written by Odile for Alice."""
    dossier = entered(world)
    actions.edit_project(
        dossier, by=world.odile, summary="Une conserverie.", territory=world.nord, goal_cents=12_000_00
    )
    actions.edit_structure(dossier, by=world.odile, name="Bocaux", legal_form=LegalForm.IN_CREATION)
    for criterion in Criterion.objects.all():
        actions.answer_criterion(dossier, criterion=criterion, text=LONG_ENOUGH, by=world.odile)
    for side in Side:
        actions.add_budget_line(dossier, side=side, label="Autoclave", cents=12_000_00, by=world.odile)
    return dossier


def test_both_names_are_on_the_draft_and_in_its_history(world):
    dossier = entered(world)

    assert (dossier.applicant, dossier.entered_by, dossier.officer) == (world.alice, world.odile, world.odile)
    first = story(dossier.subject)[0]
    assert (first.label, first.who, first.office) == ("Brouillon ouvert pour le porteur", "Odile Muster", "officer")
    assert set(first.facts["people"]) == {"holder"}


def test_the_holder_commits_and_hands_in_and_nobody_for_them(world):
    dossier = filled(world)
    assert codes(actions.sign_commitment, dossier, by=world.odile) == ["not-yours"]
    assert codes(actions.submit, dossier, by=world.odile) == ["not-yours"]

    actions.sign_commitment(dossier, by=world.alice)
    dossier = actions.submit(dossier, by=world.alice)

    assert dossier.state == State.SUBMITTED
    assert codes(actions.edit_project, dossier, by=world.odile, summary="x") == ["not-yours"]


def test_who_enters_becomes_no_member_of_the_structure(world):
    dossier = Dossier.objects.get(pk=filled(world).pk)

    assert list(Membership.objects.filter(organization=dossier.organization).values_list("user", flat=True)) == [
        world.alice.pk
    ]
    assert not access.is_own(world.odile, dossier)


def test_an_officer_sees_only_the_draft_that_they_enter(world):
    dossier, other = entered(world), world.draft()
    omar = world.officer("Omar")

    assert list(access.dossiers_for(world.odile)) == [dossier]
    assert list(access.dossiers_for(omar)) == []
    assert codes(actions.edit_project, other, by=world.odile, summary="x") == ["not-yours"]
    assert codes(actions.edit_project, dossier, by=omar, summary="x") == ["not-yours"]


def test_the_end_of_the_office_ends_the_entry(alsace):
    dossier = actions.draft_for(email=alsace.zoe.email, title="Conserverie", by=alsace.odile)

    end_appointment(alsace.odile, office=Office.OFFICER, by=alsace.adam)

    odile = User.objects.get(pk=alsace.odile.pk)
    assert not access.dossiers_for(odile).filter(pk=dossier.pk).exists()
    assert codes(actions.edit_project, dossier, by=odile, summary="x") == ["not-yours"]


def test_an_account_is_opened_for_somebody_without_one(world):
    dossier = entered(world, " Nora@Okote.test ", first_name="Nora", last_name="Muster")

    account = dossier.applicant
    assert (account.email, str(account), account.is_active) == ("nora@okote.test", "Nora Muster", True)
    assert not account.has_usable_password()
    assert entered(world, "nora@okote.test").applicant == account


def test_the_holder_is_told_by_mail(world):
    entered(world)

    dispatch.catch_up()

    [told] = Notification.objects.filter(recipient=world.alice)
    assert "Un brouillon est ouvert en votre nom" in told.text
    assert "Odile Muster" in told.detail


def test_what_cannot_be_entered_says_why(world):
    world.bruno.is_active = False
    world.bruno.save()

    assert codes(actions.draft_for, email="alice@okote.test", title="x", by=world.zoe) == ["not-an-officer"]
    assert codes(entered, world, "odile@okote.test") == ["holder-yourself"]
    assert codes(entered, world, "nouveau@okote.test") == ["holder-unnamed"]
    assert codes(entered, world, "bruno@okote.test") == ["holder-closed"]


# On screen


def test_an_officer_enters_a_draft_and_goes_on_writing(client, world):
    client.force_login(world.odile)

    response = client.post(
        reverse("dossiers:enter"), {"email": "alice@okote.test", "title": "Conserverie"}, follow=True
    )

    assert response.status_code == 200
    page = client.get(reverse("dossiers:list")).content.decode()
    assert "Conserverie" in page


def test_a_wrong_entry_keeps_what_was_typed(client, world):
    client.force_login(world.odile)

    response = client.post(reverse("dossiers:enter"), {"email": "nouveau@okote.test", "title": "Conserverie"})

    html = response.content.decode()
    assert response.status_code == 409
    assert "nouveau@okote.test" in html and 'value="Conserverie"' in html


def test_the_holder_reads_who_entered_it_until_they_hand_it_in(client, world):
    dossier = filled(world)
    page = reverse("dossiers:dossier", args=[dossier.pk])
    client.force_login(world.alice)
    assert "Saisi par Odile Muster pour vous" in client.get(page).content.decode()
    actions.sign_commitment(dossier, by=world.alice)

    actions.submit(dossier, by=world.alice)

    assert "Saisi par Odile Muster pour vous" not in client.get(page).content.decode()


def test_the_officer_s_page_of_the_draft_leads_on_to_the_form(client, world):
    dossier = entered(world)
    client.force_login(world.odile)

    html = client.get(reverse("dossiers:dossier", args=[dossier.pk])).content.decode()

    assert "Compléter le brouillon" in html
    for name in ("structure", "project", "criteria", "budget", "attachments", "commitment"):
        assert client.get(reverse(f"dossiers:{name}", args=[dossier.pk])).status_code == 200
