"""A holder on a phone and an officer at a desk write to each other; notes stay on one side."""

import re

import pytest
from playwright.sync_api import expect

from dossiers import actions
from dossiers.models import Message, Note, ThreadDraft
from okote_flow import clock
from tests.journeys.conftest import DESK, PHONE, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LATER = re.compile("Brouillon gardé")


@pytest.fixture
def dossier(town, wall_clock):
    with clock.frozen(wall_clock.at):
        dossier = actions.submit(town.draft(), by=town.alice)
        actions.write_note(dossier, text="À surveiller.", key="n", by=town.didier)
        return actions.assign_officer(dossier, officer=town.odile, by=town.didier)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_two_sides_write_to_each_other(town, sit, dossier, dark, tmp_path):
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(b"%PDF-1.7 plan")
    holder, officer = sit(town.alice, PHONE, dark=dark), sit(town.odile, DESK, dark=dark)
    holder.goto(f"/dossiers/{dossier.pk}/")
    holder.get_by_role("link", name="Écrire un message").click()
    holder.get_by_label("Votre message").fill("Voici le plan. Est-ce possible en mai ?")
    holder.set_input_files("#ecrire [type=file]", plan)
    holder.get_by_role("button", name="Envoyer").click()
    expect(holder.get_by_text("pas encore lu")).to_be_visible()
    assert holder.locator("#notes").count() == 0
    look(holder)

    officer.goto("/ma-corbeille/")
    officer.get_by_role("link", name="Conserverie solidaire", exact=True).first.click()
    expect(officer.locator("#fil")).to_contain_text("Voici le plan.")
    look(officer)
    officer.goto(f"/dossiers/{dossier.pk}/?onglet=echanges")
    expect(officer.locator("#notes-fil")).to_contain_text("À surveiller.")
    officer.get_by_label("Votre message au porteur").fill("Oui, en mai.")
    officer.locator("#ecrire").get_by_role("button", name="Envoyer").click()
    expect(officer.locator("#fil")).to_contain_text("Oui, en mai.")
    look(officer)

    holder.goto(f"/dossiers/{dossier.pk}/messages/")
    expect(holder.locator("#fil")).to_contain_text("Oui, en mai.")
    assert "À surveiller" not in holder.content()
    look(holder)


def test_what_one_types_is_kept_and_a_colleague_is_named_by_at(town, sit, dossier):
    officer = sit(town.odile)
    officer.goto(f"/dossiers/{dossier.pk}/")
    officer.locator("#onglet-echanges").click()  # the forms come by htmx
    note = officer.get_by_label("Votre note")
    note.press_sequentially("Le loyer est haut, @")
    assert officer.evaluate("document.activeElement.name") == "colleague"
    officer.get_by_label("Prévenir une ou un collègue").select_option(label="Didier Muster")
    assert note.input_value() == "Le loyer est haut, @Didier Muster "
    expect(officer.locator("#notes [data-okote-garde]")).to_have_text(LATER)
    officer.get_by_label("Votre message au porteur").fill("Bonjour")
    expect(officer.locator("#ecrire [data-okote-garde]")).to_have_text(LATER)

    officer.goto(f"/dossiers/{dossier.pk}/messages/")
    assert officer.get_by_label("Votre message au porteur").input_value() == "Bonjour"
    officer.get_by_role("button", name="Enregistrer la note").click()
    expect(officer.locator("#notes-fil")).to_contain_text("pour Didier Muster")
    assert Note.objects.filter(colleagues=town.didier).count() == 1
    assert list(ThreadDraft.objects.values_list("text", flat=True)) == ["Bonjour"]


def test_an_answer_that_came_meanwhile_is_shown_before_one_s_own_leaves(town, sit, dossier, wall_clock):
    officer = sit(town.omar)
    officer.goto(f"/dossiers/{dossier.pk}/?onglet=echanges")
    officer.get_by_label("Votre message au porteur").fill("Non, pas avant juin.")
    with clock.frozen(wall_clock.at):
        actions.write_message(dossier, text="Oui, en mai.", key="o", by=town.odile)

    officer.get_by_role("button", name="Envoyer").click()
    expect(officer.get_by_role("alert")).to_contain_text("Odile Muster a écrit")
    assert officer.get_by_label("Votre message au porteur").input_value() == "Non, pas avant juin."
    look(officer)
    assert Message.objects.count() == 1
    officer.get_by_role("button", name="Envoyer").click()
    expect(officer.locator("#fil")).to_contain_text("Non, pas avant juin.")


def test_what_changed_is_asked_again_and_what_one_types_stays(town, sit, dossier, wall_clock):
    holder = sit(town.alice, PHONE)
    holder.goto(f"/dossiers/{dossier.pk}/messages/")
    holder.get_by_label("Votre message").fill("Je commence")
    with clock.frozen(wall_clock.at):
        message = actions.write_message(dossier, text="Il manque le bail.", key="o", by=town.odile)

    holder.evaluate("document.querySelector('#fil').dispatchEvent(new CustomEvent('okote:changed'))")

    expect(holder.locator("#fil")).to_contain_text("Il manque le bail.")
    assert holder.get_by_label("Votre message").input_value() == "Je commence"
    expect(holder.locator("#dernier-vu")).to_have_value(str(message.pk))
    holder.get_by_role("button", name="Envoyer").click()
    expect(holder.locator("#fil")).to_contain_text("Je commence")


def test_without_script_one_writes_keeps_and_takes_back(town, sit, dossier):
    holder = sit(town.alice, PHONE, script=False)
    holder.goto(f"/dossiers/{dossier.pk}/messages/")
    holder.get_by_label("Votre message").fill("Je commence")
    holder.get_by_role("button", name="Garder en brouillon").click()
    assert holder.get_by_label("Votre message").input_value() == "Je commence"
    holder.get_by_role("button", name="Envoyer").click()
    holder.get_by_role("button", name="Retirer le message").click()

    assert holder.get_by_text("Message retiré").is_visible()
    look(holder)


def test_offline_nothing_is_lost(town, sit, dossier):
    holder = sit(town.alice, PHONE)
    holder.goto(f"/dossiers/{dossier.pk}/messages/")
    holder.context.set_offline(True)
    holder.get_by_label("Votre message").fill("Dans le train.")
    holder.get_by_role("button", name="Envoyer").click()

    expect(holder.locator("#ecrire [data-okote-garde]")).to_contain_text("Non envoyé")
    assert holder.get_by_label("Votre message").input_value() == "Dans le train."
    holder.context.set_offline(False)
    holder.get_by_role("button", name="Envoyer").click()
    expect(holder.locator("#fil")).to_contain_text("Dans le train.")
