"""A page whose line is cut, refused or taken away says so in words, and goes on as well as it can."""

import pytest

from tests.journeys.conftest import look
from tests.journeys.live.server import Line, ask, is_the_same, joined, says

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume"),
]


def test_a_browser_that_gives_no_page_a_socket_asks_by_itself(town, sit, submitted):
    page = sit(town.alice)
    page.clock.install()
    page.add_init_script("window.WebSocket = class { constructor() { throw new Error('none here'); } };")
    page.route("**/live/depuis/**", lambda route: route.fulfill(json={"changed": [], "since": "jeton"}))
    page.goto(f"/dossiers/{submitted.pk}/")
    page.clock.run_for(15_000)

    says(page, "Toutes les 10 s")


def test_where_sockets_are_refused_the_page_asks_by_itself_and_comes_back(town, sit, submitted):
    page = sit(town.alice)
    page.clock.install()
    asked = []

    def answer(route):
        asked.append(route.request.url)
        changed = [submitted.subject] if len(asked) > 1 else []
        route.fulfill(json={"changed": changed, "since": f"jeton-{len(asked)}"})

    page.route("**/live/depuis/**", answer)
    line = Line(page)
    line.refuses = 1011
    page.goto(f"/dossiers/{submitted.pk}/")
    says(page, "Reconnexion…")
    page.clock.run_for(15_000)
    says(page, "Toutes les 10 s")
    look(page)

    ask(submitted, town.odile)
    page.clock.run_for(10_000)
    page.clock.run_for(1_000)

    page.get_by_role("heading", name="Questions et réponses").wait_for()
    assert f"watch=dossier%3A{submitted.pk}" in asked[-1]
    assert "since=jeton-1" in asked[1]
    line.refuses = None
    page.clock.run_for(120_000)
    says(page, "En direct")


def test_what_was_missed_while_the_line_was_down_is_asked_for(town, sit, submitted):
    page = sit(town.alice)
    page.route("**/live/depuis/**", lambda route: route.fulfill(status=404))
    line = Line(page)
    page.goto(f"/dossiers/{submitted.pk}/")
    joined(page)

    ask(submitted, town.odile)
    line.cut(1012)

    page.get_by_role("heading", name="Questions et réponses").wait_for()
    assert is_the_same(page)


def test_a_right_that_is_lost_takes_the_page_away_in_words(town, sit, submitted):
    page = sit(town.omar)
    line = Line(page)
    page.goto(f"/dossiers/{submitted.pk}/")
    joined(page)

    line.cut(4403)

    page.get_by_role("heading", name="Cette page ne vous est plus ouverte").wait_for()
    assert submitted.title not in page.locator("main").inner_text()
    look(page)
    page.get_by_role("link", name="Aller à ma corbeille").click()
    page.get_by_role("heading", name="Ma corbeille").wait_for()


def test_a_right_that_is_lost_is_noticed_by_the_page_s_own_question_too(town, sit, submitted):
    page = sit(town.omar)
    line = Line(page)
    page.goto(f"/dossiers/{submitted.pk}/")
    joined(page)

    town.omar.appointments.all().delete()
    line.tell(submitted.subject)

    page.get_by_role("heading", name="Cette page ne vous est plus ouverte").wait_for()


def test_a_session_that_ended_says_so_and_keeps_the_page(town, sit, submitted):
    page = sit(town.omar)
    line = Line(page)
    page.goto(f"/dossiers/{submitted.pk}/")
    joined(page)

    line.cut(4401)

    link = page.get_by_role("link", name="Se connecter de nouveau")
    link.wait_for()
    assert link.get_attribute("href").endswith(f"?next=/dossiers/{submitted.pk}/")
    assert page.get_by_role("heading", name=submitted.title).is_visible()
    look(page)


def test_too_many_pages_are_told_apart_with_one_way_on(town, sit, submitted):
    page = sit(town.omar)
    page.route("**/live/depuis/**", lambda route: route.fulfill(json={"changed": [], "since": "1"}))
    line = Line(page)
    page.goto(f"/dossiers/{submitted.pk}/")
    joined(page)

    line.cut(4429)

    says(page, "Toutes les 10 s")
    page.get_by_text("Trop de pages ouvertes à la fois").wait_for()
    look(page)
    page.get_by_role("button", name="Reprendre le direct").click()
    says(page, "En direct")


def test_what_is_no_frame_changes_nothing(town, sit, submitted):
    page, faults = sit(town.alice), []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    line = Line(page)
    page.goto(f"/dossiers/{submitted.pk}/")
    joined(page)

    for text in ("", "{", "null", "[]", '{"changed": 7}', '"dossier:1"'):
        line.open[-1].send(text)
    ask(submitted, town.odile)
    line.tell(submitted.subject)

    page.get_by_role("heading", name="Questions et réponses").wait_for()
    assert faults == []
