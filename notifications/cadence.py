"""When a mail may leave, in real time: at once or with a summary, outside the quiet hours of its reader. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from notifications.families import Cadence
from okote_flow import clock

QUIET_FROM, QUIET_UNTIL = 19, 8  # hours in Alsace
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Rhythm:
    """At which hour summaries leave, on which day (Monday is 0) the weekly one, and whether nights and week-ends are
    left in peace."""

    daily_hour: int = 8
    weekly_day: int = 0
    quiet: bool = False


STEADY = Rhythm()
"""That of somebody who chose nothing, and of whatever is mandatory."""


def leaves_at(cadence: Cadence, rhythm: Rhythm, now: datetime) -> datetime | None:
    """The instant (UTC) from which a mail told now may leave; None when it does not leave at all."""
    if cadence is Cadence.NEVER:
        return None
    wanted = now.astimezone(UTC) if cadence is Cadence.AT_ONCE else next_summary(cadence, rhythm, now)
    return _after_quiet_hours(wanted) if rhythm.quiet else wanted


def next_summary(cadence: Cadence, rhythm: Rhythm, now: datetime) -> datetime:
    """The first summary strictly after now: what is told at eight o'clock sharp goes with the next one."""
    day = now.astimezone(clock.PARIS).date()
    if cadence is Cadence.WEEKLY:
        day += timedelta(days=(rhythm.weekly_day - day.weekday()) % 7)
    step = timedelta(days=7 if cadence is Cadence.WEEKLY else 1)
    slot = _at(day, rhythm.daily_hour)
    return slot if slot > now.astimezone(UTC) else _at(day + step, rhythm.daily_hour)


def is_quiet(at: datetime) -> bool:
    """From 19 to 8 o'clock in Alsace, and all week-end."""
    there = at.astimezone(clock.PARIS)
    return there.weekday() >= SATURDAY or not QUIET_UNTIL <= there.hour < QUIET_FROM


def _after_quiet_hours(at: datetime) -> datetime:
    if not is_quiet(at):
        return at
    there = at.astimezone(clock.PARIS)
    day = there.date() + timedelta(days=there.hour >= QUIET_FROM)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return _at(day, QUIET_UNTIL)


def _at(day: date, hour: int) -> datetime:
    """In UTC: two instants of one zone would be compared by their clocks, which go back once a year."""
    return clock.local(day, hour).astimezone(UTC)
