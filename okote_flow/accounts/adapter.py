"""How allauth opens accounts here: holders sign up themselves; whoever came with an invitation goes back to it."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

INVITATION = "invitation"
"""The session keeps the address of the invitation while its reader signs up, confirms the address or logs in."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Our accounts are named by e-mail; the username is made from the name."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "L’adresse et le mot de passe ne vont pas ensemble. Vérifiez-les, "
        "ou recevez un code de connexion par courriel.",
        "too_many_login_attempts": "Trop d’essais\u00a0: attendez cinq minutes, "
        "ou choisissez un nouveau mot de passe.",
        "incorrect_code": "Ce code n’est pas le bon, ou il a expiré. Recopiez le dernier reçu, ou demandez-en un.",
        "incorrect_password": "Ce n’est pas le mot de passe de ce compte.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "rate_limited": "Trop de demandes à la suite\u00a0: attendez quelques minutes, puis réessayez.",
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return _invitation(request) or str(super().get_login_redirect_url(request))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return _invitation(request) or str(super().get_signup_redirect_url(request))


def _invitation(request: HttpRequest) -> str:
    return str(request.session.get(INVITATION, ""))
