"""The words of Okoté, their meaning, the law behind them: read from `glossary.toml`, shown where they are met.

A term is found by its code, which is its anchor on the page of words too.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path


class UnknownTerm(LookupError):  # noqa: N818 - named after what it says
    """The glossary has no such word: a misprint in a template."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word. `laws` may be models that the house follows without being bound by them: their text says so."""

    code: str
    word: str
    means: str
    also: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    is_unsure: bool = False

    @property
    def letter(self) -> str:
        return plain(self.word)[0].upper()

    @property
    def law(self) -> str:
        """ "Loi n° …, art. 10-1, à confirmer." or nothing."""
        if not self.laws:
            return ""
        together = "\u00a0; ".join(self.laws)
        return f"{together[0].upper()}{together[1:]}{', à confirmer' if self.is_unsure else ''}."


@cache
def terms() -> dict[str, Term]:
    """Every term by its code, in the order of the alphabet."""
    stored = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["terms"]
    found = [_term(code, block) for code, block in stored.items()]
    return {term.code: term for term in sorted(found, key=lambda term: plain(term.word))}


def _term(code: str, block: dict[str, str | bool]) -> Term:
    also, laws = (_several(block.get(name, "")) for name in ("also", "law"))
    return Term(code, str(block["word"]), str(block["means"]), also, laws, bool(block.get("unsure")))


def _several(text: object) -> tuple[str, ...]:
    return tuple(part.strip() for part in str(text).split("|") if part.strip())


def term(code: str) -> Term:
    """Raises UnknownTerm."""
    if code not in terms():
        raise UnknownTerm(code)
    return terms()[code]


def by_letter() -> list[tuple[str, list[Term]]]:
    """A, B, C…: each letter that begins a word, with its words."""
    return [(letter, list(found)) for letter, found in groupby(terms().values(), key=lambda term: term.letter)]


@cache
def _forms() -> tuple[re.Pattern[str], dict[str, Term]]:
    """What finds any form of any word in a text, the longest first, and whose form each is."""
    owners = {form.lower(): term for term in terms().values() for form in (term.word, *term.also)}
    longest_first = sorted(owners, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE), owners


def marked(text: str) -> list[tuple[str, Term | None]]:
    """A text cut at the words that it names, each only where it comes first: ("Le ", None), ("quorum", <its term>)."""
    pattern, owners = _forms()
    pieces: list[tuple[str, Term | None]] = []
    told: set[Term] = set()
    at = 0
    for found in pattern.finditer(text):
        owner = owners[found[0].lower()]
        if owner in told:
            continue
        told.add(owner)
        pieces += [(text[at : found.start()], None), (found[0], owner)]
        at = found.end()
    return [piece for piece in (*pieces, (text[at:], None)) if piece[0]]


def plain(word: str) -> str:
    """Without accents or capitals, as the alphabet orders words."""
    return unicodedata.normalize("NFD", word).encode("ascii", "ignore").decode().lower()
