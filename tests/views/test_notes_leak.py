"""Internal notes by every door of the house: whoever may not read them finds every page as it was before."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from dossiers import actions
from dossiers.lifecycle import State
from dossiers.models import DossierSnapshot, Enclosure
from notifications import dispatch
from notifications.access import notifications_for
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from tests.views.crawl import everything
from tests.views.moments import Passing, client_of

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]

READERS = ("alice", "serge", "audrey")
"""The holder, a committee, and somebody who reads the thread without its notes."""
WORD = "Chaufferie"
MOVING = {"live_since", "records:my_data", "records:proof"}
"""Where the whole house stands; what is held of oneself, which holds one's own visits too: it is tried below; and the
proof for an auditor, which must hold every fact of the chain: that a note was written, never what it says."""
QUERIES = {
    "dossiers:list": (f"?q={WORD}",),
    "dossiers:export": (f"?q={WORD}",),
    "dossiers:dossier": ("?onglet=echanges", "?onglet=histoire"),
    "dossiers:messages": ("?avant=1000", "?notes-avant=1000"),
}


def read(alsace, dossier, reader, among=None):
    """Address -> status, text and where it leads, without its headers."""
    return {
        name: page[:3] for name, page in everything(Passing(alsace, dossier), getattr(alsace, reader), QUERIES, among)
    }


def noted(alsace, dossier):
    """Notes of all kinds, and all that they bring about."""
    for number in range(3):
        actions.write_note(
            dossier,
            text=f"{WORD} {number}. @Omar Muster @Archie Muster",
            key=str(number),
            files=[ContentFile(b"%PDF-1.7 secret", f"{WORD}.pdf")],
            colleagues=[alsace.tess],
            by=alsace.odile,
        )
    actions.keep_draft(dossier, text=WORD, key="d", is_note=True, by=alsace.odile)
    actions.mark_thread_read(dossier, by=alsace.odile)
    dispatch.catch_up()


@pytest.mark.parametrize("reader", READERS)
def test_no_page_tells_of_a_note_to_whoever_may_not_read_it(alsace, reader):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    actions.write_message(dossier, text="Bonjour.", key="1", by=alsace.alice)
    actions.mark_thread_read(dossier, by=alsace.odile)
    dispatch.catch_up()
    read(alsace, dossier, reader, among=QUERIES)  # what a first visit changes is changed
    before = read(alsace, dossier, reader)

    noted(alsace, dossier)

    after = read(alsace, dossier, reader)
    assert len(before) > 100
    assert {name for name in before if before[name] != after[name]} <= MOVING
    assert not [name for name, (_, text, _) in after.items() if WORD in text and f"q={WORD}" not in name]


def test_who_may_read_them_finds_them(alsace):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    noted(alsace, dossier)

    for reader in (alsace.odile, alsace.didier, alsace.archie):
        client = client_of(reader)
        for page in (reverse("dossiers:messages", args=[dossier.pk]), f"/dossiers/{dossier.pk}/?onglet=echanges"):
            assert f"{WORD} 2." in client.get(page).content.decode()


def test_a_file_of_a_note_is_no_stranger_s_even_by_its_address(alsace):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    noted(alsace, dossier)
    url = reverse("dossiers:enclosure", args=[Enclosure.objects.filter(note__isnull=False)[0].code])

    for reader in (alsace.alice, alsace.serge, alsace.audrey, alsace.zoe):
        assert client_of(reader).get(url).status_code == 404
    answer = client_of(alsace.odile).get(url)
    assert b"".join(answer) == b"%PDF-1.7 secret"
    assert answer["Content-Disposition"].startswith("attachment")


def test_no_note_can_be_written_nor_found_by_post_of_a_holder(alsace):
    dossier = alsace.dossier(State.SUBMITTED)
    url = reverse("dossiers:note", args=[dossier.pk])

    for reader in (alsace.alice, alsace.serge, alsace.audrey):
        assert client_of(reader).post(url, {"text": WORD, "key": "k"}).status_code == 404
    refused = client_of(alsace.archie).post(url, {"text": WORD, "key": "k"})  # he reads, and does not write
    assert refused.status_code == 409
    assert not dossier.notes.exists()


def test_what_is_handed_over_and_the_journal_hold_no_word_of_a_note(alsace):
    dossier = alsace.dossier(State.SUBMITTED)
    noted(alsace, dossier)

    assert WORD not in str(list(DossierSnapshot.objects.values_list("content", flat=True)))
    assert WORD not in str(list(Event.objects.values_list("facts", flat=True)))
    assert not notifications_for(alsace.alice).filter(event__kind=Kind.NOTE_WRITTEN).exists()
    untouched = type(dossier).objects.values_list("version", "touched_at").get(pk=dossier.pk)
    assert untouched == (dossier.version, dossier.touched_at)


def test_the_export_of_ones_own_data_tells_of_no_note(alsace):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    dispatch.catch_up()
    client = client_of(alsace.alice)
    before = client.get(reverse("records:my_data")).getvalue()

    noted(alsace, dossier)

    assert client.get(reverse("records:my_data")).getvalue() == before
