"""Other dossiers of the same structure, and those that may be the same project: only among what the reader may see."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from dossiers import access
from dossiers.models import Dossier, DossierQuerySet
from okote_flow.directory.models import User

SHOWN = 20
LOOKED_AT = 200  # the latest dossiers that share a word with the title: enough to find a twin
CLOSE_TITLES = 45  # percent of trigrams that two titles share
SMALL_WORDS = frozenset(
    {"a", "au", "aux", "avec", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour", "sur"}
    | {"un", "une"}
)
SIREN_LENGTH = 9


@dataclass(frozen=True, slots=True)
class Twin:
    """A dossier that resembles this one, and why."""

    dossier: Dossier
    reasons: list[str]


def siren_of(dossier: Dossier) -> str:
    """The nine digits that name the structure, "" while it has none."""
    return dossier.organization.siren if dossier.organization else ""


def same_structure(dossier: Dossier) -> Q:
    """The dossiers of the same structure: by SIREN, or by its own record while it has no number."""
    if dossier.organization is None:
        return Q(pk=dossier.pk)
    rule = Q(organization=dossier.organization) | Q(pk=dossier.pk)
    siren = siren_of(dossier)
    return rule | Q(organization__siret__startswith=siren) if len(siren) == SIREN_LENGTH else rule


def of_structure(user: User, dossier: Dossier) -> DossierQuerySet:
    """This dossier and the others of the same structure, as far as the reader may see them."""
    return access.dossiers_for(user).filter(same_structure(dossier))


def siblings(user: User, dossier: Dossier) -> list[Dossier]:
    """The others of the same structure, the latest first."""
    found = of_structure(user, dossier).exclude(pk=dossier.pk).for_page()
    return list(found.order_by("-submitted_at", "-pk")[:SHOWN])


def twins(user: User, dossier: Dossier) -> list[Twin]:
    """Dossiers that may be the same project, each with its reasons; what the holder links as a new try is not one."""
    linked = Q(pk__in=[dossier.pk, dossier.previous_id or dossier.pk]) | Q(previous=dossier.pk)
    found = access.dossiers_for(user).filter(_candidates(dossier)).exclude(linked)
    seen = found.for_page().order_by("-submitted_at", "-pk")[:LOOKED_AT]
    listed = (Twin(one, list(_reasons(dossier, one))) for one in seen)
    return [twin for twin in listed if twin.reasons]


def _candidates(dossier: Dossier) -> Q:
    """Those of the same applicant, and those whose title shares a long word."""
    words = sorted(words_of(dossier.title), key=len, reverse=True)[:4]
    spelled = [word for word in re.findall(r"\w{4,}", dossier.title) if plain(word) in words]
    alike = (Q(title__icontains=word) for word in {*words, *spelled})
    return reduce(or_, alike, Q(applicant=dossier.applicant_id))


def _reasons(dossier: Dossier, other: Dossier) -> Iterator[str]:
    is_ours = _is_same_structure(dossier, other)
    alike = likeness(dossier.title, other.title) >= CLOSE_TITLES
    if alike and is_ours:
        yield "même structure et intitulé proche"
    if alike and dossier.city and plain(dossier.city) == plain(other.city):
        yield "même commune et intitulé proche"
    if dossier.applicant_id == other.applicant_id and not is_ours:
        yield "même porteur, autre structure"


def _is_same_structure(dossier: Dossier, other: Dossier) -> bool:
    if dossier.organization_id is not None and dossier.organization_id == other.organization_id:
        return True
    siren = siren_of(dossier)
    return len(siren) == SIREN_LENGTH and siren == siren_of(other)


# Titles, as they are compared


def plain(text: str) -> str:
    """Without accents nor capitals."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter)).strip()


def words_of(title: str) -> list[str]:
    """The words that say something, in order."""
    return [word for word in re.findall(r"[^\W_]+", plain(title)) if word not in SMALL_WORDS]


def trigrams(words: Iterable[str]) -> frozenset[str]:
    """Of each word, three letters at a time, its beginning and its end marked."""
    marked = [f"  {word} " for word in words]
    return frozenset(word[start : start + 3] for word in marked for start in range(len(word) - 2))


def likeness(one: str, other: str) -> int:
    """How much two titles resemble each other, in percent of the trigrams that they have together."""
    first, second = trigrams(words_of(one)), trigrams(words_of(other))
    return len(first & second) * 100 // len(first | second) if first and second else 0
