"""The thread of a dossier: who writes and reads, what is refused, what a second click or a second officer changes."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.http import Http404

from committees.actions import recuse
from committees.models import RecusalGround
from dossiers import access, actions, rules, thread
from dossiers.lifecycle import State
from dossiers.models import Enclosure, Message, Note, Party
from notifications.models import Notification
from okote_flow import clock
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Appointment, Office
from okote_flow.journal import chain
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests.actions.test_permissions import PEOPLE, person

pytestmark = pytest.mark.django_db

# Who does what with the thread of Alice's dossier once it is handed in; nobody else anything.
TABLE = """
alice    reads writes
bruno    reads writes
odile    reads writes reads-notes notes
omar     reads writes reads-notes notes
didier   reads writes reads-notes notes
tess     reads writes reads-notes notes
archie   reads reads-notes
audrey   reads
"""
MAY = {line.split()[0]: set(line.split()[1:]) for line in TABLE.strip().splitlines()}


def pdf(name="devis.pdf"):
    return ContentFile(b"%PDF-1.7 a quote", name)


def codes(act):
    with pytest.raises(Refused) as refused:
        act()
    return [one.code for one in refused.value.refusals]


def told(kind):
    """First name -> the text, of what was told of that kind."""
    rows = Notification.objects.filter(event__kind=kind).select_related("recipient")
    return {row.recipient.first_name: row.text for row in rows}


@pytest.fixture
def dossier(world):
    return actions.submit(world.draft(), by=world.alice)


def write(dossier, by, text="Bonjour.", key="k", **more):
    return actions.write_message(dossier, text=text, key=key, by=by, **more)


def note(dossier, by, text="À surveiller.", key="k", **more):
    return actions.write_note(dossier, text=text, key=key, by=by, **more)


# Who


def powers(user, dossier):
    """What somebody may do, as the acts and the door say it."""
    standing = access.standing(user, dossier)
    tried = {"writes": lambda: write(dossier, user), "notes": lambda: note(dossier, user)}
    found = {name for name, has in (("reads", standing.reads), ("reads-notes", standing.reads_notes)) if has}
    return found | {name for name, act in tried.items() if met(act) == ["ok"]}


def met(act):
    """The codes of the refusals, or ok; nothing of it is kept."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except Refused as refused:
        return [one.code for one in refused.refusals]
    return ["ok"]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.TERRITORIAL_REVIEW, State.ENGAGEMENT_REVIEW, State.PAYOUT])
def test_every_role_reads_writes_and_notes_as_the_table_says(alsace, state):
    dossier = alsace.dossier(state)

    found = {name: powers(person(alsace, name), dossier) for name in PEOPLE[:-1]}

    assert found == {name: MAY.get(name, set()) for name in PEOPLE[:-1]}
    assert met(lambda: write(dossier, alsace.zoe)) == met(lambda: note(dossier, alsace.alice)) == ["thread-closed"]


def test_a_draft_has_no_thread(alsace):
    draft = alsace.draft()

    assert {name for name in PEOPLE[:-1] if powers(person(alsace, name), draft)} == set()


def test_a_draft_entered_for_a_holder_is_spoken_of_by_those_two(world):
    omar = world.officer("Omar")
    draft = actions.draft_for(email=world.zoe.email, title="Verger", by=world.odile)

    assert powers(world.zoe, draft) == {"reads", "writes"}
    assert powers(world.odile, draft) == MAY["odile"]
    assert powers(omar, draft) == set()


def test_who_stands_aside_neither_reads_nor_writes_any_more(alsace):
    dossier = alsace.dossier(State.SUBMITTED)
    sent = write(dossier, alsace.alice, files=[pdf()])

    recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.odile)

    assert powers(alsace.odile, dossier) == set()
    assert not access.messages_for(alsace.odile, dossier).exists()
    assert not thread.unread(alsace.odile).exists()
    with pytest.raises(Http404):
        access.get_enclosure(alsace.odile, sent.enclosures.get().code)


def test_an_officer_who_carries_the_project_is_on_its_holder_s_side_and_sees_no_note(world, dossier):
    note(dossier, world.odile)
    appoint(world.alice, office=Office.OFFICER, by=None)
    alice = world.again(world.alice)

    assert access.standing(alice, dossier) == access.Standing(Party.HOLDER, reads=True, reads_notes=False)
    assert not access.notes_for(alice, dossier).exists()
    assert codes(lambda: note(dossier, alice)) == ["thread-closed"]


def test_a_closed_account_and_an_ended_office_have_no_thread(world, dossier):
    Appointment.objects.filter(user=world.odile).delete()
    world.alice.is_active = False
    world.alice.save()

    for one in (world.again(world.odile), world.again(world.alice)):
        assert access.standing(one, dossier) == access.Standing(None, reads=False, reads_notes=False)


def test_colleagues_are_found_in_as_many_queries_for_ten_as_for_two(world, dossier, django_assert_num_queries):
    for number in range(8):
        world.officer(f"Officer{number}")

    with django_assert_num_queries(4):
        found = access.colleagues_of(world.odile, dossier)

    assert len(found) == 10
    assert world.odile not in found and world.alice not in found


# What is written


