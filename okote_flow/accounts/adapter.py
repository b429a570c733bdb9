"""How allauth opens accounts here: holders sign up themselves; whoever came with an invitation goes back to it."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

INVITATION = "invitation"
"""The session keeps the address of the invitation while its reader signs up, confirms the address or logs in."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Our accounts are named by e-mail; the username is made from the name."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return _invitation(request) or str(super().get_login_redirect_url(request))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return _invitation(request) or str(super().get_signup_redirect_url(request))


def _invitation(request: HttpRequest) -> str:
    return str(request.session.get(INVITATION, ""))
