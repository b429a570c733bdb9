"""What stands as long as nothing happens: counted once, and again when the journal has moved."""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache

from okote_flow import clock
from okote_flow.journal.models import Event

T = TypeVar("T")
LONGEST = 60  # seconds; what commits late under an earlier number than the newest is seen by then at the latest


def until_moved(name: str, count: Callable[[], T]) -> T:
    """The answer of `count` under this name, which says whose it is, as of the newest fact and of today.

    For what changes by acts and by the day alone; a right that it rests on belongs into the name. One query while
    nothing happens.
    """
    newest = Event.objects.order_by("-pk").values_list("pk", "hash").first() or (0, "")
    asked = f"{name} {clock.today()} {newest[0]} {newest[1]}"
    key = f"standing:{sha256(asked.encode()).hexdigest()}"
    known: T | None = cache.get(key)
    if known is None:
        known = count()
        cache.set(key, known, LONGEST)
    return known
