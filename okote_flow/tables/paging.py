"""Pages of a list that may be very long: beyond a limit nothing is counted, and it is said so."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

LIMIT = 1_000  # rows that are counted and can be leafed through; a filter finds what lies further


class Pages(Paginator[Any]):
    """Counts up to the limit and no further: the rest of a list is reached by its filters."""

    object_list: QuerySet[Any]

    @cached_property
    def counted(self) -> int:
        return self.object_list[: LIMIT + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.counted, LIMIT)

    @property
    def is_more(self) -> bool:
        return self.counted > LIMIT


def capped(found: QuerySet[Any]) -> int:
    """How many there are, LIMIT + 1 standing for more."""
    return found.order_by()[: LIMIT + 1].count()


class Counted(Paginator[Any]):
    """Pages of rows whose number is known already."""

    count = 0

    def __init__(self, found: QuerySet[Any], per_page: int, count: int) -> None:
        super().__init__(found, per_page)
        self.count = count
