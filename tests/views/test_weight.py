"""The first view of any page is light: its HTML with the sheets and scripts that it links, compressed, fonts aside."""

import gzip
import re
import subprocess
import sys
from functools import cache

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.views.addresses import addresses
from tests.views.moments import client_of
from tests.views.read_page import read, text_of
from tests.views.scene import Scene

pytestmark = pytest.mark.django_db

MOST = 160 * 1024
READERS = ("odile", "alice", "claire", "adam", "nobody")
"""A page is weighed as the first of them who is shown it sees it."""
PURGE = settings.BASE_DIR / ".ci" / "purge_tabler.py"


def zipped(content: bytes) -> int:
    """As the server of static files compresses it."""
    return len(gzip.compress(content, 6))


@cache
def weight_of(link: str) -> int:
    found = finders.find(re.sub(r"^/static/", "", link.partition("?")[0]))
    assert found, f"{link} is linked and is not there"
    with open(found, "rb") as file:
        return zipped(file.read())


def test_the_first_view_of_every_page_is_light(alsace):
    scene, weights = Scene(alsace), {}
    clients = [client_of(getattr(alsace, reader, None)) for reader in READERS]

    for address in addresses():
        url = reverse(address.name, kwargs=scene.arguments(address.name, address.needs))
        for client in clients:
            response = client.get(url)
            html = text_of(response)
            if response.status_code == 200 and html:
                links = filter(None, read(html).links)
                weights[address.name] = zipped(response.content) + sum(map(weight_of, set(links)))
                break

    assert len(weights) > 80
    assert {page: weight for page, weight in weights.items() if weight > MOST} == {}


def test_the_sheet_of_tabler_holds_what_the_pages_use_and_no_more():
    done = subprocess.run([sys.executable, str(PURGE), "--check"], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_no_page_loads_anything_from_elsewhere(client):
    """Neither a sheet nor a script, nor a font that a sheet would bring."""
    elsewhere = re.compile(rb"@import|url\(\s*[\"']?(?:https?:)?//")

    sheets = [*(settings.BASE_DIR / "static").rglob("*.css")]

    assert sheets
    assert [sheet.name for sheet in sheets if elsewhere.search(sheet.read_bytes())] == []
