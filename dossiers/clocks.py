"""How a deadline is counted, when it is told, and the sentence that shows it. Pure: days in, days and words out."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


class Pause(NamedTuple):
    """The days during which a clock stood still; `ends_on` None: it still does."""

    starts_on: date
    ends_on: date | None
    why: str = ""


class Terms(NamedTuple):
    """What a due date is counted from. `added` are days given besides, for the reason `added_why`."""

    started_on: date
    days: int
    months: int = 0
    added: int = 0
    added_why: str = ""
    pauses: tuple[Pause, ...] = ()
    rolled: int = 0  # to the next day on which one works


class Stage(IntEnum):
    """How near a deadline is; each stage is told once."""

    NONE = 0
    BEFORE = 1
    DAY = 2
    AFTER = 3
    LATE = 4
    LATER = 5


LAST = Stage.LATER


def due_on(started_on: date, days: int, pauses: Iterable[Pause] = (), *, months: int = 0, added: int = 0) -> date:
    """The last day: so many months and days from the start, and as many days more as the clock stood still.

    Days on which two pauses meet count once. A pause that still lasts counts from the day it ends.
    """
    return months_after(started_on, months) + timedelta(days=days + added + paused_days(pauses))


def due(terms: Terms) -> date:
    added = terms.added + terms.rolled
    return due_on(terms.started_on, terms.days, terms.pauses, months=terms.months, added=added)


def paused_days(pauses: Iterable[Pause]) -> int:
    """Days on which the clock stood still, by the pauses that are over."""
    return sum((end - start).days for start, end in _merged(pauses))


def _merged(pauses: Iterable[Pause]) -> Iterator[tuple[date, date]]:
    spans = sorted((pause.starts_on, pause.ends_on) for pause in pauses if pause.ends_on is not None)
    current: tuple[date, date] | None = None
    for start, end in spans:
        if current is not None and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current is not None:
            yield current
        current = (start, end)
    if current is not None:
        yield current


def months_after(day: date, months: int) -> date:
    """The same day of the month, so many months later; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def floor_days(due_on: date, resumed_on: date, least: int) -> int:
    """The days to add so that at least `least` are left when a clock runs again."""
    return max(0, (resumed_on + timedelta(days=least) - due_on).days)


def reached(due_on: date, today: date, before_days: int, after_days: tuple[int, ...] = ()) -> Stage:
    """The stage of a deadline on that day. `after_days` says when those who are late are told again, twice at most."""
    if today > due_on:
        return Stage(Stage.AFTER + sum((today - due_on).days >= days for days in after_days))
    if today == due_on:
        return Stage.DAY
    return Stage.BEFORE if today >= due_on - timedelta(days=before_days) else Stage.NONE


def to_tell(due_on: date, today: date, before_days: int, told: int, after_days: tuple[int, ...] = ()) -> Stage:
    """The stage that is still to be told, NONE when there is none: only the last one reached, whatever was missed."""
    stage = reached(due_on, today, before_days, after_days)
    return stage if stage > told else Stage.NONE


def told_at_start(due_on: date, today: date, before_days: int) -> Stage:
    """What whoever opens or moves a deadline has said by doing so: no reminder follows on the same day."""
    return min(reached(due_on, today, before_days), Stage.DAY)


# In words


def arithmetic(start: str, terms: Terms) -> str:
    """ "déposé le 4 avril + 15 jours + 6 jours de suspension = 25 avril"."""
    end = due(terms)
    with_year = end.year != terms.started_on.year
    parts = [f"{start} le {in_words(terms.started_on, with_year)}"]
    if terms.months:
        parts.append(f"+ {terms.months}\u00a0mois")
    if terms.days or not terms.months:
        parts.append(f"{'−' if terms.days < 0 else '+'} {counted(abs(terms.days))}")
    if stood := paused_days(terms.pauses):
        parts.append(f"+ {counted(stood)} de suspension")
    if terms.added:
        parts.append(f"+ {counted(terms.added)} {terms.added_why}".rstrip())
    if terms.rolled:
        parts.append(f"+ {counted(terms.rolled)} jusqu’au jour ouvré")
    said = " ".join(parts)
    still = next((pause for pause in terms.pauses if pause.ends_on is None), None)
    if still is not None:
        return f"{said}, suspendu depuis le {in_words(still.starts_on, with_year)}"
    return f"{said} = {in_words(end, with_year)}"


def in_words(day: date, with_year: bool) -> str:
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}\u00a0{MONTHS[day.month - 1]}" + (f" {day.year}" if with_year else "")


def counted(days: int) -> str:
    return f"{days}\u00a0jour{'s' if days > 1 else ''}"
