"""The one mail that accounts send by themselves: an invitation, with its link shown once."""

from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from okote_flow.directory.models import Office, Organization, User


def link(token: str) -> str:
    site: str = settings.SITE_URL
    return site.rstrip("/") + reverse("accounts:invitation", args=[token])


def send_invitation(
    email: str,
    token: str,
    *,
    by: User,
    office: Office | None = None,
    organization: Organization | None = None,
    for_advice: bool = False,
) -> None:
    """Send it once the invitation is certain."""
    opens = {"office": office, "organization": organization, "for_advice": for_advice}
    facts = {"by": by, "link": link(token)} | opens
    text = render_to_string("accounts/invitation_mail.txt", facts)
    subject = f"{by} vous invite sur Okoté"
    transaction.on_commit(partial(send_mail, subject, text, settings.DEFAULT_FROM_EMAIL, [email]))
