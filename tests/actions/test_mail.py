"""Mails: what they say, that each leaves once, that a failure is kept and tried again."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.management import call_command

from dossiers import actions
from notifications import dispatch, mail
from notifications.families import Cadence, Family
from notifications.models import Delivery, DeliveryStatus, Notification, Preference
from okote_flow import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def nothing_waits(world):
    """What the building of the world told has been told."""
    dispatch.catch_up()
    Notification.objects.all().delete()


@pytest.fixture
def submitted(world, nothing_waits):
    dossier = actions.submit(world.draft(), by=world.alice)
    dispatch.catch_up()
    return dossier


@pytest.fixture
def later(monkeypatch):
    """Lets real time pass: delivery does not follow business time."""
    now = clock.real_now()
    return lambda **delta: monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(**delta))


@pytest.fixture
def no_server(settings):
    """The port of a mail server that is down."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9


def sent_to(address):
    return [message for message in outbox.outbox if message.to == [address]]


def test_a_mail_says_what_the_screen_says_with_its_link_and_its_reason(submitted, settings):
    settings.SITE_URL = "https://okote.test/"

    mail.send_waiting()

    (message,) = sent_to("alice@okote.test")
    told = Notification.objects.get(recipient__username="alice")
    assert message.subject == told.text.rstrip(".")
    assert message.subject == f"Votre dossier {submitted.number} «\u00a0Conserverie solidaire\u00a0» est déposé"
    assert message.body.startswith("Bonjour Alice,\n")
    for part in (told.text, told.detail, f"https://okote.test{told.url}\n", "parce que vous portez ce projet."):
        assert part in message.body


def test_a_mail_leaves_once_and_is_stamped(submitted):
    started = clock.real_now()

    first, second = mail.send_waiting(), mail.send_waiting()

    assert (first, second) == ((2, 0), (0, 0))
    assert {delivery.status for delivery in Delivery.objects.all()} == {DeliveryStatus.SENT}
    assert all(started <= delivery.sent_at <= clock.real_now() for delivery in Delivery.objects.all())


def test_what_somebody_wants_no_mail_of_stays_on_the_screen(world, submitted):
    Preference.objects.create(user=world.alice, family=Family.PROGRESS, cadence=Cadence.NEVER)
    actions.assign_officer(submitted, officer=world.odile, by=world.odile)
    mail.send_waiting()
    before = len(outbox.outbox)
    dispatch.catch_up()

    mail.send_waiting()

    assert Notification.objects.filter(recipient=world.alice, delivery=None).count() == 1
    assert len(outbox.outbox) == before


def test_a_failure_is_kept_with_its_words_and_tried_again_later(submitted, settings, no_server, later):
    failed, at_once = mail.send_waiting(), mail.send_waiting()

    assert (failed, at_once) == ((0, 2), (0, 0))
    kept = Delivery.objects.get(notification__recipient__username="alice")
    assert (kept.status, kept.tries) == (DeliveryStatus.QUEUED, 1)
    assert "refused" in kept.error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    later(minutes=2)
    assert mail.send_waiting() == (2, 0)
    kept.refresh_from_db()
    assert (kept.error, kept.tries, kept.status) == ("", 2, DeliveryStatus.SENT)


def test_the_wait_doubles_up_to_six_hours(submitted, no_server):
    Delivery.objects.update(tries=12)
    before = clock.real_now()

    mail.send_waiting()

    waits = {row.next_try_at - before for row in Delivery.objects.all()}
    assert all(timedelta(hours=6) <= wait < timedelta(hours=6, minutes=1) for wait in waits)


def test_a_mail_claimed_by_another_sender_is_left_to_it(submitted):
    seen_by_both = list(mail.waiting())
    mail.send_waiting()

    assert [mail._claim(row) for row in seen_by_both] == [False, False]


def test_a_mail_does_not_leave_when_the_right_to_see_is_gone(world, submitted):
    world.odile.appointments.update(ends_on=clock.today() - timedelta(days=1))

    sent = mail.send_waiting()

    assert sent == (1, 0)
    assert sent_to("odile@okote.test") == []
    assert mail.send_waiting() == (0, 0)


def test_the_command_tells_what_is_untold_and_sends_it(world, nothing_waits, capsys):
    actions.submit(world.draft(), by=world.alice)

    call_command("send_emails")

    assert capsys.readouterr().out == "2 sent, 0 to be tried again\n"
    assert len(sent_to("alice@okote.test")) == 1
