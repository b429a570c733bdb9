"""Writes the index: what has changed is written again, what is gone is taken out, and all of it can be made anew."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import connection, models, transaction
from django.db.models import Count, Exists, OuterRef

from okote_flow.search import rules
from okote_flow.search.entries import LOADERS, TITLE, Entry
from okote_flow.search.models import Nature, SearchDocument, SearchPosting, SearchTrigram, SearchWord

BATCH = 1000
POSTING = ("document_id", "word_id", "kind", "weight")
T = TypeVar("T")
Weights = dict[str, int]
"""Word -> what it weighs in a document."""


def weigh(entry: Entry) -> Weights:
    """Each word where it weighs most; small words are kept of titles only."""
    found: Weights = {}
    for weight, text in entry.texts:
        for word in rules.words_of(text):
            if weight > found.get(word, 0) and (weight == TITLE or word not in rules.SMALL):
                found[word] = weight
    return found


def digest(entry: Entry, weights: Weights) -> str:
    said = "|".join(f"{word}:{weights[word]}" for word in sorted(weights))
    return hashlib.sha256(f"{entry.dossier}|{said}".encode()).hexdigest()[:32]


def write(nature: Nature, keys: Collection[int]) -> int:
    """Bring the index of these things up to date; gives how many had changed."""
    found = {entry.pk: (entry, weigh(entry)) for entry in LOADERS[nature](keys)}
    rows = SearchDocument.objects.filter(nature=nature, object_pk__in=keys)
    known = dict(rows.values_list("object_pk", "digest"))
    digests = {key: digest(*said) for key, said in found.items()}
    stale = [key for key in known if digests.get(key) != known[key]]
    changed = {key: found[key] for key in found if known.get(key) != digests[key]}
    if stale or changed:
        with transaction.atomic():
            words = _take_out(rows.filter(object_pk__in=stale))
            _put_in(nature, changed, digests, Vocabulary())
            for some in _batches(words, BATCH // 2):
                _forget(SearchWord.objects.filter(pk__in=some))
    return len(changed.keys() | set(stale))


def _take_out(documents: models.QuerySet[SearchDocument]) -> list[int]:
    """Gives the words that were in them."""
    gone = list(documents.values_list("pk", flat=True))
    if not gone:
        return []
    postings = SearchPosting.objects.filter(document__in=gone)
    words = list(postings.order_by().values_list("word", flat=True).distinct())
    postings.delete()
    SearchDocument.objects.filter(pk__in=gone).delete()
    return words


def _forget(words: models.QuerySet[SearchWord]) -> None:
    """Words that no document has any more: a name that was erased is in no list of words either."""
    used = SearchPosting.objects.filter(word=OuterRef("pk"))
    orphans = list(words.filter(~Exists(used)).values_list("pk", flat=True))
    for some in _batches(orphans, BATCH // 2):
        SearchTrigram.objects.filter(word__in=some).delete()
        SearchWord.objects.filter(pk__in=some).delete()


class Vocabulary:
    """The numbers of words; those that are new are added, with their trigrams."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def learn(self, words: Collection[str]) -> None:
        asked = sorted(word for word in words if word not in self._known)
        for some in _batches(asked, BATCH // 2):
            self._read(some)
            new = [word for word in some if word not in self._known]
            if new:
                rows = [SearchWord(text=word, size=len(rules.codes(word))) for word in new]
                SearchWord.objects.bulk_create(rows, ignore_conflicts=True)
                self._read(new)
                pairs = [(code, self._known[word]) for word in new for code in rules.codes(word)]
                insert(SearchTrigram, ("code", "word_id"), pairs)

    def _read(self, words: Collection[str]) -> None:
        self._known.update(SearchWord.objects.filter(text__in=words).values_list("text", "pk"))

    def __getitem__(self, word: str) -> int:
        return self._known[word]


def _put_in(
    nature: Nature, found: dict[int, tuple[Entry, Weights]], digests: dict[int, str], words: Vocabulary
) -> None:
    rows = [
        SearchDocument(nature=nature, kind=nature.kind, object_pk=key, dossier_id=entry.dossier, digest=digests[key])
        for key, (entry, _) in found.items()
    ]
    for row in SearchDocument.objects.bulk_create(rows, batch_size=BATCH):
        assert row.pk is not None, "both databases give the numbers of the rows they add"
    words.learn({word for _, weights in found.values() for word in weights})
    postings = (
        (row.pk, words[word], nature.kind.value, weight)
        for row in rows
        for word, weight in sorted(found[row.object_pk][1].items())
    )
    insert(SearchPosting, POSTING, postings)


def insert(model: type[models.Model], columns: tuple[str, ...], rows: Iterable[tuple[int, ...]]) -> None:
    """Many rows of whole numbers, without an object for each."""
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    conflict = " ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        for some in _batches(rows, 20 * BATCH):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks}){conflict}", some)  # noqa: S608


