"""What each kind of piece is for and what it looks like, in the words of the page where pieces are dropped."""

from dataclasses import dataclass, field

from dossiers.models import Attachment, Dossier
from dossiers.models.content import AttachmentKind

MEANINGS = {
    AttachmentKind.STATUTES: ("Disent qui vous êtes et ce que vous faites.", "Statuts datés et signés"),
    AttachmentKind.LEADERS: ("Dit qui engage la structure.", "Liste des membres du bureau, avec leur fonction"),
    AttachmentKind.REGISTRATION: (
        "Prouve que la structure existe.",
        "Récépissé d’inscription au tribunal, ou avis de situation de l’INSEE",
    ),
    AttachmentKind.ACCOUNTS: (
        "Montrent que la structure tient debout.",
        "Bilan et compte de résultat, ou tableau des recettes et dépenses",
    ),
    AttachmentKind.ACTIVITY_REPORT: (
        "Raconte ce que vous avez déjà fait.",
        "Rapport présenté à la dernière assemblée générale",
    ),
    AttachmentKind.QUOTE: ("Appuie les montants du budget.", "Devis d’un fournisseur, de moins de six mois"),
    AttachmentKind.BANK_DETAILS: ("Sert au versement.", "RIB au nom de la structure"),
    AttachmentKind.OTHER: ("Ce qui aide à comprendre le projet.", "Photo du lieu, lettre de soutien, plan"),
}


@dataclass(slots=True)
class Kept:
    """A piece that counts, with its older versions."""

    current: Attachment
    older: list[Attachment] = field(default_factory=list)


@dataclass(slots=True)
class Shelf:
    """One kind of piece: what it is for, an example, and what is there already."""

    kind: AttachmentKind
    purpose: str
    example: str
    kept: list[Kept]


def kept_of(dossier: Dossier) -> list[Kept]:
    """The pieces that count, each with its older versions. A removed piece is out of sight."""
    found: dict[tuple[str, str], Kept] = {}
    for piece in dossier.attachments.filter(removed_at=None).order_by("kind", "name", "-version"):
        known = found.setdefault((piece.kind, piece.name), Kept(piece))
        if known.current is not piece:
            known.older.append(piece)
    return list(found.values())


def shelves(dossier: Dossier) -> list[Shelf]:
    kept = kept_of(dossier)
    return [
        Shelf(kind, purpose, example, [one for one in kept if one.current.kind == kind])
        for kind, (purpose, example) in MEANINGS.items()
    ]
