"""Reading on from where one stopped, in rows that may become visible out of order.

Numbers are given when a row is written, rows are seen when their transaction commits: row 8 may appear after row 9 was
read. So "everything after the last number seen" loses rows. A cursor also remembers which numbers below were missing,
and asks for them again; a number that stays missing (rolled back) is forgotten when it is far behind.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.db.models import Max, Model, Q, QuerySet

M = TypeVar("M", bound=Model)

OVERLAP = 500  # how far behind the last number a missing one is still awaited
MOST_MISSING = 100
MANY = 500  # rows read at once


class UnreadableError(ValueError):
    """A cursor that nobody gave out."""


@dataclass(frozen=True, slots=True)
class Cursor:
    top: int = 0
    missing: frozenset[int] = frozenset()

    def __str__(self) -> str:
        """For an address: the top, then how far below it each missing number is."""
        return ".".join([str(self.top), *(str(self.top - number) for number in sorted(self.missing, reverse=True))])

    @classmethod
    def parse(cls, text: str) -> Self:
        parts = text.split(".")
        if len(parts) > 1 + MOST_MISSING or not all(part.isascii() and part.isdigit() for part in parts):
            raise UnreadableError(text[:80])
        top, *behind = (int(part[:18]) for part in parts)
        return cls(top, frozenset(top - distance for distance in behind if 0 < distance <= min(OVERLAP, top)))

    def after(self, found: Iterable[int]) -> Self:
        """Where one stands once these numbers were read."""
        seen = set(found)
        top = max(self.top, *seen) if seen else self.top
        floor = max(top - OVERLAP, 0)
        passed = range(max(self.top, floor) + 1, top)
        missing = {number for number in {*self.missing, *passed} - seen if number > floor}
        return type(self)(top, frozenset(sorted(missing)[-MOST_MISSING:]))


def start(rows: QuerySet[M, Any]) -> Cursor:
    """The present end of a table. What is under way beneath it is known to be missing."""
    top = rows.aggregate(top=Max("pk"))["top"] or 0
    last = rows.filter(pk__gt=top - OVERLAP).values_list("pk", flat=True)
    return Cursor(max(top - OVERLAP, 0)).after(last)


def read_on(rows: QuerySet[M, M], cursor: Cursor) -> tuple[list[M], Cursor]:
    """What has become visible since, at most MANY rows, and where one stands now."""
    fresh = list(rows.filter(Q(pk__gt=cursor.top) | Q(pk__in=cursor.missing)).order_by("pk")[:MANY])
    return fresh, cursor.after(row.pk for row in fresh)
