"""The verbs of accounts: offices and their terms, invitations."""

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from okote_flow import clock
from okote_flow.accounts import members
from okote_flow.acts import action
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Appointment, Invitation, Membership, Office, Organization, Partner, User
from okote_flow.directory.sentences import refuse
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused

INVITATION_DAYS = 14
ADMINISTERS = Office.ADMINISTRATOR.value  # the office in which accounts are opened and ended


@action("accounts.appoint", refuses=("not-administrator", "already-appointed", "term-reversed", "partner-unclear"))
def appoint(
    user: User,
    *,
    office: Office,
    by: User | None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    partner: Partner | None = None,
) -> Appointment:
    """Give somebody an office, for a term. `by` None is the loading of a world or the first administrator."""
    require_administrator(by)
    starts_on = starts_on or clock.today()
    if ends_on is not None and ends_on < starts_on:
        raise Refused([refuse("term-reversed")])
    if (office == Office.PARTNER_FINANCE) != (partner is not None):
        raise Refused([refuse("partner-unclear")])
    user = User.objects.select_for_update().get(pk=user.pk)
    held = Appointment.objects.in_force(starts_on).filter(user=user, office=office, partner=partner)
    if held.exists():
        raise Refused([refuse("already-appointed", name=user)])
    given = Appointment.objects.create(user=user, office=office, partner=partner, starts_on=starts_on, ends_on=ends_on)
    record(
        Kind.OFFICE_GIVEN,
        subject=user.subject,
        by=by,
        office=ADMINISTERS,
        people={"holder": user},
        given=office,
        starts_on=starts_on,
    )
    return given


@action("accounts.end_appointment", refuses=("not-administrator",))
def end_appointment(user: User, *, office: Office, by: User, ends_on: date | None = None) -> User:
    """End a term: from the next day on, nothing of that office is left, tasks included."""
    require_administrator(by)
    user = User.objects.select_for_update().get(pk=user.pk)
    last_day = ends_on or clock.today() - timedelta(days=1)
    for held in Appointment.objects.in_force().filter(user=user, office=office):
        held.ends_on = max(last_day, held.starts_on)
        held.save(update_fields=["ends_on"])
    record(
        Kind.OFFICE_ENDED,
        subject=user.subject,
        by=by,
        office=ADMINISTERS,
        people={"holder": user},
        given=office,
        ends_on=last_day,
    )
    return user


@action("accounts.invite", refuses=("not-administrator", "not-member", "already-member", "invitation-unclear"))
def invite(
    *,
    email: str,
    by: User | None,
    office: Office | None = None,
    partner: Partner | None = None,
    organization: Organization | None = None,
    seat: bool = False,
) -> str:
    """Invite somebody to an office or to a `seat` (administrator), or to a structure's accounts (a member).

    A seat is given by its committee, once the account is there. Gives the token: it is shown once, in the mail; only
    its digest is kept.
    """
    if [organization is not None, office is not None, seat].count(True) != 1 or (partner and office is None):
        raise Refused([refuse("invitation-unclear")])
    if organization is None:
        require_administrator(by)
    else:
        _make_way(organization, email.strip().lower(), by)
    invited_as = "applicant" if organization else ADMINISTERS
    opens = {"office": office or "", "partner": partner, "organization": organization}
    return open_invitation(email, by=by, invited_as=invited_as, **opens)[1]


def open_invitation(email: str, *, by: User | None, invited_as: str, **opens: Any) -> tuple[Invitation, str]:
    """The invitation and its token, once it is known that `by` may invite."""
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        email=email.strip().lower(),
        token_hash=digest(token),
        invited_by=by,
        created_at=clock.now(),
        expires_at=clock.real_now() + timedelta(days=INVITATION_DAYS),
        **opens,
    )
    record(Kind.ACCOUNT_INVITED, subject=invitation.subject, by=by, office=invited_as, given=_given(invitation))
    return invitation, token


@action("accounts.accept_invitation", refuses=("invitation-used", "invitation-elsewhere"))
def accept_invitation(*, token: str, by: User) -> User:
    """Join with the invited address; once. The office begins today."""
    waiting = Invitation.objects.select_for_update().filter(token_hash=digest(token), accepted_at=None).first()
    if waiting is None or waiting.expires_at < clock.real_now():
        raise Refused([refuse("invitation-used")])
    if waiting.email != by.email.lower():
        raise Refused([refuse("invitation-elsewhere", email=waiting.email)])
    waiting.accepted_by, waiting.accepted_at = by, clock.now()
    waiting.save(update_fields=["accepted_by", "accepted_at"])
    if waiting.organization is None and not waiting.for_advice and waiting.invited_by is not None:
        require_administrator(waiting.invited_by)
    if waiting.organization is not None:
        Membership.objects.get_or_create(organization=waiting.organization, user=by)
    if waiting.office:
        appoint(by, office=Office(waiting.office), partner=waiting.partner, by=None)
    record(Kind.ACCOUNT_JOINED, subject=waiting.subject, by=by, given=_given(waiting))
    return by


def _given(invitation: Invitation) -> str:
    """What an invitation opens, as the journal says it."""
    if invitation.for_advice:
        return "advice"
    return invitation.office or ("organization" if invitation.organization_id else "seat")


def _make_way(organization: Organization, email: str, by: User | None) -> None:
    """Only a member invites, no member is invited again, and the last invitation sent is the one that counts."""
    if by is None or not members.is_member(by, organization):
        raise Refused([refuse("not-member")])
    if organization.memberships.filter(user__email__iexact=email).exists():
        raise Refused([refuse("already-member", email=email)])
    for waiting in members.waiting_of(organization).filter(email=email):
        members.revoke_invitation(waiting, by=by)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def require_administrator(by: User | None) -> None:
    """Accounts are an administrator's business; None stands for the command line."""
    if by is not None and Office.ADMINISTRATOR not in offices_of(by):
        raise Refused([refuse("not-administrator")])
