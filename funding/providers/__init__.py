"""Whoever takes payments for us: how one starts a payment, whom we believe, what a message means."""

from collections.abc import Mapping
from typing import Protocol

from django.conf import settings

from funding.models import Checkout, Trust
from funding.providers.helloasso import HelloAsso
from funding.providers.local import Simulated
from funding.providers.news import Answer, PaymentNews, RefundAsked, ReversalNews, Unreachable
from funding.providers.webhook import Webhook

__all__ = ["PaymentNews", "Provider", "RefundAsked", "ReversalNews", "Unreachable", "chosen", "named"]

TRANSFER = "transfer"
"""Not a provider: the giver's own bank, under a reference."""


class Provider(Protocol):
    """One way to pay online."""

    code: str
    label: str
    note: str  # what officers should know of it
    asks_tip: bool  # whether our form asks for it; else its own page may
    sends_refunds: bool  # whether it sends a payment back when we call it; else somebody does on its own page

    def trust(self, raw: bytes, headers: Mapping[str, str], at: int) -> Trust:
        """Why a message is believed, at `at` (Unix seconds). Raises Refused when it must have no effect."""

    def read(self, raw: bytes) -> PaymentNews | None:
        """What a kept message means; None when it tells of no payment.

        Raises Refused, or Unreachable when it is to be read later.
        """

    def pay_url(self, checkout: Checkout) -> str:
        """Where the giver pays. Raises Unreachable."""

    def refund(self, asked: RefundAsked) -> Answer:
        """Have it send a payment back, wholly or in part, once however often it is asked. Gives its answer, a message.

        Raises Unreachable when it should be asked again, Refused when it will not.
        """


_ALL: tuple[Provider, ...] = (Simulated(), Webhook(), HelloAsso())


def chosen() -> Provider | None:
    """The one that this house takes payments with; None while there is none."""
    return named(settings.PAYMENT_PROVIDER)


def named(code: str) -> Provider | None:
    """The provider of that code, if this house has it at all: the simulated one only where money is play."""
    found = next((one for one in _ALL if one.code == code), None)
    return None if found is not None and found.code == Simulated.code and not settings.PAYMENTS_SIMULATED else found
