"""The one mail that accounts send by themselves: an invitation, with its link shown once."""

from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from okote_flow.directory.models import Office, Organization, User
from okote_flow.texts import wording
from okote_flow.texts.registry import Family, Shape, Text, Variable, declare

INVITES = {
    "invitant": Variable("La personne qui invite", "Iris Muster"),
    "lien": Variable("Le lien, qui ne sert qu’une fois", "https://okote.test/invitation/exemple/"),
    "jours": Variable("Le nombre de jours pendant lesquels le lien vaut", "14"),
}
KEPT = ("invitant", "lien")
SUBJECT = "{invitant} vous invite sur Okoté"


def _body(opens: str) -> str:
    return (
        f"Bonjour,\n\n{{invitant}} vous invite sur Okoté {opens}\n\nPour accepter, ouvrez ce lien avec cette adresse "
        "électronique, avant {jours} jours\u00a0:\n{lien}\n\nSi vous n’attendiez pas cette invitation, vous pouvez "
        "ignorer ce message\u00a0: rien ne se passera."
    )


def _invitation(code: str, label: str, opens: str, **variables: Variable) -> Text:
    return Text(
        f"invitation.{code}", Family.INVITATION, label, Shape.MAIL, _body(opens), subject=SUBJECT,
        variables={**INVITES, **variables}, required=(*KEPT, *variables),
    )  # fmt: skip


declare(
    _invitation(
        "organization", "Rejoindre les comptes d’une structure",
        "à rejoindre les comptes de «\u00a0{structure}\u00a0».",
        structure=Variable("La structure", "Bocaux & Compagnie"),
    ),
    _invitation(
        "advice", "Donner un avis extérieur",
        "à donner un avis, une seule fois, à un comité. Vous lirez sa question dès que votre compte est ouvert.",
    ),
    _invitation(
        "seat", "Siéger dans un comité",
        "à siéger dans un comité. Votre siège vous est confié dès que votre compte est ouvert.",
    ),
    _invitation(
        "office", "Exercer une fonction", "à exercer cette fonction\u00a0: {fonction}.",
        fonction=Variable("La fonction confiée", "chargée ou chargé de mission"),
    ),
)  # fmt: skip


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
    code = "organization" if organization else "advice" if for_advice else "office" if office else "seat"
    words = {"invitant": str(by), "lien": link(token), "jours": "14", "structure": str(organization or "")}
    said = wording.current().say(f"invitation.{code}", words | {"fonction": office.label if office else ""})
    subject = " ".join(said.subject.split())
    transaction.on_commit(partial(send_mail, subject, f"{said.body}\n", settings.DEFAULT_FROM_EMAIL, [email]))
