"""The verbs of a structure's accounts: one is taken away, one leaves, an invitation is taken back."""

from collections.abc import Callable, Iterator

from django.db.models import QuerySet

from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import Invitation, Membership, Organization, User
from okote_flow.directory.sentences import refuse
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

HELD_AS = "applicant"  # the office in which members of a structure act
Tie = Callable[[Membership], Iterator[Refusal]]
_ties: list[Tie] = []


def tie(rule: Tie) -> None:
    """What keeps somebody in a structure, known to an upper app: a project that they still carry."""
    if rule not in _ties:
        _ties.append(rule)


def is_member(user: User | None, organization: Organization) -> bool:
    return user is not None and Membership.objects.filter(organization=organization, user=user).exists()


def departure_refusals(membership: Membership) -> Iterator[Refusal]:
    """A structure keeps at least one account, and nobody leaves with a project in hand."""
    if not Membership.objects.filter(organization=membership.organization).exclude(pk=membership.pk).exists():
        yield refuse("last-member")
    for rule in _ties:
        yield from rule(membership)


@action("accounts.remove_member", refuses=("not-member", "member-gone", "last-member", "member-carries"))
def remove_member(organization: Organization, *, person: User, by: User) -> Organization:
    """Take somebody's access to a structure away; whoever leaves by themselves does the same.

    Their invitations that nobody has accepted yet end with it.
    """
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    require(_member_refusals(organization, by))
    membership = Membership.objects.filter(organization=organization, user=person).select_related("user").first()
    if membership is None:
        raise Refused([refuse("member-gone", who=person)])
    require(departure_refusals(membership))
    membership.delete()
    for waiting in waiting_of(organization).filter(invited_by=person):
        _end(waiting, by)
    record(
        Kind.MEMBER_LEFT if person == by else Kind.MEMBER_REMOVED,
        subject=organization.subject,
        by=by,
        office=HELD_AS,
        people={"holder": person},
        organization=organization.name,
    )
    return organization


@action("accounts.revoke_invitation", refuses=("not-member", "invitation-used"))
def revoke_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """An invitation to a structure that nobody has accepted yet no longer opens anything."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.organization is None:
        raise Refused([refuse("not-member")])
    require(_member_refusals(invitation.organization, by))
    if invitation.accepted_at is not None or invitation.expires_at < clock.real_now():
        raise Refused([refuse("invitation-used")])
    return _end(invitation, by)


def waiting_of(organization: Organization) -> "QuerySet[Invitation]":
    return Invitation.objects.filter(organization=organization, accepted_at=None, expires_at__gte=clock.real_now())


def _end(invitation: Invitation, by: User) -> Invitation:
    invitation.expires_at = clock.real_now()
    invitation.save(update_fields=["expires_at"])
    record(Kind.INVITATION_REVOKED, subject=invitation.subject, by=by, office=HELD_AS)
    return invitation


def _member_refusals(organization: Organization, by: User) -> Iterator[Refusal]:
    if not is_member(by, organization):
        yield refuse("not-member")
