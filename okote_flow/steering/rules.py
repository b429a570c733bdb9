"""The arithmetic of the dashboard. Pure."""

from calendar import isleap
from collections.abc import Mapping
from datetime import date


def expected(target: int, day: date) -> int:
    """What an even pace over the year would have reached by that day, half rounded up."""
    days = 366 if isleap(day.year) else 365
    return (2 * target * day.timetuple().tm_yday + days) // (2 * days)


def percent(part: int, whole: int) -> int:
    """In whole percents, never above what is reached; 0 of nothing."""
    return part * 100 // whole if whole > 0 else 0


def ranked(histogram: Mapping[int, int], part: int) -> int | None:
    """The smallest value that `part` percent of all do not exceed, of how many have each value; None of nothing."""
    count = sum(histogram.values())
    rank, passed = max(1, -(-count * part // 100)), 0
    for value in sorted(histogram):
        passed += histogram[value]
        if passed >= rank:
            return value
    return None


def leverage(public_cents: int, total_cents: int) -> int | None:
    """What stands behind one public euro, in cents, half rounded up; None when no public money is there."""
    return (2 * 100 * total_cents + public_cents) // (2 * public_cents) if public_cents > 0 else None


def leverage_rule(num: int, den: int) -> int:
    """What one public euro brings where each college adds num/den to a citizen's euro, in cents."""
    return 100 * (den + 2 * num) // num
