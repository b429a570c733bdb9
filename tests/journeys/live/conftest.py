"""People at pages that follow what others do."""

from collections.abc import Iterator

import pytest

from dossiers import actions
from okote_flow import clock
from tests.journeys.live.server import Server


@pytest.fixture
def site(flushable) -> Iterator[str]:
    """In place of the usual server, which has no live lines."""
    server = Server()
    server.start()
    server.ready.wait()
    yield server.url
    server.stop()


@pytest.fixture
def submitted(town, wall_clock):
    with clock.frozen(wall_clock.at):
        dossier = actions.submit(town.draft(), by=town.alice)
        return actions.assign_officer(dossier, officer=town.odile, by=town.odile)
