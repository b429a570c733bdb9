"""From the cells of a line to the values of a verb: each cell that cannot be read is named with its reason."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from dossiers.likeness import plain
from dossiers.models.dossier import Theme
from okote_flow.administration import import_fields
from okote_flow.administration.import_fields import Field
from okote_flow.administration.models.imports import ImportKind
from okote_flow.cents import parse_euros
from okote_flow.directory import actions as directory
from okote_flow.directory.access import territories
from okote_flow.directory.models import LegalForm, Territory
from okote_flow.refusals import Refused

SIREN = re.compile(r"\d{9}", re.ASCII)
POSTAL = re.compile(r"\d{5}", re.ASCII)
FORM_ALIASES: dict[str, tuple[str, ...]] = {
    LegalForm.LOCAL_ASSOCIATION: ("association de droit local", "droit local", "association locale"),
    LegalForm.ASSOCIATION_1901: ("association", "loi 1901", "association 1901", "association loi de 1901"),
    LegalForm.COOPERATIVE: ("scic", "scop", "cooperative", "sa scic", "sarl scop"),
    LegalForm.ESS_COMPANY: ("sas ess", "esus", "entreprise ess", "societe ess"),
    LegalForm.FOUNDATION: ("fondation", "fonds de dotation"),
    LegalForm.IN_CREATION: ("en creation", "en cours de creation"),
}


class UnreadableError(ValueError):
    """Why a cell says nothing that can be used; the reason is a sentence for people."""


@dataclass(slots=True)
class Reading:
    """One line read: its values by field, what is wrong, and what is only worth saying."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def text(self, code: str) -> str:
        return str(self.values.get(code) or "")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the lines of one file; what it looks up is read once."""

    kind: str
    mapping: Mapping[str, int]
    places: Mapping[str, Territory]

    @classmethod
    def of(cls, kind: str, mapping: Mapping[str, int]) -> "Reader":
        return cls(kind, mapping, {key: one for one in territories() for key in (plain(one.name), plain(one.code))})

    def read(self, cells: Sequence[str]) -> Reading:
        found = Reading()
        for one in import_fields.fields_of(self.kind):
            place = self.mapping.get(one.code)
            typed = cells[place].strip() if place is not None and place < len(cells) else ""
            self._read_cell(found, one, typed)
        _together(self.kind, found)
        return found

    def _read_cell(self, found: Reading, one: Field, typed: str) -> None:
        if not typed:
            found.values[one.code] = None
            if one.is_required:
                found.problems.append((one.label, "La cellule est vide."))
            return
        if len(typed) > one.longest:
            found.problems.append((one.label, f"{len(typed)} signes\u00a0: {one.longest} au plus."))
            return
        try:
            found.values[one.code] = self._value(one.code, typed)
        except UnreadableError as why:
            found.problems.append((one.label, str(why)))

    def _value(self, code: str, typed: str) -> Any:
        if code == "summary":
            return typed
        line = " ".join(typed.split())
        if code == "territory":
            return self._territory(line)
        return READERS[code](line) if code in READERS else line

    def _territory(self, typed: str) -> Territory:
        found = self.places.get(plain(typed))
        if found is None:
            known = ", ".join(sorted({one.name for one in self.places.values()}))
            raise UnreadableError(f"«\u00a0{typed[:60]}\u00a0» n’est pas un territoire\u00a0: {known}.")
        return found


def _email(typed: str) -> str:
    try:
        validate_email(typed)
    except ValidationError as error:
        raise UnreadableError(f"«\u00a0{typed[:60]}\u00a0» n’est pas une adresse électronique.") from error
    return typed.lower()


def _numbers(name: str) -> Callable[[str], str]:
    """A SIRET or an RNA, checked as the house does."""

    def read(typed: str) -> str:
        number = directory.compact(typed)
        given = {"siret": "", "rna": ""} | {name: number}
        wrong = next(iter(directory.identifier_refusals(**given)), None)
        if wrong is not None:
            raise UnreadableError(wrong.message)
        return number

    return read


def _siren(typed: str) -> str:
    number = directory.compact(typed)
    if not SIREN.fullmatch(number) or not directory.is_siren(number):
        raise UnreadableError(
            f"Le numéro SIREN «\u00a0{typed[:20]}\u00a0» n’est pas valide\u00a0: vérifiez les chiffres."
        )
    return number


def _postal(typed: str) -> str:
    number = typed.replace(" ", "")
    padded = number.zfill(5) if number.isdecimal() else number
    if not POSTAL.fullmatch(padded):
        raise UnreadableError(f"«\u00a0{typed[:20]}\u00a0» n’est pas un code postal de cinq chiffres.")
    return padded


def _chosen(kinds: Iterable[tuple[str, str]], aliases: Mapping[str, Sequence[str]], what: str) -> Callable[[str], str]:
    """A value of a closed list by its label, its code or another usual name."""
    names = {plain(name): value for value, label in kinds for name in (value, label, *aliases.get(value, ()))}

    def read(typed: str) -> str:
        found = names.get(plain(typed).replace("’", " ").replace("'", " ")) or names.get(plain(typed))
        if found is None:
            raise UnreadableError(
                f"«\u00a0{typed[:60]}\u00a0» n’est pas {what}\u00a0: choisissez dans la liste du modèle."
            )
        return found

    return read


def _goal(typed: str) -> int:
    try:
        return parse_euros(typed)
    except Refused as refused:
        raise UnreadableError(refused.refusals[0].message) from refused


READERS: dict[str, Callable[[str], Any]] = {
    "email": _email,
    "siret": _numbers("siret"),
    "rna": _numbers("rna"),
    "siren": _siren,
    "postal_code": _postal,
    "legal_form": _chosen(LegalForm.choices, FORM_ALIASES, "une forme juridique"),
    "theme": _chosen(Theme.choices, {}, "une thématique"),
    "goal": _goal,
}


def _together(kind: str, found: Reading) -> None:
    """What two cells say of each other."""
    siren, siret = found.text("siren"), found.text("siret")
    if siren and siret and not siret.startswith(siren):
        found.problems.append(("SIREN", "Il n’est pas celui du SIRET de la même ligne."))
    elif siren and not siret:
        found.notes.append(("SIREN", "Sans SIRET, il sert à chercher les doublons et n’est pas gardé."))
    if kind == ImportKind.DOSSIERS and found.text("structure") and not found.text("legal_form"):
        found.problems.append(("Forme juridique", "Elle est obligatoire avec une structure."))


def key_of(kind: str, found: Reading) -> str:
    """What a line names, whatever its spelling: two lines of one key are one thing."""
    if kind == ImportKind.DOSSIERS:
        said = f"{found.text('email')}|{plain(found.text('title'))}"
    else:
        number = found.text("siret") or found.text("rna")
        said = number or f"{plain(found.text('name'))}|{plain(found.text('city'))}|{found.text('siren')}"
    return hashlib.sha256(said.encode()).hexdigest()
