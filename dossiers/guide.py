"""The way through the form: where a page stands, what comes before it and after it."""

from dataclasses import dataclass

from django.urls import reverse

from dossiers.checklist import SECTIONS
from dossiers.models import Criterion, Dossier


@dataclass(frozen=True, slots=True)
class Way:
    """A link to another page of the form."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the form: "Partie 2 sur 6", its own address, the page before, the page after."""

    words: str
    url: str
    before: Way
    after: Way


def place(dossier: Dossier, code: str) -> Place:
    """Before the first part is the dossier's page; after the last one reads it all over."""
    codes = list(SECTIONS)
    index = codes.index(code)
    before = (
        _part(dossier, codes[index - 1])
        if index
        else Way("Le dossier", reverse("dossiers:dossier", args=[dossier.pk]))
    )
    after = _part(dossier, codes[index + 1]) if index + 1 < len(codes) else _reading(dossier)
    return Place(f"Partie {index + 1} sur {len(codes)}", _part(dossier, code).url, before, after)


def criterion_place(dossier: Dossier, criterion: Criterion, criteria: list[Criterion]) -> Place:
    """One criterion among the others, inside the part of the criteria."""
    whole, index = place(dossier, "criteria"), criteria.index(criterion)
    before = _criterion(dossier, criteria[index - 1]) if index else _part(dossier, "criteria")
    after = _criterion(dossier, criteria[index + 1]) if index + 1 < len(criteria) else whole.after
    words = f"{whole.words}, critère {index + 1} sur {len(criteria)}"
    return Place(words, _criterion(dossier, criterion).url, before, after)


def _part(dossier: Dossier, code: str) -> Way:
    return Way(SECTIONS[code][0], reverse(f"dossiers:{code}", args=[dossier.pk]))


def _criterion(dossier: Dossier, criterion: Criterion) -> Way:
    return Way(criterion.name, reverse("dossiers:criterion", args=[dossier.pk, criterion.number]))


def _reading(dossier: Dossier) -> Way:
    return Way("Relire mon dossier", reverse("dossiers:preview", args=[dossier.pk]))
