"""Every page of the resolver in a browser, on a phone in the light and at a desk in the dark, as a fitting reader.

Each is looked at hard (look_at.py): axe, targets, focus, width, what moves, the console. With OKOTE_SCREENS=1 pictures
are left in var/screens, beside the drawings when OKOTE_MOCKUPS names their folder.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from dossiers.lifecycle import State
from okote_flow import clock
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.look_at import faults_of, faults_when_empty, keep_screen
from tests.views.addresses import addresses
from tests.views.committee_moments import opened
from tests.views.moments import Passing, arguments_of
from tests.views.scene import Scene
from tests.views.url_table import READERS, rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FITTING = ("odile", "alice", "claire", "tess", "adam", "nobody")
"""A page is looked at as the first of them who may open it."""
ALSO = {
    "inbox": ("alice", "claire", "tess", "steve", "audrey"),
    "dossiers:dossier": ("alice", "claire", "tania"),
    "dossiers:list": ("alice",),
    "dossiers:messages": ("alice",),
    "dossiers:mine": ("alice",),
    "home": ("nobody",),
    "steering:board": ("steve",),
}
"""Pages that are another one for somebody else."""
MOVING = (
    ("dossiers:complements", "alice", State.COMPLEMENTS_REQUESTED),
    ("dossiers:questions", "odile", State.SUBMITTED),
    ("dossiers:find_competence", "odile", State.SUBMITTED),
    ("dossiers:reject_inadmissible", "odile", State.SUBMITTED),
    ("dossiers:dossier", "odile", State.SUBMITTED),
    ("committees:screening", "tania", State.TERRITORIAL_REVIEW),
    ("committees:recuse", "tania", State.TERRITORIAL_REVIEW),
    ("committees:opinion", "serge", State.TERRITORIAL_REVIEW),
    ("funding:preparation", "odile", State.CAMPAIGN_PREPARATION),
    ("funding:campaign", "nobody", State.CAMPAIGN),
    ("funding:gifts", "odile", State.CAMPAIGN),
    ("funding:extend_campaign", "odile", State.CAMPAIGN),
    ("funding:settlement", "tess", State.MATCHING),
    ("funding:give_bank_details", "alice", State.PAYOUT),
    ("dossiers:report", "alice", State.FOLLOW_UP),
)
"""Pages that are another one while a dossier is on its way."""
IN_SESSION = (
    ("committees:meeting", "claire"),
    ("committees:meeting", "marc"),
    ("committees:item", "claire"),
    ("committees:void_poll", "claire"),
    ("committees:amend_poll", "claire"),
    ("committees:reassign_voice", "claire"),
    ("committees:acknowledge_withdrawal", "claire"),
    ("committees:ask_withdrawal", "alice"),
    ("committees:enter_paper_tally", "claire"),
    ("committees:room", "claire"),
    ("committees:room", "marc"),
    ("committees:projection", "claire"),
)
DEVICES = {"phone": (PHONE, False), "desk": (DESK, True)}
NO_PAGES = {
    *(
        f"records:{name}"
        for name in (
            "dossiers_csv",
            "dossiers_xlsx",
            "proof",
            "slip_pdf",
            "visa",
            "request_data",
            "my_data",
            "register_pdf",
        )
    ),
    "administration:effect_csv",
    "administration:effect_xlsx",
    "administration:history_csv",
    "administration:history_xlsx",
    "health",
    "administration:import_model",
    "administration:import_result",
    "service_worker",
    "notifications:bell",
    "dossiers:export",
    "tables:csv",
    "tables:xlsx",
    "tables:file",
    "dossiers:download",
    "dossiers:receipt_pdf",
    "dossiers:report_pdf",
    "dossiers:enclosure",
    "agenda:feed",
    "committees:agenda_pdf",
    "committees:attendance_pdf",
    "committees:room_kit_pdf",
    "committees:tally_sheet_pdf",
    "committees:export_recusals",
    "committees:export_leads",
    "steering:engagement_export",
    "steering:table",
    "steering:behind_file",
    "figures:file",
    "steering:what_if_export",
    "reports:pdf",
    "reports:table_csv",
    "reports:table_xlsx",
    "reports:pack_today_pdf",
    "reports:pack_pdf",
    "foresight:csv",
    "foresight:xlsx",
    "committees:expertise_piece",
    "committees:expertise_file",
    "committees:extract",
    "committees:letter_pdf",
    "dossiers:export_conditions",
    "funding:use_csv",
    "funding:use_pdf",
    "funding:refunds_csv",
    "search:suggestions",
    "dossiers:story_csv",
    "dossiers:story_xlsx",
    "funding:events_csv",
    "funding:tax_receipt_pdf",
    "funding:given_receipt_pdf",
    "funding:tax_mandate_file",
    "funding:tax_year_csv",
    "funding:news_feed",
    "funding:picture",
    "committees:sealed_minutes",
    "funding:card",
    "funding:batch_file",
    "funding:call_pdf",
    "funding:settlement_pdf",
    "funding:notice_pdf",
    "funding:agreement_file",
    "funding:consumption_csv",
    "funding:operating_csv",
    "funding:fec_file",
    "funding:open_data_file",
    "live_since",
    "presence",
}
"""Answers that are no pages: a word, a script, a fragment, files."""
Stop = tuple[str, str, str]
"""Address, reader, path."""


def stops(town: Any) -> Iterator[Stop]:
    """Every page with whom it is looked at as, from one house."""
    scene, answers = Scene(town), rows()
    for address in addresses():
        signs = answers.get(address.name, "")
        path = reverse(address.name, kwargs=scene.arguments(address.name, address.needs))
        may = [reader for reader in FITTING if signs[READERS.index(reader) : READERS.index(reader) + 1] == "o"]
        for reader in dict.fromkeys((*may[:1], *ALSO.get(address.name, ()))):
            if address.name not in NO_PAGES:
                yield address.name, reader, path
    moving = {state: town.dossier(state) for state in dict.fromkeys(state for _, _, state in MOVING)}
    for name, reader, state in MOVING:
        yield name, reader, _path(town, moving[state], name)
    called = opened(town)
    for name, reader in IN_SESSION:
        yield name, reader, _path(town, called, name)


def _path(town: Any, dossier: Any, name: str) -> str:
    [address] = [one for one in addresses() if one.name == name]
    arguments = arguments_of(Passing(town, dossier), address)
    assert arguments is not None, name
    return reverse(name, kwargs=arguments)


@pytest.mark.parametrize("device", DEVICES)
def test_every_page_is_found_right_by_whoever_looks_hard(town, sit, wall_clock, device):
    viewport, dark = DEVICES[device]
    found, seats, faults = list(stops(town)), {}, defaultdict(list)
    wall_clock.at = clock.now()

    for address, reader, path in found:
        if reader not in seats:
            seats[reader] = Seat(sit(getattr(town, reader, None), viewport, dark=dark))
        for fault in seats[reader].look(address, reader, path, viewport["width"], "dark" if dark else "light"):
            faults[f"{address} as {reader}"].append(fault)

    assert len(found) > 100
    assert dict(faults) == {}


class Seat:
    """Somebody's browser, and what its console says."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        page.emulate_media(reduced_motion="reduce")  # the Tab key does not wait for a scroll that glides
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def look(self, address: str, reader: str, path: str, width: int, theme: str) -> Iterator[str]:
        self.said.clear()
        answer = self.page.goto(path)
        assert answer is not None and answer.status in {200, 404}, f"{path} answers {answer and answer.status}"
        keep_screen(self.page, address, reader, width, theme)
        yield from faults_of(self.page, width)
        expected = f"status of {answer.status}"
        yield from (f"console: {one}" for one in self.said if "WebSocket" not in one and expected not in one)
        if theme == "light":
            yield from faults_when_empty(self.page)
