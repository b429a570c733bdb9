"""Accounts for people from outside who give one opinion: what they may see of a dossier is a committee's business."""

from okote_flow import clock
from okote_flow.accounts import letters
from okote_flow.accounts.actions import open_invitation
from okote_flow.directory.models import Invitation, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record


def invite(email: str, *, by: User, office: str) -> Invitation:
    """Write the invitation down inside the act of a committee, and mail its link once that is certain."""
    invitation, token = open_invitation(email, by=by, invited_as=office, for_advice=True)
    letters.send_invitation(invitation.email, token, by=by, for_advice=True)
    return invitation


def withdraw(invitation: Invitation, *, by: User, office: str) -> None:
    """It no longer opens anything."""
    invitation.expires_at = clock.real_now()
    invitation.save(update_fields=["expires_at"])
    record(Kind.INVITATION_REVOKED, subject=invitation.subject, by=by, office=office)
