"""The content of a dossier as plain values: frozen when it is handed over, with a hash that says it never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dossiers import grids
from dossiers.models import Dossier, DossierSnapshot, Occasion
from dossiers.models.content import Attachment, BudgetLine
from okote_flow import clock
from okote_flow.journal import chain

Content = dict[str, Any]
SHEET = ("title", "summary", "city", "theme", "goal_cents")
IDENTITY = ("name", "legal_form", "siret", "rna", "court", "volume", "folio", "city")


def freeze(dossier: Dossier, occasion: Occasion) -> DossierSnapshot:
    """Keep what is handed over, in the transaction of the act; the caller holds the dossier's row."""
    content = content_of(dossier)
    return DossierSnapshot.objects.create(
        dossier=dossier,
        number=dossier.snapshots.count() + 1,
        occasion=occasion,
        content=content,
        sha256=digest(content),
    )


def digest(content: Content) -> str:
    return chain.digest(chain.canonical(content))


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a dossier's content; `number` is 0 for the one that nobody handed over yet."""

    number: int
    occasion: str
    at: datetime
    content: Content

    @property
    def code(self) -> str:
        """Its name in an address."""
        return str(self.number) if self.number else NOW

    @property
    def name(self) -> str:
        return f"Version {self.number}" if self.number else "Aujourd’hui"


NOW = "aujourdhui"


def versions(dossier: Dossier) -> list[Version]:
    """What was handed over, then the dossier as its page shows it today, if it is not the last of them."""
    found = [
        Version(one.number, one.get_occasion_display(), one.taken_at, one.content) for one in dossier.snapshots.all()
    ]
    today = content_of(dossier)
    if not found or digest(today) != digest(found[-1].content):
        found.append(Version(0, "Pas encore remis", clock.now(), today))
    return found


def content_of(dossier: Dossier) -> Content:
    """What the holder says, and nobody else: no finding, no decision, no name of a person but in their own texts."""
    organization = dossier.organization
    return {
        "project": {name: getattr(dossier, name) for name in SHEET}
        | {
            "territory": dossier.territory.code if dossier.territory else "",
            "starts_on": dossier.starts_on.isoformat() if dossier.starts_on else "",
            "ends_on": dossier.ends_on.isoformat() if dossier.ends_on else "",
            "commitment": dossier.republican_commitment_at is not None,
        },
        "structure": {name: getattr(organization, name) for name in IDENTITY} if organization else {},
        "criteria": _answers(dossier),
        "budget": [_line(line) for line in dossier.budget_lines.order_by("side", "position", "pk")],
        "pieces": [_piece(piece) for piece in _pieces(dossier)],
        "questions": [
            {"text": question.text, "answer": question.answer}
            for question in dossier.questions.filter(complement__isnull=False).order_by("pk")
        ],
    }


def _answers(dossier: Dossier) -> dict[str, str]:
    said = {answer.criterion_id: answer.text for answer in dossier.answers.all()}
    return {criterion.code: said.get(criterion.pk, "") for criterion in grids.of(dossier)}


def _line(line: BudgetLine) -> Content:
    return {"side": line.side, "section": line.section, "label": line.label, "cents": line.amount_cents}


def _pieces(dossier: Dossier) -> Iterable[Attachment]:
    """The newest version of each piece that was not removed."""
    newest: dict[tuple[str, str], Attachment] = {}
    for piece in dossier.attachments.filter(removed_at=None).order_by("kind", "name", "-version"):
        newest.setdefault((piece.kind, piece.name), piece)
    return newest.values()


def _piece(piece: Attachment) -> Content:
    return {"kind": piece.kind, "name": piece.name, "version": piece.version, "sha256": piece.sha256}
