"""A dossier before its members: by touch, at a desk in the dark, without JavaScript, offline, in two tabs."""

import re

import pytest
from playwright.sync_api import expect

from committees import actions as committees
from committees.models import Committee, Evidence, Recusal, Role, ScreeningSheet
from dossiers.lifecycle import State
from dossiers.models import Criterion
from tests.conftest import OPENING
from tests.journeys.conftest import DESK, PHONE, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REMARK = "La trésorerie couvre deux mois de charges."


@pytest.fixture(autouse=True)
def _patience():
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def dossier(town, wall_clock):
    committee = Committee.objects.get(code="territorial-nord-alsace")
    town.timo = town.person("Timo")
    committees.install(committee, user=town.timo, role=Role.MEMBER, by=None, starts_on=OPENING.date())
    return town.dossier(State.TERRITORIAL_REVIEW)


@pytest.fixture
def address(dossier):
    return f"/comites/dossiers/{dossier.pk}/examen/"


def mark(page, code, value):
    tap(page, f"mark_{Criterion.objects.get(code=code).pk}", value)


def tap(page, name, value):
    """The tile is the label of its radio."""
    page.locator(f"label:has([name={name}][value={value}])").click()


def saved(page):
    expect(page.locator("#enreg")).to_contain_text("Enregistré à")


def fill_in(page, *, innovation="yes"):
    page.get_by_label("Non, aucun lien").check()
    for criterion in Criterion.objects.all():
        mark(page, criterion.code, innovation if criterion.code == "innovation" else "yes")
    if innovation != "yes":
        page.locator(f"#id_remark_{Criterion.objects.get(code='innovation').pk}").fill(REMARK)
    tap(page, "overall", "favourable")


def give(page):
    page.get_by_role("button", name="Rendre mon avis").click()
    expect(page.get_by_text("Votre avis est rendu.")).to_be_visible()


def test_two_members_screen_a_dossier_sealed_before_and_spread_after_and_a_third_stands_aside(
    town, sit, dossier, address
):
    # On a phone, by touch: the dossier first, then one's own view.
    phone = sit(town.tom, PHONE)
    phone.goto(address)
    expect(phone.locator("#le-dossier")).to_be_visible()
    expect(phone.locator("#mon-avis")).to_be_hidden()
    look(phone)
    phone.get_by_role("link", name=re.compile("Mon avis")).click()
    expect(phone.locator("#le-dossier")).to_be_hidden()
    look(phone)
    mark(phone, "innovation", "partly")
    saved(phone)
    expect(phone.locator("#reste")).to_contain_text("Il reste 5 critères, 1 remarque")
    assert ScreeningSheet.objects.get(user=town.tom).marks.get(value="partly")
    fill_in(phone, innovation="partly")
    expect(phone.locator("#reste")).to_have_text("Tout est rempli.")
    give(phone)
    look(phone)

    # At a desk, in the dark: sealed until one's own is given.
    desk = sit(town.tania, DESK, dark=True)
    desk.goto(address)
    look(desk)
    expect(desk.get_by_text("1 avis sur 3 est rendu.")).to_be_visible()
    assert REMARK not in desk.content()
    desk.get_by_role("button", name="Rendre mon avis").click()
    expect(desk.locator("[data-okote-erreurs]")).to_be_focused()
    look(desk)
    fill_in(desk)
    give(desk)
    look(desk)
    divided = desk.locator(".ok-etalement .ok-partage").nth(1)
    expect(divided).to_contain_text("Avis partagés")
    expect(divided).to_contain_text(REMARK)

    # The third has a link with the project.
    third = sit(town.timo, PHONE)
    third.goto(f"{address}?vue=avis")
    third.get_by_label("Oui, je me déporte").check()
    expect(third.get_by_text("Le déport est définitif pour ce dossier")).to_be_visible()
    expect(third.get_by_role("button", name="Rendre mon avis")).to_be_hidden()
    look(third)
    third.get_by_role("button", name="Continuer vers mon déport").click()
    look(third)
    third.get_by_label("Par prudence").check()
    third.get_by_role("button", name="Enregistrer le déport").click()
    expect(third.get_by_text("Le déport est enregistré.")).to_be_visible()
    assert Recusal.objects.get().user == town.timo
    assert third.goto(address).status == 404

    # All that remains is given: the secretary reads the spread beside the form and starts from a text.
    secretary = sit(town.serge, DESK)
    secretary.goto(address.replace("examen", "avis"))
    look(secretary)
    secretary.get_by_text("Un texte pour commencer").click()
    secretary.get_by_role("link", name="Partir de ce texte").click()
    expect(secretary.locator("[name=reason]")).to_have_value(re.compile(re.escape(REMARK)))
    look(secretary)


def test_the_whole_sheet_takes_ten_taps_on_a_phone(town, sit, dossier, address):
    phone = sit(town.tom, PHONE)
    phone.goto(address)
    taps = 0
    for target in (
        "[data-okote-vue=avis]",
        "label:has([name=link][value=no])",
        *(f"label:has([name=mark_{one.pk}][value=yes])" for one in Criterion.objects.all()),
        "label:has([name=overall][value=favourable])",
        "[name=act][value=give]",
    ):
        phone.locator(target).click()
        taps += 1

    expect(phone.get_by_text("Votre avis est rendu.")).to_be_visible()
    assert taps == 10


