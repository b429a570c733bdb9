"""A project goes on without its first holder, and after its end: transfer, a new draft, a structure's accounts."""

import pytest

from dossiers import access, actions
from dossiers.lifecycle import State
from dossiers.models import Dossier
from notifications import dispatch
from notifications.models import Notification
from okote_flow.accounts import members
from okote_flow.accounts.actions import accept_invitation, invite
from okote_flow.directory.models import Invitation, Membership
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused

pytestmark = pytest.mark.django_db


def refused(act):
    with pytest.raises(Refused) as caught:
        act()
    return [refusal.code for refusal in caught.value.refusals]


@pytest.fixture
def draft(world):
    """Alice's, with Bruno in her organization."""
    found = world.draft()
    world.join(world.bruno, found.organization)
    return found


@pytest.fixture
def ended(world, draft):
    return actions.withdraw(actions.submit(draft, by=world.alice), by=world.alice)


def hand_over(world, dossier, **facts):
    return actions.transfer(dossier, **{"to": world.bruno, "reason": "Je déménage.", "by": world.alice} | facts)


# Handing over


def test_another_member_becomes_the_holder(world, draft):
    dossier = hand_over(world, draft)

    assert dossier.applicant == world.bruno
    assert access.is_own(world.alice, dossier)
    assert Event.objects.filter(subject=dossier.subject, kind=Kind.DOSSIER_TRANSFERRED).count() == 1


def test_a_transfer_is_told_to_both_and_to_the_officer(world, draft):
    dossier = actions.submit(draft, by=world.alice)
    actions.assign_officer(dossier, officer=world.odile, by=world.odile)

    hand_over(world, dossier, by=world.bruno)

    dispatch.catch_up()
    event = Event.objects.get(kind=Kind.DOSSIER_TRANSFERRED)
    told = set(Notification.objects.filter(event=event).values_list("recipient__first_name", flat=True))
    assert told == {"Alice", "Odile"}  # Bruno did it himself


def test_the_transfer_of_a_draft_is_not_told_to_the_house(world, draft):
    hand_over(world, draft)

    dispatch.catch_up()
    told = Notification.objects.filter(event__kind=Kind.DOSSIER_TRANSFERRED)
    assert [row.recipient for row in told] == [world.bruno]


def test_a_transfer_goes_to_a_member_only(world, draft):
    assert refused(lambda: hand_over(world, draft, to=world.zoe)) == ["not-a-member"]
    assert refused(lambda: hand_over(world, draft, to=world.alice)) == ["already-holder"]
    assert refused(lambda: hand_over(world, draft, reason=" ")) == ["reason-missing"]


def test_only_its_holders_hand_a_dossier_over(world, draft):
    dossier = actions.submit(draft, by=world.alice)

    assert refused(lambda: hand_over(world, dossier, by=world.odile)) == ["not-yours"]
    assert refused(lambda: hand_over(world, dossier, by=world.zoe)) == ["not-yours"]


def test_an_ended_dossier_is_not_handed_over(world, ended):
    assert refused(lambda: hand_over(world, ended)) == ["wrong-state"]


def test_one_who_is_alone_invites_first(world):
    assert refused(lambda: hand_over(world, world.draft())) == ["nobody-to-take-over"]


# Again


def test_a_new_draft_takes_answers_and_budget_and_points_back(world, ended):
    new = actions.draft_again(ended, by=world.alice)

    assert (new.status, new.previous, new.number, new.submitted_at) == (State.DRAFT, ended, None, None)
    assert (new.summary, new.goal_cents, new.organization) == (ended.summary, ended.goal_cents, ended.organization)
    assert list(new.answers.values_list("criterion", "text")) == list(ended.answers.values_list("criterion", "text"))
    lines = ("side", "section", "label", "amount_cents", "position")
    assert list(new.budget_lines.values_list(*lines)) == list(ended.budget_lines.values_list(*lines))
    assert new.republican_commitment_at is None
    assert not new.attachments.exists()


def test_a_running_dossier_is_not_taken_up(world, draft):
    assert refused(lambda: actions.draft_again(draft, by=world.alice)) == ["still-running"]


