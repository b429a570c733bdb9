"""What territories, calls and days must obey. Pure."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from okote_flow.administration.sentences import refuse
from okote_flow.refusals import Refusal

INSEE = re.compile(r"(?:\d\d|2[AB])\d{3}", re.ASCII)
SIREN = re.compile(r"\d{9}", re.ASCII)
SATURDAY = 5


def siren_refusals(siren: str) -> Iterator[Refusal]:
    """Nine digits with their key (Luhn)."""
    if not SIREN.fullmatch(siren) or _luhn(siren) % 10:
        yield refuse("reference-siren", value=siren)


def _luhn(digits: str) -> int:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled)


def insee_refusals(insee: str) -> Iterator[Refusal]:
    if not INSEE.fullmatch(insee):
        yield refuse("reference-insee", value=insee)


def call_refusals(opens_on: date, closes_on: date, webinar_at: datetime | None) -> Iterator[Refusal]:
    if closes_on < opens_on:
        yield refuse("call-reversed")
    if webinar_at is not None and webinar_at.date() > closes_on:
        yield refuse("call-webinar-late")


def day_refusals(day: date, today: date) -> Iterator[Refusal]:
    """A day is special in the future only: deadlines have reckoned with those that are over."""
    if day < today:
        yield refuse("day-past")


def usual_refusals(day: date, holiday: str, *, is_off: bool) -> Iterator[Refusal]:
    """What the calendar says already is nothing to enter."""
    usually_off = day.weekday() >= SATURDAY or bool(holiday)
    if is_off == usually_off:
        what = holiday or ("un jour de fin de semaine" if usually_off else "un jour ouvré")
        yield refuse("day-usual", day=day, what=what)
