"""When a step of a scenario happens: a date and an hour in Alsace, or so long after the step before. Pure."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
MORNING = 9
ABSOLUTE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}):(\d{2})(?::00)?)?")
RELATIVE = re.compile(r"\+\s*(\d{1,4})\s*(minute|hour|day|week)s?(?:\s+(\d{1,2}):(\d{2}))?")


def moment(text: str, before: datetime | None) -> datetime | None:
    """ "2022-05-12 10:00", "2022-05-12" (its morning), "+3 days", "+3 days 14:30"; None if it is none of these."""
    absolute, relative = ABSOLUTE.fullmatch(text.strip()), RELATIVE.fullmatch(text.strip())
    try:
        if absolute:
            hour, minute = int(absolute[2] or MORNING), int(absolute[3] or 0)
            day = date.fromisoformat(absolute[1])
            return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)
        if relative and before:
            return _later(before.astimezone(PARIS), relative)
    except (ValueError, OverflowError):
        return None
    return None


def _later(before: datetime, found: re.Match[str]) -> datetime:
    """Days are days of the calendar: the hour stays, whatever the clocks of summer do."""
    then = before + timedelta(**{f"{found[2]}s": int(found[1])})
    if found[2] in ("minute", "hour"):
        then = (before.astimezone(ZoneInfo("UTC")) + timedelta(**{f"{found[2]}s": int(found[1])})).astimezone(PARIS)
    if found[3]:
        then = then.replace(hour=int(found[3]), minute=int(found[4]))
    return then
