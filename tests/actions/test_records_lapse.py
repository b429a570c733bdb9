"""What ends by itself: the traces of mails a year on, the sessions that open nothing; and nothing before its time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from dossiers.lifecycle import State
from notifications import dispatch
from notifications.models import Delivery, DeliveryStatus, Outcome, Received
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations import sweep
from okote_flow.operations.audit.everything import faults
from okote_flow.records import actions
from okote_flow.search import following

pytestmark = pytest.mark.django_db
LEFT = datetime(2022, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def log(alsace, monkeypatch):
    """A mail that left, one that waits, one that came in: all of the same day."""
    alsace.dossier(State.SUBMITTED)
    dispatch.catch_up()
    sent, waiting = Delivery.objects.order_by("pk")[:2]
    gone = {"status": DeliveryStatus.BOUNCED, "sent_at": LEFT, "address": "odile@okote.test", "error": "550 inconnue"}
    Delivery.objects.exclude(pk__in=[sent.pk, waiting.pk]).delete()
    Delivery.objects.filter(pk=sent.pk).update(leaves_at=LEFT, **gone)
    Delivery.objects.filter(pk=waiting.pk).update(leaves_at=LEFT, address="tania@okote.test")
    Received.objects.create(digest="d" * 64, sender="alice@okote.test", outcome=Outcome.TAKEN, at=LEFT)
    return sent, waiting, monkeypatch


def later(log, **delta):
    """The log keeps real times: it is the real clock that goes on."""
    log[2].setattr(clock, "real_now", lambda: LEFT + timedelta(**delta))


def test_a_year_on_the_log_says_that_a_mail_left_and_no_longer_to_whom(log):
    later(log, days=366)

    assert actions.forget_mail_log() == 2

    sent = Delivery.objects.get(pk=log[0].pk)
    assert (sent.address, sent.error, sent.status, sent.sent_at) == ("", "", DeliveryStatus.BOUNCED, LEFT)
    assert Received.objects.get().sender == ""
    assert Event.objects.get(kind=Kind.MAIL_LOG_ERASED).facts == {"sent": 1, "received": 1}
    following.rebuild()
    assert list(faults()) == []


def test_what_waits_keeps_its_address_and_what_is_younger_all_of_it(log):
    later(log, days=366)
    actions.forget_mail_log()
    assert Delivery.objects.get(pk=log[1].pk).address == "tania@okote.test"

    Delivery.objects.filter(pk=log[0].pk).update(address="odile@okote.test")
    later(log, days=364)
    assert not actions.is_log_over()
    assert actions.forget_mail_log() == 0
    assert Event.objects.filter(kind=Kind.MAIL_LOG_ERASED).count() == 1


def test_the_clock_does_it_once(log):
    later(log, days=366)

    first, second = sweep.run(), sweep.run()

    assert "adresses effacées du journal des courriels" in first.done
    assert "adresses effacées du journal des courriels" not in second.done


def test_a_session_that_opens_nothing_any_more_is_erased(alsace, client):
    client.force_login(alsace.odile)
    client.force_login(alsace.odile)
    assert Session.objects.exists()
    Session.objects.create(session_key="old", session_data="", expire_date=clock.real_now() - timedelta(seconds=1))

    assert "sessions échues effacées" in sweep.run().done
    assert Session.objects.exists() and not Session.objects.filter(session_key="old").exists()
