"""Large worlds are true ones: what is written in bulk is what acts would have written."""

import pytest

from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow.journal.models import Event
from okote_flow.operations.audit.everything import faults
from tests import multitude

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]

ALL = 50


@pytest.fixture
def many() -> int:
    """A small multitude: one dossier in each state, and copies of all of them."""
    house, mould = multitude.walk()
    multitude.multiply(mould, ALL)
    house.come_back()
    return len(mould.keys["Dossier"])


def test_the_audit_finds_nothing_to_say_of_a_multitude(many):
    assert list(faults()) == []

    assert Dossier.objects.count() >= ALL
    assert {Dossier.objects.filter(state=state).count() for state in State} == {Dossier.objects.count() // many}
    copies = Dossier.objects.filter(state=State.CAMPAIGN)
    assert len(set(copies.values_list("title", "number", "organization__siret"))) == len(copies)
    told = [Event.objects.filter(subject=one.subject).order_by("seq").values_list("kind", flat=True) for one in copies]
    assert {tuple(kinds) for kinds in told} == {tuple(told[0])}
