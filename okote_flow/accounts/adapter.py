"""How allauth opens accounts here: holders sign up themselves; whoever came with an invitation goes back to it."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from okote_flow.accounts import doubts
from okote_flow.directory.models import User

READ_A_MAIL = frozenset({"code", "password_reset"})
"""The ways in that prove that a mail has just been read."""
INVITATION = "invitation"
"""The session keeps the address of the invitation while its reader signs up, confirms the address or logs in."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Our accounts are named by e-mail; the username is made from the name."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "L’adresse et le mot de passe ne vont pas ensemble. Vérifiez-les, "
        "ou recevez un code de connexion par courriel.",
        "too_many_login_attempts": "Trop d’essais\u00a0: attendez cinq minutes, "
        "ou choisissez un nouveau mot de passe.",
        "incorrect_code": "Ce code n’est pas le bon, ou il a expiré. Recopiez le dernier reçu, "
        "ou demandez-en un autre.",
        "incorrect_password": "Ce n’est pas le mot de passe de ce compte.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "rate_limited": "Trop de demandes à la suite\u00a0: attendez quelques minutes, puis réessayez.",
    }

    def post_login(self, request: HttpRequest, user: User, **given: Any) -> HttpResponse:
        """Whoever comes in by what a mail said has received it."""
        methods = {one.get("method") for one in request.session.get("account_authentication_methods", [])}
        if methods & READ_A_MAIL:
            doubts.trust_address(user, by=user)
        response: HttpResponse = super().post_login(request, user, **given)
        return response

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        is_confirmed = bool(super().confirm_email(request, email_address))
        if is_confirmed:
            doubts.trust_address(email_address.user, by=email_address.user)
        return is_confirmed

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return _invitation(request) or str(super().get_login_redirect_url(request))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return _invitation(request) or str(super().get_signup_redirect_url(request))


def _invitation(request: HttpRequest) -> str:
    return str(request.session.get(INVITATION, ""))
