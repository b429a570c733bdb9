"""Looking hard at one page: axe, targets, focus, sideways scroll, what moves by itself, what the console says."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Error, Page

from tests.journeys.conftest import SETTLED

ASK = (Path(__file__).parent / "every_page.js").read_text(encoding="utf-8")
STOPS = 15
MOST_SHIFT = 0.02
NARROW = 320
WITH_TARGETS = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
SCREENS = Path(settings.BASE_DIR) / "var" / "screens"


def ask(page: Page, name: str) -> Any:
    return page.evaluate(f"async () => await ({ASK}).{name}()")


def faults_of_axe(page: Page) -> Iterator[str]:
    """WCAG 2.2 A and AA, best practice."""
    page.evaluate(SETTLED)
    for item in Axe().run(page, options=WITH_TARGETS).response["violations"]:
        yield f"axe {item['id']}: {[node['target'] for node in item['nodes']][:3]}"


def faults_of(page: Page, width: int) -> Iterator[str]:
    """All that is wrong with the page as it was opened."""
    said, language = ask(page, "said"), "de" if page.url.endswith("/de/") else "fr"
    if (
        said["lang"] != language
        or "Okoté" not in said["title"]
        or said["title"].startswith(" ")
        or said["headings"] != 1
    ):
        yield f"its language, title or heading: {said}"
    shift = ask(page, "shift")
    if shift["sum"] >= MOST_SHIFT:  # what moves by itself moves again; a busy machine is late once
        page.reload()
        shift = ask(page, "shift")
    if shift["sum"] >= MOST_SHIFT:
        yield f"moves by itself: {shift['sum']:.3f} {shift['what'][:4]}"
    yield from faults_of_axe(page)
    yield from (f"small target {one}" for one in ask(page, "small")[:4])
    yield from _focus(page)
    if width <= 360:
        height = 780
        page.set_viewport_size({"width": NARROW, "height": height})
        if ask(page, "said")["sideways"]:
            yield f"scrolls sideways at {NARROW} px"
        page.set_viewport_size({"width": width, "height": height})
    elif said["sideways"]:
        yield f"scrolls sideways at {width} px"


def _focus(page: Page) -> Iterator[str]:
    """The first stops of the Tab key: each is seen, and shows that it has the focus."""
    page.evaluate("document.activeElement?.blur(); window.scrollTo(0, 0)")
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        fault = ask(page, "focus")
        if fault is None:
            return
        if fault:
            yield f"focus: {fault}"


def faults_when_empty(page: Page) -> Iterator[str]:
    """A form sent with nothing in it: what is missing is said, takes the focus, and axe is content."""
    if not ask(page, "asks"):
        return
    with suppress(Error), page.expect_navigation(timeout=3_000):  # htmx stays where it is
        ask(page, "sendEmpty")
    page.wait_for_timeout(50)
    if not ask(page, "said")["focusedOnFaults"]:
        yield "sent empty: the summary of faults does not have the focus"
    yield from (f"sent empty: {one}" for one in faults_of_axe(page))


# Screenshots beside the drawings, for people


MOCKUPS = {
    "account_login": "01-connexion",
    "home": "02-accueil",
    "funding:campaign": "03-campagne",
    "dossiers:dossier": "04-porteur-dossier",
    "inbox": "05-corbeille",
    "committees:screening": "06-examen",
    "committees:meeting": "07-seance",
    "committees:proclaim": "07b-seance-decision",
    "steering:board": "08-pilotage",
    "funding:settlement": "09-abondement",
    "funding:ledger": "10-grand-livre",
    "funding:payout": "11-versements",
    "notifications:list": "12-notifications",
}
"""Address -> the drawing of that screen."""


def keep_screen(page: Page, address: str, reader: str, width: int, theme: str) -> None:
    """Write what is seen to the ignored folder, if somebody wants to look (OKOTE_SCREENS=1)."""
    if os.environ.get("OKOTE_SCREENS") != "1":
        return
    SCREENS.mkdir(parents=True, exist_ok=True)
    name = f"{address.replace(':', '.')}.{reader}-{width}-{theme}.png"
    page.screenshot(path=SCREENS / name, full_page=True)
    _write_index()


def _write_index() -> None:
    """Ours at left, at right the drawing when OKOTE_MOCKUPS names the folder of their pictures."""
    drawings = os.environ.get("OKOTE_MOCKUPS", "")
    rows = []
    for ours in sorted(SCREENS.glob("*.png")):
        address, _, rest = ours.stem.partition(".")
        view = rest.partition(".")[0].partition("-")[0]
        drawing = MOCKUPS.get(f"{address}:{view}") or MOCKUPS.get(address)
        width = ours.stem.rsplit("-", 2)[1]
        theirs = Path(drawings) / f"{drawing}-{width}.png" if drawings and drawing else None
        shown = f'<img src="{theirs.resolve().as_uri()}" width="600">' if theirs and theirs.exists() else ""
        rows.append(f'<tr><th>{ours.stem}<td><img src="{ours.name}" width="600"><td>{shown}')
    head = "<!doctype html><meta charset=utf-8><title>Écrans</title><table border=1>"
    (SCREENS / "index.html").write_text(head + "".join(rows), encoding="utf-8")
