"""The signature of a webhook: HMAC-SHA256 over `t.rawbody`, like Stripe's (stripe/_webhook.py). Pure."""

import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence

from funding.sentences import refuse
from okote_flow.refusals import Refusal

TOLERANCE_SECONDS = 300
HEADER = "Okote-Signature"
_TIME = re.compile(r"[0-9]{1,12}", re.ASCII)


def sign(raw: bytes, secret: str, at: int) -> str:
    """The header for a body: `t=<unix>,v1=<hex>`."""
    return f"t={at},v1={_digest(raw, secret, str(at))}"


def signature_refusals(raw: bytes, header: str, secrets: Sequence[str], at: int) -> Iterator[Refusal]:
    """Why a message is not believed at the instant `at` (Unix seconds).

    Several secrets, several `v1`: a secret is changed while both count. Compared in constant time.
    """
    parts = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name == "t" and _TIME.fullmatch(value)]
    given = [value for name, _, value in parts if name == "v1"]
    if len(times) != 1 or not given or not secrets:
        yield refuse("event-unsigned")
        return
    wanted = [_digest(raw, secret, times[0]).encode() for secret in secrets]
    matches = [hmac.compare_digest(one, value.encode()) for one in wanted for value in given]
    if not any(matches):
        yield refuse("event-unsigned")
    elif abs(at - int(times[0])) > TOLERANCE_SECONDS:
        yield refuse("event-old", seconds=TOLERANCE_SECONDS)


def _digest(raw: bytes, secret: str, at: str) -> str:
    return hmac.new(secret.encode(), at.encode() + b"." + raw, hashlib.sha256).hexdigest()
