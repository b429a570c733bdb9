"""What a draft still lacks before it can be handed in, section by section, with the way to each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse

from dossiers import guards
from dossiers.models import Dossier

SECTIONS = {
    "structure": ("La structure", "building-community"),
    "project": ("Le projet", "bulb"),
    "criteria": ("Les six critères", "checklist"),
    "budget": ("Le budget", "coin-euro"),
    "attachments": ("Les pièces", "paperclip"),
    "commitment": ("L’engagement républicain", "signature"),
}
WHERE = {
    "la structure": "structure",
    "le SIRET": "structure",
    "le tribunal": "structure",
    "le volume": "structure",
    "le folio": "structure",
    "l’intitulé": "project",
    "le résumé": "project",
    "le territoire": "project",
    "l’objectif de la campagne": "project",
    "le budget": "budget",
}
"""Where each thing that the rules name as missing is filled in; what is not here is an answer to a criterion."""


@dataclass(slots=True)
class Section:
    """One part of the form and what is missing in it."""

    code: str
    title: str
    icon: str
    url: str
    missing: list[str] = field(default_factory=list)


def sections_of(dossier: Dossier) -> list[Section]:
    """The parts of the form, in order, without asking what is missing."""
    return [
        Section(code, title, icon, reverse(f"dossiers:{code}", args=[dossier.pk]))
        for code, (title, icon) in SECTIONS.items()
    ]


def checklist(dossier: Dossier) -> list[Section]:
    """The parts of the form with what each still lacks."""
    found = {section.code: section for section in sections_of(dossier)}
    for name in guards.missing(dossier):
        found[WHERE.get(name, "criteria")].missing.append(name)
    totals = guards.sums(dossier)
    if len(set(totals.values())) > 1:
        found["budget"].missing.append("l’équilibre des charges et des produits")
    if dossier.republican_commitment_at is None:
        found["commitment"].missing.append("l’engagement de la structure")
    return list(found.values())


def is_ready(sections: Iterable[Section]) -> bool:
    return not any(section.missing for section in sections)
