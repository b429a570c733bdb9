"""Two versions of a dossier, field by field: words that came in, words that went out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
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


# What is read better as a table


class Fate(StrEnum):
    """What became of a line or of a piece."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"

    @property
    def said(self) -> str:
        return {"same": "inchangé", "changed": "modifié", "added": "ajouté", "removed": "retiré"}[self.value]


def _fate(before: object, after: object) -> Fate:
    if before is None:
        return Fate.ADDED
    if after is None:
        return Fate.REMOVED
    return Fate.SAME if before == after else Fate.CHANGED


@dataclass(frozen=True, slots=True)
class BudgetChange:
    """A line of the budget before and after, in cents; a line that was not there has none."""

    side: str
    label: str
    section: str
    former_section: str
    before_cents: int | None
    after_cents: int | None
    fate: Fate

    @property
    def difference_cents(self) -> int:
        return (self.after_cents or 0) - (self.before_cents or 0)


@dataclass(frozen=True, slots=True)
class BudgetSide:
    """Expenses or resources, line by line, with their sums."""

    label: str
    rows: list[BudgetChange]

    @property
    def before_cents(self) -> int:
        return sum(row.before_cents or 0 for row in self.rows)

    @property
    def after_cents(self) -> int:
        return sum(row.after_cents or 0 for row in self.rows)

    @property
    def difference_cents(self) -> int:
        return self.after_cents - self.before_cents


def budget_table(old: Content, new: Content) -> list[BudgetSide]:
    """Both sides with every line; nothing when no line changed."""
    sides = [BudgetSide(f"{side.label}s", list(_budget_rows(side, old, new))) for side in Side]
    return sides if any(row.fate is not Fate.SAME for side in sides for row in side.rows) else []


def _budget_rows(side: Side, old: Content, new: Content) -> Iterator[BudgetChange]:
    before, after = _lines_of(side, old), _lines_of(side, new)
    for label in {**before, **after}:
        was, now = before.get(label), after.get(label)
        sections = [_section_of(side, line) for line in (was, now)]
        cents = [line["cents"] if line else None for line in (was, now)]
        fate = _fate((cents[0], sections[0]) if was else None, (cents[1], sections[1]) if now else None)
        former = sections[0] if was and now and sections[0] != sections[1] else ""
        yield BudgetChange(side, label, sections[1] or sections[0], former, cents[0], cents[1], fate)


def _lines_of(side: Side, content: Content) -> dict[str, Content]:
    """By name; lines of the same name are told apart by their place."""
    found: dict[str, Content] = {}
    for line in content["budget"]:
        if line["side"] == side:
            place, name = 1, line["label"]
            while name in found:
                place += 1
                name = f"{line['label']} ({place})"
            found[name] = line
    return found


def _section_of(side: Side, line: Content | None) -> str:
    return Section(line["section"]).label if line and side == Side.EXPENSE else ""


@dataclass(frozen=True, slots=True)
class PieceChange:
    """A piece that came, went or was replaced; versions are 0 where it was not there."""

    kind: str
    name: str
    before: int
    after: int
    fate: Fate


def piece_changes(old: Content, new: Content) -> list[PieceChange]:
    before, after = ({(one["kind"], one["name"]): one for one in content["pieces"]} for content in (old, new))
    found = []
    for kind, name in {**before, **after}:
        was, now = before.get((kind, name)), after.get((kind, name))
        fate = _fate(was and was["sha256"], now and now["sha256"])
        if fate is not Fate.SAME:
            found.append(PieceChange(AttachmentKind(kind).label, name, _version(was), _version(now), fate))
    return found


def _version(piece: Content | None) -> int:
    return int(piece["version"]) if piece else 0


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
