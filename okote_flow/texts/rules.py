"""How a text with variables is read, checked and filled: `{name}` out of a closed list, and nothing else. Pure.

No attribute, no index, no conversion, no format: whatever stands between braces and is no name of the list is refused.
What a variable says is never read again, so a word that holds braces stays that word.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from okote_flow.refusals import Refusal
from okote_flow.texts.sentences import refuse

LONGEST_SUBJECT, LONGEST_BODY = 300, 8000
PIECE = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}", re.ASCII)
ALIKE = re.compile(r"\{([^{}\n]{0,60})\}")
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: what is read is what was typed."""
HIDDEN = frozenset("\u200b\u2060\ufeff\u00ad")
"""Marks that nobody sees."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one text must satisfy: the words it may name, those it must, and whether it has a subject and a body."""

    words: Mapping[str, str]  # name -> what it says
    required: Collection[str]
    has_subject: bool
    must_have_body: bool


def cleaned(text: str) -> str:
    """As it is kept: one kind of line end, no control, no hidden and no turning mark, no empty ends."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = (sign for sign in plain if sign == "\n" or not _is_unseen(sign))
    return "".join(kept).strip()


def _is_unseen(sign: str) -> bool:
    return sign in TURNING or sign in HIDDEN or unicodedata.category(sign) in ("Cc", "Cs", "Co")


def names_in(text: str) -> list[str]:
    """The variables that a text names, each once, in order."""
    return list(dict.fromkeys(PIECE.findall(text)))


def refusals(asked: Asked, subject: str, body: str) -> Iterator[Refusal]:
    """Everything wrong with a text, subject first."""
    yield from _shape(asked, subject, body)
    for text in (subject, body):
        yield from _words(asked, text)
    said = {*names_in(subject), *names_in(body)}
    for name in asked.required:
        if name not in said:
            yield refuse("text-word-missing", name=f"{{{name}}}", what=asked.words[name])


def _shape(asked: Asked, subject: str, body: str) -> Iterator[Refusal]:
    if asked.has_subject and not subject.strip():
        yield refuse("text-empty", what="un objet")
    if asked.must_have_body and not body.strip():
        yield refuse("text-empty", what="un texte")
    if "\n" in subject:
        yield refuse("text-one-line", what="L’objet")
    for what, text, limit in (("L’objet", subject, LONGEST_SUBJECT), ("Le texte", body, LONGEST_BODY)):
        if len(text) > limit:
            yield refuse("text-longer", what=what, limit=limit)


def _words(asked: Asked, text: str) -> Iterator[Refusal]:
    for name in dict.fromkeys(ALIKE.findall(text)):
        if name not in asked.words:
            yield refuse("text-unknown-word", name=f"{{{name}}}")
    rest = ALIKE.sub("", text)
    at = next((place for place, sign in enumerate(rest) if sign in "{}"), None)
    if at is not None:
        near = " ".join(rest[max(0, at - 12) : at + 12].split())
        example = f"{{{next(iter(asked.words), 'nom')}}}"
        yield refuse("text-brace", near=near, example=example)


def filled(text: str, words: Mapping[str, str]) -> str:
    """A text with its variables said; a word that says nothing takes the space before it along. Raises KeyError."""
    parts: list[str] = []
    last = 0
    for found in PIECE.finditer(text):
        before, word = text[last : found.start()], words[found[1]]
        parts += [before if word else before.removesuffix(" "), word]
        last = found.end()
    return "".join([*parts, text[last:]])
