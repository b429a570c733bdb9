"""Projects that a territorial committee notices: noted, entrusted, called, merged, let go of, become dossiers."""

import pytest
from django.db import IntegrityError, transaction

from committees import actions, lead_access, lead_list
from committees.models import CallOutcome, Committee, Lead, LeadState, RecusalGround, Role
from dossiers import actions as dossiers
from dossiers.lifecycle import State
from dossiers.models import Dossier
from notifications import dispatch
from notifications.access import notifications_for
from notifications.models import Notification
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations import sweep
from okote_flow.refusals import Refused
from tests.actions.committee_cast import codes, later
from tests.noticed import call, contact, days, fresh, noticed

pytestmark = pytest.mark.django_db

SIREN = "246700488"
"""Of the structure that carries every dossier of the cast."""


@pytest.fixture
def nord(alsace):
    return Committee.objects.get(code="territorial-nord-alsace")


@pytest.fixture
def lead(alsace, nord):
    return noticed(alsace, nord)


# Who


def test_the_committee_and_alsace_active_know_of_its_leads_and_nobody_else(alsace, lead):
    keepers = {name for name in vars(alsace) if hasattr(getattr(alsace, name), "username")}
    knowing = {name for name in keepers if lead_access.leads_for(getattr(alsace, name)).exists()}

    assert knowing == {"serge", "tom", "tania", "odile", "omar", "didier", "archie"}


def test_a_stranger_to_the_committee_does_nothing_with_its_leads(alsace, nord, lead):
    for who in (alsace.sonia, alsace.claire, alsace.steve, alsace.alice):
        assert codes(actions.note_lead, nord, name="Autre chose", by=who) == ["lead-not-yours"]
        assert codes(actions.edit_lead, lead, name="Autre chose", by=who) == ["lead-not-yours"]
        assert codes(actions.entrust_lead, lead, by=who) == ["lead-not-yours"]
        assert codes(call, lead, who, CallOutcome.INTERESTED) == ["lead-not-yours"]
        assert codes(actions.erase_lead_contact, lead, by=who) == ["lead-not-yours"]
        assert codes(actions.split_lead, lead, by=who) == ["lead-not-yours"]
        assert codes(actions.unlink_lead, lead, by=who) == ["lead-not-yours"]


def test_who_no_longer_sits_knows_no_more(alsace, lead):
    mandate = alsace.tania.mandates.get()
    actions.end_mandate(mandate, ends_on=clock.today(), by=alsace.adam)

    with later(days=2):
        assert not lead_access.leads_for(alsace.tania).exists()


def test_a_lead_that_became_a_dossier_is_closed_to_whoever_stands_aside_from_it(alsace, lead):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    actions.link_lead(lead, dossier=dossier, by=alsace.serge)
    assert lead_access.leads_for(alsace.tania).exists()

    actions.recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.tania)

    assert not lead_access.leads_for(alsace.tania).exists()
    assert lead_access.leads_for(alsace.tom).exists()
    assert lead_access.counted(alsace.tania) == [] != lead_access.counted(alsace.tom)
    assert codes(actions.edit_lead, lead, name="Autre", by=alsace.tania) == ["lead-not-yours"]


def test_steering_reads_numbers_and_no_lead(alsace, lead):
    assert lead_access.may_count(alsace.steve)
    assert not lead_access.may_count(alsace.marc)
    assert lead_access.counted(alsace.steve) == [("Nord Alsace", {"to_call": 1})]
    assert not lead_access.leads_for(alsace.steve).exists()


# Noting


def test_a_second_click_notes_nothing_more(alsace, nord):
    first = actions.note_lead(nord, name="La Ressourcerie", by=alsace.serge)
    again = actions.note_lead(nord, name="La Ressourcerie", by=alsace.serge)

    assert again == first
    assert Event.objects.filter(subject=first.subject).count() == 1


