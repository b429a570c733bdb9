"""The whole life by hand, three times: on a phone, on a tablet in the dark, at a desk without JavaScript."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from dossiers.lifecycle import State
from dossiers.models import Dossier
from funding import books
from okote_flow import clock
from okote_flow.operations import sweep
from okote_flow.operations.audit import everything
from tests.journeys.conftest import DESK, PHONE, TABLET, look, stays_within
from tests.journeys.road import Road

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CAST = {
    "holder": "alice",
    "officer": "odile",
    "tom": "tom",
    "tania": "tania",
    "secretary": "serge",
    "engagement_secretary": "esther",
    "chair": "claire",
    "victor": "victor",
    "vera": "vera",
    "marc": "marc",
    "treasurer": "tess",
    "director": "didier",
}


@dataclass(frozen=True)
class Device:
    """What everybody sits at; axe looks over one shoulder, `test_every_page` sees to the other widths."""

    viewport: dict[str, int]
    dark: bool = False
    script: bool = True
    look: Callable[[Page], None] = stays_within


DEVICES = {
    "phone": Device(PHONE),
    "tablet, dark": Device(TABLET, dark=True, look=look),
    "desk without script": Device(DESK, script=False),
}


@pytest.mark.parametrize("device", DEVICES.values(), ids=DEVICES)
def test_a_dossier_from_draft_to_payment(town, sit, wall_clock, tmp_path, device):
    pages = {}

    def chair(role):
        if role not in pages:
            person = getattr(town, CAST[role])
            pages[role] = sit(person, device.viewport, script=device.script, dark=device.dark)
        return pages[role]

    quote = tmp_path / "devis.pdf"
    quote.write_bytes(b"%PDF-1.7 a quote")
    road = Road(chair, lambda days: wall_clock.forward(days=days), device.look, quote)

    road.drafts("Conserverie solidaire")
    road.submits()
    road.asks_and_gets_complements()
    road.admits()
    road.screens(["tom", "tania"])
    meeting = road.convenes("2022-03-10")
    wall_clock.forward(days=9)
    road.votes(meeting, ["chair", "victor", "vera", "marc"])
    road.campaigns(["1 500", "900"])
    wall_clock.forward(days=19)
    with clock.frozen(wall_clock.at):
        sweep.run()
    road.settles()
    road.pays("2 400")

    dossier = Dossier.objects.get()
    assert dossier.state == State.FOLLOW_UP
    assert books.balance(f"payable:{dossier.campaign.pk}") == 0
    assert list(everything.faults()) == []
