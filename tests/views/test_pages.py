"""Every page of the resolver: French, one title that no other page bears, one heading, one main part, clean words."""

import re
from collections import defaultdict
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.house import french
from tests.views.addresses import addresses
from tests.views.scene import Scene
from tests.views.url_table import READERS, rows

pytestmark = pytest.mark.django_db

INSIDE = re.compile(r"<(script|style|svg|title)\b.*?</\1>", re.S)
MARKUP = re.compile(r"<[^>]*>")
IN_GERMAN = {"funding:campaign_de"}
FRAGMENTS = {"notifications:bell", "live_since", "presence", "search:suggestions"}  # parts of a page, brought by htmx
# The same page, reached in two states of one act, or two words for one page.
ALIKE = ({"account_confirm_email", "account_reset_password_from_key"},)


def everywhere(house):
    """(address, reader, response) of every page, for the first two readers to whom it opens."""
    scene = Scene(house)
    clients = {}
    for one in addresses():
        open_to = [reader for reader, sign in zip(READERS, rows()[one.name], strict=True) if sign == "o"]
        for reader in open_to[:1] + open_to[-1:] if len(open_to) > 1 else open_to:
            if reader not in clients:
                clients[reader] = Client()
                if reader != "nobody":
                    clients[reader].force_login(getattr(house, reader))
            response = clients[reader].get(reverse(one.name, kwargs=scene.arguments(one.name, one.needs)))
            body = b"".join(response)
            if response.headers["Content-Type"].startswith("text/html"):
                yield one.name, reader, body.decode()


def title_of(html):
    return unescape(re.search(r"<title>(.*?)</title>", html, re.S)[1]).strip()


def wrong(html, language="fr"):
    """What a page lacks to be read by everybody."""
    ids = re.findall(r'\sid="([^"]+)"', html)
    if not html.startswith(f'<!doctype html>\n<html lang="{language}"'):
        yield "no language"
    if len(re.findall(r"<h1\b", html)) != 1:
        yield "not one h1"
    if re.search(r"<h1[^>]*>\s*</h1>", html):
        yield "an empty h1"
    if html.count('<main id="contenu"') != 1:
        yield "not one main"
    if title_of(html).startswith("—"):
        yield "no title"
    if len(ids) != len(set(ids)):
        yield f"twice: {sorted({one for one in ids if ids.count(one) > 1})}"


def shared_titles(pages):
    """Titles that two addresses bear, with those addresses."""
    bearers = defaultdict(set)
    for (name, _), html in pages.items():
        bearers[title_of(html)].add(name)
    return {title: names for title, names in bearers.items() if len(names) > 1 and names not in ALIKE}


def badly_written(html):
    lines = MARKUP.sub("", INSIDE.sub("", html)).splitlines()
    return [fault for line in lines for fault in french.faults(unescape(line.strip()))]


def test_every_page_can_be_read_by_everybody_and_told_from_the_others(alsace):
    pages = {(name, reader): html for name, reader, html in everywhere(alsace) if name not in FRAGMENTS}

    assert len(pages) > 120
    lacking = {key: list(wrong(html, "de" if key[0] in IN_GERMAN else "fr")) for key, html in pages.items()}
    assert {key: said for key, said in lacking.items() if said} == {}
    assert shared_titles(pages) == {}
    french_pages = {key: html for key, html in pages.items() if key[0] not in IN_GERMAN}
    assert {key: said for key, html in french_pages.items() if (said := badly_written(html))} == {}


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<html><title>Une page</title>", {"no language", "not one h1", "not one main"}),
        ('<!doctype html>\n<html lang="fr"><title> — Okoté</title><main id="contenu"><h1> </h1></main>',
         {"an empty h1", "no title"}),
        ('<!doctype html>\n<html lang="fr"><title>A</title><main id="contenu"><h1 id="a">A</h1><p id="a"></p></main>',
         {"twice: ['a']"}),
    ],
)  # fmt: skip
def test_what_a_page_lacks_is_seen(html, said):
    assert set(wrong(html)) == said
