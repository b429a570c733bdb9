"""An officer's day: the work list, a dossier in its tabs, what changed since yesterday, a draft for somebody else."""

import pytest

from dossiers import actions
from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow import clock
from tests.journeys.conftest import DESK, PHONE, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABS = ("resume", "projet", "budget", "pieces", "echanges", "comites", "argent", "histoire")
SCREENS = pytest.mark.parametrize(
    ("viewport", "dark"), [(PHONE, False), (DESK, False), (DESK, True)], ids=["phone", "desk", "dark"]
)


@SCREENS
def test_every_tab_is_clean_and_reached_by_its_link(town, sit, wall_clock, viewport, dark):
    with clock.frozen(wall_clock.at):
        dossier = actions.submit(town.draft(), by=town.alice)
        question = actions.ask_question(dossier, text="Quel local ?", section="project", by=town.odile)
        dossier = actions.ask_complements(dossier, by=town.odile)
        actions.answer_question(question, text="Celui-ci.", by=town.alice)
    page = sit(town.odile, viewport, dark=dark)
    page.goto(f"/dossiers/{dossier.pk}/")
    wall_clock.forward(days=1)
    with clock.frozen(wall_clock.at):
        actions.edit_project(dossier, summary="Une conserverie de village.", by=town.alice)
        actions.answer_complements(dossier, by=town.alice)

    page.goto(f"/dossiers/{dossier.pk}/")
    assert page.get_by_text("Depuis votre visite du mardi 1er mars 2022").is_visible()
    look(page)
    for tab in TABS[1:]:
        page.locator(f"#onglet-{tab}").click()
        page.wait_for_url(f"**/?onglet={tab}")
        page.locator(f"#onglet-{tab}[aria-current=page]").wait_for()
        assert page.evaluate("document.activeElement.id") == f"onglet-{tab}"
        look(page)
    page.goto(f"/dossiers/{dossier.pk}/comparer/")
    assert page.locator("ins").count() >= 1
    look(page)


@SCREENS
def test_the_list_and_the_questions_are_clean(town, sit, wall_clock, viewport, dark):
    with clock.frozen(wall_clock.at):
        dossier = actions.submit(town.draft(), by=town.alice)
    wall_clock.forward(days=60)
    page = sit(town.odile, viewport, dark=dark)

    for address in (
        "/dossiers/",
        "/dossiers/?delai=semaine",
        "/dossiers/saisir/",
        f"/dossiers/{dossier.pk}/questions/",
    ):
        page.goto(address)
        look(page)
    page.locator("main a", has_text="devis récent").click()
    page.get_by_role("button", name="Ajouter").click()
    page.wait_for_load_state()
    assert page.get_by_role("heading", name="Prêtes à partir").is_visible()
    look(page)


def test_without_script_an_officer_enters_a_draft_and_the_holder_reads_it(town, sit, wall_clock):
    officer, holder = sit(town.odile, script=False), sit(town.zoe, PHONE)
    officer.goto("/dossiers/")
    officer.get_by_role("link", name="Saisir pour un porteur").click()
    officer.fill("main [name=email]", "zoe@okote.test")
    officer.fill("main [name=title]", "Verger partagé")
    officer.get_by_role("button", name="Ouvrir le brouillon").click()
    officer.wait_for_load_state()
    dossier = Dossier.objects.get(title="Verger partagé")

    officer.goto(f"/dossiers/{dossier.pk}/?onglet=budget")
    assert officer.get_by_role("heading", name="Le budget").is_visible()
    holder.goto(f"/dossiers/{dossier.pk}/")

    assert (dossier.applicant, dossier.state) == (town.zoe, State.DRAFT)
    assert holder.get_by_text("Saisi par Odile Muster pour vous").is_visible()
    look(holder)
