"""The cloth: every template compiles, keeps to the strict policy, and says what it must say."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Engine
from django.template.loader import render_to_string
from django.urls import reverse

from okote_flow import icons
from okote_flow.refusals import Refusal

TEMPLATES = Path(settings.BASE_DIR, "templates")
STATIC = Path(settings.BASE_DIR, "static")
PAGES = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".svg"})
TEXTS = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"})
TAG = re.compile(r"\{[%{#].*?[%}#]\}", re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_every_template_compiles(path):
    assert Engine.get_default().get_template(name(path)).nodelist is not None


@pytest.mark.parametrize("path", [path for path in PAGES if "email" not in path.parts], ids=name)
def test_no_page_needs_an_exception_to_the_policy(path):
    html = path.read_text(encoding="utf-8")

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", html)


def test_our_scripts_are_modules_so_that_no_name_of_one_stops_another():
    scripts = [
        tag for path in PAGES for tag in re.findall(r"<script[^>]*?'[\w.]+\.js'[^>]*>", path.read_text("utf-8"))
    ]

    assert {tag for tag in scripts if 'type="module"' not in tag} == {"<script src=\"{% static 'theme.js' %}\">"}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_no_page_asks_another_server_for_anything(path):
    html = path.read_text(encoding="utf-8")

    assert not re.search(r"<(?:script|link|img|iframe|source)[^>]*(?:https?:)?//", html)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_icon_that_is_named_exists(path):
    named = re.findall(r"\{% icone \"([^\"]+)\"", path.read_text(encoding="utf-8"))

    assert not set(named) - set(icons.paths())


@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_signs_are_not_parted_from_their_words(path):
    text = TAG.sub("", path.read_text(encoding="utf-8"))
    text = re.sub(r"<(?:meta|link|script|svg|path|pattern)[^>]*>", "", text)

    assert not re.findall(r".{12} [?!:;»€%](?=[\s.,)<]|$)|« .{12}", text)


def test_the_sheet_names_only_files_that_exist():
    addresses = re.findall(r"url\(([^)]+)\)", (STATIC / "okote.css").read_text(encoding="utf-8"))

    assert addresses
    assert [address for address in addresses if not (STATIC / address).is_file()] == []


def test_what_others_made_asks_for_no_source_map():
    for path in [*STATIC.rglob("*.css"), *STATIC.rglob("*.js")]:
        assert "sourceMappingURL" not in path.read_text(encoding="utf-8"), path


def test_htmx_adds_no_style_and_shows_refusals():
    html = render_to_string("500.html")
    found = re.search(r"name=\"htmx-config\" content='([^']+)'", html)

    assert found
    config = json.loads(found[1])
    assert config["includeIndicatorStyles"] is False
    assert config["allowEval"] is False
    assert config["historyCacheSize"] == 0
    assert {"code": "409", "swap": True} in config["responseHandling"]


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_a_failure_is_told_without_a_request_and_without_a_query(template):
    html = render_to_string(template)

    assert '<main id="contenu"' in html
    assert html.count("<h1") == 1
    assert 'href="/"' in html


def test_a_refused_fragment_says_each_reason():
    html = render_to_string(
        "_refused_fragment.html",
        {"refusals": [Refusal("a", "Il manque le RIB."), Refusal("b", "La date est passée.")]},
    )

    assert 'role="alert"' in html
    assert re.findall(r"data-code=\"(\w)\"", html) == ["a", "b"]


def test_pages_keep_the_question_that_was_asked():
    middle = Paginator(range(30), 10).page(2)

    html = render_to_string("_pagination.html", {"page_obj": middle, "query": "etat=depose"})

    assert 'href="?etat=depose&amp;page=1"' in html
    assert 'href="?etat=depose&amp;page=3"' in html
    assert "Page 2 sur 3" in html


def test_a_single_page_has_no_pagination():
    only = Paginator(range(3), 10).page(1)

    assert render_to_string("_pagination.html", {"page_obj": only, "query": ""}).strip() == ""


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["home", "accessibility", "legal", "privacy", "source_code", "account_login"])
def test_a_stranger_reads_the_public_pages(client, page):
    response = client.get(reverse(page))
    html = response.content.decode()

    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert 'href="#contenu"' in html
    for foot in ("accessibility", "privacy", "legal", "source_code"):
        assert f'href="{reverse(foot)}"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page",
    ["account_signup", "account_reset_password", "account_reset_password_done", "account_request_login_code",
     "account_email_verification_sent", "account_inactive", "account_reset_password_from_key_done"],
)  # fmt: skip
def test_the_ways_in_are_in_french_and_of_the_house(client, page):
    html = client.get(reverse(page)).content.decode()

    assert "ok-seuil-page" in html
    assert "Veuillez" not in html


@pytest.mark.django_db
def test_a_wrong_login_is_told_in_a_summary_and_paste_is_allowed(client):
    html = client.post(reverse("account_login"), {"login": "", "password": ""}).content.decode()

    assert "data-okote-erreurs" in html
    assert 'autocomplete="current-password"' in html
    assert "onpaste" not in html
