"""Saving while somebody writes: what only one of two people changed is theirs, what both changed is told."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from dossiers import actions, guards, saving
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(world):
    return world.draft()


@pytest.fixture
def alice(client, world):
    client.force_login(world.alice)
    return client


def url(name, dossier, *more):
    return reverse(f"dossiers:{name}", args=[dossier.pk, *more])


def opened(client, address):
    """What a page holds when it opens: every field of its form, as the browser would send it."""
    form = client.get(address).context["form"]
    return {field.html_name: field.value() or "" for field in form}


def autosave(client, address, data):
    return client.post(
        address, urlencode(data), "application/x-www-form-urlencoded", headers={"accept": "application/json"}
    )


def edits(dossier):
    return len(story(dossier.subject, kinds=frozenset({Kind.DOSSIER_EDITED})))


def summary_of(dossier):
    dossier.refresh_from_db(fields=["summary"])
    return dossier.summary


def test_what_is_typed_is_saved_and_the_hour_is_said(alice, draft):
    page = opened(alice, url("project", draft))

    response = autosave(alice, url("project", draft), page | {"summary": "Un autre résumé."})

    assert (response.status_code, response.json()["state"]) == (200, "saved")
    assert response.json()["said"] == "Enregistré à 10\u00a0h"
    assert summary_of(draft) == "Un autre résumé."


def test_one_saves_again_from_what_the_answer_says(alice, draft):
    page = opened(alice, url("project", draft))
    first = autosave(alice, url("project", draft), page | {"summary": "Un."}).json()

    second = autosave(
        alice,
        url("project", draft),
        page | {"summary": "Deux.", "seen": first["seen"], "seen_version": first["version"]},
    )

    assert second.json()["state"] == "saved"
    assert summary_of(draft) == "Deux."


@pytest.mark.parametrize("name", ["structure", "project", "criteria"])
def test_the_same_text_again_is_not_journalled(alice, draft, name):
    page = opened(alice, url(name, draft))
    before = edits(draft)

    response = autosave(alice, url(name, draft), page)

    assert response.json()["state"] == "saved"
    assert edits(draft) == before


def test_line_endings_of_a_browser_change_nothing(alice, world, draft):
    actions.edit_project(draft, summary="Une ligne.\nEt une autre.", by=world.alice)
    page = opened(alice, url("project", draft))
    before = edits(draft)

    autosave(alice, url("project", draft), page | {"summary": "Une ligne.\r\nEt une autre."})

    assert edits(draft) == before


def test_another_field_of_somebody_else_is_no_conflict_and_comes_into_the_page(alice, world, draft):
    page = opened(alice, url("project", draft))
    actions.edit_project(draft, city="Seltz", by=world.alice)

    response = autosave(alice, url("project", draft), page | {"summary": "Mon texte."})

    draft.refresh_from_db(fields=["city"])
    assert response.json()["values"] == {"city": "Seltz"}
    assert (summary_of(draft), draft.city) == ("Mon texte.", "Seltz")


def test_the_same_field_of_somebody_else_is_never_overwritten(alice, world, draft):
    page = opened(alice, url("project", draft))
    actions.edit_project(draft, summary="Le texte de l’autre.", by=world.alice)

    response = autosave(alice, url("project", draft), page | {"summary": "Mon texte."})

    assert (response.status_code, response.json()["state"]) == (409, "conflict")
    assert "Modifié ailleurs" in response.json()["said"]
    assert summary_of(draft) == "Le texte de l’autre."


def test_a_page_that_does_not_say_what_it_showed_needs_the_present_version(alice, world, draft):
    page = opened(alice, url("project", draft)) | {"seen": ""}
    actions.edit_project(draft, city="Seltz", by=world.alice)

    assert autosave(alice, url("project", draft), page | {"summary": "Mon texte."}).json()["state"] == "conflict"


def test_a_fault_in_one_field_does_not_hold_back_the_others(alice, draft):
    page = opened(alice, url("project", draft))

    response = autosave(alice, url("project", draft), page | {"summary": "Mon texte.", "goal_cents": "beaucoup"})

    draft.refresh_from_db(fields=["goal_cents"])
    assert (response.status_code, list(response.json()["errors"])) == (422, ["goal_cents"])
    assert (summary_of(draft), draft.goal_cents) == ("Mon texte.", 12_000_00)


def test_a_structure_without_a_name_waits_for_it(alice, world):
    dossier = actions.draft(title="Neuf", by=world.alice)
    page = opened(alice, url("structure", dossier))

    response = autosave(alice, url("structure", dossier), page | {"city": "Haguenau"})

    assert (response.status_code, set(response.json()["errors"])) == (422, {"name", "legal_form"})


def test_a_siret_may_be_spaced(alice, draft):
    page = opened(alice, url("structure", draft))

    response = autosave(alice, url("structure", draft), page | {"siret": "246 700 488 00017"})

    draft.organization.refresh_from_db()
    assert response.json()["state"] == "saved"
    assert draft.organization.siret == "24670048800017"


def test_a_dossier_that_was_handed_in_says_so_to_the_page_that_still_writes(alice, world, draft):
    page = opened(alice, url("project", draft))
    actions.submit(draft, by=world.alice)

    response = autosave(alice, url("project", draft), page | {"summary": "Trop tard."})

    assert (response.status_code, response.json()["state"]) == (409, "refused")
    assert "Le dossier est déposé" in response.json()["said"]


# One criterion a page


def test_each_criterion_has_its_page_and_leads_to_the_next(alice, draft):
    page = opened(alice, url("criterion", draft, 2))

    response = alice.post(url("criterion", draft, 2), page | {"criterion-structure": "Une réponse nouvelle."})

    assert response.url == url("criterion", draft, 3)
    assert draft.answers.get(criterion__code="structure").text == "Une réponse nouvelle."
    assert draft.answers.get(criterion__code="project").text


def test_the_last_criterion_leads_to_the_budget(alice, draft):
    page = opened(alice, url("criterion", draft, 6))

    assert alice.post(url("criterion", draft, 6), page).url == url("budget", draft)


def test_there_is_no_seventh_criterion(alice, draft):
    assert alice.get(url("criterion", draft, 7)).status_code == 404


# Both texts, merged by hand


@pytest.fixture
def parted(alice, world, draft):
    """Alice's page after somebody else wrote in the same field, and what it shows."""
    page = opened(alice, url("project", draft))
    actions.edit_project(draft, summary="Le leur.", city="Seltz", by=world.alice)
    response = alice.post(url("project", draft), page | {"summary": "Le mien."})
    form = response.context["form"]
    sent = {field.html_name: field.value() or "" for field in form}
    return sent | {"mine-summary": "Le mien.", "theirs-summary": "Le leur."}


