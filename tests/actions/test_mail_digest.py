"""Digests: one mail with what is new, once per slot, and never what is read or out of sight."""

from datetime import datetime, timedelta

import pytest
from django.core import mail as outbox

from dossiers import actions
from notifications import dispatch, letter, mail
from notifications.families import Cadence, Family, Standing
from notifications.models import Delivery, DeliveryStatus, Notification, Preference
from okote_flow import clock
from okote_flow.journal.models import Event

pytestmark = pytest.mark.django_db

TUESDAY = clock.local(datetime(2022, 3, 1).date(), 10)  # noqa: DTZ001 - only its day counts


@pytest.fixture
def at(monkeypatch):
    """Puts real time there."""

    def go(when):
        monkeypatch.setattr(clock, "real_now", lambda: when)
        return when

    go(TUESDAY)
    return go


@pytest.fixture
def dossier(world, at):
    dossier = actions.submit(world.draft(), by=world.alice)
    dispatch.catch_up()
    Notification.objects.all().delete()
    return dossier


@pytest.fixture
def news(dossier, world):
    """As many news as one likes for Alice's daily digest."""
    events = iter(Event.objects.order_by("-pk"))

    def tell(text, *, of=dossier, leaves_at=TUESDAY, family=Family.PROGRESS, cadence=Cadence.DAILY):
        told = Notification.objects.create(
            event=next(events), recipient=world.alice, dossier=of, subject="x", text=text,
            because="vous portez ce projet", url="/", family=family, standing=Standing.HOLDER,
        )  # fmt: skip
        return Delivery.objects.create(notification=told, cadence=cadence, leaves_at=leaves_at)

    return tell


def states(*deliveries):
    return [Delivery.objects.get(pk=one.pk).status for one in deliveries]


def test_news_leave_as_one_mail_dossier_by_dossier(news, dossier, world):
    other = world.draft()
    first, second, third = news("Un."), news("Deux.", of=other), news("Trois.")

    assert mail.send_waiting() == (1, 0)

    (message,) = outbox.outbox
    assert message.subject == "3 nouvelles depuis votre dernier résumé"
    one, two, three = (message.body.index(word) for word in ("- Un.", "- Deux.", "- Trois."))
    assert one < three < two
    assert len({row.message_id for row in Delivery.objects.all()}) == 1
    assert states(first, second, third) == [DeliveryStatus.SENT] * 3


def test_nothing_new_is_no_mail(news, world):
    Notification.objects.filter(pk=news("Lu.").notification_id).update(read_at=clock.now())

    assert mail.send_waiting() == (0, 0)
    assert (outbox.outbox, Delivery.objects.get().status) == ([], DeliveryStatus.DROPPED)


def test_what_was_read_meanwhile_is_left_out(news):
    Notification.objects.filter(pk=news("Lu.").notification_id).update(read_at=clock.now())
    news("Nouveau.")

    mail.send_waiting()

    (message,) = outbox.outbox
    assert "Nouveau." in message.body
    assert "Lu." not in message.body


def test_what_was_lost_is_left_out(news, dossier, world):
    news("Visible.")
    other = actions.draft(title="À quelqu’un d’autre", by=world.zoe)
    lost = news("Perdu.", of=other)

    mail.send_waiting()

    assert "Perdu." not in outbox.outbox[0].body + str(outbox.outbox[0].alternatives)
    assert states(lost) == [DeliveryStatus.DROPPED]


def test_before_its_hour_nothing_leaves(news, at):
    news("Un.", leaves_at=TUESDAY + timedelta(hours=22))

    assert mail.send_waiting() == (0, 0)
    at(TUESDAY + timedelta(hours=22))
    assert mail.send_waiting() == (1, 0)


def test_a_second_run_sends_nothing_more(news):
    news("Un.")

    assert [mail.send_waiting(), mail.send_waiting()] == [(1, 0), (0, 0)]


def test_whoever_comes_late_to_a_slot_goes_with_the_next(news, at):
    news("À l’heure.")
    mail.send_waiting()
    late = news("En retard.")

    assert mail.send_waiting() == (0, 0)

    late.refresh_from_db()
    assert (late.status, late.leaves_at) == (DeliveryStatus.QUEUED, TUESDAY.replace(hour=8) + timedelta(days=1))
    at(late.leaves_at)
    assert mail.send_waiting() == (1, 0)


def test_a_digest_that_failed_is_tried_again_whole(news, settings, at):
    first, second = news("Un."), news("Deux.")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    assert mail.send_waiting() == (0, 1)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    at(TUESDAY + timedelta(minutes=2))
    assert mail.send_waiting() == (1, 0)
    assert states(first, second) == [DeliveryStatus.SENT] * 2


def test_a_long_digest_says_how_many_more_there_are(news, monkeypatch):
    monkeypatch.setattr(letter, "FIRST_LINES", 4)
    for number in range(7):
        news(f"Nouvelle {number}.")

    mail.send_waiting()

    (message,) = outbox.outbox
    assert message.subject.startswith("7 nouvelles")
    assert "et 3 autres." in message.body


def test_a_family_that_is_wanted_no_more_is_dropped_while_it_waits(news, world):
    waiting = news("Un.")
    Preference.objects.create(user=world.alice, family=Family.PROGRESS, cadence=Cadence.NEVER)

    assert mail.send_waiting() == (0, 0)
    assert states(waiting) == [DeliveryStatus.DROPPED]


def test_a_doubtful_address_gets_what_is_mandatory_and_nothing_else(news, world):
    world.alice.mail_returns_since = clock.real_now()
    world.alice.save()
    optional = news("Facultatif.", family=Family.MESSAGE, cadence=Cadence.AT_ONCE)
    mandatory = news("Décision.", family=Family.LEGAL, cadence=Cadence.AT_ONCE)

    assert mail.send_waiting() == (1, 0)
    assert states(optional, mandatory) == [DeliveryStatus.DROPPED, DeliveryStatus.SENT]


def test_a_closed_account_is_sent_nothing(news, world):
    waiting = news("Un.", family=Family.LEGAL, cadence=Cadence.AT_ONCE)
    world.alice.is_active = False
    world.alice.save()

    assert mail.send_waiting() == (0, 0)
    assert states(waiting) == [DeliveryStatus.DROPPED]
