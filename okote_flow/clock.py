"""Business time. Deadlines, terms and campaigns read it here; sessions and tokens keep to real time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def real_now() -> datetime:
    return datetime.now(UTC)


_source: list[Callable[[], datetime]] = [real_now]


def now() -> datetime:
    """The instant at which acts happen: frozen for the length of a request, else the installed source."""
    return _frozen.get() or _source[0]()


def today() -> date:
    """The day in Alsace."""
    return now().astimezone(PARIS).date()


def day_of(instant: datetime) -> date:
    """The day that it is in Alsace at an instant."""
    return instant.astimezone(PARIS).date()


def install(source: Callable[[], datetime]) -> None:
    """Let another clock than the real one be business time (the demo world's)."""
    _source[0] = source


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Inside, business time stands still at `at`, which must be aware."""
    assert at.tzinfo is not None
    token = _frozen.set(at)
    try:
        yield
    finally:
        _frozen.reset(token)


def local(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """That hour of that day in Alsace."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)
