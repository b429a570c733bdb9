"""Questions that come back: an officer takes one as it is, or as a beginning. Each is about a part of the form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """One ready question; `section` is one of `checklist.SECTIONS`."""

    section: str
    text: str

    @property
    def place(self) -> int:
        return PHRASES.index(self)


PHRASES = (
    Phrase("structure", "Quel est le SIRET de la structure, tel que l’INSEE l’a donné\u00a0?"),
    Phrase("structure", "Quels tribunal, volume et folio la structure a-t-elle au registre des associations\u00a0?"),
    Phrase("project", "À quelles dates le projet commence-t-il et se termine-t-il\u00a0?"),
    Phrase("project", "Dans quelle commune le projet se déroule-t-il, et dans quel local\u00a0?"),
    Phrase("criteria", "Combien de personnes le projet touche-t-il, et comment y participent-elles\u00a0?"),
    Phrase("criteria", "Qu’est-ce qui est nouveau par rapport à ce qui existe déjà sur le territoire\u00a0?"),
    Phrase("budget", "Les charges et les produits ne sont pas égaux\u00a0: quelle ligne manque ou change\u00a0?"),
    Phrase("budget", "Quels autres financements publics recevez-vous cette année, de qui et pour combien\u00a0?"),
    Phrase("attachments", "Pouvez-vous joindre un devis récent pour la dépense la plus importante\u00a0?"),
    Phrase("attachments", "Pouvez-vous joindre les comptes de l’année passée et la liste des dirigeants\u00a0?"),
    Phrase("commitment", "La structure peut-elle souscrire le contrat d’engagement républicain\u00a0?"),
)  # fmt: skip


def chosen(place: str) -> Phrase | None:
    """The phrase that an address names by its place in the list."""
    return PHRASES[int(place)] if place.isdecimal() and len(place) < 4 and int(place) < len(PHRASES) else None
