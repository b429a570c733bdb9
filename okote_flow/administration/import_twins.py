"""Who is there already: structures of the same number or nearly the same name, drafts of the same person and title."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from dossiers import access as dossiers
from dossiers.likeness import CLOSE_TITLES, likeness, plain, words_of
from okote_flow.administration.import_reading import Reading
from okote_flow.administration.models.imports import ImportKind
from okote_flow.directory.access import organizations
from okote_flow.directory.models import Organization, User

CLOSE_NAMES = 60  # percent of trigrams that two names share
LOOKED_AT = 60  # names that share a rare word
SHOWN = 3
SIREN_LENGTH = 9
Twin = dict[str, Any]
"""`pk`, `label`, `why`: as a line keeps it."""


@dataclass(slots=True)
class Organizations:
    """Every structure by its numbers and by the words of its name, read once for a whole file."""

    by_number: dict[str, list[Organization]] = field(default_factory=lambda: defaultdict(list))
    by_word: dict[str, list[Organization]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls) -> "Organizations":
        found = cls()
        for one in organizations():
            for number in filter(None, (one.siren, one.rna)):
                found.by_number[number].append(one)
            for word in set(words_of(one.name)):
                found.by_word[word].append(one)
        return found

    def twins(self, line: Reading) -> list[Twin]:
        siren = line.text("siren") or line.text("siret")[:SIREN_LENGTH]
        same = [(one, "même SIREN") for one in self.by_number.get(siren, [])] if siren else []
        same += [(one, "même RNA") for one in self.by_number.get(line.text("rna"), [])] if line.text("rna") else []
        near = [(one, "nom proche") for one in self._alike(line)]
        first = {one.pk: (one, why) for one, why in reversed([*same, *near])}
        ordered = sorted(first.values(), key=lambda pair: pair[1] == "nom proche")
        return [{"pk": one.pk, "label": _named(one), "why": why} for one, why in ordered[:SHOWN]]

    def _alike(self, line: Reading) -> Iterator[Organization]:
        """Of nearly the same name, unless both say another place or another number."""
        words = sorted(words_of(line.text("name")), key=lambda word: len(self.by_word.get(word, ())))
        candidates = {one.pk: one for word in words[:2] for one in self.by_word.get(word, [])[:LOOKED_AT]}
        for one in candidates.values():
            if likeness(one.name, line.text("name")) >= CLOSE_NAMES and not _differs(one, line):
                yield one


def _differs(one: Organization, line: Reading) -> bool:
    city, number = line.text("city"), line.text("siret")[:SIREN_LENGTH] or line.text("siren")
    elsewhere = bool(one.city and city) and plain(one.city) != plain(city)
    return elsewhere or (bool(one.siren and number) and one.siren != number)


def _named(one: Organization) -> str:
    return ", ".join(filter(None, (one.name, one.city, one.siret)))


@dataclass(slots=True)
class Drafts:
    """The dossiers of the holders that a file names, as far as the importer sees them."""

    by_email: dict[str, list[tuple[int, str, str]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls, user: User, lines: Iterable[Reading]) -> "Drafts":
        emails = {line.text("email") for line in lines} - {""}
        seen = dossiers.dossiers_for(user).filter(applicant__email__in=emails)
        found = cls()
        for pk, email, number, title in seen.values_list("pk", "applicant__email", "number", "title"):
            found.by_email[email.lower()].append((pk, title, number or "brouillon"))
        return found

    def twins(self, line: Reading) -> list[Twin]:
        mine = self.by_email.get(line.text("email"), [])
        close = (one for one in mine if likeness(one[1], line.text("title")) >= CLOSE_TITLES)
        return [{"pk": pk, "label": f"{title} ({number})", "why": "même porteur, intitulé proche"}
                for pk, title, number in close][:SHOWN]  # fmt: skip


def known(kind: str, user: User, lines: list[Reading]) -> Organizations | Drafts:
    """What a file of that kind is compared with."""
    return Organizations.read() if kind == ImportKind.ORGANIZATIONS else Drafts.read(user, lines)
