"""Who shares the accounts of a structure: taken away, leaving, an invitation taken back."""

import pytest
from django.test import Client
from django.urls import reverse

from okote_flow.accounts import actions
from okote_flow.directory.models import Invitation

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"accounts:{name}", args=args)


def codes(response):
    return [error.code for error in response.context["form"].errors.as_data().get("__all__", [])]


@pytest.fixture
def ours(world):
    """Alice's structure, with Bruno in it."""
    organization = world.draft().organization
    world.join(world.bruno, organization)
    return organization


def test_a_member_is_taken_away_by_a_page_that_says_what_it_means(client, world, ours):
    client.force_login(world.alice)
    address = page("remove_member", ours.pk, world.bruno.pk)

    asked = client.get(address).content.decode()
    response = client.post(address)

    assert "nouvelle invitation" in asked
    assert response.url == page("organization", ours.pk)
    assert list(ours.memberships.values_list("user", flat=True)) == [world.alice.pk]


def test_whoever_leaves_is_led_home(client, world, ours):
    client.force_login(world.bruno)

    response = client.post(page("remove_member", ours.pk, world.bruno.pk))

    assert response.url == page("me")
    assert client.get(page("organization", ours.pk)).status_code == 404


def test_a_page_says_why_somebody_cannot_leave(client, world, ours):
    client.force_login(world.alice)

    response = client.get(page("remove_member", ours.pk, world.alice.pk))
    refused = client.post(page("remove_member", ours.pk, world.alice.pk))

    assert [refusal.code for refusal in response.context["refusals"]] == ["member-carries"]
    assert codes(refused) == ["member-carries"]
    assert ours.memberships.count() == 2


def test_an_invitation_is_taken_back_by_its_button(client, world, ours):
    token = actions.invite(email=world.zoe.email, organization=ours, by=world.alice)
    client.force_login(world.bruno)
    sent = client.get(page("organization", ours.pk)).content.decode()
    address = page("revoke", ours.pk, Invitation.objects.get().pk)

    client.post(address)

    assert address in sent
    assert Client().get(page("invitation", token)).status_code == 404
    assert client.post(address).status_code == 404


def test_strangers_take_nobody_and_no_invitation_away(client, world, ours):
    actions.invite(email="gerard@okote.test", organization=ours, by=world.alice)
    client.force_login(world.zoe)

    assert client.post(page("remove_member", ours.pk, world.bruno.pk)).status_code == 404
    assert client.post(page("revoke", ours.pk, Invitation.objects.get().pk)).status_code == 404
    assert ours.memberships.count() == 2
