"""From words to things: which words of the house are meant, which documents have them, in what order.

The work of one search is bounded whatever the size of the house: few words, few candidates, the rarest word first,
each reader's rights in the same query and before its limit.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Value, When

from okote_flow.search import rules
from okote_flow.search.access import Doors
from okote_flow.search.models import Kind, SearchPosting, SearchTrigram

MOST_MEANT = 48  # words of the house that one word typed may stand for
LOOKED_AT = 160
CAP = 200
"""The things of one kind that are ranked; what is beyond is asked for with more words."""
COMMON = 3000
"""From this many documents on a word is read in the order of its weights, until enough are found."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a word that was typed may stand for: words of the house with how well they answer."""

    asked: str
    words: dict[int, int]  # number of a word -> likeness
    texts: dict[int, str]
    frequency: int

    @property
    def best(self) -> int:
        return max(self.words, key=lambda word: (self.words[word], -word))

    @property
    def close(self) -> frozenset[int]:
        """Words that are only nearly what was typed, or only contain it."""
        return frozenset(word for word, like in self.words.items() if like < rules.STARTS)


def meanings(text: str) -> list[Meant]:
    """The words asked for, each with what it may mean; one query a word, at most six words."""
    return [meaning(word) for word in rules.asked_words(text)]


def meaning(asked: str) -> Meant:
    letters = rules.letters_code(asked)
    shared = SearchTrigram.objects.filter(code__in=rules.codes(asked)).values("word").order_by()
    near = shared.annotate(shared=Count("pk"), top=Max("code"))
    near = near.filter(Q(shared__gte=rules.fewest(asked)) | Q(top=letters))
    alike = F("shared") * 200 / (F("word__size") + len(rules.codes(asked)))
    rows = near.annotate(alike=alike).order_by("-shared", "-alike", "word")
    found = list(rows.values_list("word", "word__text", "word__frequency")[:LOOKED_AT])
    likes = {word: rules.likeness(asked, text) for word, text, _ in found}
    kept = sorted((word for word in likes if likes[word]), key=lambda word: (-likes[word], word))[:MOST_MEANT]
    words = {word: likes[word] for word in kept}
    texts = {word: text for word, text, _ in found if word in words}
    return Meant(asked, words, texts, sum({word: count for word, _, count in found if word in words}.values()))


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers, how well, and by which words."""

    document: int
    nature: int
    object_pk: int
    score: int
    sought: frozenset[str]
    is_close: bool  # by words that are only nearly those that were typed
    matched: int  # how many of the words that were typed


@dataclass(frozen=True, slots=True)
class Hits:
    """The best of one kind; `is_capped` when there may be more."""

    kind: Kind
    hits: list[Hit]
    is_capped: bool

    @property
    def count(self) -> int:
        return len(self.hits)


def find(doors: Doors, meant: list[Meant], kinds: Iterable[Kind], cap: int = CAP) -> tuple[list[Hits], bool]:
    """The things of these kinds that have every word asked for; failing that, as many of them as can be.

    The second value says whether all words were found together.
    """
    kinds = tuple(kinds)
    known = [one for one in meant if one.words]
    if not known:
        return [], True
    order = sorted(known, key=lambda one: (one.frequency, one.asked))
    if len(known) == len(meant):
        found = _ranked(doors, order, kinds, cap, together=True)
        if found:
            return found, True
    if len(meant) == 1:
        return [], True
    tries = (_ranked(doors, [*order[at:], *order[:at]], kinds, cap, together=False) for at in range(len(order)))
    return next((found for found in tries if found), []), False


def _ranked(doors: Doors, order: list[Meant], kinds: tuple[Kind, ...], cap: int, *, together: bool) -> list[Hits]:
    """By the first of these words; one query a kind for the candidates, one for all their words."""
    asked = _kinds_with(order[0], kinds)
    candidates = {kind: _candidates(doors, order, kind, cap, together=together) for kind in asked}
    scored = _scored(order, [document for some in candidates.values() for document in some])
    found = []
    for kind, documents in candidates.items():
        hits = sorted((scored[one] for one in documents), key=lambda hit: (-hit.score, hit.nature, -hit.object_pk))
        if not together:  # one word alone, and that only nearly, is nothing that was asked for
            hits = [hit for hit in hits if not hit.is_close or hit.matched > 1]
        if any(not hit.is_close for hit in hits):
            hits = [hit for hit in hits if not hit.is_close]
        if hits:
            found.append(Hits(kind, hits, len(documents) >= cap))
    return found


def _kinds_with(rarest: Meant, kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """Those in which the rarest word stands anywhere: the others need not be asked. A common word is in all."""
    if rarest.frequency > COMMON or len(kinds) == 1:
        return kinds
    rows = SearchPosting.objects.filter(word__in=rarest.words).order_by().values_list("kind", flat=True).distinct()
    there = set(rows)
    return tuple(kind for kind in kinds if kind in there)


def _candidates(doors: Doors, order: list[Meant], kind: Kind, cap: int, *, together: bool) -> list[int]:
    """Documents that have the rarest word, and the others too; those where it weighs most first."""
    rarest, others = order[0], order[1:] if together else []
    rows = SearchPosting.objects.filter(doors.of_kind(kind), kind=kind)
    for other in others:
        rows = rows.filter(Exists(_of_document(other)))
    if rarest.frequency > COMMON:
        read = rows.filter(word=rarest.best).order_by("-weight", "-document")
        found = list(read.values_list("document", flat=True)[:cap])
        if found:
            return found
    by_document = rows.filter(word__in=rarest.words).values("document").order_by()
    scored = by_document.annotate(score=Max(_likeness(rarest) * F("weight")))
    return list(scored.order_by("-score", "-document").values_list("document", flat=True)[:cap])


def _of_document(meant: Meant) -> QuerySet[SearchPosting]:
    return SearchPosting.objects.filter(document=OuterRef("document"), word__in=meant.words)


def _likeness(meant: Meant) -> Case:
    groups: dict[int, list[int]] = {}
    for word, like in meant.words.items():
        groups.setdefault(like, []).append(word)
    whens = [When(word__in=words, then=Value(like)) for like, words in groups.items()]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _scored(meant: list[Meant], documents: list[int]) -> dict[int, Hit]:
    """Each document by the best place of each word: a title before a text, a word itself before its likes."""
    words = {word for one in meant for word in one.words}
    texts = {word: text for one in meant for word, text in one.texts.items()}
    rows = SearchPosting.objects.filter(document__in=documents, word__in=words)
    held: dict[int, dict[int, int]] = {}
    things: dict[int, tuple[int, int]] = {}
    for document, nature, key, word, weight in rows.values_list(
        "document", "document__nature", "document__object_pk", "word", "weight"
    ):
        held.setdefault(document, {})[word] = weight
        things[document] = (nature, key)
    found = {}
    for document, weights in held.items():
        best = [_best(one, weights) for one in meant]
        sought = frozenset(texts[word] for word in weights)
        is_close = any(close for score, close in best if score)
        matched = sum(score > 0 for score, _ in best)
        found[document] = Hit(document, *things[document], sum(score for score, _ in best), sought, is_close, matched)
    return found


def _best(one: Meant, weights: dict[int, int]) -> tuple[int, bool]:
    here = [(like * weights[word], word in one.close) for word, like in one.words.items() if word in weights]
    return max(here, default=(0, False))


# For lists of dossiers


def of_words(text: str) -> Q:
    """A condition on dossiers: those that have every word that was typed, or one like it. Rights are the list's."""
    rule = Q()
    for meant in meanings(text):
        rows = SearchPosting.objects.filter(kind=Kind.DOSSIER, word__in=meant.words)
        rule &= Q(pk__in=rows.values("document__dossier"))
    return rule
