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
WORDS, STEPS = 4500, 9  # how much of the width the words of the limit may take, and where it is looked at
PLACES = ((False, True), (True, True), (False, False), (True, False))  # (right, above), the best first
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
            f"entre {cents.euros(_whole(end[0]))} et {cents.euros(_whole(end[4]))}, "
            f"une fois sur deux au plus {cents.euros(_whole(end[2]))}"
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
        _limit(fan, across) if fan.limit_cents else "",
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
    """The figure of a line of the scale; nothing at zero, nor where it would lie under the limit or its words."""
    near = fan.limit_cents and abs(height(amount, fan.highest) - height(fan.limit_cents, fan.highest)) < 2 * ROOM
    return "" if not amount or near else cents.euros(_whole(amount))


def _limit(fan: Fan, across: list[int]) -> SafeString:
    """What there is, as a line across the drawing, and its words on the side of it that the bands leave free."""
    is_right, is_above = _free_place(fan, across)
    at = percent(height(fan.limit_cents, fan.highest))
    return format_html(
        '<line class="limite" x1="0" x2="100%" y1="{}" y2="{}"/><text{} x="{}" y="{}" dy="{}">{}, {}</text>',
        at,
        at,
        mark_safe(' class="dit"') if is_right else "",
        "100%" if is_right else "0",
        at,
        -5 if is_above else 14,
        fan.limit_label,
        cents.euros(fan.limit_cents),
    )


def _free_place(fan: Fan, across: list[int]) -> tuple[bool, bool]:
    """(whether at the right end, whether above the line): the place over which the bands lie least."""
    return min(PLACES, key=lambda place: _covered(fan, across, *place))


def _covered(fan: Fan, across: list[int], is_right: bool, is_above: bool) -> int:
    """How much of the room for these words the outer band takes, step by step of its width."""
    line = height(fan.limit_cents, fan.highest)
    top, bottom = (line - ROOM, line) if is_above else (line, line + ROOM)
    taken = max(0, -top) * STEPS + max(0, bottom - BOTTOM) * STEPS
    for step in range(STEPS + 1):
        x = step * WORDS // STEPS
        x = across[-1] - x if is_right else x
        high, low = (height(_at(fan, across, x, edge), fan.highest) for edge in (4, 0))
        taken += max(0, min(bottom, low) - max(top, high))
    return taken


def _at(fan: Fan, across: list[int], x: int, edge: int) -> int:
    """How high an edge of the bands stands there, between two days as it is drawn."""
    after = next((place for place in range(1, len(across)) if across[place] >= x), len(across) - 1)
    start, end = fan.bands[after - 1][edge], fan.bands[after][edge]
    width = across[after] - across[after - 1]
    return start + (end - start) * (x - across[after - 1]) // width if width else end


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
