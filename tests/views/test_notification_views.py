"""The pages of what one was told."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from dossiers import actions
from notifications import dispatch, views
from notifications.access import unread_count
from notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(world):
    """Alice was told of the receipt of her dossier."""
    actions.submit(world.draft(), by=world.alice)
    dispatch.catch_up()
    return Notification.objects.get(recipient=world.alice)


@pytest.fixture
def alice(client, world):
    client.force_login(world.alice)
    return client


def many(told, count):
    """As many copies of one notification, each of its own event."""
    events = list(type(told.event).objects.exclude(pk=told.event_id)[:count])
    assert len(events) == count
    copies = [Notification(event=event, **shared(told)) for event in events]
    Notification.objects.bulk_create(copies)


def shared(told):
    names = ("recipient_id", "dossier_id", "subject", "text", "detail", "because", "url", "family", "standing")
    return {name: getattr(told, name) for name in names}


def test_the_list_shows_what_i_was_told_and_nothing_of_others(alice, told):
    page = alice.get(reverse("notifications:list"))

    assert told.text in page.content.decode()
    assert [row.recipient_id for row in page.context["page_obj"]] == [told.recipient_id]


def test_an_empty_list_says_so(client, world):
    client.force_login(world.zoe)

    assert "Rien pour le moment" in client.get(reverse("notifications:list")).content.decode()


def test_only_what_is_new(alice, told):
    alice.post(reverse("notifications:read", args=[told.pk]))

    page = alice.get(reverse("notifications:list") + "?voir=non-lues")

    assert list(page.context["page_obj"]) == []
    assert "Tout est lu" in page.content.decode()


def test_a_notification_leads_to_its_page_and_is_read(alice, told):
    answer = alice.get(reverse("notifications:follow", args=[told.pk]))

    told.refresh_from_db()
    assert answer.url == told.url
    assert told.read_at is not None


def test_marking_one_leaves_the_others_new(alice, told):
    many(told, 2)

    alice.post(reverse("notifications:read", args=[told.pk]))

    assert Notification.objects.filter(recipient=told.recipient, read_at=None).count() == 2


def test_marking_all_leaves_those_of_others_new(alice, told):
    alice.post(reverse("notifications:read-all"))

    assert not Notification.objects.filter(recipient=told.recipient, read_at=None).exists()
    assert Notification.objects.filter(recipient__username="odile", read_at=None).exists()


@pytest.mark.parametrize("name", ["notifications:follow", "notifications:read"])
def test_what_was_told_to_somebody_else_does_not_exist(client, world, told, name):
    client.force_login(world.zoe)
    act = client.get if name == "notifications:follow" else client.post

    assert act(reverse(name, args=[told.pk])).status_code == 404
    told.refresh_from_db()
    assert told.read_at is None


@pytest.mark.parametrize("name", ["notifications:read", "notifications:read-all"])
def test_reading_marks_need_a_post(alice, told, name):
    args = [told.pk] if name == "notifications:read" else []

    assert alice.get(reverse(name, args=args)).status_code == 405


@pytest.mark.parametrize("name", ["notifications:list", "notifications:bell"])
def test_a_stranger_is_asked_to_log_in(client, world, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_the_bell_counts_what_is_new(alice, told):
    before = alice.get(reverse("notifications:bell")).content.decode()
    alice.post(reverse("notifications:read", args=[told.pk]))
    after = alice.get(reverse("notifications:bell")).content.decode()

    assert 'aria-label="Notifications, 1 non lue"' in before
    assert 'aria-label="Notifications"' in after
    assert 'data-live="me"' in before


def test_a_right_that_is_lost_takes_its_notifications_along(client, world, told):
    client.force_login(world.odile)
    before = unread_count(world.odile)
    world.odile.appointments.all().delete()

    page = client.get(reverse("notifications:list"))

    assert told.dossier.title not in page.content.decode()
    assert unread_count(world.again(world.odile)) == before - 1


def test_long_lists_have_pages(alice, told, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 2)
    many(told, 4)

    first = alice.get(reverse("notifications:list"))
    last = alice.get(reverse("notifications:list") + "?page=3")

    assert [len(page.context["page_obj"]) for page in (first, last)] == [2, 1]
    assert "Page 1 sur 3" in first.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_list(alice, told, django_assert_num_queries):
    with django_assert_num_queries(9):
        alice.get(reverse("notifications:list"))
    many(told, 10)
    cache.clear()

    with django_assert_num_queries(9):
        alice.get(reverse("notifications:list"))
