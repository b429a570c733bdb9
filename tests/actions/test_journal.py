"""What is written in the journal stays as it was, and is told only once it is certain."""

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction

from dossiers import actions
from okote_flow.journal import chain, seal
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event, Identity
from okote_flow.journal.record import event_recorded, record

pytestmark = pytest.mark.django_db


def links_hold(subject):
    before = chain.GENESIS
    for place, event in enumerate(Event.objects.filter(subject=subject).order_by("seq"), 1):
        fact = chain.Fact(event.subject, place, event.kind, event.at, event.actor, event.office, event.facts)
        if event.seq != place or event.previous_hash != before or event.hash != chain.link(before, fact):
            return False
        before = event.hash
    return True


def test_every_act_adds_one_link_to_the_chain(world):
    dossier = world.draft()
    actions.submit(dossier, by=world.alice)

    assert links_hold(dossier.subject)
    assert [line.kind for line in story(dossier.subject)][-1] == Kind.DOSSIER_SUBMIT


@pytest.mark.parametrize("change", ["UPDATE journal_event SET kind = 'x'", "DELETE FROM journal_event"])
def test_the_database_itself_refuses_to_rewrite_what_happened(world, change):
    world.draft()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_fact_outside_the_transaction_of_its_act_is_a_programmers_mistake(world, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "get_connection", lambda: SimpleNamespace(in_atomic_block=False))
        with pytest.raises(AssertionError):
            record(Kind.SEAL, subject="x", by=None)


def test_listeners_hear_after_the_commit_and_not_after_a_rollback(world, django_capture_on_commit_callbacks):
    heard = []

    def listen(event, **kwargs):
        heard.append(event.kind)

    event_recorded.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            actions.draft(title="Certain", by=world.alice)
            assert heard == []
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            actions.draft(title="Annulé", by=world.alice)
            transaction.set_rollback(True)
    finally:
        event_recorded.disconnect(listen)

    assert heard == [Kind.DOSSIER_DRAFTED]


def test_the_chain_names_nobody_and_outlives_an_erased_name(world):
    dossier = world.draft()
    actions.submit(dossier, by=world.alice)

    raw = " ".join(str(row) for row in Event.objects.values_list("actor", "facts", "office"))
    Identity.objects.filter(user=world.alice).update(name="", salt="", user=None)

    assert "Alice" not in raw
    assert links_hold(dossier.subject)
    assert {line.who for line in story(dossier.subject)} == {"nom effacé"}


def test_a_seal_binds_every_head(world):
    first = seal.seal()
    actions.draft(title="Un de plus", by=world.alice)
    second = seal.seal()

    assert first.facts["root"] != second.facts["root"]
    assert second.previous_hash == first.hash
    assert second.facts["heads"] == first.facts["heads"] + 1
