"""A holder after the deposit, on a phone and at a desk: follows, shares, hands over, withdraws, begins again."""

from datetime import timedelta

import pytest

from committees import actions as committees
from committees.models import Committee
from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.directory.models import Invitation
from tests.journeys.conftest import DESK, PHONE, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def walked(town, wall_clock):
    """Walks dossiers to where they are to be; the server's clock follows, and both are back afterwards."""

    def walk(state):
        dossier = town.dossier(state)
        wall_clock.at = clock.now()
        return dossier

    yield walk
    town.come_back()


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def follow(page, name):
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()
    look(page)


@pytest.mark.parametrize(("viewport", "dark"), [(PHONE, False), (DESK, False), (DESK, True)])
def test_a_holder_follows_a_dossier_wherever_it_is(town, walked, sit, viewport, dark):
    page = sit(town.alice, viewport, dark=dark)
    page.goto("/mes-projets/")
    look(page)
    newcomer = sit(town.zoe, viewport, dark=dark)
    newcomer.goto("/mes-projets/")
    look(newcomer)

    for state in (State.DRAFT, State.COMPLEMENTS_REQUESTED, State.CAMPAIGN, State.FOLLOW_UP, State.REJECTED):
        dossier = walked(state)
        page.goto(f"/dossiers/{dossier.pk}/")
        look(page)
        assert page.locator("main .btn-primary").count() <= 1
        if state == State.DRAFT:
            page.locator("details.ok-autres summary").first.click()
            look(page)

    for address in ("relire", "accuse", "transmettre", "deposer-a-nouveau"):
        page.goto(f"/dossiers/{dossier.pk}/{address}/")
        look(page)


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_a_holder_shares_hands_over_withdraws_and_begins_again(town, walked, sit, viewport):
    dossier = walked(State.ENGAGEMENT_REVIEW)
    meet(town, dossier)
    page = sit(town.alice, viewport)

    page.goto(f"/dossiers/{dossier.pk}/")
    assert page.get_by_text("Il décide le").count() == 1
    follow(page, "Inviter une personne")
    page.fill("main [name=email]", "gerard@okote.test")
    press(page, "Envoyer l’invitation")
    look(page)
    assert Invitation.objects.filter(email="gerard@okote.test").count() == 1
    press(page, "Retirer l’invitation de gerard@okote.test")
    assert page.get_by_text("gerard@okote.test ne vaut plus").count() == 1
    follow(page, f"Retirer {town.bruno}")

    page.goto(f"/dossiers/{dossier.pk}/")
    follow(page, "Transmettre le dossier")
    press(page, "Transmettre le dossier")
    look(page)
    page.select_option("main [name=to]", str(town.bruno.pk))
    page.fill("main [name=reason]", "Je déménage.")
    press(page, "Transmettre le dossier")
    assert Dossier.objects.get(pk=dossier.pk).applicant == town.bruno

    page.locator("details.ok-autres summary").first.click()
    follow(page, "Retirer mon dossier")
    press(page, "Retirer mon dossier")
    look(page)
    assert Dossier.objects.get(pk=dossier.pk).status == State.WITHDRAWN

    follow(page, "Déposer à nouveau")
    press(page, "Déposer à nouveau")
    look(page)
    assert Dossier.objects.get(previous=dossier).status == State.DRAFT


def meet(town, dossier):
    committee = Committee.objects.get(code="engagement")
    at = clock.now() + timedelta(days=10)
    meeting = committees.plan_meeting(committee, scheduled_at=at, place="Salle Doller", by=town.esther)
    committees.add_item(meeting, dossier=dossier, by=town.esther)
    committees.convene(meeting, by=town.esther)
