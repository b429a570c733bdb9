"""The rule of access and the same rule from the other end give the same people, for everybody in every state."""

import pytest

from committees import actions as committees
from committees import sight as rooms
from committees.access import committees_for, committees_where, meetings_for
from committees.models import Committee, Mandate, Meeting, RecusalGround
from committees.models.bodies import VIEW
from dossiers import sight
from dossiers.access import dossiers_for, is_own
from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.directory.models import User

pytestmark = pytest.mark.django_db


def everybody():
    return list(User.objects.order_by("pk"))


def seen_by(dossier):
    """As the one rule says, person by person."""
    return {person.pk for person in everybody() if dossiers_for(person).filter(pk=dossier.pk).exists()}


def agree(dossier):
    people = everybody()
    found = sight.sides(dossier.pk, [person.pk for person in people])
    assert found.keys() == seen_by(dossier)
    holders = {person.pk for person in people if is_own(person, dossier)}
    assert {pk for pk, side in found.items() if side == sight.HOLDER} == holders & found.keys()
    one_by_one = {person.pk: sight.seen_by(person, [dossier.pk]).get(dossier.pk) for person in people}
    assert found == {pk: side for pk, side in one_by_one.items() if side}
    return found


@pytest.mark.parametrize("state", State)
def test_both_ends_agree_in_every_state(alsace, state):
    agree(alsace.dossier(state))


def test_both_ends_agree_on_a_draft_written_for_somebody_else(alsace):
    dossier = alsace.draft()
    Dossier.objects.filter(pk=dossier.pk).update(entered_by=alsace.omar)

    assert agree(dossier)[alsace.omar.pk] == sight.STAFF


def test_both_ends_agree_on_who_steps_aside_and_who_is_closed(alsace):
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    before = agree(dossier)

    committees.recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.marc)
    User.objects.filter(pk=alsace.esther.pk).update(is_active=False)

    gone = {alsace.marc.pk, alsace.esther.pk}
    assert gone <= before.keys()
    assert agree(dossier).keys() == before.keys() - gone


def test_both_ends_agree_when_a_mandate_ends(alsace):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    mandate = Mandate.objects.get(user=alsace.tania)

    Mandate.objects.filter(pk=mandate.pk).update(ends_on=clock.today())
    assert alsace.tania.pk in agree(dossier)
    alsace.forward(days=1)

    assert alsace.tania.pk not in agree(dossier)


def test_both_ends_agree_on_meetings_and_committees(alsace):
    alsace.dossier(State.CAMPAIGN)
    people = everybody()
    pks = [person.pk for person in people]

    for meeting in Meeting.objects.all():
        assert rooms.at_meeting(meeting.pk, pks) == {
            person.pk for person in people if meetings_for(person).filter(pk=meeting.pk).exists()
        }
    for committee in Committee.objects.all():
        assert rooms.of_committee(committee.code, pks) == {
            person.pk for person in people if committees_for(person).filter(pk=committee.pk).exists()
        }
    assert rooms.seated_anywhere(pks) == {person.pk for person in people if committees_where(person, VIEW).exists()}


def test_however_many_people_are_asked_about_it_takes_two_queries(alsace, django_assert_num_queries):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    people = everybody()

    with django_assert_num_queries(2):
        sight.sides(dossier.pk, [person.pk for person in people])
    with django_assert_num_queries(1):
        assert sight.seeing(dossier).filter(pk__in=[person.pk for person in people])
