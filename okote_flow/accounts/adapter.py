"""How allauth opens accounts here: holders sign up themselves, names are asked, mail is told to nobody."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Our accounts are named by e-mail; the username is made from it."""
