"""The urn of a secret poll: four counters sealed under a key that the database does not hold.

Encrypt-then-MAC with HMAC-SHA256, from the standard library alone: a keystream by counter mode under one derived
key, a tag under another. A fresh nonce at each ballot, constant length, bound to its poll. Whoever holds the database
alone learns nothing; whoever holds database versions of the moment and the key could. Source: deliberation, secrecy 2.
"""

import hashlib
import hmac
import secrets
import struct
from collections.abc import Iterator, Mapping

from django.conf import settings

from committees.rules import Choice

NONCE, TAG, KEY_ID = 16, 32, 8
ORDER = tuple(Choice)
COUNTERS = struct.Struct(f">{len(ORDER)}I")
LENGTH = KEY_ID + NONCE + COUNTERS.size + TAG
SHORTEST = 32  # bytes of a key


class UrnError(Exception):
    """The urn does not open: other key, other poll, or changed bytes."""


def _keys() -> Iterator[bytes]:
    """The present key, then those before it: an urn sealed before a rotation still opens."""
    for key in settings.URN_KEYS:
        if len(key) < SHORTEST:
            raise UrnError("an urn key has at least 32 bytes")
        yield key


def _key_id(key: bytes) -> bytes:
    """Names a key without telling it."""
    return hmac.digest(key, b"okote urn key id", hashlib.sha256)[:KEY_ID]


def _present_key() -> bytes:
    key = next(_keys(), None)
    if key is None:
        raise UrnError("no key: see OKOTE_URN_KEY_FILE")
    return key


def is_ready() -> bool:
    """Whether this house has a key: without one no secret poll opens."""
    return bool(settings.URN_KEYS)


def _key_named(name: bytes) -> bytes:
    found = next((key for key in _keys() if hmac.compare_digest(_key_id(key), name)), None)
    if found is None:
        raise UrnError("no key of that name")
    return found


def _stream(key: bytes, nonce: bytes) -> bytes:
    """One block of keystream, longer than the counters."""
    secret = hmac.digest(key, b"okote urn encryption", hashlib.sha256)
    return hmac.digest(secret, nonce, hashlib.sha256)[: COUNTERS.size]


def _tag(key: bytes, poll: int, body: bytes) -> bytes:
    secret = hmac.digest(key, b"okote urn authentication", hashlib.sha256)
    return hmac.digest(secret, struct.pack(">Q", poll) + body, hashlib.sha256)


def seal(poll: int, sums: Mapping[Choice, int]) -> bytes:
    """The counters as the database keeps them."""
    key, nonce = _present_key(), secrets.token_bytes(NONCE)
    plain = COUNTERS.pack(*(sums.get(choice, 0) for choice in ORDER))
    body = _key_id(key) + nonce + bytes(a ^ b for a, b in zip(plain, _stream(key, nonce), strict=True))
    return body + _tag(key, poll, body)


def unseal(poll: int, sealed: bytes | memoryview) -> dict[Choice, int]:
    """The counters. Raises UrnError when they are not what was sealed for this poll."""
    sealed = bytes(sealed)
    if len(sealed) != LENGTH:
        raise UrnError("no urn of ours")
    body, tag = sealed[:-TAG], sealed[-TAG:]
    key = _key_named(body[:KEY_ID])
    if not hmac.compare_digest(_tag(key, poll, body), tag):
        raise UrnError("changed, or of another poll")
    nonce, hidden = body[KEY_ID : KEY_ID + NONCE], body[KEY_ID + NONCE :]
    plain = bytes(a ^ b for a, b in zip(hidden, _stream(key, nonce), strict=True))
    return dict(zip(ORDER, COUNTERS.unpack(plain), strict=True))


def add(poll: int, sealed: bytes | memoryview, choice: Choice) -> bytes:
    """The urn with one more ballot."""
    sums = unseal(poll, sealed)
    sums[choice] += 1
    return seal(poll, sums)


def attest(poll: int, inputs: str) -> str:
    """What proves to whoever holds the key that these were the sums counted; `inputs` is the result's hash."""
    key = _present_key()
    secret = hmac.digest(key, b"okote urn result", hashlib.sha256)
    return _key_id(key).hex() + hmac.new(secret, f"{poll}:{inputs}".encode(), hashlib.sha256).hexdigest()


def is_attested(poll: int, inputs: str, attested: str) -> bool:
    """Whether the seal is the one given at the closing. Raises UrnError without its key."""
    key = _key_named(bytes.fromhex(attested[: KEY_ID * 2]))
    secret = hmac.digest(key, b"okote urn result", hashlib.sha256)
    again = hmac.new(secret, f"{poll}:{inputs}".encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(again, attested[KEY_ID * 2 :])
