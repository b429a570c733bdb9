"""What is read, taken back, kept as a draft; and what the audit finds of words that were changed."""

import pytest

from dossiers import actions, thread
from dossiers.models import Message, Note, Party, ThreadDraft, ThreadMark
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit import messages as audited
from tests.actions.test_messages import codes, note, pdf, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world):
    return actions.submit(world.draft(), by=world.alice)


# Read, and taken back


def test_a_message_is_taken_back_until_the_other_side_has_read_it(world, dossier, django_capture_on_commit_callbacks):
    first, second = (write(dossier, world.alice, key=key, files=[pdf()]) for key in "12")
    storage, name = first.enclosures.get().file.storage, first.enclosures.get().file.name
    world.join(world.bruno, dossier.organization)
    actions.mark_thread_read(dossier, by=world.bruno)  # one's own side

    with django_capture_on_commit_callbacks(execute=True):
        actions.retract_message(first, by=world.alice)
        actions.retract_message(first, by=world.alice)
    actions.mark_thread_read(dossier, by=world.odile)

    assert codes(lambda: actions.retract_message(second, by=world.alice)) == ["already-read"]
    first.refresh_from_db()
    assert (first.text, first.salt, first.enclosures.count()) == ("", "", 0)
    assert not storage.exists(name)
    [event] = Event.objects.filter(kind=Kind.MESSAGE_RETRACTED)
    assert event.facts == {"message": first.pk}


def test_nobody_takes_back_the_words_of_another(world, dossier):
    message = write(dossier, world.alice)
    world.join(world.bruno, dossier.organization)

    assert codes(lambda: actions.retract_message(message, by=world.bruno)) == ["not-your-message"]
    assert codes(lambda: actions.retract_message(message, by=world.zoe)) == ["thread-closed"]


def test_what_was_read_is_known_to_the_other_side_by_name_for_staff_alone(world, dossier):
    sent, answered = write(dossier, world.odile), write(dossier, world.alice)
    actions.mark_thread_read(dossier, by=world.alice)
    actions.mark_thread_read(dossier, by=world.odile)

    staff, holder = (thread.thread_of(one, dossier).bubbles for one in (world.odile, world.alice))

    assert [one.readers for one in staff] == [["Alice Muster"], []]
    assert [one.readers for one in holder] == [[], []]
    assert [one.is_read for one in holder] == [True, True]
    assert [one.pk for one in staff] == [sent.pk, answered.pk]


def test_reading_leaves_a_mark_and_no_event(world, dossier):
    message, events = write(dossier, world.alice), Event.objects.count()

    actions.mark_thread_read(dossier, by=world.odile)
    mark = actions.mark_thread_read(dossier, by=world.odile)

    assert ThreadMark.objects.get() == mark
    assert (mark.message, mark.note, mark.party) == (message.pk, 0, Party.STAFF)
    assert Event.objects.count() == events
    assert codes(lambda: actions.mark_thread_read(dossier, by=world.zoe)) == ["thread-closed"]


def test_what_is_unread_is_the_other_side_s_on_what_one_follows(world, dossier):
    omar = world.officer("Omar")
    actions.assign_officer(dossier, officer=world.odile, by=world.odile)
    write(dossier, world.alice, key="1")
    write(dossier, world.odile, key="2")

    def unread():
        people = (world.alice, world.odile, omar, world.didier, world.zoe)
        return [thread.unread_among(one, [dossier.pk]).get(dossier.pk, 0) for one in people]

    assert unread() == [1, 1, 0, 0, 0]
    write(dossier, world.didier, key="3")  # who takes part, follows
    actions.mark_thread_read(dossier, by=world.odile)
    assert unread() == [2, 0, 0, 1, 0]
    dossier.officer = None
    dossier.save()
    assert unread() == [2, 0, 1, 1, 0]


# Drafts


def test_a_draft_is_kept_for_its_writer_alone_and_leaves_with_the_message(world, dossier):
    actions.keep_draft(dossier, text="Je commence", key="k", by=world.odile)
    actions.keep_draft(dossier, text="Je commence à", key="k", by=world.odile)
    actions.keep_draft(dossier, text="Note", key="n", is_note=True, by=world.odile)

    assert thread.thread_of(world.odile, dossier).draft == "Je commence à"
    assert thread.thread_of(world.didier, dossier).draft == thread.thread_of(world.alice, dossier).draft == ""
    write(dossier, world.odile, "Je commence à comprendre.", key="k")
    actions.keep_draft(dossier, text="Je commence à comprendre", key="k", by=world.odile)  # a late saving
    assert list(ThreadDraft.objects.values_list("is_note", "text")) == [(True, "Note")]
    note(dossier, world.odile, key="n")
    actions.keep_draft(dossier, text="Note", key="n", is_note=True, by=world.odile)
    assert not ThreadDraft.objects.exists()


def test_an_emptied_draft_is_no_draft(world, dossier):
    actions.keep_draft(dossier, text="Je", key="k", by=world.alice)
    actions.keep_draft(dossier, text=" ", key="k", by=world.alice)

    assert not ThreadDraft.objects.exists()


def test_a_draft_is_within_the_limits_of_what_it_becomes(world, dossier):
    assert codes(lambda: actions.keep_draft(dossier, text="é" * 4001, key="k", by=world.alice)) == ["message-too-long"]
    assert codes(lambda: actions.keep_draft(dossier, text="x", key="k", is_note=True, by=world.alice)) == [
        "thread-closed"
    ]
    assert codes(lambda: actions.keep_draft(dossier, text="x", key="k", by=world.zoe)) == ["thread-closed"]


# The audit


def faults():
    return [(fault.code, fault.subject) for fault in audited.words()]


def test_the_audit_finds_words_that_are_not_those_that_were_sent(world, dossier):
    message, noted = write(dossier, world.alice), note(dossier, world.odile)
    actions.retract_message(write(dossier, world.odile), by=world.odile)
    assert faults() == []

    Message.objects.filter(pk=message.pk).update(text="Bonsoir.")
    Note.objects.filter(pk=noted.pk).update(text="", salt="")  # erased, as a person may ask

    assert faults() == [("words-changed", f"dossiers_message:{message.pk}")]


def test_the_audit_finds_a_note_that_nobody_wrote_and_one_that_is_gone(world, dossier):
    noted = note(dossier, world.odile)
    Note.objects.filter(pk=noted.pk).update(id=noted.pk + 50)

    assert faults() == [
        ("words-changed", f"dossiers_note:{noted.pk + 50}"), ("words-gone", f"dossiers_note:{noted.pk}"),
    ]  # fmt: skip