def test_one_that_looks_alike_is_named_before_it_is_noted(alsace, nord, lead):
    assert codes(actions.note_lead, nord, name="LE FOURNIL PARTAGE", by=alsace.tania) == ["lead-known"]

    other = actions.note_lead(nord, name="Fournil partagé", by=alsace.tania, anyway=True)
    assert list(lead_access.doubles(alsace.tania, nord, other.name, "", but=other.pk)) == [lead]


def test_the_same_siren_is_the_same_whatever_the_name(alsace, nord):
    actions.note_lead(nord, name="Bocaux", siren="246 700 488", by=alsace.serge)

    assert codes(actions.note_lead, nord, name="Conserves", siren=SIREN, by=alsace.serge) == ["lead-known"]


def test_what_a_lead_must_say(alsace, nord):
    note = {"by": alsace.serge}
    assert codes(actions.note_lead, nord, name=" ", **note) == ["lead-unnamed"]
    assert codes(actions.note_lead, nord, name="A", siren="123", **note) == ["identifier-wrong"]
    assert codes(actions.note_lead, nord, name="A", contact_phone="06", **note) == ["contact-unexplained"]
    assert codes(actions.note_lead, nord, name="A", **contact(-1), **note) == ["contact-kept-too-long"]
    assert codes(actions.note_lead, nord, name="A", **contact(4 * 365), **note) == ["contact-kept-too-long"]
    assert codes(actions.note_lead, nord, name="A", caller=alsace.sonia, **note) == ["caller-elsewhere"]
    assert codes(actions.note_lead, nord, name="A", call_by=days(1), **note) == ["caller-elsewhere"]
    assert codes(actions.note_lead, nord, name="A", caller=alsace.tom, call_by=days(-1), **note) == ["call-day-past"]


def test_a_reason_without_a_contact_is_not_kept(alsace, nord):
    lead = actions.note_lead(nord, name="A", keep_reason="Pour rien", keep_until=days(3), by=alsace.serge)

    assert (lead.keep_reason, lead.keep_until) == ("", None)


def test_the_journal_names_no_contact(lead):
    told = " ".join(str(event.facts) for event in Event.objects.filter(subject=lead.subject))

    assert "Ofen" not in told and "okote.test" not in told


# Calling


def test_the_caller_is_told_and_reminded_once_on_the_day(alsace, lead):
    dispatch.catch_up()
    told = notifications_for(alsace.tania).filter(event__kind=Kind.LEAD_ENTRUSTED)
    assert [row.text for row in told] == ["Un appel vous est confié\u00a0: Le Fournil partagé."]

    with later(days=4):
        sweep.run()
        assert not Event.objects.filter(kind=Kind.LEAD_CALL_DUE).exists()
    with later(days=5):
        assert list(lead_access.awaited(alsace.tania)) == [lead]
        sweep.run()
        sweep.run()
    dispatch.catch_up()

    assert Event.objects.filter(kind=Kind.LEAD_CALL_DUE).count() == 1
    assert Notification.objects.filter(event__kind=Kind.LEAD_CALL_DUE).get().recipient == alsace.tania
    assert codes(actions.remind_of_call, lead, by=None) == ["call-not-due"]


def test_another_member_takes_over(alsace, lead):
    actions.entrust_lead(lead, caller=alsace.tom, call_by=days(9), by=alsace.tania)

    assert not lead_access.awaited(alsace.tania)
    assert list(lead_access.awaited(alsace.tom)) == [lead]
    before = Event.objects.count()
    actions.entrust_lead(lead, caller=alsace.tom, call_by=days(9), by=alsace.tania)
    assert Event.objects.count() == before


