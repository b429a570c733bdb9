"""The fan of a forecast: never one line alone. SVG drawn from whole numbers, which says its figures in one sentence.

Outer band 80 %, inner band 50 %, the middle line, and across them what there is to spend. The page shows the same
figures in a table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from okote_flow import cents, clock
from okote_flow.charts import BOTTOM, MONTHS, height, percent, round_up, share

register = template.Library()
Five = tuple[int, int, int, int, int]
ROOM = 1000  # hundredths of a percent of the height that a line of text takes
MOST_MONTHS = 6  # names below the drawing; beyond, every other


@dataclass(frozen=True, slots=True)
class Fan:
    """What may come of an amount: day by day the 10th, 25th, 50th, 75th and 90th percentile, in cents."""

    label: str
    days: tuple[date, ...]
    bands: tuple[Five, ...]
    limit_cents: int = 0  # what there is; 0 when nothing limits it
    limit_label: str = "enveloppe"

    @property
    def highest(self) -> int:
        """What the top of the scale stands for: a little above all that is drawn."""
        most = max([self.limit_cents, 100_00, *(band[4] for band in self.bands)])
        step = round_up(most) // 10
        return -(-most // step) * step

    @property
    def said(self) -> str:
        end = self.bands[-1]
        words = (
            f"{self.label}\u00a0: fin {MONTHS_LONG[self.days[-1].month - 1]} {self.days[-1].year}, huit fois sur dix "
            f"entre {cents.euros(_whole(end[0]))} et {cents.euros(_whole(end[4]))}, au milieu "
            f"{cents.euros(_whole(end[2]))}"
        )
        return f"{words}\u00a0; {self.limit_label}, {cents.euros(self.limit_cents)}" if self.limit_cents else words


MONTHS_LONG = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


def _whole(amount_cents: int) -> int:
    """A forecast is no more exact than the euro."""
    return (amount_cents + 50) // 100 * 100


@register.simple_tag
def eventail(fan: Fan) -> SafeString:
    """{% eventail fan %}: two bands, a middle line and the limit; text keeps its real size whatever the width."""
    if len(fan.days) < 2:
        return mark_safe("")
    across = _across(fan.days)
    middle = _line(across, [band[2] for band in fan.bands], fan.highest)
    limit = percent(height(fan.limit_cents, fan.highest))
    across_limit = mark_safe("")
    if fan.limit_cents:
        across_limit = format_html(
            '<line class="limite" x1="0" x2="100%" y1="{}" y2="{}"/>'
            '<text class="dit" x="100%" y="{}" dy="-5">{}, {}</text>',
            limit,
            limit,
            limit,
            fan.limit_label,
            cents.euros(fan.limit_cents),
        )
    return format_html(
        '<svg class="ok-eventail" role="img" aria-label="{}">'
        '<svg viewBox="0 0 10000 10000" preserveAspectRatio="none" width="100%" height="100%">'
        '<polygon class="large" points="{}"/><polygon class="serree" points="{}"/>'
        '<polyline class="milieu" points="{}"/></svg>{}{}{}</svg>',
        fan.said,
        _band(across, fan, 0, 4),
        _band(across, fan, 1, 3),
        middle,
        _scale(fan),
        across_limit,
        _months(fan.days, across),
    )


# Words beside a fan: a forecast is no more exact than the euro, and its days have no weekday


@register.filter
def euros_ronds(amount_cents: int) -> str:
    """123456 -> "1\u00a0235\u00a0€"."""
    return cents.euros(_whole(amount_cents))


@register.filter
def euros_signe(amount_cents: int) -> str:
    """With its sign: "+1\u00a0235\u00a0€", "−12\u00a0€", "pareil"."""
    rounded = _whole(amount_cents)
    return f"{'+' if rounded > 0 else ''}{cents.euros(rounded)}" if rounded else "pareil"


@register.filter
def signe(number: int) -> str:
    """ "+6", "−2", "pareil"."""
    return f"{'+' if number > 0 else '−'}{abs(number)}" if number else "pareil"


@register.filter
def jour_court(value: date | None) -> str:
    """ "17 mai 2022"; of an instant, the day that it is in Alsace."""
    if value is None:
        return ""
    day = clock.day_of(value) if isinstance(value, datetime) else value
    return f"{'1er' if day.day == 1 else day.day} {MONTHS_LONG[day.month - 1]} {day.year}"


# Geometry


def _across(days: Sequence[date]) -> list[int]:
    whole = (days[-1] - days[0]).days
    return [share((day - days[0]).days, whole) for day in days]


def _line(across: Iterable[int], amounts: Iterable[int], highest: int) -> str:
    return " ".join(f"{x},{height(amount, highest)}" for x, amount in zip(across, amounts, strict=True))


def _band(across: list[int], fan: Fan, low: int, high: int) -> str:
    above = _line(across, [band[high] for band in fan.bands], fan.highest)
    below = _line(reversed(across), [band[low] for band in reversed(fan.bands)], fan.highest)
    return f"{above} {below}"


def _scale(fan: Fan) -> SafeString:
    lines = [(fan.highest, "g"), (fan.highest // 2, "g"), (0, "b")]
    return format_html_join(
        "",
        '<line class="{}" x1="0" x2="100%" y1="{}" y2="{}"/><text x="0" y="{}" dy="-5">{}</text>',
        ((css, at := percent(height(amount, fan.highest)), at, at, _named(fan, amount)) for amount, css in lines),
    )


def _named(fan: Fan, amount: int) -> str:
    """The figure of a line of the scale; nothing at zero, nor where it would lie under the limit."""
    near = fan.limit_cents and abs(height(amount, fan.highest) - height(fan.limit_cents, fan.highest)) < ROOM
    return "" if not amount or near else cents.euros(_whole(amount))


def _months(days: Sequence[date], across: list[int]) -> SafeString:
    """The ends of months by name, as many as there is room for; the last one ends with the drawing."""
    ends = list(zip(days, across, strict=True))[1:]
    every = next((step for step in range(1, len(ends) + 1) if len(ends) <= step * MOST_MONTHS), 1)
    named = ends[::-1][::every][::-1]
    return format_html_join(
        "",
        '<text class="{}" x="{}" y="100%" dy="-1">{}</text>',
        (("dit" if x > BOTTOM else "sous", percent(x), MONTHS[day.month - 1]) for day, x in named),
    )
