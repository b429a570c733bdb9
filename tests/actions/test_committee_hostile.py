"""What somebody past the actions tries on a vote meets the database: rows of elsewhere, undone voices, lost names."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from committees import actions
from committees.models import AgendaItem, Entitlement, Poll, Proclamation, Recusal, RecusalGround, ShowOfHands
from okote_flow import clock
from tests.actions.committee_cast import seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=2)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


@pytest.fixture
def here(bench):
    with bench.sitting(bench.at_engagement(), bench.at_engagement()) as sitting:
        yield sitting


KEPT = "(is frozen|stays so|is append-only)"  # the last in PostgreSQL, whose triggers of this kind share one function


def refused_by_database(act, says):
    with pytest.raises(IntegrityError, match=says), transaction.atomic():
        act()


def copy_of(row, **changes):
    """The same row again, with something changed, as a queryset or an import would write it."""
    row.pk, row._state.adding = None, True
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def test_the_database_refuses_a_poll_on_another_meetings_item(bench, here):
    poll = bench.open_poll(here.item)
    actions.void_poll(poll, reason="On recommence.", by=bench.claire)
    other = actions.plan_meeting(
        bench.ce, scheduled_at=clock.now() + timedelta(days=30), place="Salle Doller", by=bench.esther
    )
    held = Poll.objects.get(pk=poll.pk)

    refused_by_database(copy_of(held, round=2, meeting=other).save, "meeting of its item")


def test_the_database_refuses_a_verdict_that_its_own_vote_did_not_give(bench, here):
    first, second = here.items
    counted = bench.voted(first, claire="for", victor="for")
    said = {"verdict": "favourable", "proclaimed_by": bench.claire}

    refused_by_database(lambda: Proclamation.objects.create(item=second, poll=counted, **said), "its own item")
    lost = ShowOfHands.objects.create(
        item=first, purpose="postpone", reason="x", n_entitled=4, n_for=1, n_against=3, n_abstain=0, adopted=False,
        counted_by=bench.claire,
    )  # fmt: skip
    said["verdict"] = "postponed"
    refused_by_database(lambda: Proclamation.objects.create(item=first, hands=lost, **said), "its own item")


def test_the_database_refuses_a_verdict_from_a_running_or_void_vote(bench, here):
    poll = bench.open_poll(here.item)
    said = {"item": here.item, "poll": poll, "verdict": "favourable", "proclaimed_by": bench.claire}

    refused_by_database(lambda: Proclamation.objects.create(**said), "its own item")
    actions.void_poll(poll, reason="On recommence.", by=bench.claire)
    refused_by_database(lambda: Proclamation.objects.create(**said), "its own item")


def test_the_database_refuses_to_void_a_vote_that_was_proclaimed(bench, here):
    poll = bench.voted(here.item, claire="for", victor="for", ines="against")
    actions.proclaim(poll, by=bench.claire)

    refused_by_database(lambda: Poll.objects.filter(pk=poll.pk).update(state="void", void_reason="x"), "proclaimed")


@pytest.mark.parametrize("status", ["eligible", "left"])
def test_the_database_refuses_that_a_voice_once_heard_was_never_heard(bench, here, status):
    poll = bench.open_poll(here.item)
    bench.vote(poll, ines="for")

    refused_by_database(lambda: Entitlement.objects.filter(user=bench.ines).update(status=status), KEPT)


def test_the_database_refuses_to_close_a_vote_by_hand_or_with_a_recused_voice(bench, here):
    poll = bench.open_poll(here.item)
    bench.vote(poll, ines="for")
    closing = {"state": "closed", "closed_at": poll.opened_at, "closed_by": bench.claire}
    refused_by_database(lambda: Poll.objects.filter(pk=poll.pk).update(**closing), "has its result")

    Recusal.objects.create(
        dossier=here.dossier, user=bench.ines, ground=RecusalGround.PRUDENCE, declared_by=bench.esther
    )
    poll = actions.close_poll(poll, by=bench.claire)

    assert poll.state == "void"


def test_an_account_on_a_roll_is_not_deleted_and_its_name_is_copied(bench, here):
    bench.voted(here.item, claire="for", victor="for", ines="against")
    line = Entitlement.objects.get(user=bench.ines)
    was = line.name

    with pytest.raises(ProtectedError):
        bench.ines.delete()
    bench.ines.last_name = "Autrement"
    bench.ines.save(update_fields=["last_name"])

    assert Entitlement.objects.get(pk=line.pk).name == was != str(bench.ines)
    refused_by_database(lambda: Entitlement.objects.filter(pk=line.pk).update(name=str(bench.ines)), KEPT)


def test_the_database_refuses_a_second_item_called_at_once(here):
    refused_by_database(lambda: AgendaItem.objects.filter(pk=here.items[1].pk).update(state="opened"), "item")