def test_what_comes_of_calls(alsace, lead):
    call(lead, alsace.tania, CallOutcome.NO_ANSWER)
    assert (fresh(lead).state, fresh(lead).call_by) == (LeadState.TO_CALL, days(5))

    call(lead, alsace.tania, CallOutcome.LATER, back=days(30))
    assert (fresh(lead).state, fresh(lead).call_by) == (LeadState.LATER, days(30))
    assert not lead_access.awaited(alsace.tania)
    with later(days=30):
        assert list(lead_access.awaited(alsace.tania)) == [lead]

    call(lead, alsace.tania, CallOutcome.DROPPED, "Le lieu est vendu.")
    assert (fresh(lead).state, fresh(lead).call_by) == (LeadState.DROPPED, None)

    call(lead, alsace.tania, CallOutcome.INTERESTED)
    assert fresh(lead).state == LeadState.INTERESTED


def test_a_call_says_what_it_must(alsace, lead):
    tomorrow = {"outcome": CallOutcome.INTERESTED, "called_on": days(1), "by": alsace.tania}
    assert codes(actions.note_call, lead, **tomorrow) == ["call-to-come"]
    assert codes(call, lead, alsace.tania, CallOutcome.LATER) == ["back-day-missing"]
    assert codes(call, lead, alsace.tania, CallOutcome.LATER, back=clock.today()) == ["back-day-missing"]
    assert codes(call, lead, alsace.tania, CallOutcome.DROPPED) == ["drop-unsaid"]


def test_the_same_call_twice_is_one(alsace, lead):
    assert call(lead, alsace.tania, CallOutcome.INTERESTED) == call(lead, alsace.tania, CallOutcome.INTERESTED)


def test_the_last_call_is_taken_back_and_no_other(alsace, lead):
    first = call(lead, alsace.tania, CallOutcome.LATER, back=days(30))
    last = call(lead, alsace.tania, CallOutcome.DROPPED, "Erreur de ligne.")
    assert codes(actions.take_back_call, first, by=alsace.tania) == ["call-not-last"]

    actions.take_back_call(last, by=alsace.tania)
    assert (fresh(lead).state, fresh(lead).call_by) == (LeadState.LATER, days(30))

    actions.take_back_call(first, by=alsace.tania)
    assert (fresh(lead).state, fresh(lead).call_by) == (LeadState.TO_CALL, days(5))
    assert codes(actions.take_back_call, first, by=alsace.tania) == ["call-not-last"]


# Twice the same


def test_two_leads_are_made_one_and_two_again(alsace, nord, lead):
    other = actions.note_lead(nord, name="Fournil", by=alsace.tom)
    call(other, alsace.tom, CallOutcome.INTERESTED)

    actions.merge_lead(other, into=lead, by=alsace.serge)
    assert list(lead_list.found(alsace.serge, lead_list.Criteria())) == [lead]
    assert [one.by for one in lead_access.calls_of(alsace.serge, lead)] == [alsace.tom]
    assert codes(call, other, alsace.tom, CallOutcome.INTERESTED, "Encore") == ["lead-merged"]
    assert codes(actions.merge_lead, lead, into=other, by=alsace.serge) == ["lead-merged"]

    actions.split_lead(other, by=alsace.serge)
    assert len(lead_list.found(alsace.serge, lead_list.Criteria())) == 2
    assert codes(actions.split_lead, other, by=alsace.serge) == ["lead-not-merged"]


def test_leads_of_two_committees_are_not_made_one(alsace, lead):
    sud = Committee.objects.get(code="territorial-sud-alsace")
    there = actions.note_lead(sud, name="Le Fournil", by=alsace.odile)

    assert codes(actions.merge_lead, there, into=lead, by=alsace.odile) == ["lead-elsewhere"]
    assert codes(actions.merge_lead, there, into=lead, by=alsace.sonia) == ["lead-not-yours"]


# The dossier


