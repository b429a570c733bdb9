"""HelloAsso, API v5: OAuth2 client credentials, checkout intents, payments. Sources: dev.helloasso.com; ADR 24.

A notification is never believed: it only says which payment to read again at the API. Exercised against a local server
made from the documentation, never yet against the real service. Not known for sure: that `amount` leaves the tip out.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from funding.models import Checkout, PaymentState, ReversalKind, ReversalState, Trust
from funding.providers import generic
from funding.providers.news import Answer, PaymentNews, RefundAsked, ReversalNews, Unreachable
from funding.sentences import refuse
from okote_flow.refusals import Refused

TIMEOUT_SECONDS = 10
TOKEN_KEY = "helloasso-token"  # noqa: S105 - where it is kept, not what it is
SANDBOX = "AuthorizedPreprod"
CONFIRMED = {"Authorized", "Refunding", "Refunded", "Contested"}
PENDING = {
    "Init", "Pending", "Registered", "Waiting", "WaitingBankValidation", "WaitingBankWithdraw",
    "WaitingAuthentication",
}  # fmt: skip
PASSING = {httpx.codes.UNAUTHORIZED, httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_MANY_REQUESTS}
DEAD = {"Refused", "Error", "Canceled", "Abandoned", "Deleted", "NoDonation"}


class HelloAsso:
    code = "helloasso"
    label = "Carte bancaire (HelloAsso)"
    note = "HelloAsso\u00a0: jamais essayé avec le vrai service. Essayez-le sur son bac à sable avant toute campagne."
    asks_tip = False  # its own page does
    sends_refunds = True

    def trust(self, raw: bytes, headers: Mapping[str, str], at: int) -> Trust:
        """By its signature where there is a key (partners); otherwise not at all: the API alone counts."""
        key = settings.HELLOASSO_SIGNATURE_KEY
        if not key:
            return Trust.NONE
        wanted = hmac.new(key.encode(), raw, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(wanted.encode(), headers.get("X-Ha-Signature", "").encode()):
            raise Refused([refuse("event-unsigned")])
        return Trust.HMAC

    def read(self, raw: bytes) -> PaymentNews | None:
        """The payment as the API has it now, whatever the message says. None for what tells of no payment."""
        told = generic.mapping(raw)
        data = told.get("data")
        if told.get("eventType") != "Payment" or not isinstance(data, dict):
            return None
        payment = _call("GET", f"/v5/payments/{_number(data, 'id')}")
        return news(payment, _token_of(payment))

    def pay_url(self, checkout: Checkout) -> str:
        """A checkout intent; where its giver pays. The return to our page proves nothing."""
        back = f"{settings.SITE_URL}{reverse('funding:given', args=[checkout.token])}"
        asked = {
            "totalAmount": checkout.cents,
            "initialAmount": checkout.cents,
            "itemName": f"Don, {checkout.campaign.dossier.title}"[:250],
            "backUrl": back,
            "errorUrl": back,
            "returnUrl": back,
            "containsDonation": True,
            "metadata": {"checkout": checkout.token},
        }
        made = _call("POST", f"/v5/organizations/{settings.HELLOASSO_ORGANIZATION}/checkout-intents", asked)
        url = made.get("redirectUrl")
        if not isinstance(url, str) or not url.startswith(("https://", settings.HELLOASSO_URL)):
            raise Unreachable("no redirectUrl")
        return url

    def refund(self, asked: RefundAsked) -> Answer:
        """`POST /payments/{id}/refund`, unless the API shows already a refund that no news has told. Untried."""
        number = asked.payment.external_id
        payment = _call("GET", f"/v5/payments/{number}")
        if not _is_under_way(payment, asked):
            whole = asked.cents == generic.cents(payment, "amount")
            said: dict[str, Any] = {"comment": asked.key, "cancelOrder": "false", "sendRefundMail": "true"}
            path = f"/v5/payments/{number}/refund?{urlencode(said | ({} if whole else {'amount': asked.cents}))}"
            _call("POST", path, refusing="refund-refused-there")
        return {"eventType": "Payment", "data": {"id": int(number)}, "asked": asked.key}


def _is_under_way(payment: dict[str, Any], asked: RefundAsked) -> bool:
    """Whether the API shows a refund of that amount which nobody has told us of: ours, whose answer was lost."""
    operations = payment.get("refundOperations")
    told = [one for one in operations if isinstance(one, dict)] if isinstance(operations, list) else []
    if not told:
        return payment.get("state") in ("Refunding", "Refunded")
    return any(one.get("amount") == asked.cents and f"refund-{one.get('id')}" not in asked.known for one in told)


def news(payment: dict[str, Any], checkout: str) -> PaymentNews:
    """What a payment of the API means. Raises Refused("state-unclear") for what a human must look at."""
    state = payment.get("state")
    if state == SANDBOX and settings.HELLOASSO_SANDBOX:
        state = "Authorized"
    if state in CONFIRMED:
        reached = PaymentState.CONFIRMED
    elif state in PENDING:
        reached = PaymentState.PENDING
    elif state in DEAD:
        reached = PaymentState.DEAD
    else:
        raise Refused([refuse("state-unclear", state=str(state)[:40])])
    cents = generic.cents(payment, "amount")
    return PaymentNews(
        payment=str(_number(payment, "id")),
        checkout=checkout,
        state=reached,
        cents=cents,
        tip_cents=generic.cents(payment, "amountTip", may_be_zero=True),
        currency="EUR",  # the only one that HelloAsso knows
        reversals=tuple(_reversals(payment, str(state), cents)),
        is_whole=True,
    )


def _reversals(payment: dict[str, Any], state: str, cents: int) -> list[ReversalNews]:
    """Each refund operation; without any, the whole. A contested payment has lost what was not refunded before."""
    told = payment.get("refundOperations")
    operations = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    reached = ReversalState.UNDERWAY if state == "Refunding" else ReversalState.DONE
    found = [
        ReversalNews(f"refund-{_number(one, 'id')}", ReversalKind.REFUND, reached, generic.cents(one, "amount"))
        for one in operations
    ]
    if not found and state in ("Refunding", "Refunded"):
        found = [ReversalNews("refund", ReversalKind.REFUND, reached, cents)]
    rest = cents - sum(one.cents for one in found)
    if state == "Contested" and rest > 0:
        found.append(ReversalNews("contested", ReversalKind.CHARGEBACK, ReversalState.DONE, rest))
    return found


def _token_of(payment: dict[str, Any]) -> str:
    """The announced gift, from the checkout intent that the API names."""
    order = payment.get("order")
    intent = (order.get("checkoutIntentId") if isinstance(order, dict) else None) or payment.get("checkoutIntentId")
    if not isinstance(intent, int):
        return ""
    found = _call("GET", f"/v5/organizations/{settings.HELLOASSO_ORGANIZATION}/checkout-intents/{intent}")
    metadata = found.get("metadata")
    return generic.text(metadata, "checkout", required=False) if isinstance(metadata, dict) else ""


def _number(told: dict[str, Any], name: str) -> int:
    return generic.cents(told, name)


def _call(method: str, path: str, asked: dict[str, Any] | None = None, *, refusing: str = "") -> dict[str, Any]:
    """One call of the API. Raises Unreachable when it should be tried again, Refused when it is of no use.

    `refusing` names the refusal that an answer in 4xx is, for a call which may be turned down.
    """
    try:
        with httpx.Client(base_url=settings.HELLOASSO_URL, timeout=TIMEOUT_SECONDS) as client:
            answer = client.request(method, path, json=asked, headers=_bearer(client))
            if answer.status_code == httpx.codes.UNAUTHORIZED:  # a token that was revoked
                cache.delete(TOKEN_KEY)
                answer = client.request(method, path, json=asked, headers=_bearer(client))
    except httpx.HTTPError as error:
        raise Unreachable(path) from error
    if answer.status_code == httpx.codes.NOT_FOUND:
        raise Refused([refuse("payment-unheard")])
    if refusing and answer.is_client_error and answer.status_code not in PASSING:
        raise Refused([refuse(refusing, status=answer.status_code)])
    if not answer.is_success:
        raise Unreachable(f"{path}: {answer.status_code}")
    return generic.mapping(answer.content)


def _bearer(client: httpx.Client) -> dict[str, str]:
    """The access token, kept a little less long than it is good for."""
    token = cache.get(TOKEN_KEY)
    if token is None:
        asked = {
            "grant_type": "client_credentials",
            "client_id": settings.HELLOASSO_CLIENT_ID,
            "client_secret": settings.HELLOASSO_CLIENT_SECRET,
        }
        answer = client.post("/oauth2/token", data=asked)
        if not answer.is_success:
            raise Unreachable(f"token: {answer.status_code}")
        told = generic.mapping(answer.content)
        token = generic.text(told, "access_token", limit=5000)
        cache.set(TOKEN_KEY, token, max(1, generic.cents(told, "expires_in") - 60))
    return {"Authorization": f"Bearer {token}"}