def test_a_passage_is_cited_highlighted_and_taken_off(town, sit, dossier, address):
    page = sit(town.tom, DESK)
    page.goto(address)
    innovation = Criterion.objects.get(code="innovation")
    page.locator("#citer-pour").select_option(str(innovation.pk))
    place = page.locator(f"#el-answer-{innovation.pk}")
    place.evaluate(
        "e => { const r = document.createRange(); r.setStart(e.firstChild, 0); r.setEnd(e.firstChild, 9);"
        " getSelection().removeAllRanges(); getSelection().addRange(r); }"
    )
    page.get_by_role("button", name=re.compile("Citer ce passage")).click()

    expect(place.locator("mark")).to_be_visible()
    expect(page.locator(f"#preuves-{innovation.pk} q")).to_be_visible()
    look(page)
    assert Evidence.objects.get().mark.criterion == innovation
    page.locator(f"#preuves-{innovation.pk}").get_by_role("button", name=re.compile("Retirer")).click()
    expect(place.locator("mark")).to_have_count(0)
    assert not Evidence.objects.exists()


def test_the_last_choice_is_taken_back(town, sit, dossier, address):
    page = sit(town.tom, DESK)
    page.goto(address)
    mark(page, "innovation", "no")
    saved(page)
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("#avancee")).to_have_attribute("aria-label", re.compile("^0 critère"))

    expect(page.locator("[value=no][name^=mark_]:checked")).to_have_count(0)
    expect(page.locator("#enreg")).to_contain_text("Enregistré")
    page.reload()
    expect(page.locator("[name^=mark_]:checked")).to_have_count(0)


def test_offline_the_answers_stay_on_the_device_and_leave_when_the_line_is_back(town, sit, dossier, address):
    page = sit(town.tom, PHONE)
    page.goto(f"{address}?vue=avis")
    page.context.set_offline(True)
    mark(page, "innovation", "partly")
    page.locator(f"#id_remark_{Criterion.objects.get(code='innovation').pk}").fill(REMARK)
    expect(page.locator("#enreg")).to_contain_text("Hors ligne")
    look(page)

    page.context.set_offline(False)
    saved(page)
    expect(page.locator("#avancee")).to_have_attribute("aria-label", re.compile("^1 critère"))
    assert ScreeningSheet.objects.get().marks.get(value="partly").remark == REMARK
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('okote-grille')).length") == 0


def test_what_stayed_on_the_device_is_there_again_on_the_page(town, sit, dossier, address):
    page = sit(town.tom, DESK)
    page.goto(address)
    page.route("**/examen/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    mark(page, "innovation", "partly")
    expect(page.locator("#enreg")).to_contain_text("Hors ligne")
    page.unroute("**/examen/")
    page.goto(address)

    expect(page.locator("[value=partly]:checked")).to_have_count(1)
    saved(page)
    expect(page.locator("#reste")).to_contain_text("1 remarque")


def test_the_later_of_two_tabs_is_told_and_keeps_its_words(town, sit, dossier, address):
    first, second = sit(town.tom, DESK), sit(town.tom, DESK)
    for page in (first, second):
        page.goto(address)
    mark(first, "innovation", "no")
    saved(first)
    mark(second, "innovation", "partly")

    expect(second.get_by_role("alert")).to_contain_text("Rien n’est perdu")
    expect(second.get_by_role("alert")).to_contain_text("Là-bas : Non")
    expect(second.get_by_role("alert")).to_contain_text("Ici : En partie")
    look(second)
    second.get_by_role("button", name="Garder ce qui est ici").click()
    expect(second.get_by_text("Votre grille est enregistrée.")).to_be_visible()
    assert ScreeningSheet.objects.get().marks.get(criterion__code="innovation").value == "partly"


def test_without_javascript_both_sides_stand_below_each_other_and_all_of_it_works(town, sit, dossier, address):
    page = sit(town.tom, PHONE, script=False)
    page.goto(address)
    expect(page.locator("#le-dossier")).to_be_visible()
    expect(page.locator("#mon-avis")).to_be_visible()
    expect(page.locator(".ok-bascule")).to_be_hidden()
    innovation = Criterion.objects.get(code="innovation")
    critere = page.locator(f"[data-okote-critere='{innovation.pk}']")
    critere.get_by_text("Citer un élément du dossier").click()
    critere.locator("select").select_option(f"answer:{innovation.pk}")
    critere.get_by_role("button", name="Citer").click()
    expect(page.get_by_text("Votre grille est enregistrée.")).to_be_visible()
    assert Evidence.objects.get().reference == str(innovation.pk)

    fill_in(page, innovation="partly")
    tap(page, "overall", "recommendations")
    give(page)
    expect(page.locator(".ok-etalement")).to_contain_text(REMARK)


def test_the_keyboard_goes_from_the_dossier_to_the_sheet_and_through_it(town, sit, dossier, address):
    page = sit(town.tom, DESK)
    page.goto(address)
    page.locator(".ok-aller").focus()
    expect(page.locator(".ok-aller")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("[name=link]").first).to_be_focused()
    page.keyboard.press("Space")
    first = Criterion.objects.order_by("number").first()
    page.keyboard.press("Tab")
    expect(page.locator(f"[name=mark_{first.pk}]").first).to_be_focused()
    page.keyboard.press("ArrowRight")

    expect(page.locator(f"[name=mark_{first.pk}][value=partly]")).to_be_checked()
    saved(page)
