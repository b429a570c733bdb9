"""Any provider that signs its messages as we ask: the payment page is its own, at the address in the settings."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings

from funding.models import Checkout, Trust
from funding.providers import generic
from funding.providers.news import Answer, PaymentNews, RefundAsked
from funding.providers.signature import HEADER, signature_refusals
from funding.sentences import refuse
from okote_flow.refusals import Refused, require


class Webhook:
    code = "webhook"
    label = "Carte bancaire"
    note = "Les messages sont signés (HMAC-SHA256) et datés de moins de cinq minutes."
    asks_tip = True
    sends_refunds = False

    def trust(self, raw: bytes, headers: Mapping[str, str], at: int) -> Trust:
        require(signature_refusals(raw, headers.get(HEADER, ""), settings.PAYMENT_WEBHOOK_SECRETS, at))
        return Trust.HMAC

    def read(self, raw: bytes) -> PaymentNews:
        return generic.read(raw)

    def pay_url(self, checkout: Checkout) -> str:
        asked = {"checkout": checkout.token, "amount": checkout.cents, "tip": checkout.tip_cents, "currency": "EUR"}
        return f"{settings.PAYMENT_WEBHOOK_PAGE}?{urlencode(asked)}"

    def refund(self, asked: RefundAsked) -> Answer:
        """Nobody can be called: the refund is made on the provider's own page, which tells of it."""
        raise Refused([refuse("refund-by-hand-only")])
