"""What is counted for somebody is what they may see: figures ask the rule of lists and pages."""

import pytest

from committees import actions as committees
from committees.models import Committee
from committees.models.bodies import Role
from committees.models.screening import RecusalGround
from dossiers.access import dossiers_for
from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow.directory.models import Membership
from okote_flow.steering import projection, scope
from okote_flow.steering.models import DossierGifts, DossierSpan
from tests.alsace import CAST, SINCE

pytestmark = pytest.mark.django_db
STATES = (
    State.DRAFT, State.SUBMITTED, State.TERRITORIAL_REVIEW, State.ENGAGEMENT_REVIEW, State.CAMPAIGN, State.CLOSED,
    State.CAMPAIGN_FAILED, State.REJECTED,
)  # fmt: skip


def compare(person):
    """The same dossiers, the same stretches and the same gifts, however they are asked for."""
    seen, theirs = scope.seen_by(person), set(dossiers_for(person).handed_in().values_list("pk", flat=True))
    assert set(seen.facts.values_list("pk", flat=True)) == theirs, person
    for model in (DossierSpan, DossierGifts):
        told = set(seen.rows(model).values_list("pk", flat=True))
        assert told == set(model.objects.filter(facts__in=theirs).values_list("pk", flat=True)), (person, model)
    return theirs


@pytest.fixture
def spread(alsace):
    """A dossier in many states, each second one in the other territory."""
    for state in STATES:
        alsace.dossier(state)
    for dossier in Dossier.objects.order_by("pk")[1::2]:
        Dossier.objects.filter(pk=dossier.pk).update(territory=alsace.sud)
        projection.refresh([dossier.pk])
    return alsace


def test_everybody_counts_what_they_may_see_and_nothing_else(spread):
    counted = {name: compare(getattr(spread, name.lower())) for name in CAST}

    assert len({frozenset(one) for one in counted.values()}) > 5


def test_a_seat_beside_a_project_beside_a_recusal(spread):
    for name in ("serge", "claire", "steve", "odile"):
        person = getattr(spread, name)
        before = compare(person)
        aside, own = Dossier.objects.handed_in().filter(pk__in=before).order_by("pk")[:2]
        committees.recuse(aside, user=person, ground=RecusalGround.PRUDENCE, by=person)
        assert compare(person) == before - {aside.pk}

        Membership.objects.create(organization=own.organization, user=person)
        assert compare(person) == {
            one.pk for one in Dossier.objects.handed_in().filter(organization=own.organization)
        } | (before - {aside.pk})


def test_two_seats_open_what_each_of_them_opens(spread):
    committee = Committee.objects.get(code="engagement")
    committees.install(committee, user=spread.serge, role=Role.EXPERT, by=None, starts_on=SINCE)

    assert compare(spread.serge) > compare(spread.claire)


def test_where_the_exceptions_are_many_each_dossier_is_asked(spread, monkeypatch):
    monkeypatch.setattr(scope, "FEW", 0)
    dossier = dossiers_for(spread.steve).handed_in().first()
    committees.recuse(dossier, user=spread.steve, ground=RecusalGround.PRUDENCE, by=spread.steve)

    assert scope.seen_by(spread.steve).scope is None
    compare(spread.steve)


def test_what_a_seat_opens_is_never_asked_dossier_by_dossier(alsace):
    for name in ("odile", "audrey", "serge", "tania", "claire", "steve"):
        assert scope.seen_by(getattr(alsace, name)).scope is not None, name
    assert scope.seen_by(alsace.paula).scope is None
