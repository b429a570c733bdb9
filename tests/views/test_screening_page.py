"""The page on which a member screens: saved in fragments, told of a second tab, never losing what was typed."""

import pytest

from committees import actions
from committees.anchors import ANCHORS
from committees.models import Evidence, Overall, ScreeningSheet
from dossiers.models import Criterion, Dossier
from tests.actions.committee_cast import answers, later, seated, stage
from tests.alsace import report
from tests.views.committee_pages import as_, form_codes, get, post, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, waiting=2)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


@pytest.fixture
def dossier(bench):
    return bench.admitted()


@pytest.fixture
def project(db):
    return Criterion.objects.get(code="project")


def autosave(person, dossier, **data):
    """As the page's script sends it."""
    return as_(person).post(url("screening", dossier.pk), {"act": "save", **data}, headers={"hx-request": "true"})


def sheet_of(person):
    return ScreeningSheet.objects.get(user=person)


def test_the_page_follows_the_mockup_from_first_visit_to_the_last_word(bench, dossier):
    page = text(get(bench.marc, "screening", dossier.pk))

    for words in ("Avez-vous un lien avec ce projet", "Sans objet", "Avis d’ensemble"):
        assert words in page
    for part in ("resume", "projet", "structure", "budget", "pieces", "echanges"):
        assert f'href="#{part}"' in page and f'id="{part}"' in page
    assert "Il reste 6 critères, l’avis d’ensemble et la première question" in page
    assert 'data-vue="dossier"' in page
    assert 'data-vue="avis"' in text(as_(bench.marc).get(url("screening", dossier.pk) + "?vue=avis"))
    assert 'data-vue="dossier"' in text(as_(bench.marc).get(url("screening", dossier.pk) + "?vue=<script>"))


def test_every_criterion_of_the_report_has_its_marks_to_go_by():
    assert {criterion.code for criterion in report().criteria} == ANCHORS.keys()


def test_a_choice_is_saved_by_a_fragment_that_says_the_hour(bench, dossier, project):
    answer = autosave(bench.marc, dossier, seen="0", **{f"mark_{project.pk}": "partly"})

    assert answer.status_code == 200
    assert "<html" not in text(answer) and "Enregistré à 10\u00a0h" in text(answer)
    assert "Il reste 5 critères, 1 remarque" in text(answer)
    assert 'name="seen" value="1"' in text(answer)
    assert sheet_of(bench.marc).marks.get(criterion=project).value == "partly"
    with later(days=1):
        assert "Enregistré le mardi 1er mars 2022" in text(get(bench.marc, "screening", dossier.pk))


def test_the_later_tab_is_told_in_both_ways_and_its_words_stay(bench, dossier, project):
    autosave(bench.marc, dossier, seen="0", **{f"mark_{project.pk}": "no"})
    typed = {"seen": "0", f"mark_{project.pk}": "partly", f"remark_{project.pk}": "Mes mots."}

    fragment = autosave(bench.marc, dossier, **typed)
    assert fragment.status_code == 409
    assert "Là-bas : Non" in text(fragment).replace("\u00a0", " ") and "Mes mots." in text(fragment)
    page = post(bench.marc, "screening", dossier.pk, act="save", **typed)
    assert form_codes(page) == ["sheet-edited-meanwhile"]
    assert "Mes mots." in text(page) and 'name="seen" value="1"' in text(page)
    assert sheet_of(bench.marc).marks.get(criterion=project).value == "no"
    assert post(bench.marc, "screening", dossier.pk, act="save", **typed | {"seen": "1"}).status_code == 302
    assert sheet_of(bench.marc).marks.get(criterion=project).value == "partly"


def test_a_sheet_refused_is_saved_all_the_same_and_says_what_it_lacks_beside_each_criterion(bench, dossier, project):
    refused = post(bench.marc, "screening", dossier.pk, act="give", link="no", **{f"mark_{project.pk}": "no"})

    assert refused.status_code == 409
    assert f'href="#id_remark_{project.pk}"' in text(refused) and 'href="#id_overall_0"' in text(refused)
    assert "Expliquez votre avis en une phrase." in text(refused)
    assert sheet_of(bench.marc).marks.get(criterion=project).value == "no"
    assert sheet_of(bench.marc).no_link_at is not None


