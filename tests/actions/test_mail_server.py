"""Mails over a real connection: what the server takes, what it refuses and in which words, crashes, two senders."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from dossiers import actions
from notifications import dispatch, mail, tasks
from notifications.models import Delivery, DeliveryStatus, Notification
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.worker import worker
from tests.mailserver import mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server():
    with mail_server() as running:
        yield running


@pytest.fixture
def waiting(world):
    """One mail waits: the receipt of Alice's dossier."""
    dispatch.catch_up()
    Notification.objects.all().delete()
    actions.submit(world.draft(), by=world.alice)
    dispatch.catch_up()
    Notification.objects.exclude(recipient=world.alice).delete()
    return Delivery.objects.get()


@pytest.fixture
def later(monkeypatch):
    """Lets real time pass."""
    now = clock.real_now()
    return lambda **delta: monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(**delta))


def test_a_mail_arrives_in_two_shapes_with_its_headers(server, waiting, settings):
    settings.INBOUND_DOMAIN = "retour.okote.test"

    assert mail.send_waiting() == (1, 0)

    ((envelope_sender, recipients, message),) = server.taken
    waiting.refresh_from_db()
    assert recipients == ["alice@okote.test"]
    assert envelope_sender.startswith(f"rebond+{waiting.pk}-")
    assert message["From"] == "Okoté <ne-pas-repondre@okote.test>"
    assert message["Reply-To"].startswith(f"dossier+{waiting.notification.dossier_id}-")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == waiting.message_id
    assert message["References"].startswith("<dossier-")
    assert message["Date"].datetime.year >= 2026
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert waiting.address == "alice@okote.test"


def test_without_a_domain_for_answers_nothing_pretends_to_take_them(server, waiting):
    mail.send_waiting()

    ((envelope_sender, _, message),) = server.taken
    assert (envelope_sender, message["Reply-To"]) == ("ne-pas-repondre@okote.test", None)
    assert "Répondez simplement" not in message.get_body(("plain",)).get_content()


def test_a_server_that_is_busy_is_asked_again(server, waiting, later):
    server.to_recipient = "451 4.3.0 Boîte occupée, réessayez"

    assert mail.send_waiting() == (0, 1)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.error) == (DeliveryStatus.QUEUED, "451 4.3.0 Boîte occupée, réessayez")
    assert mail.send_waiting() == (0, 0)

    server.to_recipient = ""
    later(minutes=2)
    assert mail.send_waiting() == (1, 0)


def test_an_address_that_the_server_does_not_know_is_given_up_and_doubtful(server, waiting, world):
    server.to_recipient = "550 5.1.1 Utilisateur inconnu"

    mail.send_waiting()

    waiting.refresh_from_db()
    world.alice.refresh_from_db()
    assert (waiting.status, waiting.error) == (DeliveryStatus.FAILED, "550 5.1.1 Utilisateur inconnu")
    assert world.alice.is_address_doubtful
    assert Event.objects.filter(kind=Kind.ADDRESS_DOUBTFUL, subject=world.alice.subject).count() == 1


def test_a_server_that_does_not_want_us_says_nothing_about_the_address(server, waiting, world):
    server.to_recipient = "554 5.7.1 Relais refusé"

    mail.send_waiting()

    waiting.refresh_from_db()
    world.alice.refresh_from_db()
    assert waiting.status == DeliveryStatus.FAILED
    assert not world.alice.is_address_doubtful


def test_a_content_that_is_refused_is_given_up_with_its_words(server, waiting, world):
    server.to_content = "552 5.3.4 Message trop gros"

    mail.send_waiting()

    waiting.refresh_from_db()
    world.alice.refresh_from_db()
    assert (waiting.status, waiting.error) == (DeliveryStatus.FAILED, "552 5.3.4 Message trop gros")
    assert not world.alice.is_address_doubtful


def test_what_fails_for_two_days_is_given_up(server, waiting):
    server.to_recipient = "451 4.3.0 Plus tard"
    Delivery.objects.update(tries=mail.MOST_TRIES - 1)

    mail.send_waiting()

    waiting.refresh_from_db()
    assert (waiting.status, waiting.tries, waiting.next_try_at) == (DeliveryStatus.FAILED, mail.MOST_TRIES, None)


def test_a_crash_between_sending_and_noting_it_sends_once_more_under_the_same_identity(
    server, waiting, later, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr(mail, "_stamp", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            mail.send_waiting()
    assert mail.send_waiting() == (0, 0)  # claimed: nobody else sends it now

    later(minutes=2)

    assert mail.send_waiting() == (1, 0)
    first, second = (message["Message-ID"] for _, _, message in server.taken)
    assert first == second


def test_a_mail_that_cannot_be_written_holds_back_no_other(server, waiting, world, monkeypatch, caplog):
    caplog.set_level("CRITICAL")
    actions.submit(world.draft(), by=world.alice)
    dispatch.catch_up()
    Delivery.objects.exclude(notification__recipient=world.alice).delete()
    of_one = mail.post.message

    def broken(parcel):
        if parcel[0].pk == waiting.pk:
            raise ValueError("gabarit")
        return of_one(parcel)

    monkeypatch.setattr(mail.post, "message", broken)

    assert mail.send_waiting() == (1, 1)
    waiting.refresh_from_db()
    assert waiting.error == "ValueError: gabarit"


def test_three_silences_in_a_row_leave_the_rest_to_the_next_turn(waiting, settings, world):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for event in Event.objects.exclude(pk=waiting.notification.event_id).order_by("pk")[:5]:
        told = Notification.objects.get(pk=waiting.notification_id)
        told.pk, told.event = None, event
        told.save()
        Delivery.objects.create(notification=told, cadence=waiting.cadence, leaves_at=waiting.leaves_at)

    assert mail.send_waiting() == (0, 3)
    assert Delivery.objects.filter(tries=0).count() == 3


@pytest.mark.django_db(transaction=True)
def test_the_queue_sends_what_an_act_told(server, world):
    actions.submit(world.draft(), by=world.alice)

    worker(until_empty=True).run()

    assert len(server.mails_to("alice@okote.test")) == 1


@pytest.mark.django_db(transaction=True)
def test_old_tasks_are_forgotten(world, later):
    tasks.send_mails.enqueue()
    worker(until_empty=True).run()

    assert tasks.forget_old() == 0
    later(days=8)
    assert tasks.forget_old() >= 1


def test_what_python_says_of_a_silent_server_is_kept():
    fault = mail.read_fault(smtplib.SMTPServerDisconnected("Connection unexpectedly closed"))

    assert (fault.words, fault.is_silent, fault.is_final) == ("Connection unexpectedly closed", True, False)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_senders_at_once_send_one_mail(server, waiting):
    def send(_):
        try:
            return mail.send_waiting()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        sent = sorted(pool.map(send, range(8)))

    assert sent == [(0, 0)] * 7 + [(1, 0)]
    assert len(server.taken) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_senders_at_once_send_one_digest(server, waiting):
    Delivery.objects.update(cadence="daily")
    copies = [Notification.objects.get(pk=waiting.notification_id) for _ in range(4)]
    for told, event in zip(copies, Event.objects.exclude(pk=waiting.notification.event_id), strict=False):
        told.pk, told.event = None, event
        told.save()
        Delivery.objects.create(notification=told, cadence="daily", leaves_at=waiting.leaves_at)

    def send(_):
        try:
            return mail.send_waiting()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        sent = sorted(pool.map(send, range(8)))

    assert sent == [(0, 0)] * 7 + [(1, 0)]
    assert len(server.taken) == 1
