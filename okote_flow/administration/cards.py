"""What the landing page of the administration shows: one card for each subject, to those who may open it."""

from collections.abc import Callable
from dataclasses import dataclass

from okote_flow.administration import import_access
from okote_flow.directory.models import User
from okote_flow.texts import access as texts


@dataclass(frozen=True, slots=True)
class Card:
    """One subject: where it leads, and who sees it."""

    title: str
    sentence: str
    icon: str
    page: str
    shown: Callable[[User], bool]


CARDS = (
    Card(
        "Textes",
        "Les mots des courriels, des lettres et des avis, avec leurs versions.",
        "file-text",
        "administration:texts",
        texts.reads,
    ),
    Card(
        "Imports",
        "Un tableau de structures ou de dossiers, vérifié ligne par ligne avant d’entrer.",
        "file-upload",
        "administration:imports",
        import_access.imports,
    ),
)
