"""The arithmetic of the dashboard. Pure."""

from calendar import isleap
from datetime import date


def expected(target: int, day: date) -> int:
    """What an even pace over the year would have reached by that day, half rounded up."""
    days = 366 if isleap(day.year) else 365
    return (2 * target * day.timetuple().tm_yday + days) // (2 * days)


def percent(part: int, whole: int) -> int:
    """In whole percents, never above what is reached; 0 of nothing."""
    return part * 100 // whole if whole > 0 else 0
