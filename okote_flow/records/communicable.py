"""What of a dossier is given out to whoever asks for it (CADA), masked: previewed as it will be, typeset anew."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from committees.models import DecisionLetter, LetterState, Mandate
from dossiers.models import Attachment, Dossier, FinalReport
from dossiers.models.content import AttachmentKind
from funding.models import Donor, Pledge, RefundAccount, TaxMandate, TaxRecipient
from okote_flow import clock, documents
from okote_flow.cents import euros
from okote_flow.directory.models import Appointment, Membership, User
from okote_flow.records import masking
from okote_flow.records.masking import Segment
from okote_flow.records.models import PieceCheck

NEVER = (AttachmentKind.BANK_DETAILS, AttachmentKind.LEADERS)
"""Pieces that are private altogether: they are replaced whatever was read."""


@dataclass(slots=True)
class Section:
    title: str
    paragraphs: list[list[Segment]]


@dataclass(slots=True)
class Document:
    """One document: text with its masks, or a piece that goes as it is or not at all."""

    code: str
    title: str
    sections: list[Section] = field(default_factory=list)
    piece: Attachment | None = None
    goes: bool = True  # a piece that was read and may go; texts always go

    @property
    def masked(self) -> int:
        """How many stretches are masked; a piece that stays counts as one."""
        if self.piece is not None:
            return 0 if self.goes else 1
        return sum(bool(one.kind) for part in self.sections for said in part.paragraphs for one in said)


@dataclass(frozen=True, slots=True)
class Names:
    """Whose names are masked in a dossier, and whose are given out: those in public function."""

    private: list[str]
    public: list[str]

    def mask(self, text: str) -> list[Segment]:
        return masking.segments(text, self.private, self.public)


def names_in(dossier: Dossier) -> Names:
    members = Membership.objects.filter(organization=dossier.organization_id).values("user")
    authors = dossier.attachments.values("uploaded_by")
    people = User.objects.filter(Q(pk=dossier.applicant_id) | Q(pk__in=members) | Q(pk__in=authors))
    offices = Q(pk__in=Appointment.objects.values("user")) | Q(pk__in=Mandate.objects.values("user"))
    private = masking.names_of(people.exclude(offices).values_list("first_name", "last_name"))
    private += masking.names_of(("", name) for name in _told(dossier))
    public = masking.names_of(User.objects.filter(offices).values_list("first_name", "last_name"))
    return Names(sorted(set(private), key=lambda one: (-len(one), one)), public)


def _told(dossier: Dossier) -> Iterator[str]:
    """Names that stand in tables of the money."""
    gift = {"gift__campaign__dossier": dossier}
    yield from Donor.objects.filter(**gift).values_list("name", flat=True)
    yield from RefundAccount.objects.filter(**gift).values_list("holder", flat=True)
    yield from TaxRecipient.objects.filter(**gift).values_list("name", flat=True)
    yield from TaxMandate.objects.filter(dossier=dossier).values_list("signatory", flat=True)


def documents_of(dossier: Dossier) -> list[Document]:
    """Everything that can be chosen, in the order of a dossier's life."""
    names = names_in(dossier)
    return [
        _application(dossier, names),
        *_agreements(dossier, names),
        *_letters(dossier, names),
        *_report(dossier, names),
        *_pieces(dossier),
    ]


def _text(names: Names, title: str, *texts: str) -> Section:
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    return Section(title, [names.mask(line) for line in lines])


def _application(dossier: Dossier, names: Names) -> Document:
    structure = dossier.organization
    who = [structure.name, structure.get_legal_form_display(), f"SIRET {structure.siret}"] if structure else []
    answers = dossier.answers.select_related("criterion")
    lines = [
        f"{line.get_side_display()}, {line.label}\u00a0: {euros(line.amount_cents)}"
        for line in dossier.budget_lines.all()
    ]
    sections = [
        _text(names, "Le projet", dossier.title, dossier.summary),
        _text(names, "La structure", *who),
        *(_text(names, one.criterion.name, one.text) for one in answers),
        _text(names, "Le budget", *lines),
    ]
    return Document("demande", f"Demande {dossier.label}", [one for one in sections if one.paragraphs])


def _agreements(dossier: Dossier, names: Names) -> Iterator[Document]:
    """What each authority agreed to, as its agreement says it."""
    pledges = Pledge.objects.filter(campaign__dossier=dossier, envelope__agreement__isnull=False)
    for pledge in pledges.select_related("partner", "envelope__agreement").order_by("pk"):
        agreement = pledge.envelope.agreement if pledge.envelope else None
        assert agreement is not None
        said = [
            f"Partenaire\u00a0: {pledge.partner.name}",
            f"Convention\u00a0: {agreement.reference}",
            f"Délibération\u00a0: {agreement.deliberation_ref}, {agreement.deliberated_on:%d/%m/%Y}",
            f"Plafond pour ce projet\u00a0: {euros(pledge.cap_cents)}",
        ]
        yield Document(f"convention-{pledge.pk}", f"Convention, {pledge.partner.name}", [_text(names, "", *said)])


