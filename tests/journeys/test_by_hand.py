"""The whole life by hand: a phone for the holder and a member, no JavaScript for the officer, axe on every page."""

import pytest

from dossiers.lifecycle import State
from dossiers.models import Dossier
from funding import books
from okote_flow import clock
from okote_flow.operations import sweep
from okote_flow.operations.audit import everything
from tests.journeys.conftest import DESK, PHONE, look
from tests.journeys.road import Road

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CAST = {
    "holder": ("alice", PHONE, True),
    "officer": ("odile", DESK, False),
    "tom": ("tom", PHONE, True),
    "tania": ("tania", DESK, True),
    "secretary": ("serge", DESK, True),
    "engagement_secretary": ("esther", DESK, True),
    "chair": ("claire", DESK, True),
    "victor": ("victor", DESK, True),
    "vera": ("vera", PHONE, True),
    "marc": ("marc", PHONE, False),
    "treasurer": ("tess", DESK, True),
    "director": ("didier", DESK, True),
}


def test_a_dossier_from_draft_to_payment(town, sit, wall_clock, tmp_path):
    pages = {}

    def chair(role):
        if role not in pages:
            name, viewport, script = CAST[role]
            pages[role] = sit(getattr(town, name), viewport, script=script, dark=role == "tania")
        return pages[role]

    quote = tmp_path / "devis.pdf"
    quote.write_bytes(b"%PDF-1.7 a quote")
    road = Road(chair, lambda days: wall_clock.forward(days=days), look, quote)

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