def test_what_is_too_long_is_told_and_stays_in_the_page(bench, dossier, project):
    answer = post(bench.marc, "screening", dossier.pk, act="save", **{f"remark_{project.pk}": "é" * 2001})

    assert answer.status_code == 422
    assert "é" * 2001 in text(answer) and "elle n’est pas enregistrée" in text(answer)
    for bad in ({"seen": "x"}, {"drop": "-1"}, {"link": "maybe"}, {"overall": "<b>"}, {f"mark_{project.pk}": "5"}):
        assert post(bench.marc, "screening", dossier.pk, act="save", **bad).status_code == 422
    unknown = {f"cite_{project.pk}": "answer:🙂"}
    assert form_codes(post(bench.marc, "screening", dossier.pk, act="save", **unknown)) == ["element-unknown"]


def test_somebody_with_a_link_is_led_to_the_recusal_and_their_words_are_kept(bench, dossier, project):
    answer = post(bench.marc, "screening", dossier.pk, act="save", link="yes", **{f"mark_{project.pk}": "yes"})

    assert answer.url == url("recuse", dossier.pk)
    assert sheet_of(bench.marc).no_link_at is None
    page = text(get(bench.marc, "recuse", dossier.pk))
    assert "sans le motif" in page and "définitif" in page


def test_evidence_is_cited_shown_highlighted_and_taken_off_without_javascript(bench, dossier, project):
    Dossier.objects.filter(pk=dossier.pk).update(summary="Une <b>belle</b> conserverie de quartier.")
    quote = {f"cite_{project.pk}": "summary:texte", f"quote_{project.pk}": "conserverie de quartier"}

    assert post(bench.marc, "screening", dossier.pk, act="save", **quote).status_code == 302
    page = text(get(bench.marc, "screening", dossier.pk))
    assert '<mark class="ok-marque-texte">conserverie de quartier<' in page and "&lt;b&gt;belle" in page
    Dossier.objects.filter(pk=dossier.pk).update(summary="Autre chose.")
    assert "a changé depuis" in text(get(bench.marc, "screening", dossier.pk))
    other = post(bench.nadia, "screening", dossier.pk, act="save", drop=str(Evidence.objects.get().pk))
    assert other.status_code == 302 and Evidence.objects.exists()
    assert post(bench.marc, "screening", dossier.pk, drop=str(Evidence.objects.get().pk)).status_code == 302
    assert not Evidence.objects.exists()


def test_before_ones_own_sheet_one_learns_how_many_are_in_and_not_from_whom(bench, dossier):
    actions.give_sheet(dossier, by=bench.nadia, **answers())

    page = text(get(bench.marc, "screening", dossier.pk))

    assert "1 avis sur 3 est rendu." in page and "après avoir rendu le vôtre" in page
    assert "Nadia" not in page
    actions.give_sheet(dossier, by=bench.marc, **answers())
    assert "Nadia" in text(get(bench.marc, "screening", dossier.pk))


def test_the_secretary_reads_the_spread_beside_the_form_and_starts_from_a_text(bench, dossier):
    for person, overall in ((bench.marc, Overall.FAVOURABLE), (bench.nadia, Overall.UNFAVOURABLE)):
        actions.give_sheet(dossier, by=person, **answers(interest="partly") | {"overall": overall})
    assert "Un texte pour commencer" not in text(get(bench.serge, "opinion", dossier.pk))
    actions.give_sheet(dossier, by=bench.paul, **answers())

    page = text(get(bench.serge, "opinion", dossier.pk))
    assert "Avis partagés" in page and "Un texte pour commencer" in page
    first, second = (Criterion.objects.get(code=code).name for code in ("interest", "territory"))
    spread = page.split('class="ok-etalement"')[1]
    assert spread.index("Avis d’ensemble") < spread.index(first) < spread.index(second)
    field = text(as_(bench.serge).get(url("opinion", dossier.pk) + "?texte=propose")).split("<textarea")[1]
    assert "3 avis sur 3" in field.split("</textarea>")[0]
    assert "3 avis sur 3." not in page.split("<textarea")[1].split("</textarea>")[0]


def test_the_recused_and_strangers_find_nothing_even_by_fragment(bench, dossier, project):
    actions.recuse(dossier, ground="prudence", by=bench.marc)

    for person in (bench.marc, bench.world.alice, bench.world.zoe, bench.claire):
        assert autosave(person, dossier, **{f"mark_{project.pk}": "yes"}).status_code == 404
