"""What a draft still lacks before it can be handed in, section by section, with the way to each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse

from dossiers import guards, programme
from dossiers.models import Dossier

SECTIONS = {
    "structure": ("La structure", "building-community"),
    "project": ("Le projet", "bulb"),
    "criteria": ("Les six critères", "checklist"),
    "budget": ("Le budget", "coin-euro"),
    "attachments": ("Les pièces", "paperclip"),
    "commitment": ("L’engagement républicain", "signature"),
}
BALANCE = "l’équilibre des charges et des produits"
COMMITMENT = "l’engagement de la structure"
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


FIELDS = {
    "la structure": "id_name",
    "le SIRET": "id_siret",
    "le tribunal": "id_court",
    "le volume": "id_volume",
    "le folio": "id_folio",
    "l’intitulé": "id_title",
    "le résumé": "id_summary",
    "le territoire": "id_territory",
    "l’objectif de la campagne": "id_goal_cents",
    "le budget": "t-ligne",
    BALANCE: "t-solde",
    COMMITMENT: "id_agree",
}
"""The very place on the page of its section."""


@dataclass(slots=True)
class Section:
    """One part of the form, what is missing in it, and the way to each missing thing."""

    code: str
    title: str
    icon: str
    url: str
    missing: list[str] = field(default_factory=list)
    ways: list[tuple[str, str]] = field(default_factory=list)  # what is missing, the address of its field


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
        found["budget"].missing.append(BALANCE)
    if dossier.republican_commitment_at is None:
        found["commitment"].missing.append(COMMITMENT)
    criteria = {guards.answer_to(one): one.number for one in programme.criteria(dossier)}
    for section in found.values():
        section.ways = [(name, _way(dossier, section, name, criteria)) for name in section.missing]
    return list(found.values())


def _way(dossier: Dossier, section: Section, name: str, criteria: dict[str, int]) -> str:
    """The address of the field; an answer has a page of its own."""
    if name in criteria:
        return reverse("dossiers:criterion", args=[dossier.pk, criteria[name]])
    return f"{section.url}#{FIELDS[name]}" if name in FIELDS else section.url


def is_ready(sections: Iterable[Section]) -> bool:
    return not any(section.missing for section in sections)
