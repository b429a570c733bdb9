"""Help on the screen: a word on hover, focus and tap; a visit refused and replayed; keys that can be switched off."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from okote_flow.directory.models import User
from tests.journeys.conftest import DESK, PHONE, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENVELOPES, INBOX = reverse("funding:envelopes"), reverse("inbox")
BOTH = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
NARROW = {"width": 320, "height": 700}


def word_of(page, shown):
    """The button of a word, and its explanation."""
    word = page.locator(".ok-mot", has=page.get_by_role("button", name=shown, exact=True))
    return word.get_by_role("button"), word.locator(".ok-definition")


# Words


def test_a_word_is_explained_on_hover_until_the_pointer_leaves(town, sit):
    page = sit(town.tess, DESK)
    page.goto(ENVELOPES)
    button, meaning = word_of(page, "disponible")

    button.hover()
    expect(meaning).to_be_visible()
    meaning.hover()
    page.wait_for_timeout(500)

    expect(meaning).to_be_visible()  # one may go and read it
    look(page)
    page.mouse.move(5, 5)
    expect(meaning).to_be_hidden()


def test_escape_puts_it_away_while_the_pointer_stays(town, sit):
    page = sit(town.tess, DESK)
    page.goto(ENVELOPES)
    button, meaning = word_of(page, "disponible")
    button.hover()
    expect(meaning).to_be_visible()

    page.keyboard.press("Escape")
    page.wait_for_timeout(400)

    expect(meaning).to_be_hidden()


def test_a_click_keeps_open_what_hovering_opened(town, sit):
    page = sit(town.tess, DESK)
    page.goto(ENVELOPES)
    button, meaning = word_of(page, "disponible")

    button.hover()
    expect(meaning).to_be_visible()
    button.click()
    page.wait_for_timeout(300)

    expect(meaning).to_be_visible()


def test_a_word_is_explained_on_focus_and_escape_keeps_the_place(town, sit):
    page = sit(town.tess, DESK)
    page.goto(ENVELOPES)
    button, meaning = word_of(page, "Enveloppes")

    page.locator("#contenu").focus()
    page.keyboard.press("Tab")
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")

    expect(meaning).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    page.keyboard.press("Tab")
    expect(meaning).to_be_hidden()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_word_is_explained_with_a_tap(town, sit, script):
    page = sit(town.tess, PHONE, script=script, touch=True)
    page.goto(ENVELOPES)
    button, meaning = word_of(page, "réservé")

    button.tap()
    expect(meaning).to_be_visible()
    if script:
        look(page)
        button.tap()
        expect(meaning).to_be_hidden()


def test_without_script_the_sheet_shows_it_on_hover_and_on_focus(town, sit):
    page = sit(town.tess, DESK, script=False)
    page.goto(ENVELOPES)
    button, meaning = word_of(page, "disponible")
    first, first_meaning = word_of(page, "Enveloppes")

    button.hover()
    expect(meaning).to_be_visible()
    page.mouse.move(5, 5)
    expect(meaning).to_be_hidden()
    first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")

    expect(first_meaning).to_be_visible()


@BOTH
def test_pages_whose_words_explain_themselves_are_for_everybody(town, sit, size):
    settled = town.ready("settle")
    page = sit(town.tess, size)

    for name, arguments in (
        ("dossiers:settings", []), ("funding:ledger", []), ("funding:envelope", [town.cea_2022.pk]),
        ("funding:settlement", [settled.pk]), ("funding:settle", [settled.pk]), ("committees:committees", []),
    ):  # fmt: skip
        page.goto(reverse(name, args=arguments))
        assert page.locator(".ok-mot").count() > 0, name
        look(page)


# Pages


@BOTH
@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_the_pages_of_the_help_are_for_everybody(town, sit, size, dark):
    page = sit(town.tess, size, dark=dark)

    for name, arguments in (
        ("index", []), ("words", []), ("guide", ["tenir-les-comptes"]), ("visit", []), ("shortcuts", []),
    ):  # fmt: skip
        page.goto(reverse(f"help:{name}", args=arguments))
        look(page)


def test_they_fit_the_smallest_screen_of_a_stranger(town, sit):
    page = sit(None, NARROW)

    for name, arguments in (("index", []), ("words", []), ("guide", ["porter-un-projet"])):
        page.goto(reverse(f"help:{name}", args=arguments))
        look(page)


# The first visit


@BOTH
def test_the_visit_points_at_the_page_and_is_not_offered_again(town, sit, size):
    page = sit(town.odile, size)
    page.goto(INBOX)
    look(page)
    card = page.locator("#visite")

    page.get_by_role("link", name="Faire la visite").click()

    expect(card).to_be_focused()
    expect(card).to_contain_text("Étape 1 sur 6")
    expect(page.locator(".ok-visite-ici")).to_have_count(1)
    look(page)
    page.get_by_role("button", name="Suivant").click()
    expect(card).to_contain_text("Étape 2 sur 6")
    page.get_by_role("button", name="Précédent").click()
    expect(card).to_contain_text("Étape 1 sur 6")
    for _ in range(5):
        page.get_by_role("button", name="Suivant").click()
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.get_by_role("button", name="Terminer").click()
    expect(page.locator("#contenu")).to_be_focused()
    expect(page.locator(".ok-visite-ici")).to_have_count(0)

    page.goto(INBOX)

    expect(card).to_have_count(0)


def test_escape_ends_the_visit_and_the_help_replays_it(town, sit):
    page = sit(town.odile, DESK)
    page.goto(INBOX)
    page.get_by_role("link", name="Faire la visite").click()

    with page.expect_response(lambda response: response.request.method == "POST"):
        page.keyboard.press("Escape")
    expect(page.locator("#visite")).to_have_count(0)

    page.goto(reverse("help:visit"))
    page.get_by_role("link", name="La suivre sur l’écran").click()
    expect(page.locator("#visite")).to_contain_text("Étape 1 sur 6")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_visit_is_refused_for_good(town, sit, script):
    page = sit(town.odile, DESK, script=script)
    page.goto(INBOX)

    page.get_by_role("button", name="Ne plus proposer").click()
    page.wait_for_load_state()

    expect(page.get_by_text("La visite ne sera plus proposée.")).to_be_visible()
    expect(page.locator("#visite")).to_have_count(0)
    assert User.objects.get(pk=town.odile.pk).tours_closed == ["officer"]


# The keyboard


def test_keys_lead_where_the_list_says(town, sit):
    page = sit(town.odile, DESK)
    page.goto(INBOX)

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Raccourcis clavier")).to_be_visible()
    look(page)
    page.keyboard.press("Escape")
    expect(page.locator("#raccourcis")).to_be_hidden()

    page.keyboard.type("gs")
    page.wait_for_url(f"**{reverse('committees:meetings')}")
    page.keyboard.type("gd")
    page.wait_for_url(f"**{reverse('dossiers:list')}")


def test_keys_walk_along_a_list_and_find_the_search(town, sit):
    town.ready("admit")
    page = sit(town.odile, DESK)
    page.goto(reverse("dossiers:list"))

    page.keyboard.press("j")
    expect(page.locator("[data-list] a").first).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("input[type=search]")).to_be_focused()
    page.keyboard.type("gs?jk")

    expect(page.locator("input[type=search]")).to_have_value("gs?jk")
    expect(page.locator("#raccourcis")).to_be_hidden()


def test_keys_that_were_switched_off_do_nothing(town, sit):
    page = sit(town.odile, DESK)
    page.goto(reverse("accounts:me"))
    page.get_by_role("button", name="Éteindre les raccourcis").click()
    page.wait_for_load_state()

    page.goto(INBOX)
    page.keyboard.press("?")
    page.keyboard.type("gs")
    page.wait_for_timeout(400)

    assert page.url.endswith(INBOX)
    expect(page.locator("#raccourcis")).to_have_count(0)
