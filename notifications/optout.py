"""One click out of the mails of some families (RFC 8058): a signed address that works without logging in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from notifications import actions
from notifications.families import OPTIONAL, Cadence, Family
from okote_flow.directory.models import User

SALT = "notifications.optout"


@dataclass(frozen=True, slots=True)
class Optout:
    """Who is to get no more mails of which families."""

    person: User
    families: list[Family]


def address(person: User, families: Iterable[str]) -> str:
    """The page of one click, without the site's name; empty for what is mandatory."""
    chosen = sorted({family for family in families if family in OPTIONAL})
    if not chosen:
        return ""
    return reverse("mails:optout", args=[Signer(salt=SALT).sign_object([person.pk, *chosen])])


def read(token: str) -> Optout | None:
    """None for what we did not sign, and for an account that is gone or closed."""
    try:
        pk, *families = Signer(salt=SALT).unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        return None
    person = User.objects.filter(pk=pk, is_active=True).first()
    known = [family for family in OPTIONAL if family in families]
    return Optout(person, known) if person and known else None


def leave(out: Optout) -> None:
    """No more mails of these families."""
    for family in out.families:
        actions.prefer(by=out.person, family=family, cadence=Cadence.NEVER)
