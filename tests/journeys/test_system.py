"""What everybody meets first, looked at closely: the page of all components, each role's first page, the dashboard.

At phone and desk width, by day and by night: axe finds nothing, nothing scrolls sideways, targets are large enough;
the theme is chosen once, and the page works without JavaScript.
"""

import pytest
from playwright.sync_api import Page

from dossiers.lifecycle import State
from tests.journeys.conftest import DESK, PHONE, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

INBOX, SYSTEM, BOARD = "/ma-corbeille/", "/systeme/", "/pilotage/"
NARROW = {"width": 320, "height": 700}
ROLES = (
    "alice", "odile", "didier", "tess", "serge", "tania", "claire", "marc", "steve", "paula", "archie", "audrey",
    "adam",
)  # fmt: skip
SMALL_TARGETS = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")]
  .filter((one) => !one.closest(".visually-hidden, .ok-evitement, p, .alert"))
  .map((one) => [one, (one.matches("label input") ? one.closest("label") : one).getBoundingClientRect()])
  .filter(([, box]) => box.width && box.height && (box.width < 23.9 || box.height < 23.9))
  .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${box.width}x${box.height}`)"""
"""Links within a sentence are as high as their line (WCAG 2.5.8 leaves them out); a box is as large as its label."""


def check(page: Page, address: str) -> None:
    """On a phone and at a desk, by day and by night."""
    for viewport in (PHONE, DESK):
        page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            answer = page.goto(address)
            assert answer is not None and answer.status == 200
            look(page)
            assert page.evaluate(SMALL_TARGETS) == [], address


@pytest.fixture
def lived_in(town):
    """A house in which something waits for most people."""
    for state in (State.SUBMITTED, State.TERRITORIAL_REVIEW, State.ENGAGEMENT_REVIEW, State.CAMPAIGN, State.PAYOUT):
        town.dossier(state)
    town.come_back()
    return town


def test_every_component_in_every_state_is_within_everybody_s_reach(town, sit):
    check(sit(town.adam), SYSTEM)


def test_each_role_s_first_page_and_the_dashboard_are_within_everybody_s_reach(lived_in, sit):
    for name in ROLES:
        page = sit(getattr(lived_in, name))
        check(page, INBOX)
        page.close()
    check(sit(lived_in.didier), BOARD)


def test_nothing_scrolls_sideways_at_320_pixels(lived_in, sit):
    page = sit(lived_in.didier, NARROW)

    wide = []
    for address in (SYSTEM, INBOX, BOARD):
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(address)

    assert wide == []


def test_the_theme_is_chosen_once_and_worn_from_then_on(town, sit):
    page = sit(town.odile)
    worn = "document.documentElement.dataset.bsTheme"
    ground = "getComputedStyle(document.body).backgroundColor"

    page.goto(INBOX)
    assert page.evaluate(worn) == "auto"
    by_day = page.evaluate(ground)
    page.locator("summary[aria-label=Thème]:visible").click()
    page.get_by_role("button", name="Sombre").click()

    assert page.evaluate(worn) == "dark"
    assert page.evaluate(ground) != by_day
    page.goto(SYSTEM)
    assert page.evaluate(worn) == "dark"
    page.locator("summary[aria-label=Thème]:visible").click()
    assert page.locator("[data-okote-theme][aria-pressed=true]").first.inner_text() == "Sombre"
    page.get_by_role("button", name="Comme l’appareil").click()
    assert page.evaluate(worn) == "auto"


def test_without_javascript_the_page_follows_the_device(town, sit):
    by_day, by_night = (sit(town.odile, script=False, dark=dark) for dark in (False, True))

    shown = []
    for page in (by_day, by_night):
        page.goto(INBOX)
        assert page.locator("[data-okote-theme-menu]").first.is_hidden()
        shown.append(page.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor"))

    assert shown[0] != shown[1]


def test_the_menu_opens_and_closes_by_keyboard_on_a_phone(town, sit):
    page = sit(town.odile, PHONE)
    page.goto(INBOX)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Dossiers", exact=True).is_visible()
    page.keyboard.press("Escape")

    assert page.get_by_role("link", name="Dossiers", exact=True).is_hidden()


def test_on_paper_the_dashboard_is_figures_without_buttons(lived_in, sit):
    page = sit(lived_in.didier)
    page.goto(BOARD)
    page.emulate_media(media="print")

    assert page.locator(".ok-cote").is_hidden()
    assert page.get_by_text("Imprimer", exact=True).is_hidden()
    assert page.get_by_text("Imprimé par Didier").is_visible()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") <= 4
