"""Who may see which accounts and invitations. Views get them from here only."""

from collections.abc import Iterator

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from okote_flow import clock
from okote_flow.accounts.actions import digest
from okote_flow.directory.access import holders_of, offices_of
from okote_flow.directory.models import Appointment, Invitation, Membership, Office, Organization, User
from okote_flow.directory.sentences import refuse
from okote_flow.refusals import Refusal


def is_administrator(user: User) -> bool:
    return Office.ADMINISTRATOR in offices_of(user)


def administration_refusals(user: User) -> Iterator[Refusal]:
    """Accounts are an administrator's business."""
    if not is_administrator(user):
        yield refuse("not-administrator")


def check_administrator(user: User) -> None:
    """Raises Http404: who has an account here is nobody else's business."""
    if not is_administrator(user):
        raise Http404


def accounts(words: str = "", *, office: str = "") -> QuerySet[User]:
    """Every account with the offices it holds or held, for an administrator."""
    held = Appointment.objects.select_related("partner").order_by("-starts_on", "pk")
    found = User.objects.prefetch_related(Prefetch("appointments", held), "memberships__organization")
    for word in words.split():
        found = found.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
    if office:
        found = found.filter(pk__in=Appointment.objects.in_force().filter(office=office).values("user"))
    return found.order_by("last_name", "first_name", "pk")


def get_account(user: User, pk: int) -> User:
    check_administrator(user)
    found = accounts().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def in_force(account: User) -> list[Appointment]:
    return list(account.appointments.in_force().select_related("partner"))


def organizations_of(user: User) -> QuerySet[Organization]:
    """The structures whose accounts this person shares, with the others who do."""
    shared = Membership.objects.select_related("user").order_by("since", "pk")
    mine = Organization.objects.filter(memberships__user=user).order_by("name", "pk")
    return mine.prefetch_related(Prefetch("memberships", shared))


def get_organization(user: User, pk: int) -> Organization:
    found = organizations_of(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def waiting_invitations() -> QuerySet[Invitation]:
    """Those that nobody has accepted yet and that still can be."""
    found = Invitation.objects.filter(accepted_at=None, expires_at__gte=clock.real_now())
    return found.select_related("organization", "partner", "invited_by").order_by("-created_at", "pk")


def get_member(user: User, organization_pk: int, person_pk: int) -> tuple[Organization, Membership]:
    """Somebody who shares a structure's accounts with this person. Raises Http404 to strangers."""
    organization = get_organization(user, organization_pk)
    found = organization.memberships.filter(user=person_pk).select_related("user", "organization").first()
    if found is None:
        raise Http404
    return organization, found


def get_invitation_to(user: User, organization_pk: int, pk: int) -> Invitation:
    """One that still waits, of a structure of theirs."""
    found = invitations_to(get_organization(user, organization_pk)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def invitations_to(organization: Organization) -> QuerySet[Invitation]:
    return waiting_invitations().filter(organization=organization)


def find_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, if it can still be accepted."""
    return waiting_invitations().filter(token_hash=digest(token)).first()


def administrators() -> QuerySet[User]:
    return holders_of(Office.ADMINISTRATOR)
