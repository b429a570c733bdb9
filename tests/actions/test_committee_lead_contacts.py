"""Whom to call about a noticed project: kept for a reason until a day, then forgotten, whatever was open meanwhile."""

import pytest

from committees import actions, lead_access
from committees.models import CallOutcome, Committee
from committees.models.leads import LONGEST_KEPT
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations import sweep
from tests.actions.committee_cast import codes, later
from tests.noticed import call, contact, days, fresh, noticed

pytestmark = pytest.mark.django_db


@pytest.fixture
def nord(alsace):
    return Committee.objects.get(code="territorial-nord-alsace")


@pytest.fixture
def lead(alsace, nord):
    return noticed(alsace, nord)


def test_the_contact_is_erased_when_its_day_has_come_and_only_then(alsace, lead):
    call(lead, alsace.tania, CallOutcome.DROPPED, "Madame Ofen ne souhaite plus.")
    with later(days=90):
        sweep.run()
        assert fresh(lead).has_contact
    with later(days=91):
        sweep.run()
        sweep.run()

    gone = fresh(lead)
    assert not gone.has_contact and gone.erased_at and gone.name == "Le Fournil partagé"
    assert [one.note for one in gone.calls.all()] == [""]
    assert Event.objects.filter(kind=Kind.LEAD_CONTACT_ERASED).count() == 1
    assert codes(actions.erase_lead_contact, lead, by=alsace.tania) == ["contact-erased"]
    assert lead_access.invited_by(lead.code) is None


def test_a_contact_may_be_given_anew(alsace, lead):
    actions.erase_lead_contact(lead, by=alsace.archie)
    actions.edit_lead(lead, name=lead.name, by=alsace.tania, **contact(30))

    assert fresh(lead).has_contact and fresh(lead).erased_at is None


def test_what_is_erased_takes_along_those_found_to_be_the_same(alsace, nord, lead):
    twin = actions.note_lead(nord, name="Fournil de Wissembourg", by=alsace.tom, **contact())
    call(twin, alsace.tom, CallOutcome.DROPPED, "Elle a refusé.")
    actions.merge_lead(twin, into=lead, by=alsace.serge)

    actions.erase_lead_contact(lead, by=alsace.serge)

    assert not fresh(twin).has_contact and [one.note for one in twin.calls.all()] == [""]
    assert codes(actions.erase_lead_contact, lead, by=alsace.serge) == ["contact-erased"]


def test_a_contact_taken_away_by_hand_takes_the_words_of_the_calls_along(alsace, lead):
    call(lead, alsace.tania, CallOutcome.INTERESTED, "Madame Ofen rappellera.")

    actions.edit_lead(lead, name=lead.name, city=lead.city, by=alsace.tania)

    assert fresh(lead).erased_at and [one.note for one in lead.calls.all()] == [""]


def test_what_a_call_said_is_kept_three_years_at_most_even_without_a_contact(alsace, lead):
    actions.erase_lead_contact(lead, by=alsace.serge)
    call(lead, alsace.tania, CallOutcome.DROPPED, "Son mari a répondu.")
    with later(days=3 * 365 - 1):
        sweep.run()
        assert lead.calls.get().note
    with later(days=3 * 365 + 1):
        sweep.run()
    assert lead.calls.get().note == ""


def test_a_call_noted_by_mistake_leaves_no_words(alsace, lead):
    noted = call(lead, alsace.tania, CallOutcome.INTERESTED, "Autre personne.")

    assert actions.take_back_call(noted, by=alsace.tania).note == ""


def test_correcting_a_contact_gives_it_no_more_time(alsace, lead):
    said = {"name": lead.name, "by": alsace.tania}
    with later(days=60):
        last = (fresh(lead).contact_since + LONGEST_KEPT - clock.today()).days
        assert codes(actions.edit_lead, lead, **said, **contact(last + 1)) == ["contact-kept-too-long"]
        assert actions.edit_lead(lead, **said, **contact(last)).keep_until == days(last)


def test_a_page_opened_before_an_erasure_does_not_undo_it(alsace, lead):
    read = lead.version
    actions.erase_lead_contact(lead, by=alsace.serge)
    stale = {"name": "Le Fournil", "by": alsace.tania, "version": read, **contact()}

    assert codes(actions.edit_lead, lead, **stale) == ["lead-edited-meanwhile"]
    assert not fresh(lead).has_contact
