"""The simulated provider: a page of this house on which no money moves. Only where money is play."""

from collections.abc import Mapping

from django.urls import reverse

from funding.models import Checkout, Trust
from funding.providers import generic
from funding.providers.news import Answer, PaymentNews, RefundAsked
from funding.sentences import refuse
from okote_flow.refusals import Refused


class Simulated:
    code = "simulated"
    label = "Carte bancaire (paiement simulé)"
    note = "Aucun argent ne circule\u00a0: chaque paiement se joue sur une page de l’application."
    asks_tip = True
    sends_refunds = True

    def trust(self, raw: bytes, headers: Mapping[str, str], at: int) -> Trust:
        """Nobody outside speaks for it: its page writes its messages by itself."""
        raise Refused([refuse("event-unsigned")])

    def read(self, raw: bytes) -> PaymentNews:
        return generic.read(raw)

    def pay_url(self, checkout: Checkout) -> str:
        return reverse("funding:simulated_checkout", args=[checkout.token])

    def refund(self, asked: RefundAsked) -> Answer:
        """At once: its message says that the money is back."""
        payment = asked.payment
        return {
            "payment": payment.external_id,
            "checkout": payment.checkout.token if payment.checkout else "",
            "state": "refunded",
            "amount": payment.cents,
            "tip": payment.tip_cents,
            "currency": "EUR",
            "reversal": {"id": asked.key, "amount": asked.cents},
        }
