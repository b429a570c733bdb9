"""Pages that follow what others do: two people side by side, the bell, a room that votes, everybody's page."""

import re

import pytest
from playwright.sync_api import expect

from committees import actions as committees
from committees.models import Choice, Poll
from dossiers import actions
from dossiers.lifecycle import State
from funding import actions as funding
from funding.models import Means
from notifications import dispatch
from okote_flow import clock
from tests.journeys.conftest import DESK, PHONE, look
from tests.journeys.live.server import Line, ask, is_the_same, joined
from tests.views.committee_moments import opened

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume"),
]


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
    page.wait_for_function("() => document.title.startsWith('(2) ')")
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
    page.clock.pause_at(page.evaluate("Date.now()") / 1_000 + 1)  # a slow machine takes none of the ten seconds
    page.clock.run_for(1_100)
    for number in range(4):
        with clock.frozen(submitted.submitted_at):
            actions.assign_officer(submitted, officer=(town.omar, town.odile)[number % 2], by=town.didier)
        dispatch.catch_up()
        line.tell("me")
        page.clock.run_for(1_100)
        page.get_by_role("button", name=f"Notifications, {number + 3} non lues").wait_for()
        expect(page).to_have_title(re.compile(rf"^\({number + 3}\) "))  # said together with what is to be told

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


def test_a_page_that_nobody_looks_at_asks_for_nothing_but_its_count(town, sit, submitted):
    page, asked = sit(town.alice), []
    line = Line(page)
    page.goto(f"/dossiers/{submitted.pk}/")
    joined(page)
    look_away = "isAway => { window.isAway = isAway; document.dispatchEvent(new Event('visibilitychange')); }"
    page.evaluate("Object.defineProperty(document, 'hidden', { get: () => window.isAway === true })")
    page.evaluate(look_away, True)
    page.on("request", lambda request: asked.append(request.url.removeprefix(page.url.partition("/dossiers")[0])))

    ask(submitted, town.odile)
    dispatch.catch_up()
    line.tell(submitted.subject, "me")

    page.wait_for_function("() => document.title.startsWith('(3) ')")
    assert asked == ["/notifications/cloche/"]
    assert page.locator(".ok-toast").count() == 0
    page.evaluate(look_away, False)
    page.get_by_role("heading", name="Questions et réponses").wait_for()
    page.locator(".ok-toast").wait_for()


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
    kept = """async () => {
        const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
        const found = await Promise.all(stores.map((store) => store.keys()));
        return found.flat().map((one) => new URL(one.url).pathname);
    }"""
    assert sorted(page.evaluate(kept)) == ["/hors-ligne/", "/static/hors-ligne.css"]
    context.set_offline(False)
    page.get_by_role("link", name="Réessayer").click()
    page.get_by_role("heading", name="Aide").first.wait_for()
    context.close()
