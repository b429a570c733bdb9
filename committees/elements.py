"""The places of a dossier that a member may point at, and the words that stand there now."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from committees.models import EvidenceSource
from dossiers import grids
from dossiers.models import Attachment, BudgetLine, CriterionAnswer, Dossier, Question
from dossiers.models.content import Side
from okote_flow.cents import euros
from okote_flow.directory.models import Organization


@dataclass(frozen=True)
class Element:
    """One place: its summary, an answer, a budget line, a piece, an exchange. `row` is what the page shows of it."""

    source: EvidenceSource
    reference: str
    label: str
    text: str
    row: Any = None
    proof: str = ""  # what tells a change where the text does not: the imprint of a file

    @property
    def key(self) -> str:
        return f"{self.source}:{self.reference}"

    @property
    def anchor(self) -> str:
        """Where the page shows it."""
        return f"el-{self.source}-{self.reference}"

    @cached_property
    def digest(self) -> str:
        return sha256(f"{self.text}\n{self.proof}".encode()).hexdigest()

    def holds(self, quote: str) -> bool:
        """Whether a passage stands here, however its lines are broken."""
        return not quote or bool(words(quote).search(self.text))


def words(quote: str) -> re.Pattern[str]:
    """A passage as it may be broken over lines."""
    return re.compile(r"\s+".join(re.escape(word) for word in quote.split()))


@dataclass(frozen=True)
class Contents:
    """All that a dossier says, place by place, in the order of its page."""

    summary: Element
    answers: list[Element]
    structure: Element | None
    expenses: list[Element]
    resources: list[Element]
    pieces: list[Element]
    exchanges: list[Element]

    def __iter__(self) -> Iterator[Element]:
        yield self.summary
        yield from self.answers
        yield from [self.structure] if self.structure else []
        for part in (self.expenses, self.resources, self.pieces, self.exchanges):
            yield from part

    @cached_property
    def by_key(self) -> dict[str, Element]:
        """Only what has words may be cited."""
        return {one.key: one for one in self if one.text}


def of(dossier: Dossier) -> Contents:
    """What stands in a dossier now; questions still being prepared and removed pieces do not."""
    lines = list(dossier.budget_lines.all())
    return Contents(
        summary=Element(EvidenceSource.SUMMARY, "texte", "Résumé", dossier.summary),
        answers=[_answer(one) for one in grids.worded(dossier, dossier.answers.select_related("criterion"))],
        structure=_structure(dossier.organization) if dossier.organization else None,
        expenses=[_line(one) for one in lines if one.side == Side.EXPENSE],
        resources=[_line(one) for one in lines if one.side == Side.RESOURCE],
        pieces=[_piece(one) for one in current(dossier.attachments.filter(removed_at=None))],
        exchanges=[_exchange(one) for one in dossier.questions.exclude(complement=None).select_related("complement")],
    )


def find(dossier: Dossier, key: str) -> Element | None:
    return of(dossier).by_key.get(key)


def current(pieces: Iterable[Attachment]) -> list[Attachment]:
    """The last version of each piece."""
    latest: dict[tuple[str, str], Attachment] = {}
    for piece in sorted(pieces, key=lambda one: one.version):
        latest[piece.kind, piece.name] = piece
    return sorted(latest.values(), key=lambda one: (one.kind, one.name))


def _answer(answer: CriterionAnswer) -> Element:
    return Element(
        EvidenceSource.ANSWER, str(answer.criterion_id), answer.criterion.name, answer.text, answer.criterion
    )


def _structure(organization: Organization) -> Element:
    said = (organization.name, organization.get_legal_form_display(), organization.city)
    text = ", ".join(part for part in said if part)
    return Element(
        EvidenceSource.STRUCTURE, str(organization.pk), f"Structure, {organization.name}", text, organization
    )


def _line(line: BudgetLine) -> Element:
    said = f"{line.label}, {euros(line.amount_cents)}"
    return Element(EvidenceSource.BUDGET_LINE, str(line.pk), said, said, line)


def _piece(piece: Attachment) -> Element:
    kind = piece.get_kind_display()
    return Element(EvidenceSource.PIECE, str(piece.pk), f"{kind}, {piece.name}", piece.name, piece, piece.sha256)


def _exchange(question: Question) -> Element:
    text = f"{question.text}\n{question.answer}".strip()
    return Element(EvidenceSource.EXCHANGE, str(question.pk), f"Question\u00a0: {question.text}", text, question)
