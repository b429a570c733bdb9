"""Debian's Chromium, people at their screens, and axe looking over their shoulder."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakSet

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from okote_flow import clock
from okote_flow.directory.models import User
from tests.alsace import Alsace
from tests.conftest import OPENING

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 360, "height": 780}
TABLET = {"width": 768, "height": 1024}
DESK = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file: each thread of the server has a connection of its own, as in real life."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "journeys.sqlite3")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    assert CHROMIUM, "Chromium is not installed: `make test` installs it where it may"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread; no test here is async
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class WallClock:
    """Business time for the server's threads, moved by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def forward(self, **delta: float) -> None:
        self.at += timedelta(**delta)


@pytest.fixture
def wall_clock() -> Iterator[WallClock]:
    held = WallClock(OPENING)
    clock.install(lambda: held.at)
    yield held
    clock.install(clock.real_now)


@pytest.fixture
def town(flushable: None, wall_clock: WallClock) -> Iterator[Alsace]:
    """The whole house for real transactions: what the test writes, the server's threads read."""
    house = Alsace()
    yield house
    house.come_back()


Sit = Callable[..., Page]
WITHOUT_SCRIPT: "WeakSet[Page]" = WeakSet()


@pytest.fixture
def site(live_server: Any) -> str:
    """Where the pages are served."""
    address: str = live_server.url
    return address


@pytest.fixture
def sit(chromium: Browser, site: str, town: Alsace) -> Iterator[Sit]:
    """`sit(person)`: a page of theirs, signed in; `script=False` is a browser without JavaScript."""
    contexts = []

    def open_page(
        person: User | None,
        viewport: dict[str, int] = DESK,
        *,
        script: bool = True,
        dark: bool = False,
        touch: bool = False,
    ) -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport=viewport,  # type: ignore[arg-type]
            java_script_enabled=script,
            has_touch=touch,
            color_scheme="dark" if dark else "light",
            locale="fr-FR",
            service_workers="block",  # what it fetches would pass by a test’s routes
        )
        contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            key = client.cookies[django_settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": key, "url": site}])
        page = context.new_page()
        if not script:
            WITHOUT_SCRIPT.add(page)
        page.set_default_timeout(30_000)
        page.on("console", lambda message: _no_violation(message.text))
        return page

    yield open_page
    for context in contexts:
        context.close()


def _no_violation(text: str) -> None:
    assert "Content Security Policy" not in text, text


def look(page: Page) -> None:
    """What axe finds wrong with a page (WCAG 2.2 A and AA, best practice), and whether it scrolls sideways."""
    if page not in WITHOUT_SCRIPT:  # axe is a script
        assert faults_of(page) == [], page.url
    stays_within(page)


SETTLED = """() => Promise.all(document.getAnimations()
  .filter((one) => one.playState === "running" && Number.isFinite(one.effect?.getComputedTiming().endTime))
  .map((one) => one.finished.catch(() => 0)).concat(0)).then(() => 0)"""
"""A colour on its way is neither the one nor the other: what fades is looked at when it has."""


def faults_of(page: Page) -> list[str]:
    """What axe finds wrong."""
    page.evaluate(SETTLED)
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {item['help']} {[node['target'] for node in item['nodes']][:3]}" for item in found]


def stays_within(page: Page) -> None:
    """No page scrolls sideways."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{page.url} scrolls sideways"