def test_a_message_stands_in_the_thread_and_the_journal_holds_none_of_its_words(world, dossier):
    message = write(dossier, world.alice, "Le bail est signé.\r\nVoici le plan. ", files=[pdf()])

    event = Event.objects.get(kind=Kind.MESSAGE_SENT)
    assert (message.text, message.party) == ("Le bail est signé.\nVoici le plan.", Party.HOLDER)
    assert event.facts == {
        "message": message.pk, "party": "holder", "files": 1, "words": chain.commit(message.salt, message.text),
    }  # fmt: skip
    assert (event.subject, event.office) == (dossier.subject, "applicant")
    assert "bail" not in str(event.facts)


def test_what_staff_write_is_signed_by_their_office(world, dossier):
    for by in (world.odile, world.didier, world.tess):
        write(dossier, by)

    assert list(Event.objects.filter(kind=Kind.MESSAGE_SENT).values_list("office", flat=True)) == [
        "officer", "director", "treasurer",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"text": " \r\n\u00a0"}, "message-empty"),
        ({"text": "é" * 4001}, "message-too-long"),
        ({"files": [pdf(f"{number}.pdf") for number in range(6)]}, "too-many-files"),
        ({"files": [ContentFile(b"MZ\x90", "outil.exe")]}, "file-type"),
        ({"files": [ContentFile(b"MZ\x90", "devis.pdf")]}, "file-disguised"),
        ({"files": [ContentFile(b"", "vide.pdf")]}, "file-empty"),
    ],
)
@pytest.mark.parametrize("verb", [write, note])
def test_what_is_no_message_is_refused_and_leaves_no_trace(world, dossier, verb, given, code):
    events = Event.objects.count()

    assert codes(lambda: verb(dossier, world.odile, **given)) == [code]

    assert not Message.objects.exists() and not Note.objects.exists() and not Enclosure.objects.exists()
    assert Event.objects.count() == events


def test_a_file_alone_is_a_message(world, dossier):
    message = write(dossier, world.alice, "", files=[pdf("../../plan.pdf")])

    [enclosed] = message.enclosures.all()
    assert enclosed.name == "plan.pdf"
    assert "plan" not in enclosed.file.name and dossier.subject not in enclosed.file.name


def test_two_clicks_send_one_message(world, dossier):
    first = write(dossier, world.alice, "Une fois.", key="clic", files=[pdf()])

    assert write(dossier, world.alice, " Une fois. ", key="clic", files=[pdf()]) == first

    assert Message.objects.count() == Enclosure.objects.count() == 1
    assert Event.objects.filter(kind=Kind.MESSAGE_SENT).count() == 1
    assert note(dossier, world.odile, key="clic") == note(dossier, world.odile, key="clic")
    assert Event.objects.filter(kind=Kind.NOTE_WRITTEN).count() == 1


def test_another_text_under_the_same_key_is_not_lost_silently(world, dossier):
    write(dossier, world.alice, "Le premier.", key="clic")
    note(dossier, world.odile, "La première.", key="clic")

    assert codes(lambda: write(dossier, world.alice, "Le second.", key="clic")) == ["sent-otherwise"]
    assert codes(lambda: note(dossier, world.odile, "La seconde.", key="clic")) == ["sent-otherwise"]


def test_the_same_key_of_two_people_is_two_sendings(world, dossier):
    write(dossier, world.alice, key="k")
    write(dossier, world.odile, key="k")

    assert Message.objects.count() == 2


def test_the_second_officer_is_told_that_the_first_has_answered(world, dossier):
    omar, asked = world.officer("Omar"), write(dossier, world.alice)
    write(dossier, world.odile, "Oui.", seen=asked.pk)

    with pytest.raises(Refused) as refused:
        write(dossier, omar, "Non.", seen=asked.pk)

    [why] = refused.value.refusals
    assert why.code == "answered-meanwhile"
    assert "Odile Muster a écrit à 10\u00a0h\u00a000" in why.message
    newest = Message.objects.latest("pk")
    assert write(dossier, omar, "D’accord avec Odile.", seen=newest.pk).pk > newest.pk


def test_one_s_own_messages_and_retracted_ones_are_no_answer_of_another(world, dossier):
    omar = world.officer("Omar")
    write(dossier, world.odile, "Un.", key="1", seen=0)
    actions.retract_message(write(dossier, omar, "Erreur.", key="2"), by=omar)

    write(dossier, world.odile, "Deux.", key="3", seen=0)

    assert Message.objects.filter(author=world.odile).count() == 2


def test_after_twenty_messages_in_an_hour_one_waits(world, dossier):
    for number in range(rules.MOST_MESSAGES):
        write(dossier, world.alice, key=str(number))

    assert codes(lambda: write(dossier, world.alice, key="de trop")) == ["too-many-messages"]
    assert write(dossier, world.odile).pk
    Message.objects.filter(key="0").update(received_at=clock.real_now() - timedelta(minutes=61))
    assert write(dossier, world.alice, key="de trop").pk


def test_the_wait_is_said_in_minutes():
    now = clock.real_now()
    sent = [now - timedelta(minutes=minute) for minute in range(10, 10 + rules.MOST_MESSAGES)]

    [refusal] = rules.flood_refusals(sent, now)

    assert "dans 31\u00a0minutes" in refusal.message
    assert list(rules.flood_refusals(sent[1:], now)) == []


def test_the_database_keeps_what_was_written(world, dossier):
    message, noted = write(dossier, world.alice), note(dossier, world.odile)

    for row in (message, noted):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete(connection.alias)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(retracted_at=clock.now())
