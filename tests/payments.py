"""What tests of payments share: what a giver asks, what a provider sends."""

import json
import time
from typing import Any

from django.test import Client
from django.urls import reverse

from funding import actions
from funding.models import Campaign, Checkout, ProviderEvent
from funding.providers.signature import sign

SECRET = "a secret of the webhook, for tests"


def asked(campaign: Campaign, cents: int = 50_00, *, provider: str = "simulated", **said: Any) -> Checkout:
    """Somebody wants to give that much."""
    return actions.start_checkout(campaign, cents=cents, provider=provider, by=None, **said)


def told(checkout: Checkout, state: str = "confirmed", **said: Any) -> ProviderEvent:
    """The simulated provider says so; read afresh."""
    event = actions.simulate_payment(checkout, state=state, by=None, **said)
    return ProviderEvent.objects.get(pk=event.pk)


def paid(campaign: Campaign, cents: int = 50_00, **said: Any) -> Checkout:
    """A gift by card, confirmed."""
    checkout = asked(campaign, cents, **said)
    told(checkout)
    checkout.refresh_from_db()
    return checkout


def body(checkout: Checkout | None = None, /, **said: Any) -> bytes:
    """A message as a provider writes it."""
    plain: dict[str, Any] = {
        "payment": "p-1",
        "checkout": checkout.token if checkout else "",
        "state": "confirmed",
        "amount": checkout.cents if checkout else 50_00,
        "tip": checkout.tip_cents if checkout else 0,
        "currency": "EUR",
    }
    return json.dumps(plain | said).encode()


def post(raw: bytes, *, secret: str = SECRET, at: float | None = None, header: str | None = None) -> Any:
    """A provider posts a message. Gives the answer."""
    signed = sign(raw, secret, int(time.time() if at is None else at)) if header is None else header
    url = reverse("funding:take_event", args=["webhook"])
    return Client().post(url, raw, content_type="application/json", headers={"Okote-Signature": signed})
