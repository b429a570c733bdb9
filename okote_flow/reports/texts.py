"""What people write in a report: which parts each kind has, and which must be there before it is presented."""

from dataclasses import dataclass

from okote_flow.reports.models import ReportKind

LONGEST = 8000  # characters


@dataclass(frozen=True, slots=True)
class Part:
    code: str
    label: str
    hint: str
    is_needed: bool = False


INTRODUCTION = Part("introduction", "Avant-propos", "Pour qui, sur quelle période, ce qu’il faut en retenir.", True)
PARTS: dict[ReportKind, tuple[Part, ...]] = {
    ReportKind.REVIEW: (
        INTRODUCTION,
        Part("achievements", "Ce qui a été fait", "Les faits marquants, les alliances, l’accompagnement."),
        Part("difficulties", "Ce qui n’a pas marché", "Ce que les chiffres ne disent pas, sans nommer de projet."),
        Part("recommendations", "Recommandations", "Ce que le comité de pilotage est invité à décider.", True),
    ),
    ReportKind.PARTNER: (
        INTRODUCTION,
        Part("achievements", "Faits marquants", "Ce que les projets soutenus ont changé."),
        Part("outlook", "Perspectives", "Ce qui vient l’année suivante."),
    ),
}


def part_of(kind: str, code: str) -> Part | None:
    return next((part for part in PARTS[ReportKind(kind)] if part.code == code), None)
