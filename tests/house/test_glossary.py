"""The words of the house: each is said once, its law is a law, and every template names one that exists."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from okote_flow import glossary

TEMPLATES = Path(settings.BASE_DIR, "templates")
PAGES = {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")}
USED = re.compile(r'\{% mot "([^"]+)"')
LAW = re.compile(
    r"(loi (n°\u00a0\d|du \d)|décret n°\u00a0\d|code [a-z]|rapport CP-|instruction budgétaire)"
    r".*?(, art\.\u00a0[LRD]?\d|\u00a0M57|M57|\d{4})"
)
NO_BUTTON_INSIDE = re.compile(
    r"<(a|form|button|label|legend|caption|option|summary|title)\b[^>]*>(?:(?!</\1>).)*\{% mot", re.S
)


def draw(template: str) -> str:
    return Template(template).render(Context({}))


def test_no_word_is_explained_twice():
    forms = [glossary.plain(form) for term in glossary.terms().values() for form in (term.word, *term.also)]

    assert len(forms) > 60
    assert sorted({form for form in forms if forms.count(form) > 1}) == ["reserve"]  # a condition, and money set aside


@pytest.mark.parametrize("term", glossary.terms().values(), ids=lambda term: term.code)
def test_a_word_is_explained_in_one_or_two_plain_sentences(term):
    sentences = re.findall(r"[.?](?= |$)", term.means)

    assert term.means.endswith(".")
    assert 1 <= len(sentences) <= 3
    assert len(term.means) <= 260
    assert re.fullmatch(r"[a-z0-9-]+", term.code)


@pytest.mark.parametrize("term", [term for term in glossary.terms().values() if term.laws], ids=lambda term: term.code)
def test_a_reference_names_its_text_and_its_place(term):
    assert [law for law in term.laws if not LAW.match(law)] == []


def test_what_is_not_sure_is_said_so():
    assert "à confirmer" in glossary.term("silence").law
    assert "à confirmer" not in glossary.term("deport").law


def test_every_word_that_a_template_explains_exists():
    used = {code for html in PAGES.values() for code in USED.findall(html)}

    assert len(used) > 25
    assert used - glossary.terms().keys() == set()


def test_a_word_that_explains_itself_stands_in_no_link_form_button_or_label():
    assert [name for name, html in PAGES.items() if NO_BUTTON_INSIDE.search(html)] == []


def test_an_unknown_word_is_refused():
    with pytest.raises(glossary.UnknownTerm, match="quorom"):
        draw('{% mot "quorom" %}')


def test_a_word_opens_its_explanation_and_describes_itself_by_it():
    html = draw('{% mot "quorum" "Quorum" %}')

    assert 'popovertarget="mot-quorum" aria-describedby="mot-quorum">Quorum</button>' in html
    assert 'id="mot-quorum" role="tooltip" popover>' in html
    assert glossary.term("quorum").means in html
    assert "R133-3" in html


def test_a_sentence_of_the_code_has_each_word_explained_where_it_comes_first():
    html = Template("{% mots said %}").render(Context({"said": "L’IBAN, puis <b>IBAN</b> et un décompte."}))

    assert html.count('id="mot-iban"') == 1
    assert html.count('id="mot-decompte"') == 1
    assert "&lt;b&gt;IBAN&lt;/b&gt;" in html
    assert html.startswith("L’<span")


def test_the_longest_form_is_found_first():
    pieces = glossary.marked("Le comité d’engagement vote.")

    assert [term.code for _, term in pieces if term] == ["comite-d-engagement"]
    assert "".join(text for text, _ in pieces) == "Le comité d’engagement vote."