def test_only_what_both_changed_is_compared(alice, world, draft):
    page = opened(alice, url("project", draft))
    actions.edit_project(draft, summary="Le leur.", city="Seltz", by=world.alice)

    response = alice.post(url("project", draft), page | {"summary": "Le mien."})

    assert response.status_code == 409
    assert [(one.stored, one.typed) for one, _ in response.context["differences"]] == [("Le leur.", "Le mien.")]


@pytest.mark.parametrize(("choice", "summary"), [("mine", "Le mien."), ("theirs", "Le leur."), ("edit", "Les deux.")])
def test_each_field_takes_the_text_that_was_chosen(alice, draft, parted, choice, summary):
    response = alice.post(url("project", draft), parted | {"keep-summary": choice, "summary": "Les deux."})

    draft.refresh_from_db(fields=["city"])
    assert response.status_code == 302
    assert (summary_of(draft), draft.city) == (summary, "Seltz")


def test_a_third_text_that_comes_meanwhile_is_told_again(alice, world, draft, parted):
    actions.edit_project(draft, summary="Un troisième.", by=world.alice)

    response = alice.post(url("project", draft), parted | {"keep-summary": "mine"})

    assert response.status_code == 409
    assert summary_of(draft) == "Un troisième."


# Reading over


def test_the_whole_dossier_is_read_over_and_handed_in_from_there(alice, draft):
    html = alice.get(url("preview", draft)).content.decode()

    assert "Votre dossier est complet" in html
    assert url("submit", draft) in html
    assert all(answer.text in html for answer in draft.answers.all())


def test_each_thing_that_is_missing_leads_to_its_field(alice, world):
    dossier = actions.draft(title="Presque rien", by=world.alice)

    html = alice.get(url("preview", dossier)).content.decode()

    assert f"{url('project', dossier)}#id_summary" in html
    assert f"{url('commitment', dossier)}#id_agree" in html
    assert url("criterion", dossier, 6) in html
    assert url("submit", dossier) not in html


def test_every_field_that_is_named_as_missing_is_on_its_page(alice, world):
    dossier = actions.draft(title="", by=world.alice)

    html = alice.get(url("preview", dossier)).context["sections"]

    for address in (way for section in html for _, way in section.ways):
        path, _, anchor = address.partition("#")
        assert f'id="{anchor}' in alice.get(path).content.decode()
    assert guards.missing(dossier)


def test_a_form_knows_which_of_its_fields_people_fill_in(draft):
    form = saving.open_form(saving.EDITORS["project"], draft)

    assert "seen" not in form.asked
    assert "summary" in form.asked