def _letters(dossier: Dossier, names: Names) -> Iterator[Document]:
    letters = DecisionLetter.objects.filter(proclamation__item__dossier=dossier, state=LetterState.SENT)
    for letter in letters.order_by("pk"):
        content: dict[str, Any] = letter.content or {}
        body = ["\n".join(lines) for lines in content.get("paragraphs", [])]
        yield Document(
            f"lettre-{letter.pk}", f"Lettre de décision {letter.number}", [_text(names, letter.title, *body)]
        )


def _report(dossier: Dossier, names: Names) -> Iterator[Document]:
    report = FinalReport.objects.filter(dossier=dossier).prefetch_related("lines").first()
    if report is None:
        return
    lines = [
        f"{line.get_side_display()}, {line.label}\u00a0: prévu {euros(line.forecast_cents)}, "
        f"réalisé {euros(line.actual_cents)}{'. ' + line.why if line.why else ''}"
        for line in report.lines.all()
    ]
    sections = [_text(names, "Ce qui a été fait", report.text, report.reached), _text(names, "Les comptes", *lines)]
    yield Document("bilan", "Compte rendu financier et bilan", [one for one in sections if one.paragraphs])


def _pieces(dossier: Dossier) -> Iterator[Document]:
    cleared = dict(PieceCheck.objects.filter(attachment__dossier=dossier).values_list("attachment", "may_go"))
    for piece in dossier.attachments.filter(removed_at=None).order_by("kind", "name", "-version"):
        goes = cleared.get(piece.pk, False) and piece.kind not in NEVER
        title = f"{piece.get_kind_display()}\u00a0: {piece.name}" if goes else piece.get_kind_display()
        yield Document(f"piece-{piece.pk}", title, piece=piece, goes=goes)


# On paper


def archive(dossier: Dossier, chosen: list[Document], reason: str) -> bytes:
    """The ZIP: a cover that lists what it holds and what is masked, then each document."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("00-bordereau-de-communication.pdf", _cover(dossier, chosen))
        for place, one in enumerate(chosen, 1):
            file.writestr(*_packed(dossier, one, place))
    return packed.getvalue()


def _packed(dossier: Dossier, one: Document, place: int) -> tuple[str, bytes]:
    if one.piece is not None and one.goes:
        ending = one.piece.name.rpartition(".")[2].lower()
        with one.piece.file.open("rb") as opened:
            return f"{place:02d}-piece.{ending}", opened.read()
    name = "piece-occultee" if one.piece is not None else one.code.partition("-")[0]
    return f"{place:02d}-{name}.pdf", typeset(dossier, one)


def typeset(dossier: Dossier, one: Document) -> bytes:
    """A document as it is given out."""
    sections = [
        {"title": part.title, "paragraphs": [[_said(segment) for segment in said] for said in part.paragraphs]}
        for part in one.sections
    ]
    if one.piece is not None:
        sections = [{"title": "Pièce occultée", "paragraphs": [[{"text": WITHHELD, "masked": False}]]}]
    return _paper(dossier, one.title, sections)


WITHHELD = (
    "Cette pièce n’est pas communiquée\u00a0: elle contient des mentions qui relèvent de la vie privée ou du secret "
    "des affaires, ou n’a pas été relue (CRPA, art. L. 311-6)."
)


def _said(segment: Segment) -> dict[str, object]:
    return {"text": masking.MASK if segment.kind else segment.text, "masked": bool(segment.kind)}


def _cover(dossier: Dossier, chosen: list[Document]) -> bytes:
    lines = [f"{place}. {_listed(one)}\u00a0: {_summed(one)}" for place, one in enumerate(chosen, 1)]
    said = [[{"text": line, "masked": False}] for line in lines]
    law = (
        "Document administratif communicable après occultation des mentions qui portent atteinte à la vie privée "
        "(CRPA, art. L. 311-1 et L. 311-6)."
    )
    sections = [
        {"title": "Documents", "paragraphs": said},
        {"title": "Ce qui est occulté", "paragraphs": [[{"text": law, "masked": False}]]},
    ]
    return _paper(dossier, f"Communication du dossier {dossier.label}", sections)


def _listed(one: Document) -> str:
    """A piece by its kind: the name that its file was given may be somebody's."""
    return one.piece.get_kind_display() if one.piece is not None else one.title


def _summed(one: Document) -> str:
    if one.piece is not None:
        return "communiquée" if one.goes else "occultée"
    return f"{one.masked} passages occultés" if one.masked else "rien d’occulté"


def _paper(dossier: Dossier, title: str, sections: list[dict[str, Any]]) -> bytes:
    data = {"title": title, "number": dossier.label, "sections": sections, **documents.imprint()}
    return documents.pdf("pdf/communicable.typ", data, at=clock.now())
