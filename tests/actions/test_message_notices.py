"""Who hears that somebody has written, or noted: the right side, by name, and never in which words."""

import pytest
from django.core import mail

from committees.actions import recuse
from committees.models import RecusalGround
from dossiers import access, actions
from dossiers.lifecycle import State
from notifications import dispatch
from notifications.access import notifications_for, unread_count
from notifications.families import Family
from notifications.mail import send_waiting
from notifications.models import Notification
from okote_flow.directory.models import Membership
from okote_flow.journal.kinds import Kind
from tests.actions.test_messages import codes, note, told, write

pytestmark = pytest.mark.django_db
SECRET = "Chaufferie"


@pytest.fixture
def dossier(alsace):
    """Handed in, followed by Odile."""
    dossier = alsace.dossier(State.SUBMITTED)
    return actions.assign_officer(dossier, officer=alsace.odile, by=alsace.odile)


def mailed(kind):
    rows = Notification.objects.filter(event__kind=kind, family=Family.MESSAGE)
    return set(rows.values_list("recipient__first_name", flat=True))


def test_a_holder_s_message_is_mailed_to_the_officer_in_charge_and_shown_to_their_own_side(alsace, dossier):
    write(dossier, alsace.alice, SECRET)
    dispatch.catch_up()

    assert told(Kind.MESSAGE_SENT).keys() == {"Odile", "Bruno"}
    assert mailed(Kind.MESSAGE_SENT) == {"Odile"}
    assert told(Kind.MESSAGE_SENT)["Odile"].startswith("Alice Muster a écrit à propos du dossier OKT-2022-001")


def test_without_an_officer_all_officers_hear_of_it(alsace, dossier):
    dossier.officer = None
    dossier.save()
    write(dossier, alsace.alice)
    dispatch.catch_up()

    assert mailed(Kind.MESSAGE_SENT) == {"Odile", "Omar"}


def test_an_officer_in_charge_who_stood_aside_is_replaced_by_the_others(alsace, dossier):
    recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.odile)
    write(dossier, alsace.alice)
    dispatch.catch_up()

    assert mailed(Kind.MESSAGE_SENT) == {"Omar"}


def test_an_answer_is_mailed_to_all_who_carry_the_project_and_shown_to_the_officer(alsace, dossier):
    write(dossier, alsace.didier, SECRET)
    write(dossier, alsace.alice, SECRET)
    dispatch.catch_up()

    assert mailed(Kind.MESSAGE_SENT) == {"Alice", "Bruno", "Odile", "Didier"}
    first = Notification.objects.filter(event__kind=Kind.MESSAGE_SENT).earliest("event__pk", "pk").event
    said = dict(first.notifications.values_list("recipient__first_name", "text"))
    assert said["Alice"].startswith("Didier Muster vous a écrit à propos de votre dossier")
    assert said["Odile"].startswith("Didier Muster a écrit au porteur")


def test_a_note_is_told_to_whom_it_names_and_to_the_officer_in_charge(alsace, dossier):
    note(dossier, alsace.didier, f"{SECRET}. @Omar Muster, @tess muster et @Alice Muster", colleagues=[alsace.archie])
    dispatch.catch_up()

    assert told(Kind.NOTE_WRITTEN).keys() == {"Archie", "Omar", "Tess", "Odile"}
    assert mailed(Kind.NOTE_WRITTEN) == {"Archie", "Omar", "Tess"}
    assert "vous signale une note interne" in told(Kind.NOTE_WRITTEN)["Omar"]


@pytest.mark.parametrize("name", ["alice", "zoe", "serge", "audrey", "odile"])
def test_nobody_is_named_who_may_not_read_the_note(alsace, dossier, name):
    if name == "odile":
        recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.odile)

    assert codes(lambda: note(dossier, alsace.didier, colleagues=[getattr(alsace, name)])) == ["colleague-aside"]
    assert getattr(alsace, name) not in access.colleagues_of(alsace.didier, dossier)


def test_no_word_of_a_message_or_note_is_in_a_notification_or_a_mail(alsace, dossier):
    write(dossier, alsace.alice, SECRET)
    write(dossier, alsace.odile, SECRET)
    note(dossier, alsace.didier, SECRET, colleagues=[alsace.omar])
    dispatch.catch_up()

    send_waiting()

    assert len(mail.outbox) >= 4
    assert not [one for one in mail.outbox if SECRET in one.subject + str(one.body)]
    assert not Notification.objects.filter(text__contains=SECRET).exists()
    assert not Notification.objects.filter(detail__contains=SECRET).exists()


def test_whoever_comes_to_carry_the_project_loses_what_they_were_told_of_its_notes(alsace, dossier):
    note(dossier, alsace.didier, colleagues=[alsace.omar])
    dispatch.catch_up()
    before = unread_count(alsace.omar), mailed(Kind.NOTE_WRITTEN)

    Membership.objects.create(user=alsace.omar, organization=dossier.organization)
    mail.outbox.clear()
    send_waiting()

    assert before == (1 + unread_count(alsace.omar), {"Omar"})
    assert not notifications_for(alsace.omar).filter(event__kind=Kind.NOTE_WRITTEN).exists()
    assert not [one for one in mail.outbox if alsace.omar.email in one.to and "note interne" in one.subject]


def test_a_retracted_message_is_told_to_nobody(alsace, dossier):
    actions.retract_message(write(dossier, alsace.alice), by=alsace.alice)
    dispatch.catch_up()

    assert told(Kind.MESSAGE_RETRACTED) == {}


def test_a_notification_of_a_note_shows_itself_only_to_whoever_reads_notes(alsace, dossier):
    note(dossier, alsace.didier, SECRET)
    dispatch.catch_up()
    row = Notification.objects.filter(event__kind=Kind.NOTE_WRITTEN).first()
    for reader in (alsace.audrey, alsace.archie):  # both see the dossier by their office
        row.pk, row.recipient = None, reader
        row.save()

    assert not notifications_for(alsace.audrey).filter(event=row.event).exists()
    assert notifications_for(alsace.archie).filter(event=row.event).exists()
