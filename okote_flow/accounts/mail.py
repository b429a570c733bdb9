"""The mail that invites: it leaves once the invitation is certain."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from okote_flow.accounts.actions import INVITATION_DAYS
from okote_flow.directory.models import Organization, User


def send_invitation(email: str, *, token: str, by: User, organization: Organization | None, office: str) -> None:
    """After commit. The link is the only place where the token stands in clear."""
    link = f"{settings.SITE_URL.rstrip('/')}{reverse('accounts:invitation', args=[token])}"
    context = {"by": by, "organization": organization, "office": office, "link": link, "days": INVITATION_DAYS}
    text = render_to_string("accounts/email/invitation.txt", context)
    subject = f"{by} vous invite à rejoindre {organization or 'Okoté'}"
    transaction.on_commit(lambda: send_mail(subject, text, None, [email]))
