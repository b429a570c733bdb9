"""How an audit says that something is not true: a stable code, the thing, a French sentence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it must be. `subject` names the row: "journal_event:12"."""

    code: str
    subject: str
    sentence: str


Check = Callable[[], Iterator[Fault]]
"""One thing that must be true everywhere; yields what is not."""


def row(table: str, key: object) -> str:
    return f"{table}:{key}"
