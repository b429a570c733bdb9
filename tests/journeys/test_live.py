"""Pages that follow what others do: two people side by side, and a page whose line is cut, refused or taken away."""

import asyncio
import json
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import WebSocketRoute

from committees import actions as committees
from committees.models import Choice, Poll
from dossiers import actions
from dossiers.lifecycle import State
from funding import actions as funding
from funding.models import Means
from notifications import dispatch, live
from okote_flow import clock
from okote_flow.asgi import application
from tests.journeys.conftest import DESK, PHONE, look
from tests.views.moments import opened

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume"),
]


class Server(threading.Thread):
    """The whole house in one process, as `manage.py serve` runs it: pages and live lines on a free port."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.server = uvicorn.Server(uvicorn.Config(application, port=0, lifespan="off", log_level="error"))
        self.ready = threading.Event()

    def run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        live.through(asyncio.get_running_loop())
        serving = asyncio.create_task(self.server.serve())
        while not self.server.started:
            await asyncio.sleep(0)
        self.ready.set()
        await serving
        live.through(None)

    @property
    def url(self) -> str:
        port = self.server.servers[0].sockets[0].getsockname()[1]
        return f"http://localhost:{port}"

    def stop(self) -> None:
        self.server.should_exit = True
        self.server.force_exit = True
        self.join()


@pytest.fixture
def site(flushable) -> Iterator[str]:
    """In place of the usual server, which has no live lines."""
    server = Server()
    server.start()
    server.ready.wait()
    yield server.url
    server.stop()


class Line:
    """The server's end of a page's line, held by the test: what the page says there, and what it is told."""

    def __init__(self, page, address="**/live/"):
        self.heard: list[dict] = []
        self.open: list[WebSocketRoute] = []
        self.refuses: int | None = None
        page.route_web_socket(address, self._answer)

    def _answer(self, socket):
        if self.refuses:
            socket.close(code=self.refuses)
            return
        self.open.append(socket)
        socket.on_message(lambda text: self.heard.append(json.loads(text)))

    def tell(self, *subjects):
        for subject in subjects:
            self.open[-1].send(json.dumps({"changed": subject}))

    def cut(self, code):
        self.open[-1].close(code=code)


@pytest.fixture
def submitted(town, wall_clock):
    with clock.frozen(wall_clock.at):
        dossier = actions.submit(town.draft(), by=town.alice)
        return actions.assign_officer(dossier, officer=town.odile, by=town.odile)


def ask(dossier, by, text="Quel local avez-vous trouvé ?"):
    with clock.frozen(dossier.submitted_at):
        actions.ask_question(dossier, text=text, by=by)
        return actions.ask_complements(dossier, by=by)


def joined(page):
    page.get_by_text("En direct", exact=True).wait_for()
    page.evaluate("window.isTheSame = true")


def is_the_same(page):
    """No reload has taken place."""
    return page.evaluate("window.isTheSame === true")


def bell(page):
    return page.locator("header .ok-cloche button:visible")


# Two people side by side


def test_an_act_by_one_appears_on_the_page_of_the_other(town, sit, submitted):
    with clock.frozen(submitted.submitted_at):
        actions.ask_question(submitted, text="Quel local ?", by=town.odile)
    holder, officer = sit(town.alice), sit(town.odile)
    holder.goto(f"/dossiers/{submitted.pk}/")
    joined(holder)
    officer.goto(f"/dossiers/{submitted.pk}/demander-des-complements/")

    officer.locator("main").get_by_role("button", name="Demander des compléments", exact=True).click()

    holder.get_by_role("heading", name="Questions et réponses").wait_for()
    assert holder.locator("#t-main").inner_text().startswith("C’est à vous")
    assert is_the_same(holder)
    look(holder)


# The bell


@pytest.mark.parametrize(("viewport", "dark"), [(PHONE, False), (DESK, False), (DESK, True)])
def test_the_bell_counts_and_a_notice_says_what_came(town, sit, submitted, viewport, dark):
    page = sit(town.alice, viewport, dark=dark)
    line = Line(page)
    page.goto("/mes-projets/")
    page.locator(".ok-cloche button:visible").get_by_text("2").wait_for()
    page.wait_for_function("document.title.startsWith('(2) ')")
    page.locator("main a").first.focus()

    ask(submitted, town.odile)
    dispatch.catch_up()
    line.tell("me")

    toast = page.locator(".ok-toast")
    toast.get_by_role("link", name="Voir").wait_for()
    assert submitted.number in toast.inner_text()
    assert page.locator(".ok-cloche button:visible").get_attribute("aria-label") == "Notifications, 3 non lues"
    assert page.title().startswith("(3) ")
    assert page.evaluate("document.activeElement.closest('main') !== null"), "the focus has moved"
    look(page)
    toast.get_by_role("button", name="Fermer").click()
    assert toast.count() == 0


def test_what_comes_close_together_is_summed_up(town, sit, submitted):
    page = sit(town.alice)
    page.clock.install()
    line = Line(page)
    page.goto("/mes-projets/")
    page.clock.run_for(100)
    for number in range(4):
        with clock.frozen(submitted.submitted_at):
            actions.assign_officer(submitted, officer=(town.omar, town.odile)[number % 2], by=town.didier)
        dispatch.catch_up()
        line.tell("me")
        page.clock.run_for(100)
        page.get_by_role("button", name=f"Notifications, {number + 3} non lues").wait_for()

    assert page.locator(".ok-toast").get_by_text("nouvelles").count() == 0
    page.clock.run_for(11_000)

    page.locator(".ok-toast").get_by_text("3 nouvelles notifications").wait_for()


@pytest.mark.parametrize(("viewport", "dark"), [(PHONE, False), (DESK, False), (DESK, True)])
def test_the_bell_opens_its_list_and_gives_the_focus_back(town, sit, submitted, viewport, dark):
    page = sit(town.alice, viewport, dark=dark)
    page.goto("/mes-projets/")
    button = page.locator(".ok-cloche button:visible")
    button.focus()

    page.keyboard.press("Enter")

    page.locator("#cloche").get_by_role("link", name=submitted.number).first.wait_for()
    look(page)
    page.keyboard.press("Escape")
    assert page.locator("#cloche").is_hidden()
    assert button.evaluate("one => one === document.activeElement")


def test_without_script_the_bell_is_a_link_and_nothing_says_direct(town, sit, submitted):
    page = sit(town.alice, script=False)
    page.goto(f"/dossiers/{submitted.pk}/")

    assert page.get_by_text("En direct").is_hidden()
    page.get_by_role("link", name="Notifications, 2 non lues").click()

    page.get_by_role("heading", name="Notifications").wait_for()


# What the reader does is left alone


def test_a_vote_in_progress_follows_and_leaves_what_one_is_doing(town, sit, wall_clock):
    dossier = opened(town)
    poll = Poll.objects.get(item__dossier=dossier)
    wall_clock.at = clock.now()
    page = sit(town.marc)
    line = Line(page)
    page.goto(f"/seances/{poll.item.meeting_id}/")
    joined(page)
    page.locator("[name=choice]").first.check()
    page.evaluate("scrollTo(0, 200)")
    before = page.evaluate("[scrollY, document.activeElement.value]")

    committees.cast_ballot(poll, choice=Choice.FOR, client_uuid="0c7b5c2c-5e1c-4b60-8a29-6f5a0f5a0f5a", by=town.claire)
    line.tell(dossier.subject)

    page.locator("#vote").get_by_text("1 voix reçue sur").wait_for()
    assert page.locator("[name=choice]").first.is_checked()
    assert page.evaluate("[scrollY, document.activeElement.value]") == before
    assert is_the_same(page)
    assert {"watch": sorted(line.heard[0]["watch"])} == {
        "watch": sorted([dossier.subject, "me", poll.item.meeting.subject])
    }


def test_new_tasks_wait_until_they_are_asked_for(town, sit, submitted, wall_clock):
    page = sit(town.odile)
    line = Line(page)
    page.goto("/ma-corbeille/")
    joined(page)
    rows = page.locator("#taches li")
    first = rows.count()

    with clock.frozen(wall_clock.at):
        for _ in range(2):
            actions.submit(town.draft(), by=town.alice)
    line.tell("inbox")

    button = page.get_by_role("button", name="2 nouvelles tâches, afficher")
    button.wait_for()
    assert rows.count() == first
    look(page)
    button.click()
    assert rows.count() == first + 2
    assert page.evaluate("document.activeElement.closest('#taches li') !== null")
    assert button.is_hidden()


def test_a_task_that_a_colleague_has_finished_stays_in_its_place_in_grey(town, sit, submitted, wall_clock):
    page = sit(town.odile)
    line = Line(page)
    page.goto("/ma-corbeille/")
    joined(page)

    with clock.frozen(wall_clock.at):
        actions.withdraw(submitted, reason="Le projet change.", by=town.alice)
    line.tell("me")

    page.locator("#taches li.ok-partie").wait_for()
    page.get_by_role("button", name="La liste a changé, mettre à jour").click()
    assert page.locator("#taches li").count() == 0
    page.get_by_text("Tout est à jour").wait_for()


def test_an_open_disclosure_stays_open_and_the_tab_is_the_same(town, sit, submitted):
    page = sit(town.omar)
    line = Line(page)
    page.goto(f"/dossiers/{submitted.pk}/?onglet=histoire")
    joined(page)
    disclosure = page.locator("#decider details.ok-autres")
    disclosure.locator("summary").click()

    ask(submitted, town.odile)
    line.tell(submitted.subject)

    page.locator("#dossier-tete").get_by_text("Compléments demandés").wait_for()
    assert disclosure.get_attribute("open") is not None
    assert page.locator("#onglet-histoire[aria-current=page]").count() == 1
    assert {"open": submitted.subject} in line.heard


# The line is cut, refused, taken away


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
    page.get_by_text("Reconnexion…", exact=True).wait_for()
    page.clock.run_for(15_000)
    page.get_by_text("Toutes les 10 s", exact=True).wait_for()
    look(page)

    ask(submitted, town.odile)
    page.clock.run_for(10_000)
    page.clock.run_for(1_000)

    page.get_by_role("heading", name="Questions et réponses").wait_for()
    assert f"watch=dossier%3A{submitted.pk}" in asked[-1]
    assert "since=jeton-1" in asked[1]
    line.refuses = None
    page.clock.run_for(120_000)
    page.get_by_text("En direct", exact=True).wait_for()


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

    page.get_by_text("Toutes les 10 s", exact=True).wait_for()
    page.get_by_text("Trop de pages ouvertes à la fois").wait_for()
    look(page)
    page.get_by_role("button", name="Reprendre le direct").click()
    page.get_by_text("En direct", exact=True).wait_for()


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


# Everybody's page


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_a_stranger_sees_a_gift_arrive(town, sit, wall_clock, viewport):
    dossier = town.dossier(State.CAMPAIGN)
    wall_clock.at = clock.now()
    campaign = dossier.campaign
    page = sit(None, viewport)
    line = Line(page, "**/live/campagne/*/")
    page.goto(f"/campagnes/{campaign.pk}/")
    joined(page)
    page.locator(".ok-don").last.click()
    page.locator("[name=montant]").fill("37")

    funding.receive_gift(
        campaign, cents=50_00, donor_name="Jeanne Exemple", means=Means.TRANSFER, key="vif-1", by=town.odile
    )
    line.tell(f"campaign:{dossier.pk}")

    page.locator("#compteur .ok-chiffre-xl").get_by_text("50").wait_for()
    assert page.locator("[name=montant]").input_value() == "37"
    assert is_the_same(page)
    look(page)


# Installed


def test_without_a_network_a_page_of_ours_says_so_and_nothing_else_is_kept(chromium, site, town):
    context = chromium.new_context(base_url=site, locale="fr-FR")
    page = context.new_page()
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    context.set_offline(True)
    page.goto("/aide/")

    assert page.get_by_role("heading", name="Vous êtes hors ligne").is_visible()
    look(page)
    kept = (
        "(async () => { const all = []; for (const name of await caches.keys()) "
        "for (const one of await (await caches.open(name)).keys()) all.push(new URL(one.url).pathname); return all; })()"
    )
    assert sorted(page.evaluate(kept)) == ["/hors-ligne/", "/static/hors-ligne.css"]
    context.set_offline(False)
    page.get_by_role("link", name="Réessayer").click()
    page.get_by_role("heading", name="Aide").first.wait_for()
    context.close()
