"""Two versions of a dossier, field by field: words that came in, words that went out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from dossiers.models.content import AttachmentKind, Section, Side
from dossiers.models.dossier import Theme
from dossiers.snapshots import Content
from okote_flow.cents import euros
from okote_flow.directory.models import LegalForm

WORDS = re.compile(r"\s*\S+")
LONGEST = 4000  # words; beyond, the whole text is shown as replaced
PROJECT = {
    "title": "Intitulé du projet", "summary": "Résumé", "territory": "Territoire", "city": "Commune du projet",
    "theme": "Thématique", "goal_cents": "Objectif de la campagne", "starts_on": "Début prévu",
    "ends_on": "Fin prévue", "commitment": "Engagement républicain",
}  # fmt: skip
STRUCTURE = {
    "name": "Nom de la structure", "legal_form": "Forme juridique", "siret": "SIRET", "rna": "RNA",
    "court": "Tribunal", "volume": "Volume", "folio": "Folio", "city": "Commune du siège",
}  # fmt: skip
Names = dict[str, str]
"""Code of a territory or a criterion -> its name, for the words of a comparison."""


@dataclass(frozen=True, slots=True)
class Bit:
    """Some words: `kind` is same, ins or del."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field that is not what it was."""

    part: str
    label: str
    bits: tuple[Bit, ...]


def changes(old: Content, new: Content, names: Names) -> list[Change]:
    """Every field that differs, in the order of the form."""
    found = [*_fields("La structure", STRUCTURE, old["structure"], new["structure"], names)]
    found += _fields("Le projet", PROJECT, old["project"], new["project"], names)
    criteria = {code: names.get(code, code) for code in {**old["criteria"], **new["criteria"]}}
    found += _fields("Les six critères", criteria, old["criteria"], new["criteria"], names)
    found += _rows("Le budget", _budget(old), _budget(new))
    found += _rows("Les pièces", _pieces(old), _pieces(new))
    found += _rows("Questions et réponses", _answers(old), _answers(new))
    return found


def _fields(part: str, labels: Names, old: Content, new: Content, names: Names) -> Iterator[Change]:
    for field, label in labels.items():
        before, after = _said(field, old.get(field), names), _said(field, new.get(field), names)
        if before != after:
            yield Change(part, label, tuple(words(before, after)))


def _said(field: str, value: Any, names: Names) -> str:
    """A value in the words of the form."""
    if field == "commitment":
        return "souscrit" if value else "pas encore souscrit"
    if value in (None, ""):
        return ""
    if field.endswith("cents"):
        return euros(value)
    if field.endswith("_on"):
        return "/".join(reversed(str(value).split("-")))
    choices: dict[str, Names] = {
        "theme": dict(Theme.choices), "legal_form": dict(LegalForm.choices), "territory": names
    }  # fmt: skip
    return choices.get(field, {}).get(value, str(value))


Rows = dict[str, str]


def _rows(part: str, old: Rows, new: Rows) -> Iterator[Change]:
    """Lines that came, went or say something else, by what names them."""
    for label in {**old, **new}:
        before, after = old.get(label, ""), new.get(label, "")
        if before != after:
            yield Change(part, label, tuple(words(before, after)))


def _budget(content: Content) -> Rows:
    """Lines of the same name are told apart by their place."""
    lines = (
        (f"{Side(line['side']).label}\u00a0: {line['label']}", f"{euros(line['cents'])}{_section(line)}")
        for line in content["budget"]
    )
    return _numbered(lines)


def _section(line: Content) -> str:
    return f", {Section(line['section']).label.lower()}" if line["side"] == Side.EXPENSE else ""


def _pieces(content: Content) -> Rows:
    return _numbered(
        (f"{AttachmentKind(piece['kind']).label}\u00a0: {piece['name']}", f"version {piece['version']}")
        for piece in content["pieces"]
    )


def _answers(content: Content) -> Rows:
    return _numbered((question["text"], question["answer"]) for question in content["questions"])


def _numbered(pairs: Iterable[tuple[str, str]]) -> Rows:
    found: Rows = {}
    for label, text in pairs:
        place, name = 1, label
        while name in found:
            place += 1
            name = f"{label} ({place})"
        found[name] = text
    return found


def words(old: str, new: str) -> Iterator[Bit]:
    """What became of a text, word by word; a text too long to be compared is replaced as a whole."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    if max(len(before), len(after)) > LONGEST:
        before, after = [old], [new]
    for kind, start, stop, first, last in SequenceMatcher(a=before, b=after).get_opcodes():
        if kind == "equal":
            yield Bit("same", "".join(after[first:last]))
            continue
        if start < stop:
            yield Bit("del", "".join(before[start:stop]))
        if first < last:
            yield Bit("ins", "".join(after[first:last]))
