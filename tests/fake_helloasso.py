"""A server on this machine that answers as HelloAsso's documentation says, for the few calls that the house makes."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from django.core.cache import cache


class FakeHelloAsso:
    """What the provider has: payments and checkout intents by number. `down` makes every call fail."""

    def __init__(self) -> None:
        self.payments: dict[int, dict[str, Any]] = {}
        self.intents: dict[int, dict[str, Any]] = {}
        self.tokens: list[str] = []
        self.revoked: set[str] = set()
        self.calls: list[str] = []
        self.down = False
        self.turns_down = 0  # the answer to a refund that it does not make
        self.swallows = False  # makes the refund, and its answer is lost
        self.url = ""

    def pay(self, intent: int, state: str = "Authorized", *, number: int = 13790, **more: Any) -> dict[str, Any]:
        """The payment of an intent, as `GET /payments/{id}` shows it."""
        self.payments[number] = {
            "id": number,
            "amount": self.intents[intent]["totalAmount"],
            "amountTip": 150,
            "state": state,
            "date": "2022-03-01T10:00:00+01:00",
            "paymentMeans": "Card",
            "cashOutState": "MoneyIn",
            "order": {"id": 900, "formType": "Checkout", "organizationSlug": "okote", "checkoutIntentId": intent},
            "refundOperations": [],
            "meta": {"updatedAt": "2022-03-01T10:00:00+01:00"},
        } | more
        return self.payments[number]

    def notification(self, number: int = 13790, **said: Any) -> bytes:
        """What it posts: the payment as it says it is, which nobody believes."""
        return json.dumps({"eventType": "Payment", "data": self.payments.get(number, {"id": number}) | said}).encode()

    def answer(self, method: str, path: str, bearer: str, asked: Any) -> tuple[int, dict[str, Any]]:
        self.calls.append(f"{method} {path}")
        if self.down:
            return 503, {}
        if path == "/oauth2/token":
            return self._token(asked)
        if bearer not in self.tokens or bearer in self.revoked:
            return 401, {}
        found: dict[str, Any] | None = None
        if method == "POST" and path == "/v5/organizations/okote/checkout-intents":
            number = 500 + len(self.intents)
            self.intents[number] = asked
            return 200, {"id": number, "redirectUrl": f"{self.url}/pay/{number}"}
        if method == "POST" and path.startswith("/v5/payments/"):
            return self._refund(path)
        if path.startswith("/v5/payments/"):
            found = self.payments.get(int(path.rpartition("/")[2]))
        elif path.startswith("/v5/organizations/okote/checkout-intents/"):
            found = self.intents.get(int(path.rpartition("/")[2]))
        return (200, found) if found else (404, {})

    def _refund(self, path: str) -> tuple[int, dict[str, Any]]:
        """`POST /payments/{id}/refund?amount=…`, the whole when it names no amount."""
        where, _, query = path.partition("?")
        payment = self.payments.get(int(where.split("/")[3]))
        if payment is None or self.turns_down:
            return self.turns_down or 404, {}
        cents = int(parse_qs(query).get("amount", [str(payment["amount"])])[0])
        operation = {"id": 70 + len(payment["refundOperations"]), "amount": cents, "state": "Init"}
        payment["refundOperations"].append(operation)
        payment["state"] = "Refunding"
        return (503, {}) if self.swallows else (200, operation)

    def _token(self, asked: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        if (asked.get("client_id"), asked.get("client_secret")) != (["an id"], ["a secret"]):
            return 401, {}
        self.tokens.append(f"token-{len(self.tokens)}")
        return 200, {"access_token": self.tokens[-1], "expires_in": 1800, "token_type": "bearer"}


@contextmanager
def served() -> Iterator[FakeHelloAsso]:
    fake = FakeHelloAsso()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(fake))
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def handler_of(fake: FakeHelloAsso) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply(None)

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            is_json = "json" in self.headers.get("Content-Type", "")
            self._reply(json.loads(raw) if is_json else parse_qs(raw))

        def _reply(self, asked: Any) -> None:
            bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
            status, said = fake.answer(self.command, self.path, bearer, asked)
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Silent."""

    return Handler


@contextmanager
def chosen(settings: Any) -> Iterator[FakeHelloAsso]:
    """The house's provider is this server, with an account at it and no signature key."""
    cache.clear()
    with served() as server:
        settings.PAYMENT_PROVIDER, settings.HELLOASSO_URL = "helloasso", server.url
        settings.HELLOASSO_CLIENT_ID, settings.HELLOASSO_CLIENT_SECRET = "an id", "a secret"
        settings.HELLOASSO_ORGANIZATION, settings.HELLOASSO_SIGNATURE_KEY = "okote", ""
        yield server
    cache.clear()
