"""A holder at the keyboard: what they type saves itself, survives the network and another hand, on phone and desk."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dossiers import actions
from tests.journeys.conftest import DESK, PHONE, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = re.compile("Enregistré à 10\u00a0h")


@pytest.fixture
def draft(town):
    return town.draft()


def address(draft, part):
    return f"/dossiers/{draft.pk}/{part}"


def state(page: Page):
    return page.locator("[data-okote-enreg]")


def stored(draft, field):
    draft.refresh_from_db(fields=[field])
    return getattr(draft, field)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_what_is_typed_is_saved_without_a_click(sit, town, draft, viewport):
    page = sit(town.alice, viewport)
    page.goto(address(draft, "projet/"))
    look(page)

    page.locator("[name=summary]").press_sequentially(" Et des ateliers.", delay=5)

    expect(state(page)).to_have_text(SAVED)
    assert "Et des ateliers." in stored(draft, "summary")
    look(page)


def test_a_fault_is_told_beside_its_field_and_the_rest_is_saved(sit, town, draft):
    page = sit(town.alice, PHONE)
    page.goto(address(draft, "projet/"))

    page.locator("[name=city]").fill("Bischwiller")
    page.locator("[name=goal_cents]").fill("beaucoup")
    page.locator("[name=goal_cents]").blur()

    expect(page.locator("#id_goal_cents_error")).to_contain_text("n’est pas un montant")
    assert stored(draft, "city") == "Bischwiller"
    look(page)
    page.reload()
    expect(page.get_by_text("Vous aviez commencé à écrire ceci")).to_be_visible()
    look(page)
    page.get_by_role("button", name="L’écarter").click()
    page.reload()
    expect(page.get_by_text("Vous aviez commencé")).to_have_count(0)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_two_windows_are_told_apart_and_merged_by_hand(sit, town, draft, viewport):
    one, other = sit(town.alice, viewport), sit(town.alice, viewport)
    for page in (one, other):
        page.goto(address(draft, "projet/"))

    one.locator("[name=summary]").fill("Le texte d’une fenêtre.")
    expect(state(one)).to_have_text(SAVED)
    other.locator("[name=summary]").fill("Le texte de l’autre.")
    expect(state(other)).to_contain_text("Modifié ailleurs")
    assert stored(draft, "summary") == "Le texte d’une fenêtre."
    look(other)
    other.get_by_role("button", name="Comparer les deux textes").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Comparer les deux textes")
    look(other)
    other.locator("textarea[name=summary]").fill("Les deux textes.")
    other.get_by_role("button", name="Enregistrer ces choix").click()
    other.wait_for_url("**/criteres/")

    assert stored(draft, "summary") == "Les deux textes."


def test_without_a_network_the_text_waits_and_leaves_when_it_is_back(sit, town, draft):
    page = sit(town.alice, PHONE)
    page.goto(address(draft, "criteres/1/"))
    page.context.set_offline(True)

    page.locator("textarea").fill("Écrit dans le train, entre deux tunnels, et gardé.")
    page.locator("textarea").blur()

    expect(state(page)).to_contain_text("Hors ligne")
    look(page)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page).to_have_url(re.compile("criteres/1/$"))
    page.context.set_offline(False)
    expect(state(page)).to_have_text(SAVED)
    assert draft.answers.get(criterion__number=1).text.startswith("Écrit dans le train")


def test_a_session_that_ended_is_told_and_the_text_waits_for_the_next(sit, town, draft):
    page = sit(town.alice, PHONE)
    page.goto(address(draft, "criteres/2/"))
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")

    page.locator("textarea").fill("Écrit après une longue pause, et gardé.")
    page.locator("textarea").blur()

    expect(state(page)).to_contain_text("Vous n’êtes plus connecté")
    look(page)
    page.context.add_cookies(cookies)
    page.goto(address(draft, "criteres/2/"))
    expect(page.locator("[data-okote-garde]")).to_contain_text("Écrit après une longue pause")
    look(page)
    page.get_by_role("button", name="Reprendre ce texte").click()
    expect(state(page)).to_have_text(SAVED)
    assert draft.answers.get(criterion__number=2).text.startswith("Écrit après")
    page.reload()
    expect(page.get_by_text("Vous aviez commencé")).to_have_count(0)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_budget_is_corrected_where_it_stands_and_a_line_comes_back(sit, town, draft, viewport):
    page = sit(town.alice, viewport)
    page.goto(address(draft, "budget/"))
    look(page)
    amount = page.get_by_label("Montant de «\u00a0Autoclave\u00a0»")

    amount.fill("13 200")
    amount.blur()

    expect(page.locator("[data-okote-solde]")).to_contain_text("Il manque 1\u00a0200\u00a0€ de produits")
    expect(state(page)).to_have_text(SAVED)
    assert draft.budget_lines.get(label="Autoclave").amount_cents == 13_200_00
    page.get_by_role("button", name="Retirer Autoclave").click()
    expect(page.get_by_text("«\u00a0Autoclave\u00a0» est retiré.")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_label("Montant de «\u00a0Autoclave\u00a0»")).to_have_value("13\u00a0200")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_pieces_are_dropped_with_their_progress_and_each_has_its_result(sit, town, draft, viewport, tmp_path: Path):
    page = sit(town.alice, viewport)
    page.goto(address(draft, "pieces/"))
    page.locator("[name=kind]").select_option("quote")
    carried = page.evaluate_handle(
        """() => { const given = new DataTransfer();
        given.items.add(new File(["%PDF-1.7 devis"], "devis.pdf"));
        given.items.add(new File(["MZ"], "virus.exe"));
        return given; }"""
    )

    page.locator(".ok-depot").dispatch_event("drop", {"dataTransfer": carried})
    expect(page.locator(".ok-envois")).to_contain_text("«\u00a0virus.exe\u00a0» n’est pas accepté")
    look(page)
    page.evaluate(
        """() => { const bar = document.querySelector("progress");
        new MutationObserver(() => { if (!bar.hidden) document.body.dataset.moved = 1; })
        .observe(bar, { attributes: true }); }"""
    )
    page.get_by_role("button", name="Déposer", exact=True).click()

    expect(page.locator("#pieces")).to_contain_text("devis.pdf")
    assert page.evaluate("document.body.dataset.moved") == "1"
    assert [piece.name for piece in draft.attachments.all()] == ["devis.pdf"]
    look(page)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_path_goes_from_part_to_part_and_ends_at_reading_over(sit, town, draft, viewport):
    page = sit(town.alice, viewport)
    page.goto(address(draft, "structure/"))
    for part in ("projet/", "criteres/"):
        look(page)
        page.get_by_role("button", name="Enregistrer et continuer").locator("visible=true").click()
        page.wait_for_url(f"**/{part}")
    page.goto(address(draft, "criteres/5/"))
    look(page)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.wait_for_url("**/criteres/6/")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.wait_for_url("**/budget/")
    for part in ("pieces/", "engagement-republicain/", "relire/"):
        page.get_by_role("link", name=re.compile("^Continuer")).click()
        page.wait_for_url(f"**/{part}")
        look(page)

    page.get_by_role("link", name="Déposer mon projet").first.click()
    page.wait_for_url("**/deposer/")


def test_without_a_script_everything_works_by_the_buttons(sit, town, draft):
    page = sit(town.alice, PHONE, script=False)
    page.goto(address(draft, "projet/"))
    page.locator("[name=city]").fill("Lauterbourg")
    actions.edit_project(draft, city="Seltz", by=town.alice)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comparer les deux textes")
    page.get_by_label("Garder ma saisie").check()
    page.get_by_role("button", name="Enregistrer ces choix").click()
    assert stored(draft, "city") == "Lauterbourg"

    page.goto(address(draft, "budget/"))
    page.get_by_label("Montant de «\u00a0Autoclave\u00a0»").fill("11 000")
    page.get_by_role("button", name="Enregistrer Autoclave").click()
    expect(page.get_by_text("de charges pour que le budget")).to_be_visible()
    assert draft.budget_lines.get(label="Autoclave").amount_cents == 11_000_00
