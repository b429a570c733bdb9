"""How the house says no: a stable code for tests and logs, a French sentence for people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why an act is not possible now."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Onward:
    """Where whoever was refused goes on: a link, and the part of its page that may be brought here at once."""

    url: str
    label: str
    part: str  # CSS selector
    subjects: str  # whose changes bring it anew


class Refused(Exception):  # noqa: N818 - it is an answer, not a failure
    """An act that the rules do not allow; carries every reason, in the order they were found."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = list(refusals)
        self.onward: Onward | None = None
        super().__init__(", ".join(refusal.code for refusal in self.refusals))


SENTENCES: dict[str, str] = {}
"""Every refusal of the house: code -> French sentence with named blanks. Filled by each app's `sentences` module."""


def sentences(table: dict[str, str]) -> Callable[..., Refusal]:
    """Declare an app's refusals and give back the function that says them.

    Raises AssertionError when two rooms give one code two meanings.
    """
    for code, text in table.items():
        assert SENTENCES.get(code, text) == text, f"{code} is declared twice with different words"
    SENTENCES.update(table)

    def refuse(code: str, **facts: object) -> Refusal:
        return Refusal(code, table[code].format(**facts))

    return refuse


def require(refusals: Iterable[Refusal]) -> None:
    """Let the caller go on only if no rule objects. Raises Refused with all objections."""
    found = list(refusals)
    if found:
        raise Refused(found)
