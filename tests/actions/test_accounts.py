"""Offices and invitations: who gives them, to whom, how long."""

from datetime import date, timedelta

import pytest

from okote_flow import clock
from okote_flow.accounts import actions
from okote_flow.directory.access import holders_of, offices_of
from okote_flow.directory.models import Appointment, Invitation, Membership, Office, Organization
from okote_flow.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def adam(world):
    person = world.person("Adamant")
    actions.appoint(person, office=Office.ADMINISTRATOR, by=None)
    return person


def codes(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return [refusal.code for refusal in refused.value.refusals]


def test_an_office_is_held_for_its_term_and_no_longer(world, adam):
    today = clock.today()
    actions.appoint(world.zoe, office=Office.AUDITOR, by=adam, starts_on=today, ends_on=today + timedelta(days=1))

    for days, expected in ((-1, set()), (0, {Office.AUDITOR}), (1, {Office.AUDITOR}), (2, set())):
        with clock.frozen(clock.now() + timedelta(days=days)):
            assert offices_of(world.again(world.zoe)) == expected


@pytest.mark.parametrize("giver", ["odile", "didier", "zoe"])
def test_only_an_administrator_gives_offices(world, giver):
    assert codes(actions.appoint, world.zoe, office=Office.AUDITOR, by=getattr(world, giver)) == ["not-administrator"]
    assert codes(actions.invite, email="x@okote.test", office=Office.AUDITOR, by=getattr(world, giver)) == [
        "not-administrator"
    ]


def test_an_office_is_not_given_twice_nor_backwards(world, adam):
    actions.appoint(world.zoe, office=Office.AUDITOR, by=adam)

    assert codes(actions.appoint, world.zoe, office=Office.AUDITOR, by=adam) == ["already-appointed"]
    assert codes(
        actions.appoint,
        world.bruno,
        office=Office.AUDITOR,
        by=adam,
        starts_on=date(2022, 3, 2),
        ends_on=date(2022, 3, 1),
    ) == ["term-reversed"]


def test_an_ended_office_leaves_nothing(world, adam):
    actions.appoint(world.zoe, office=Office.AUDITOR, by=adam, starts_on=date(2022, 1, 1))
    actions.end_appointment(world.zoe, office=Office.AUDITOR, by=adam)

    assert offices_of(world.again(world.zoe)) == set()
    assert world.zoe not in holders_of(Office.AUDITOR)


def test_a_closed_account_holds_nothing(world, adam):
    actions.appoint(world.zoe, office=Office.AUDITOR, by=adam)
    world.zoe.is_active = False
    world.zoe.save()

    assert offices_of(world.zoe) == set()
    assert world.zoe not in holders_of(Office.AUDITOR)


def test_an_invitation_opens_its_office_once(world, adam):
    token = actions.invite(email="Zoe@okote.test ", office=Office.AUDITOR, by=adam)
    actions.accept_invitation(token=token, by=world.zoe)

    assert Appointment.objects.get(user=world.zoe).office == Office.AUDITOR
    assert codes(actions.accept_invitation, token=token, by=world.zoe) == ["invitation-used"]


def test_an_invitation_is_for_its_address_only(world, adam):
    token = actions.invite(email="zoe@okote.test", office=Office.AUDITOR, by=adam)

    assert codes(actions.accept_invitation, token=token, by=world.bruno) == ["invitation-elsewhere"]
    assert codes(actions.accept_invitation, token="guess", by=world.zoe) == ["invitation-used"]


def test_an_old_invitation_is_over_by_real_time_whatever_the_demo_says(world, adam):
    token = actions.invite(email="zoe@okote.test", office=Office.AUDITOR, by=adam)
    Invitation.objects.update(expires_at=clock.real_now() - timedelta(seconds=1))

    assert codes(actions.accept_invitation, token=token, by=world.zoe) == ["invitation-used"]


def test_the_token_itself_is_not_kept(world, adam):
    token = actions.invite(email="zoe@okote.test", office=Office.AUDITOR, by=adam)

    assert token not in str(Invitation.objects.values())


def test_a_member_opens_the_accounts_of_their_organization_and_nobody_elses(world):
    ours = Organization.objects.create(name="Bocaux", legal_form="in_creation")
    world.join(world.alice, ours)

    assert codes(actions.invite, email="bruno@okote.test", organization=ours, by=world.zoe) == ["not-member"]
    token = actions.invite(email="bruno@okote.test", organization=ours, by=world.alice)
    actions.accept_invitation(token=token, by=world.bruno)

    assert Membership.objects.filter(organization=ours, user=world.bruno).exists()
    assert offices_of(world.again(world.bruno)) == set()


def test_only_an_administrator_invites_to_a_seat(world, adam):
    refused = codes(actions.invite, email="zoe@okote.test", seat=True, by=world.odile)

    assert refused == ["not-administrator"]
    assert actions.invite(email="zoe@okote.test", seat=True, by=adam)


def test_an_invitation_to_a_seat_falls_with_the_office_of_whoever_invited(world, adam):
    token = actions.invite(email="zoe@okote.test", seat=True, by=adam)
    actions.end_appointment(adam, office=Office.ADMINISTRATOR, by=adam)

    with clock.frozen(clock.now() + timedelta(days=1)):
        refused = codes(actions.accept_invitation, token=token, by=world.zoe)

    assert refused == ["not-administrator"]
