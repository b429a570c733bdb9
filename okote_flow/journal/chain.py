"""The arithmetic of the chain. Pure: facts in, hashes out."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

GENESIS = "0" * 64


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: object) -> str:
    """One text for one value: sorted keys, no spaces, plain Unicode."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Fact(NamedTuple):
    """What a link of the chain is made of, in this order."""

    subject: str
    seq: int
    kind: str
    at: datetime
    actor: str
    office: str
    facts: dict[str, object]


def link(previous: str, fact: Fact) -> str:
    """The hash of a fact: of all it says and of the fact before it."""
    instant = fact.at.astimezone(UTC).isoformat(timespec="microseconds")
    return digest(canonical([previous, fact._asdict() | {"at": instant}]))


def commit(salt: str, name: str) -> str:
    """What the chain holds instead of a name."""
    return digest(f"{salt}:{name}")


def merkle_root(leaves: Iterable[str]) -> str:
    """One hash for many, order kept; an odd last one is carried up unchanged."""
    level = list(leaves) or [GENESIS]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [digest(left + right) for left, right in pairs] + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def merkle_path(leaves: Iterable[str], place: int) -> list[tuple[str, str]]:
    """What leads from one leaf to the root: ("left" or "right", the hash that stands there), from below."""
    level, path = list(leaves), []
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            path.append(("left" if beside < place else "right", level[beside]))
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [digest(left + right) for left, right in pairs] + ([level[-1]] if len(level) % 2 else [])
        place //= 2
    return path
