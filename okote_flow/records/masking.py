"""What of a text is private and is not given out (CRPA, art. L. 311-6). Pure: text in, segments out."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MASK = "[occulté]"
_GAP = "[ \u00a0\u202f]"
_TITLES = ("M\\.", "Mr", "MM\\.", "Mme", "Mlle", "Monsieur", "Madame", "Mademoiselle")
_UP = "A-ZÀ-ÖØ-Þ"
_NAME = rf"[{_UP}][\w’'-]+"
_STREETS = (
    "rue|ruelle|avenue|av\\.|boulevard|bd|place|impasse|allée|chemin|route|quai|cours|square|passage|faubourg|"
    "lotissement|résidence|sentier|voie|lieu-dit"
)
PATTERNS = (
    ("iban", re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,4})?\b")),
    ("courriel", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (
        "téléphone",
        re.compile(
            r"(?<![\w/])(?:(?:\+|00)\d{2,3}[ .\u00a0\u202f-]?(?:\(0\)[ .\u00a0\u202f]?)?|0)"
            r"[1-9](?:[ .\u00a0\u202f/-]?\d{2}){4}(?!\d)"
        ),
    ),
    (
        "adresse",
        re.compile(
            rf"\b\d{{1,4}}(?:\s?(?:bis|ter|quater))?,?\s+(?:{_STREETS})\b[^\n,;.]{{0,60}}"
            rf"(?:,?\s*\d{{5}}\s+{_NAME}(?:[ -]{_NAME})*)?",
            re.IGNORECASE,
        ),
    ),
    ("code postal", re.compile(rf"\b(?:6[78]|[0-9]{{2}})\d{{3}}\s+{_NAME}")),
    (
        "nom",
        re.compile("|".join(rf"(?<=\b{title}{_GAP}){_NAME}(?:{_GAP}{_NAME}){{0,2}}" for title in _TITLES)),
    ),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text; `kind` is "" for what is given out, else what it is that is masked."""

    text: str
    kind: str = ""


def folded(text: str) -> str:
    """Letter by letter without accents nor case, as long as the text itself."""
    found = []
    for letter in text:
        plain = " " if letter in "\u00a0\u202f" else unicodedata.normalize("NFD", letter)[0].lower()
        found.append(plain if len(plain) == 1 else letter)
    return "".join(found)


def names_of(people: Iterable[tuple[str, str]]) -> list[str]:
    """(first name, last name) -> what to look for, the longest first. A last name alone counts from three letters."""
    found = set()
    for first, last in people:
        whole = f"{first} {last}".strip()
        found |= {whole, f"{last} {first}".strip()} | ({last} if len(last) > 2 else set())
    return sorted((one for one in found if len(one) > 2), key=lambda one: (-len(one), one))


def segments(text: str, names: Iterable[str] = (), public: Iterable[str] = ()) -> list[Segment]:
    """The text in stretches. Names of `public` function are given out (CADA); they win over a name that is masked."""
    spans = sorted([*_patterns(text, public), *_names(text, names, public)])
    found: list[Segment] = []
    here = 0
    for start, end, kind in spans:
        if end <= here:
            continue
        start = max(start, here)
        if start > here:
            found.append(Segment(text[here:start]))
        found.append(Segment(text[start:end], kind))
        here = end
    return [*found, Segment(text[here:])] if here < len(text) else found


def _patterns(text: str, public: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    spared = [folded(one) for one in public]
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if kind == "nom" and any(_is_of(folded(match.group()), one) for one in spared):
                continue
            yield match.start(), match.end(), kind


def _is_of(said: str, name: str) -> bool:
    """Whether that is whom a name of public function names: a namesake with another first name is not."""
    return said == name or (" " in name and said.startswith(f"{name} "))


def _names(text: str, names: Iterable[str], public: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    plain = folded(text)
    spared = {folded(one) for one in public}
    for name in names:
        if folded(name) in spared:
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(folded(name))}(?!\w)", plain):
            yield match.start(), match.end(), "nom"


def masked(text: str, names: Iterable[str] = (), public: Iterable[str] = ()) -> tuple[str, int]:
    """The text as it is given out, and how many stretches are masked."""
    found = segments(text, names, public)
    return "".join(MASK if one.kind else one.text for one in found), sum(1 for one in found if one.kind)