def _batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(rows)
    while some := list(islice(rest, size)):
        yield some


def reindex(natures: Collection[Nature] = tuple(Nature)) -> dict[Nature, int]:
    """All of it anew, batch by batch, each in its own transaction: it may be stopped, and run again."""
    done = {}
    for nature in natures:
        _take_out_missing(nature)
        done[nature] = sum(_reindex_some(nature, some, words) for words, some in _everything(nature))
    _forget(SearchWord.objects.all())
    count_frequencies()
    return done


def _everything(nature: Nature) -> Iterator[tuple[Vocabulary, list[Entry]]]:
    words = Vocabulary()
    for some in _batches(LOADERS[nature](None), BATCH):
        yield words, some


def _reindex_some(nature: Nature, entries: list[Entry], words: Vocabulary) -> int:
    found = {entry.pk: (entry, weigh(entry)) for entry in entries}
    digests = {key: digest(*said) for key, said in found.items()}
    rows = SearchDocument.objects.filter(nature=nature, object_pk__in=list(found))
    known = _known(rows)
    changed = {key: said for key, said in found.items() if known.get(key) != (digests[key], len(said[1]))}
    if changed:
        with transaction.atomic():
            _take_out(rows.filter(object_pk__in=[key for key in changed if key in known]))
            _put_in(nature, changed, digests, words)
    return len(changed)


def _known(rows: models.QuerySet[SearchDocument]) -> dict[int, tuple[str, int]]:
    """What the index holds of things: the digest of their words, and how many of them are there."""
    counted = rows.annotate(words=Count("postings")).order_by()
    return {key: (said, words) for key, said, words in counted.values_list("object_pk", "digest", "words")}


def _take_out_missing(nature: Nature) -> None:
    """What is in the index and in the house no more, or not to be found any more."""
    there = {entry.pk for entry in LOADERS[nature](None)} if nature in SMALL_NATURES else None
    known = SearchDocument.objects.filter(nature=nature)
    if there is not None:
        _take_out(known.exclude(object_pk__in=there))
        return
    for some in _batches(known.order_by("pk").values_list("object_pk", flat=True).iterator(), BATCH):
        kept = {entry.pk for entry in LOADERS[nature](some)}
        _take_out(known.filter(object_pk__in=[key for key in some if key not in kept]))


SMALL_NATURES = (Nature.GUIDE, Nature.TERM)


def count_frequencies() -> None:
    """How many documents have each word: read by `finding` to begin with the rarest."""
    counted = SearchPosting.objects.values("word").annotate(count=Count("pk")).order_by()
    known = dict(SearchWord.objects.values_list("pk", "frequency"))
    changed = [
        SearchWord(pk=word, frequency=count)
        for word, count in counted.values_list("word", "count").iterator()
        if known.get(word) != count
    ]
    SearchWord.objects.bulk_update(changed, ["frequency"], batch_size=BATCH // 4)


def faults(nature: Nature, keys: Collection[int] | None = None) -> Iterator[tuple[int, str]]:
    """Things whose index is not as they are: their number, and what is wrong with it."""
    rows = SearchDocument.objects.filter(nature=nature)
    known = _known(rows if keys is None else rows.filter(object_pk__in=keys))
    for entry in LOADERS[nature](keys):
        weights = weigh(entry)
        found = known.pop(entry.pk, None)
        if found is None:
            yield entry.pk, "absent"
        elif found != (digest(entry, weights), len(weights)):
            yield entry.pk, "stale"
    for key in known:
        yield key, "gone"
