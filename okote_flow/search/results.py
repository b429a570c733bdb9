"""Results as pages show them: titles and excerpts read from the things themselves, with what was found marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.http import urlencode

from okote_flow.directory.models import User
from okote_flow.search import access, finding, rules
from okote_flow.search.access import Doors
from okote_flow.search.entries import LOADERS, Entry
from okote_flow.search.finding import Hit, Hits
from okote_flow.search.models import Kind, Nature
from okote_flow.search.rules import Bit

FEW = 5
SHORT = 60  # letters: a name, a place
FIRST = 50
SUGGESTED, OF_ONE_KIND = 8, 5
SLUGS = {
    "dossiers": Kind.DOSSIER,
    "structures": Kind.ORGANIZATION,
    "seances": Kind.MEETING,
    "decisions": Kind.DECISION,
    "personnes": Kind.PERSON,
    "campagnes": Kind.CAMPAIGN,
    "aide": Kind.HELP,
}
WORDS = {kind: slug for slug, kind in SLUGS.items()}


@dataclass(frozen=True, slots=True)
class Result:
    """One thing found."""

    title: list[Bit]
    hint: list[Bit]
    label: str  # of the field that the excerpt is from
    excerpt: list[Bit]
    url: str
    icon: str
    nature: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind: the first of it, and how much there is."""

    kind: Kind
    results: list[Result]
    count: int
    is_capped: bool

    @property
    def slug(self) -> str:
        return WORDS[self.kind]

    @property
    def label(self) -> str:
        return self.kind.label

    @property
    def more(self) -> int:
        return self.count - len(self.results)


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search. `is_whole` when every word was found together."""

    groups: list[Group]
    is_whole: bool

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def is_capped(self) -> bool:
        return any(group.is_capped for group in self.groups)


def overview(user: User, text: str) -> Found:
    """The first of every kind."""
    hits, is_whole = finding.find(Doors(user), finding.meanings(text), Kind, FIRST)
    return _found(user, hits, {one.kind: one.hits[:FEW] for one in hits}, is_whole)


def of_kind(user: User, text: str, kind: Kind) -> tuple[Hits | None, bool]:
    """All that is ranked of one kind; the page shows a part of it by `shown`."""
    hits, is_whole = finding.find(Doors(user), finding.meanings(text), [kind])
    return (hits[0] if hits else None), is_whole


def suggestions(user: User, text: str) -> Found:
    """The few best of all kinds, for the field that one types in."""
    hits, is_whole = finding.find(Doors(user), finding.meanings(text), Kind, FIRST)
    best = sorted(
        (hit for one in hits for hit in one.hits[:OF_ONE_KIND]),
        key=lambda hit: (-hit.score, hit.nature, hit.object_pk),
    )[:SUGGESTED]
    return _found(
        user, hits, {one.kind: [hit for hit in one.hits if hit in best] for one in hits}, is_whole, brief=True
    )


def _found(
    user: User, hits: Iterable[Hits], shown: dict[Kind, list[Hit]], is_whole: bool, *, brief: bool = False
) -> Found:
    told = results(user, [hit for some in shown.values() for hit in some], brief=brief)
    groups = [
        Group(one.kind, [result for result in told if result.kind is one.kind], one.count, one.is_capped)
        for one in hits
    ]
    return Found(groups, is_whole)


def results(user: User, hits: Sequence[Hit], *, brief: bool = False) -> list[Result]:
    """In the order of the hits: a query or two for each nature among them. `brief` ones have no excerpt."""
    asked: dict[Nature, list[int]] = {}
    for hit in hits:
        asked.setdefault(Nature(hit.nature), []).append(hit.object_pk)
    entries = {(nature, entry.pk): entry for nature, keys in asked.items() for entry in LOADERS[nature](keys)}
    entries |= _for_reader(user, asked, entries)
    told = ((hit, entries.get((Nature(hit.nature), hit.object_pk))) for hit in hits)
    return [_result(hit, entry, brief) for hit, entry in told if entry is not None]


Entries = dict[tuple[Nature, int], Entry]


def _for_reader(user: User, asked: dict[Nature, list[int]], entries: Entries) -> Entries:
    """Persons and structures have the page on which this reader meets them."""
    found: Entries = {}
    if Nature.PERSON in asked:
        for pk, (page, key, why) in access.pages_of_persons(user, asked[Nature.PERSON]).items():
            found[Nature.PERSON, pk] = replace(entries[Nature.PERSON, pk], page=page, key=key, hint=why)
    if Nature.ORGANIZATION in asked:
        own = access.own_organizations(user, asked[Nature.ORGANIZATION])
        for pk in set(asked[Nature.ORGANIZATION]) - own:
            entry = entries[Nature.ORGANIZATION, pk]
            query = f"?{urlencode({'q': entry.title[:80]})}"
            found[Nature.ORGANIZATION, pk] = replace(entry, page="dossiers:list", key=(), after=query)
    return found


def _result(hit: Hit, entry: Entry, brief: bool) -> Result:
    title, hint = rules.bits(entry.title, hit.sought), rules.bits(entry.hint, hit.sought)
    label, excerpt = ("", []) if brief else _excerpt(hit, entry, _marked([*title, *hint]))
    return Result(
        title=title,
        hint=hint,
        label=label,
        excerpt=excerpt,
        url=entry.url,
        icon=entry.icon,
        nature=entry.nature.label,
        kind=entry.nature.kind,
    )


def _excerpt(hit: Hit, entry: Entry, told: set[str]) -> tuple[str, list[Bit]]:
    """From the field that has most of the words; a short one only when it has a word that is not shown already."""
    found = [(part, rules.excerpt(part.text, hit.sought)) for part in entry.parts if part.label]
    worth = [(part, some) for part, some in found if len(part.text) > SHORT or _marked(some) - told]
    part, best = max(worth, key=lambda one: len(_marked(one[1])), default=(None, []))
    return (part.label, best) if part is not None and best else ("", [])


def _marked(some: Iterable[Bit]) -> set[str]:
    return {rules.plain(bit.text) for bit in some if bit.is_found}


@dataclass(frozen=True, slots=True)
class Way:
    """One kind that a reader may keep to, and how much of it there is."""

    label: str
    url: str
    count: str
    is_here: bool


def ways(text: str, found: Found, here: Kind | None) -> list[Way]:
    """All kinds together, then each in which something was found."""
    page = reverse("search:results")
    total = f"{found.count}{'+' if found.is_capped else ''}"
    all_kinds = Way("Tout", f"{page}?{urlencode({'q': text})}", total, here is None)
    return [
        all_kinds,
        *(
            Way(
                group.label,
                f"{page}?{urlencode({'q': text, 'genre': group.slug})}",
                f"{group.count}{'+' if group.is_capped else ''}",
                here is group.kind,
            )
            for group in found.groups
        ),
    ]
