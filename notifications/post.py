"""A mail as it leaves: its two shapes and its headers."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from notifications import addresses, letter, optout
from notifications.families import Cadence
from notifications.models import Delivery

TEXT, HTML = "notifications/email/letter.txt", "notifications/email/letter.html"


def letter_of(deliveries: Sequence[Delivery]) -> letter.Letter:
    """One mail: that of one notification, or a digest."""
    if deliveries[0].cadence == Cadence.AT_ONCE:
        return letter.of_one(deliveries[0].notification)
    return letter.of_several([one.notification for one in deliveries])


def message(deliveries: Sequence[Delivery]) -> EmailMultiAlternatives:
    """All of them go to the same person, in one mail; the first lends it its identity."""
    said = letter_of(deliveries)
    context = {
        "letter": said,
        "site_url": letter.absolute("/"),
        "browser_url": letter.absolute(reverse("mails:letter", args=[deliveries[0].pk])),
    }
    mail = EmailMultiAlternatives(
        subject=said.subject,
        body=render_to_string(TEXT, context),
        from_email=_envelope_sender(deliveries[0]),
        to=[said.person.email],
        reply_to=_reply_to(said, deliveries[0]),
        headers=_headers(deliveries),
    )
    mail.attach_alternative(render_to_string(HTML, context), "text/html")
    return mail


def identity(delivery: Delivery) -> str:
    """The same however often it is tried: a mail that left twice after a crash may be known for one."""
    return addresses.message_id(f"envoi-{delivery.pk}")


def _envelope_sender(delivery: Delivery) -> str:
    """Where the mail comes back to when it cannot be handed over."""
    return addresses.return_to(delivery.pk) if addresses.is_configured() else settings.DEFAULT_FROM_EMAIL


def _reply_to(said: letter.Letter, delivery: Delivery) -> list[str]:
    dossier = delivery.notification.dossier_id
    return [addresses.reply_to(dossier, said.person.pk)] if said.may_reply and dossier else []


def _headers(deliveries: Sequence[Delivery]) -> dict[str, str]:
    first = deliveries[0].notification
    found = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": identity(deliveries[0]),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "Content-Language": "fr",
    }
    if len({one.notification.dossier_id for one in deliveries}) == 1 and first.dossier_id:
        found["References"] = addresses.thread(first.dossier_id, first.recipient_id)
    out = optout.address(first.recipient, [one.notification.family for one in deliveries])
    if out:
        found["List-Unsubscribe"] = f"<{letter.absolute(out)}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found