def test_a_dossier_of_the_same_siren_is_suggested_and_linked_and_detached(alsace, nord):
    lead = actions.note_lead(nord, name="Des bocaux", siren=SIREN, by=alsace.serge)
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    assert lead_access.suggested(alsace.serge, lead) == [dossier]

    actions.link_lead(lead, dossier=dossier, by=alsace.serge)
    assert fresh(lead).state == LeadState.SUBMITTED
    assert codes(call, lead, alsace.serge, CallOutcome.INTERESTED) == ["lead-closed"]
    assert lead_access.suggested(alsace.serge, fresh(lead)) == []

    actions.unlink_lead(lead, by=alsace.serge)
    assert (fresh(lead).state, fresh(lead).dossier) == (LeadState.TO_CALL, None)
    assert codes(actions.unlink_lead, lead, by=alsace.serge) == ["lead-not-linked"]


def test_a_dossier_that_the_member_does_not_see_is_neither_suggested_nor_linked(alsace, nord):
    lead = actions.note_lead(nord, name="Des bocaux", siren=SIREN, by=alsace.serge)
    dossier = alsace.dossier(State.SUBMITTED)  # before it is admitted it is Alsace Active's

    assert lead_access.suggested(alsace.serge, lead) == []
    assert codes(actions.link_lead, lead, dossier=dossier, by=alsace.serge) == ["dossier-elsewhere"]
    assert lead_access.suggested(alsace.odile, lead) == [dossier]


def test_an_invitation_opens_one_draft_that_is_nobody_else_s_until_it_is_handed_in(alsace, lead):
    draft = actions.follow_invitation(lead, by=alsace.zoe)

    assert (draft.title, draft.city, draft.territory) == ("Le Fournil partagé", "Wissembourg", alsace.nord)
    assert actions.follow_invitation(lead, by=alsace.zoe) == draft
    assert codes(actions.follow_invitation, lead, by=alsace.alice) == ["invitation-taken"]
    assert codes(actions.follow_invitation, lead, by=alsace.tania) == ["invitation-yours"]
    assert fresh(lead).state == LeadState.TO_CALL
    assert lead_access.dossier_of(alsace.odile, fresh(lead)) is None


def test_the_lead_becomes_the_dossier_when_its_draft_is_handed_in(alsace, lead):
    draft = alsace.draft()
    Lead.objects.filter(pk=lead.pk).update(dossier=draft)
    dossiers.submit(draft, by=alsace.alice)
    dispatch.catch_up()

    assert fresh(lead).state == LeadState.SUBMITTED
    told = Notification.objects.get(event__kind=Kind.LEAD_SUBMITTED)
    assert told.recipient == alsace.tania
    assert codes(actions.follow_invitation, lead, by=alsace.zoe) == ["invitation-over"]
    assert lead_access.dossier_of(alsace.odile, fresh(lead)) == Dossier.objects.get(pk=draft.pk)
    assert lead_access.dossier_of(alsace.tania, fresh(lead)) is None  # not admitted yet


def test_a_withdrawn_draft_may_be_begun_again(alsace, lead):
    draft = actions.follow_invitation(lead, by=alsace.zoe)
    dossiers.withdraw(draft, by=alsace.zoe)

    assert actions.follow_invitation(lead, by=alsace.zoe) != draft


def test_the_database_keeps_no_contact_without_a_reason(lead):
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(pk=lead.pk).update(keep_reason="")


def test_a_second_committee_of_a_person_opens_its_leads_too(alsace, lead):
    assert not lead_access.leads_for(alsace.sonia).exists()
    actions.install(lead.committee, user=alsace.sonia, role=Role.EXPERT, by=None)

    assert lead_access.leads_for(alsace.sonia).exists()


def test_an_edit_says_what_changed_and_a_second_one_changes_nothing(alsace, lead):
    said = {"name": "Le Fournil", "city": "Wissembourg", "by": alsace.tania, **contact()}
    actions.edit_lead(lead, **said)
    before = Event.objects.count()

    actions.edit_lead(lead, **said)

    assert Event.objects.count() == before
    assert Event.objects.filter(kind=Kind.LEAD_EDITED).get().facts["fields"] == ["name"]
    with pytest.raises(Refused):
        actions.edit_lead(lead, **(said | {"name": ""}))
