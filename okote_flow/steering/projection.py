"""Keeps the figures of each dossier as acts go, in their transaction; tells where they differ, and puts them right."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator

from django.db import models, transaction

from dossiers.models import Dossier
from okote_flow.steering.models import DossierFacts, DossierGifts, DossierSpan
from okote_flow.steering.reckoning import Reckoned, reckon

PREFIX = "dossier:"
CHUNK = 500
BESIDE = ("territory_id", "theme", "opened")
ROWS: tuple[tuple[type[models.Model], str, tuple[str, ...], Callable[[Reckoned], list[models.Model]]], ...] = (
    (DossierSpan, "facts_id", (*BESIDE, "span", "year", "days"), lambda one: list(one.spans)),
    (DossierGifts, "facts_id", (*BESIDE, "year", "month", "cents", "gifts"), lambda one: list(one.months)),
)
COLUMNS = tuple(field.attname for field in DossierFacts._meta.concrete_fields if not field.primary_key)


def follow(subjects: frozenset[str]) -> None:
    """At the end of an act: the figures of the dossiers that it touched, whose rows it holds."""
    keys = sorted(int(one.removeprefix(PREFIX)) for one in subjects if one.startswith(PREFIX))
    if keys:
        refresh(keys)


def refresh(keys: Collection[int]) -> list[int]:
    """Write what is true of these dossiers where something else stands; the dossiers that were put right."""
    now = reckon(keys)
    wrong = list(_differing(keys, now))
    for key in wrong:
        _write(key, now.get(key))
    return wrong


def rebuild() -> int:
    """All of them, a few hundred at a time, each under its row; how many were put right."""
    count = 0
    for keys in _chunks(Dossier.objects.order_by("pk").values_list("pk", flat=True).iterator(CHUNK)):
        with transaction.atomic():
            held = Dossier.objects.select_for_update().filter(pk__in=keys).order_by("pk")
            count += len(refresh(list(held.values_list("pk", flat=True))))
    return count


def differing() -> Iterator[int]:
    """The dossiers whose figures are not what their rows, journal and books say. For the audit."""
    for keys in _chunks(Dossier.objects.order_by("pk").values_list("pk", flat=True).iterator(CHUNK)):
        yield from _differing(keys, reckon(keys))


def _chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    chunk: list[int] = []
    for key in keys:
        chunk.append(key)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _differing(keys: Collection[int], now: dict[int, Reckoned]) -> Iterator[int]:
    stored = _stored(keys)
    for key in keys:
        if stored.get(key) != (_shape(now[key]) if key in now else None):
            yield key


Shape = tuple[Hashable, ...]


def _stored(keys: Collection[int]) -> dict[int, Shape]:
    """What stands in the tables, dossier by dossier, in three queries, or one where nothing does."""
    facts = DossierFacts.objects.filter(pk__in=keys).order_by()
    found: dict[int, list[Hashable]] = {row[0]: [row[1:]] for row in facts.values_list("pk", *COLUMNS)}
    for model, owner, columns, _ in ROWS if found else ():
        rows: dict[int, set[Hashable]] = {}
        for row in model._default_manager.filter(**{f"{owner}__in": keys}).values_list(owner, *columns):
            rows.setdefault(row[0], set()).add(row[1:])
        for key, shape in found.items():
            shape.append(frozenset(rows.get(key, ())))
    return {key: tuple(shape) for key, shape in found.items()}


def _shape(one: Reckoned) -> Shape:
    parts: list[Hashable] = [tuple(getattr(one.facts, name) for name in COLUMNS)]
    for _, _, columns, rows in ROWS:
        parts.append(frozenset(tuple(getattr(row, name) for name in columns) for row in rows(one)))
    return tuple(parts)


def _write(key: int, now: Reckoned | None) -> None:
    if now is None:
        DossierFacts.objects.filter(pk=key).delete()
        return
    now.facts.save()
    for model, owner, _, rows in ROWS:
        model._default_manager.filter(**{owner: key}).delete()
        model._default_manager.bulk_create(rows(now))
