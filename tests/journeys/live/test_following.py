"""How soon and how often a page asks, and which pages follow without moving under their reader."""

import pytest

from dossiers import actions
from notifications import dispatch
from okote_flow import clock
from tests.journeys.live.server import Line, ask, is_the_same, joined

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume"),
]
BELL = "/notifications/cloche/"


def asked_by(page):
    """The addresses that the page asks, from now on."""
    asked = []
    page.on("request", lambda request: asked.append("/" + request.url.split("/", 3)[3]))
    return asked


def test_an_act_and_its_notification_are_asked_for_at_once_and_a_crowd_of_them_is_spaced(town, sit, submitted):
    page = sit(town.alice)
    page.clock.install(time=0)
    line = Line(page)
    page.goto("/mes-projets/")
    joined(page)
    page.clock.pause_at(60_000)
    asked = asked_by(page)

    for number in range(1, 4):
        with page.expect_response(f"**{BELL}"):
            line.tell("me")
            page.wait_for_timeout(50)
            page.clock.run_for(70)
        page.wait_for_timeout(50)
        assert asked.count(BELL) == number
    line.tell("me")
    page.wait_for_timeout(50)
    page.clock.run_for(500)
    page.wait_for_timeout(50)
    assert asked.count(BELL) == 3
    with page.expect_response(f"**{BELL}"):
        page.clock.run_for(600)


def test_the_list_of_notifications_follows_and_new_ones_wait(town, sit, submitted):
    page = sit(town.alice)
    line = Line(page)
    page.goto("/notifications/")
    joined(page)
    rows = page.locator("#avis li")
    first = rows.count()

    ask(submitted, town.odile)
    dispatch.catch_up()
    line.tell("me")

    button = page.get_by_role("button", name="1 nouvelle notification, afficher")
    button.wait_for()
    assert rows.count() == first
    assert page.locator("h1 + p").inner_text().startswith(f"{first + 1} nouvelles.")
    button.click()
    assert rows.count() == first + 1
    assert is_the_same(page)


def test_the_projects_of_a_holder_say_where_they_stand(town, sit, submitted):
    page = sit(town.alice)
    line = Line(page)
    page.goto("/mes-projets/")
    joined(page)

    ask(submitted, town.odile)
    line.tell(submitted.subject)

    page.locator("#mes-projets").get_by_text("Compléments demandés").wait_for()
    assert is_the_same(page)


def test_a_page_that_answers_a_form_is_not_asked_again(town, sit, submitted):
    page = sit(town.odile)
    line = Line(page)
    page.goto(f"/dossiers/{submitted.pk}/confier/")
    page.locator("main form").first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    page.locator("body[data-okote-reponse]").wait_for()
    joined(page)
    asked = asked_by(page)

    with clock.frozen(submitted.submitted_at):
        actions.assign_officer(submitted, officer=town.omar, by=town.didier)
    with page.expect_response(f"**{BELL}"):
        line.tell(submitted.subject, "me")
    page.wait_for_timeout(300)

    assert asked == [BELL]
    assert is_the_same(page)


def test_a_page_that_is_being_left_asks_for_nothing_and_goes_on_if_it_was_not_left(town, sit, submitted):
    page = sit(town.alice)
    page.clock.install(time=0)
    line = Line(page)
    page.goto("/mes-projets/")
    joined(page)
    page.clock.pause_at(60_000)
    asked = asked_by(page)
    page.evaluate("dispatchEvent(new Event('beforeunload'))")

    line.tell("me")
    page.wait_for_timeout(50)
    page.clock.run_for(4_000)
    page.wait_for_timeout(50)
    assert asked == []
    with page.expect_response(f"**{BELL}"):
        page.clock.run_for(1_200)


def test_what_was_asked_of_a_tab_that_was_left_does_not_come_over_the_next(town, sit, submitted):
    page = sit(town.odile)
    line = Line(page)
    page.goto(f"/dossiers/{submitted.pk}/")
    joined(page)
    held = []

    def hold(route, request):
        if "okote-live" in request.headers and not held:
            held.append(route)
        else:
            route.continue_()

    page.route(f"**/dossiers/{submitted.pk}/**", hold)
    line.tell(submitted.subject)
    while not held:
        page.wait_for_timeout(20)
    tab = page.locator("#onglet-argent")
    tab.click()
    page.locator("#onglet-argent[aria-current=page]").wait_for()
    with page.expect_response(
        lambda one: "okote-live" in one.request.headers and one.url.endswith("onglet=argent")
    ):  # what happened is asked of the tab that stands there
        held[0].continue_()

    page.wait_for_timeout(200)
    assert tab.get_attribute("aria-current") == "page"
    assert is_the_same(page)
