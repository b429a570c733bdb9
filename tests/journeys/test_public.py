"""Somebody who has no account: from the home page to giving, and from a first idea to an open draft."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page

from dossiers.lifecycle import State
from funding import actions
from funding.models import Campaign
from okote_flow import clock
from tests.alsace import Alsace
from tests.journeys.conftest import DESK, PHONE, WallClock, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (320, 360, 768, 1440)


@pytest.fixture
def campaign(town: Alsace, wall_clock: WallClock) -> Campaign:
    """One that has just opened, for the server's threads too."""
    cache.clear()
    dossier = town.dossier(State.CAMPAIGN)
    wall_clock.at = clock.now()
    town.come_back()
    campaign = Campaign.objects.select_related("dossier").get(dossier=dossier)
    with clock.frozen(wall_clock.at):
        actions.receive_gift(campaign, cents=500_00, key="premier", by=None)
    return campaign


def amount(text: str) -> str:
    return text.replace("\u00a0", " ")


def shown(page: Page, text: str) -> bool:
    return text in amount(page.locator("main").inner_text())


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_public_page_is_sound_at_every_width(campaign, sit, dark):
    addresses = [
        "/", f"/campagnes/{campaign.pk}/?don=50", f"/campagnes/{campaign.pk}/?don=autre&montant=x",
        "/campagnes/terminees/", "/deposer-un-projet/", "/accessibilite/", "/mentions-legales/", "/vos-donnees/",
        "/code-source/", "/compte/login/", "/compte/signup/", "/compte/password/reset/", "/compte/login/code/",
        "/compte/password/reset/done/", "/compte/confirm-email/", "/compte/inactive/", "/nulle-part/",
    ]  # fmt: skip
    page = sit(None, dark=dark)

    for address in addresses:
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if width in (360, 1440):
                look(page)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{address} at {width}"


def test_from_home_to_giving_with_script(campaign, sit):
    page = sit(None, PHONE)
    page.goto("/")
    page.get_by_role("link", name=campaign.dossier.title).click()
    look(page)

    page.get_by_label("100 €").check(force=True)
    page.get_by_text("Comment donner 100 €").wait_for()
    assert "don=100" in page.url
    assert "Pour le projet" in amount(page.locator("#devient-dit").inner_text())
    page.get_by_label("Autre", exact=True).check(force=True)
    page.keyboard.type("35")
    page.get_by_text("Comment donner 35 €").wait_for()
    assert page.evaluate("document.activeElement.id") == "id_montant"
    look(page)
    page.get_by_role("link", name="Comment donner 35 €").click()

    assert page.url.endswith("#donner")
    assert page.get_by_text(f"DON {campaign.dossier.number}").is_visible()
    assert page.get_by_role("button", name="Copier").is_visible()


def test_from_home_to_giving_without_script(campaign, sit):
    page = sit(None, DESK, script=False)
    page.goto("/")
    page.get_by_role("link", name=campaign.dossier.title).click()

    page.get_by_label("50 €").check(force=True)
    page.get_by_role("button", name="Calculer ce que devient mon don").click()

    assert shown(page, "150 €") and shown(page, "8 % de votre don") and shown(page, "146 €")
    page.get_by_label("Autre", exact=True).check(force=True)
    page.get_by_label("Autre montant").fill("2")
    page.get_by_role("button", name="Calculer ce que devient mon don").click()
    assert shown(page, "Le don minimal est de 5 €.")
    assert page.get_by_text(f"DON {campaign.dossier.number}").is_visible()
    assert page.get_by_role("button", name="Copier").count() == 0


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_an_idea_to_an_open_draft(town, sit, script):
    cache.clear()
    page = sit(None, PHONE, script=script)
    page.goto("/deposer-un-projet/")
    page.get_by_role("link", name="Commencer mon dossier").click()
    page.get_by_label("Prénom").fill("Gérard")
    page.get_by_label("Nom", exact=True).fill("Muster")
    page.get_by_label("Adresse électronique").fill("gerard@okote.test")
    page.get_by_label("Mot de passe").first.fill("quatre mots font un chemin")
    page.get_by_role("button", name="Créer mon compte").click()
    page.get_by_role("heading", name="Plus qu’une étape").wait_for()
    look(page)

    found = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)
    assert found
    page.goto(found[1])
    look(page)
    page.get_by_role("button", name="Oui, c’est mon adresse").click()
    page.wait_for_load_state()

    assert page.url.endswith(reverse("dossiers:new"))
    look(page)
