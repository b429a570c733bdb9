"""A text with variables: what it may say, how it is filled, and that nothing between braces is ever run."""

import pytest

from okote_flow.texts import rules
from tests.rules.shorthand import codes

ASKED = rules.Asked({"projet": "Le projet", "recours": "Les voies de recours"}, ("recours",), True, True)


def refused(subject, body, asked=ASKED):
    return codes(rules.refusals(asked, subject, body))


def test_a_text_that_keeps_to_its_list_is_accepted():
    assert refused("Votre projet {projet}", "Bonjour,\n\n{recours}") == []


@pytest.mark.parametrize(
    "inside",
    ["projet.__class__", "projet[0]", "projet!r", "projet:>9999", "0", "", " projet ", "PROJET", "settings.KEY"],
)
def test_what_is_no_name_of_the_list_is_refused_and_named(inside):
    found = list(rules.refusals(ASKED, "Objet", f"{{recours}} {{{inside}}}"))

    assert [one.code for one in found] == ["text-unknown-word"]
    assert f"{{{inside}}}" in found[0].message


@pytest.mark.parametrize("body", ["{recours} {", "{recours} }", "{recours} {{projet}}", "{recours} {projet"])
def test_a_brace_that_is_alone_is_refused(body):
    assert "text-brace" in refused("Objet", body)


@pytest.mark.parametrize("body", ["{% debug %}{recours}", "{{ request }}{recours}", "{recours}{# note #}"])
def test_the_language_of_templates_is_no_language_here(body):
    assert refused("Objet", body)


def test_a_mandatory_mention_cannot_be_left_out():
    found = list(rules.refusals(ASKED, "Objet", "Votre projet {projet} est refusé."))

    assert [one.code for one in found] == ["text-word-missing"]
    assert "{recours}" in found[0].message and "Les voies de recours" in found[0].message


def test_a_subject_is_one_line_and_both_have_their_length():
    assert "text-one-line" in refused("Objet\nBcc: x@y.fr", "{recours}")
    assert "text-longer" in refused("o" * 301, "{recours}")
    assert "text-longer" in refused("Objet", "{recours}" + "a" * 8000)
    assert refused("", " ") == ["text-empty", "text-empty", "text-word-missing"]


def test_a_phrase_has_no_subject_and_a_notice_may_have_no_body():
    phrase = rules.Asked({}, (), False, True)
    notice = rules.Asked({}, (), True, False)

    assert refused("", "Bonjour,", phrase) == []
    assert refused("Un fait.", "", notice) == []


def test_what_nobody_sees_is_taken_out():
    typed = "Bon\u202ejour\u200b,\x07\r\n\u2066{projet}\u2069\x00 "

    assert rules.cleaned(typed) == "Bonjour,\n{projet}"


def test_a_word_is_said_and_never_read_again():
    said = rules.filled("Projet {projet}, {recours}", {"projet": "{recours}", "recours": "%s {0} {{ x }}"})

    assert said == "Projet {recours}, %s {0} {{ x }}"


def test_a_word_that_says_nothing_takes_the_space_before_it_along():
    assert rules.filled("Bonjour {projet},", {"projet": ""}) == "Bonjour,"
    assert rules.filled("Bonjour {projet},", {"projet": "Alice"}) == "Bonjour Alice,"


def test_a_word_that_is_not_there_is_an_error_for_who_asked():
    with pytest.raises(KeyError):
        rules.filled("{projet}", {})
