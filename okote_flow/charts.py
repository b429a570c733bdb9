"""The charts of the house: SVG drawn here from whole numbers, each saying its figures in one sentence.

Lengths are whole hundredths of a percent, so that money is never divided into fractions. No chart stands alone: the
page shows the same figures beside it, in words or in a table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi, sin

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from okote_flow import cents

register = template.Library()
WHOLE = 10_000  # hundredths of a percent

MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
FIRST_DAYS = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
YEAR = 365
TOP, BOTTOM = 1200, WHOLE - 800  # where the scale of a curve begins and ends, from above

CENTRE, RADIUS, EDGE = (130, 124), 108, pi * 8.2 / 180
BIGGEST_SEAT, ARC = 14, 308
READABLE = 10  # the smallest seat that holds initials


# Geometry: pure, in whole numbers


def share(part: int, whole: int) -> int:
    """A part of a whole in hundredths of a percent, never outside of it; 0 of nothing."""
    return max(0, min(WHOLE, part * WHOLE // whole)) if whole > 0 else 0


def percent(length: int) -> str:
    """3634 -> "36.34%": a length as SVG takes it."""
    return f"{length // 100}.{length % 100:02d}%"


def stacked(parts: Sequence[int], scale: int) -> list[tuple[int, int]]:
    """Where each part begins and how long it is when they stand end to end: no gap, nothing past the scale."""
    ends = [share(sum(parts[: place + 1]), scale) for place in range(len(parts))]
    starts = [0, *ends[:-1]]
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]


def height(amount: int, highest: int) -> int:
    """How far from the top of a curve an amount stands, in hundredths of a percent; the baseline is zero."""
    return BOTTOM - share(amount, highest) * (BOTTOM - TOP) // WHOLE


def round_up(amount: int) -> int:
    """The next figure that a scale says easily: 1, 2 or 5 followed by zeros."""
    step = 1
    while step * 10 <= amount:
        step *= 10
    return next((factor * step for factor in (1, 2, 5) if factor * step >= amount), step * 10)


def seats_on_arc(count: int) -> list[tuple[int, int]]:
    """The middles of that many seats on a half circle, from left to right, in tenths of a unit."""
    found = []
    for place in range(count):
        angle = pi / 2 if count == 1 else pi - EDGE - place * (pi - 2 * EDGE) / (count - 1)
        found.append((round(10 * (CENTRE[0] + RADIUS * cos(angle))), round(10 * (CENTRE[1] - RADIUS * sin(angle)))))
    return found


def seat_radius(count: int) -> int:
    """As large as the arc lets them be without touching."""
    return max(4, min(BIGGEST_SEAT, ARC // (2 * max(1, count - 1))))


# A figure against its target


@register.simple_tag
def balle(value: int, target: int, expected: int | None, css: str, label: str, money: bool = False) -> SafeString:
    """{% balle 16 25 9 "marque" "Projets accompagnés" %}: what is reached, a tick at the target, one at the pace.

    `expected` is what an even pace would have reached by now; None says nothing of it. `money` reads cents.
    """
    scale = max(value, target)
    reached = percent(share(value, scale))
    marks = format_html('<rect class="plein" y="4" width="{}" height="10" rx="3"/>', reached)
    if expected is not None and target:
        place = percent(share(expected, scale))
        marks += format_html('<rect class="rythme" x="{}" y="2" width="2" height="14"/>', place)
    if target:
        place = percent(share(target, scale))
        marks += format_html('<rect class="cible" x="{}" width="3" height="18" transform="translate(-3)"/>', place)
    return format_html(
        '<svg class="ok-balle ok-{}" role="img" aria-label="{}">'
        '<rect class="piste" y="4" width="100%" height="10" rx="3"/>{}</svg>',
        css,
        said_of_target(value, target, expected, label, money=money),
        marks,
    )


def said_of_target(value: int, target: int, expected: int | None, label: str, *, money: bool) -> str:
    say = cents.euros if money else str
    words = f"{label}\u00a0: {say(value)}"
    if target:
        words += f" sur {say(target)}"
    return words if expected is None or not target else f"{words}, {say(expected)} à un rythme régulier"


# An envelope


@register.simple_tag
def enveloppe(total: int, paid: int, accrued: int, reserved: int, scale: int, label: str) -> SafeString:
    """What has become of an envelope, in cents: paid full, due light, reserved hatched, the rest of its track free.

    `scale` is the largest envelope of the panel, so that lengths compare.
    """
    paid_at, accrued_at, reserved_at = stacked([paid, accrued, reserved], scale)
    track = max(share(total, scale), sum(reserved_at))
    marks = [("piste", (0, track)), ("v", paid_at), ("e", accrued_at), ("r", reserved_at), ("h", reserved_at)]
    drawn = format_html_join(
        "",
        '<rect class="{}"{} x="{}" width="{}" height="100%"/>',
        (
            (name, mark_safe(' fill="url(#hachure-col)"') if name == "h" else "", percent(at), percent(length))
            for name, (at, length) in marks
            if length
        ),
    )
    free = total - paid - accrued - reserved
    said = (
        f"{label}\u00a0: {cents.euros(total)}, dont {cents.euros(paid)} versés, {cents.euros(accrued)} dus, "
        f"{cents.euros(reserved)} réservés et {cents.euros(free)} libres"
    )
    return format_html('<svg class="ok-enveloppe" role="img" aria-label="{}">{}</svg>', said, drawn)


# A year's course


@dataclass(frozen=True, slots=True)
class Curve:
    """An amount that adds up over a year: (day of the year from 0, cents), and what it should reach at the end."""

    label: str
    points: tuple[tuple[int, int], ...]
    goal_cents: int = 0

    @property
    def highest(self) -> int:
        """What the top of the scale stands for."""
        return round_up(max([self.goal_cents, 100_00, *(amount for _, amount in self.points)]))

    @property
    def last(self) -> tuple[int, int]:
        return self.points[-1]

    @property
    def said(self) -> str:
        day, amount = self.last
        aim = f"\u00a0; repère, {cents.euros(self.goal_cents)} en fin d’année" if self.goal_cents else ""
        return f"{self.label}\u00a0: {cents.euros(amount)} au {day + 1}e jour de l’année{aim}"


@register.simple_tag
def courbe(curve: Curve) -> SafeString:
    """One line on its area, and the straight way to the goal; text keeps its real size whatever the width."""
    if not curve.points:
        return mark_safe("")
    line = " ".join(f"{day},{percent(height(amount, curve.highest))[:-1]}" for day, amount in curve.points)
    base = percent(BOTTOM)[:-1]
    day, amount = curve.last
    aim = mark_safe("")
    if curve.goal_cents:
        end = percent(height(curve.goal_cents, curve.highest))[:-1]
        aim = format_html('<polyline class="cible" points="0,{} {},{}"/>', base, YEAR, end)
    return format_html(
        '<svg class="ok-courbe" role="img" aria-label="{}">{}'
        '<svg viewBox="0 0 {} 100" preserveAspectRatio="none" width="100%" height="100%">{}'
        '<polygon class="aire" points="{},{} {} {},{}"/><polyline class="trace" points="{}"/></svg>{}{}</svg>',
        curve.said,
        _scale(curve.highest),
        YEAR,
        aim,
        curve.points[0][0],
        base,
        line,
        day,
        base,
        line,
        _end(day, amount, curve.highest),
        _months(),
    )


def _scale(highest: int) -> SafeString:
    lines = [(highest, "g"), (highest // 2, "g"), (0, "b")]
    return format_html_join(
        "",
        '<line class="{}" x1="0" x2="100%" y1="{}" y2="{}"/><text x="0" y="{}" dy="-5">{}</text>',
        (
            (css, at := percent(height(amount, highest)), at, at, cents.euros(amount) if amount else "")
            for amount, css in lines
        ),
    )


def _end(day: int, amount: int, highest: int) -> SafeString:
    """The last point with its figure, which stays inside the drawing."""
    across, down = percent(share(day, YEAR)), percent(height(amount, highest))
    side = "debut" if day < YEAR // 5 else "fin" if day > YEAR * 4 // 5 else ""
    return format_html(
        '<circle class="pt" cx="{}" cy="{}" r="5"/><text class="val {}" x="{}" y="{}" dy="-14">{}</text>',
        across,
        down,
        side,
        across,
        down,
        cents.euros(amount),
    )


def _months() -> SafeString:
    quarters = range(0, 12, 3)
    return format_html_join(
        "",
        '<text x="{}" y="100%" dy="-1">{}</text>',
        ((percent(share(FIRST_DAYS[month], YEAR)), MONTHS[month]) for month in quarters),
    )


# A committee in its seats


class SeatState(StrEnum):
    """How a seat takes part; the value is its class in the sheet, where fill and outline both differ."""

    ROOM = "salle"
    REMOTE = "distance"
    PROXY = "pouvoir"
    RECUSED = "deport"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        return SEAT_LABELS[self]


SEAT_LABELS = {
    SeatState.ROOM: "En salle",
    SeatState.REMOTE: "À distance",
    SeatState.PROXY: "Pouvoir",
    SeatState.RECUSED: "Déport",
    SeatState.ABSENT: "Absence",
}


@dataclass(frozen=True, slots=True)
class SeatMark:
    initials: str
    state: SeatState


@register.simple_tag
def hemicycle(seats: Iterable[SeatMark]) -> SafeString:
    """The seats of a committee on a half circle, who is there in the middle, and the key of the drawing."""
    known = list(seats)
    counts = {state: sum(seat.state == state for seat in known) for state in SeatState}
    there = counts[SeatState.ROOM] + counts[SeatState.REMOTE]
    radius = seat_radius(len(known))
    places = seats_on_arc(len(known))
    drawn = format_html_join(
        "",
        '<g class="{}" transform="translate({}.{} {}.{})"><circle r="{}"/>{}</g>',
        (
            (seat.state.value, x // 10, x % 10, y // 10, y % 10, radius, _initials(seat, radius))
            for seat, (x, y) in zip(known, places, strict=True)
        ),
    )
    return format_html(
        '<svg class="ok-hemi" viewBox="0,0,260,136" role="img" aria-label="{}">{}'
        '<text class="gros" x="130" y="104">{}</text><text class="fin" x="130" y="124">présents sur {}</text></svg>'
        '<ul class="ok-legende ok-mini list-unstyled mb-0 justify-content-center">{}</ul>',
        said_of_seats(counts),
        drawn,
        there,
        len(known),
        format_html_join(
            "", '<li class="{}"><i></i>{}</li>', ((state.value, state.label) for state, n in counts.items() if n)
        ),
    )


def _initials(seat: SeatMark, radius: int) -> SafeString:
    return format_html('<text y="4">{}</text>', seat.initials) if radius >= READABLE else mark_safe("")


def said_of_seats(counts: dict[SeatState, int]) -> str:
    listed = ", ".join(f"{state.label.lower()} {count}" for state, count in counts.items() if count)
    return f"{sum(counts.values())} sièges\u00a0: {listed}" if listed else "Aucun siège"


# 1 + 1 + 1 = 3


@register.simple_tag
def equation(citizens: int, companies: int, authorities: int, of_one: bool = True, large: bool = False) -> SafeString:
    """{% equation 2000 2000 2000 %}: what one gift becomes, in cents, said once in words and shown in four tiles.

    `of_one=False` is of a whole campaign: before any fee, so that the sum is what was brought together.
    """
    total = citizens + companies + authorities
    one = ("vous", "entreprise", "collectivité", "projet")
    names = one if of_one else ("citoyens", "entreprises", "collectivités", "réunis")
    amounts = [cents.euros(amount) for amount in (citizens, companies, authorities, total)]
    said = f"Votre don de {amounts[0]} devient {amounts[3]} pour le projet."
    if not of_one:
        said = ", ".join(f"{name} {amount}" for name, amount in zip(names, amounts, strict=True)) + "."
    tiles = zip(("ok-cit", "ok-ent", "ok-col"), amounts, names, "++=", strict=False)
    return format_html(
        '<div class="ok-equation{}"><span class="visually-hidden">{}</span>{}'
        '<div class="ok-total" aria-hidden="true"><b>{}</b><small>{}</small></div></div>',
        " ok-equation-xl" if large else "",
        said,
        format_html_join(
            "",
            '<div class="{}" aria-hidden="true"><b>{}</b><small>{}</small></div><i aria-hidden="true">{}</i>',
            tiles,
        ),
        amounts[3],
        names[3],
    )
