"""Every text that a user may read is written as the design guide wants it (§5): words, signs, spaces."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from tests.house import french

ROOT = Path(settings.BASE_DIR)
APPS = ("okote_flow", "dossiers", "committees", "funding", "notifications")
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"})
MODULES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
SCRIPTS = sorted((ROOT / "static").glob("*.js"))
TABLES = [*sorted((ROOT / "data").glob("*.toml")), *(path for app in APPS for path in (ROOT / app).rglob("*.toml"))]
SCENARIOS = sorted((ROOT / "data/scenarios").rglob("*.yaml"))
N = "\u00a0"


def name(path):
    return path.relative_to(ROOT).as_posix()


def faults_of(texts):
    return [fault for text in texts for fault in french.faults(text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_is_written_as_the_house_writes(path):
    assert faults_of(french.texts_of(path)) == []


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS], ids=name)
def test_what_the_code_says_is_written_as_the_house_writes(path):
    assert faults_of(french.texts_of(path)) == []


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_a_table_of_texts_is_written_as_the_house_writes(path):
    assert faults_of(french.of_data(tomllib.loads(path.read_text("utf-8")))) == []


@pytest.mark.parametrize("path", SCENARIOS, ids=name)
def test_the_demonstration_is_written_as_the_house_writes(path):
    assert faults_of(french.of_data(yaml.safe_load(path.read_text("utf-8")))) == []


# the key of an order, or of a batch, is its number, which the bank's statement bears too
CODE_IN_TITLE = re.compile(
    r"(?:<h[1-6][^>]*>|\{% block titre %\})(?:(?!</h|\{% endblock).)*"
    r"\{\{\s*(?!one\.order\.key|batch\.key)[\w.]+\.(?:code|state|kind|pk|key|status)\s*\}\}"
)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_title_is_an_internal_code(path):
    assert [found[0] for found in CODE_IN_TITLE.finditer(path.read_text("utf-8"))] == []


# The reader of texts itself


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("mot proscrit", "Veuillez patienter."),
        ("mot proscrit", "Une erreur inattendue est survenue."),
        ("mot proscrit", "Cliquez ici."),
        ("point d’exclamation", f"Bravo{N}!"),
        ("point d’exclamation", "Bravo!"),
        ("apostrophe droite", "L'avis du comité"),
        ("trois points", "Chargement..."),
        ("espace simple avant un signe", "Combien ?"),
        ("espace simple avant un signe", "12 % des dons"),
        ("espace simple avant un signe", f"{french.SOMETHING} € versés"),
        ("rien avant un signe", "Motif: trop tard"),
        ("rien avant un signe", "Combien?"),
        ("rien avant un signe", f"{french.SOMETHING}%"),
        ("guillemet mal espacé", f"Le «brouillon{N}»"),
        ("guillemet mal espacé", "Le « brouillon »"),
        ("espace simple dans un nombre", f"12 600{N}€"),
        ("espace fine, que les polices n’ont pas", "12\u202f600"),
    ],
)
def test_each_fault_is_seen(fault, text):
    assert fault in {found.partition(":")[0] for found in french.faults(text)}


@pytest.mark.parametrize(
    "text",
    [
        f"Combien{N}? «{N}Rien{N}»{N}: 12{N}600{N}€, soit 8{N}%.",
        "À 10:00, voir https://okote.test/a?b=c; art. L1111-6.",
        "L’avis est rendu… puis lu.",
        "En 2022 et 2023, le 1er juillet 1901.",
    ],
)
def test_what_is_well_written_is_left_alone(text):
    text = text.replace("; art.", f"{N}; art.")
    assert french.faults(text) == []


def test_a_template_gives_its_words_and_nothing_of_its_workings():
    html = (
        '{# a note ? #}<p class="a ?">Un <b>{{ n }}</b> mot</p>{% etat "ok" "check" "Dit ici" %}'
        '<a href="/x?y=z" aria-label="Lu à voix haute">{% if a != b %}oui{% endif %}</a>'
        '{% include "x/y.html" with titre="Un titre" icone="inbox" %}<script src="a.js"></script>&nbsp;!'
    )

    said = list(french.of_template(html))

    assert said == ["Dit ici", "Un titre", "Lu à voix haute", f"Un {french.SOMETHING} motoui{N}!"]


def test_code_gives_its_french_and_neither_its_comments_nor_its_english():
    source = '"""Le module."""\nA = "Un texte pour vous"\nB = f"Reçu de {name}"\nC = "the key of a row"\n'

    assert list(french.of_python(source)) == ["Un texte pour vous", f"Reçu de {french.SOMETHING}"]


def test_there_is_something_to_read():
    read = sum(len(list(french.texts_of(path))) for path in [*TEMPLATES, *MODULES, *SCRIPTS])

    assert read > 2000