def test_an_ended_dossier_is_taken_up_once_at_a_time(world, ended):
    first = actions.draft_again(ended, by=world.alice)

    assert refused(lambda: actions.draft_again(ended, by=world.bruno)) == ["taken-up"]

    actions.withdraw(first, by=world.alice)
    assert actions.draft_again(ended, by=world.bruno).applicant == world.bruno


def test_a_stranger_takes_nothing_up(world, ended):
    assert refused(lambda: actions.draft_again(ended, by=world.odile)) == ["not-yours"]
    assert Dossier.objects.count() == 1


# The accounts of a structure


def test_a_member_is_taken_away_and_sees_nothing_more(world, draft):
    members.remove_member(draft.organization, person=world.bruno, by=world.alice)

    assert not access.is_own(world.bruno, draft)
    assert Event.objects.get(kind=Kind.MEMBER_REMOVED).subject == draft.organization.subject
    dispatch.catch_up()
    assert [row.recipient for row in Notification.objects.filter(event__kind=Kind.MEMBER_REMOVED)] == [world.bruno]


def test_one_leaves_by_oneself_and_the_others_are_told(world, draft):
    members.remove_member(draft.organization, person=world.bruno, by=world.bruno)

    dispatch.catch_up()
    assert [row.recipient for row in Notification.objects.filter(event__kind=Kind.MEMBER_LEFT)] == [world.alice]


def test_nobody_leaves_with_a_project_in_hand(world, draft):
    leave = lambda: members.remove_member(draft.organization, person=world.alice, by=world.alice)  # noqa: E731

    assert refused(leave) == ["member-carries"]

    hand_over(world, draft)
    leave()
    assert not access.is_own(world.alice, Dossier.objects.get())


def test_the_last_account_stays(world, ended):
    members.remove_member(ended.organization, person=world.bruno, by=world.bruno)

    codes = refused(lambda: members.remove_member(ended.organization, person=world.alice, by=world.alice))

    assert codes == ["last-member"]


def test_only_members_take_somebody_away_and_only_members(world, draft):
    ours = draft.organization

    assert refused(lambda: members.remove_member(ours, person=world.bruno, by=world.zoe)) == ["not-member"]
    assert refused(lambda: members.remove_member(ours, person=world.zoe, by=world.alice)) == ["member-gone"]


def test_an_invitation_that_was_taken_back_opens_nothing(world, draft):
    token = invite(email=world.zoe.email, organization=draft.organization, by=world.alice)

    members.revoke_invitation(Invitation.objects.get(), by=world.bruno)

    assert refused(lambda: accept_invitation(token=token, by=world.zoe)) == ["invitation-used"]
    assert refused(lambda: members.revoke_invitation(Invitation.objects.get(), by=world.alice)) == ["invitation-used"]
    assert Event.objects.filter(kind=Kind.INVITATION_REVOKED).count() == 1


def test_whoever_is_taken_away_takes_their_invitations_with_them(world, draft):
    token = invite(email=world.zoe.email, organization=draft.organization, by=world.bruno)

    members.remove_member(draft.organization, person=world.bruno, by=world.alice)

    assert refused(lambda: accept_invitation(token=token, by=world.zoe)) == ["invitation-used"]


def test_the_last_invitation_sent_is_the_one_that_opens(world, draft):
    first, second = (invite(email="Zoe@okote.test", organization=draft.organization, by=world.alice) for _ in range(2))

    assert refused(lambda: accept_invitation(token=first, by=world.zoe)) == ["invitation-used"]

    accept_invitation(token=second, by=world.zoe)
    assert Membership.objects.filter(organization=draft.organization, user=world.zoe).count() == 1


def test_a_member_is_not_invited_again(world, draft):
    again = lambda: invite(email="BRUNO@okote.test", organization=draft.organization, by=world.alice)  # noqa: E731

    assert refused(again) == ["already-member"]


def test_strangers_take_no_invitation_back(world, draft):
    invite(email=world.zoe.email, organization=draft.organization, by=world.alice)

    assert refused(lambda: members.revoke_invitation(Invitation.objects.get(), by=world.zoe)) == ["not-member"]
