"""Where members disagree: on one dossier, criterion by criterion, and over the agenda of a meeting.

Source: `deliberation.md`, finding 8 (time goes to the dossiers with the widest spread).
"""

from dataclasses import dataclass

from django.db.models import F

from committees import access, accord, consent, examination, expertise, spread
from committees.accord import WIDEST, Width
from committees.agenda import Point
from committees.elements import Contents
from committees.examination import OPINIONS, TILES
from committees.models import Opinion, ScreeningSheet
from committees.models.bodies import SCREEN
from committees.rules import Mark
from committees.spread import Said, Spread
from dossiers.models import Dossier
from okote_flow.directory.models import User

MARKS, OVERALL = dict(TILES.values()), dict(OPINIONS.values())
"""How an answer looks -> its icon."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one person said of one criterion, or in which way they said nothing."""

    label: str
    css: str
    icon: str
    anchor: str = ""  # of their remark on the page


AWAITED = Cell("grille attendue", "attente", "hourglass")
SILENT = Cell("n’a pas rendu de grille", "absence", "user-x")
UNSAID = Cell("sans réponse", "absence", "help-circle")


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion: how far the answers stand apart, who said what."""

    spread: Spread
    gap: int
    cells: list[Cell]

    @property
    def is_opposed(self) -> bool:
        return self.gap == WIDEST

    @property
    def anchor(self) -> str:
        return f"critere-{self.spread.number}"


@dataclass(frozen=True, slots=True)
class Chart:
    """One dossier: people across, criteria down, the widest disagreement first; the overall opinions above all."""

    people: list[str]
    overall: Row
    rows: list[Row]
    given: int
    outside: list[expertise.Row]

    @property
    def opposed(self) -> int:
        return sum(row.is_opposed for row in self.rows)

    @property
    def divided(self) -> int:
        return sum(row.gap == 1 for row in self.rows)


def chart(user: User, dossier: Dossier, contents: Contents) -> Chart | None:
    """None while the sheets are sealed for this reader."""
    if not access.is_unsealed(user, dossier):
        return None
    found = spread.reviews(user, dossier, examination.criteria(dossier), contents)
    people = _people(dossier)
    rows = [_row(one, people) for one in found.criteria]
    rows.sort(key=lambda row: (-row.gap, row.spread.number))
    overall = _row(found.overall, people)
    return Chart(list(people), overall, rows, found.count, expertise.opinions(user, dossier))


def _people(dossier: Dossier) -> dict[str, Cell]:
    """Everybody who gave a sheet, then those who were asked: what stands where they say nothing."""
    gave = ScreeningSheet.objects.of_round(dossier).given().select_related("user")
    people = {str(sheet.user): UNSAID for sheet in gave}
    missing = SILENT if access.is_open_to_all_inside(dossier) else AWAITED
    return people | {str(one.user): missing for one in access.voices(dossier) if str(one.user) not in people}


def _row(one: Spread, people: dict[str, Cell]) -> Row:
    said = {answer.who: _cell(one, answer) for answer in one.said}
    values = [bar.value for bar in one.bars if bar.count]
    apart = accord.gap([Mark(value) for value in values]) if one.number else accord.width([], values).overall
    return Row(one, apart, [said.get(who, missing) for who, missing in people.items()])


def _cell(one: Spread, answer: Said) -> Cell:
    anchor = f"critere-{one.number}" if answer.remark or answer.citations else ""
    icons = MARKS if one.number else OVERALL
    return Cell(answer.label, answer.css, icons[answer.css], anchor)


# A whole agenda


@dataclass(frozen=True, slots=True)
class Line:
    """A dossier of an agenda and how much it divides; None while its sheets are sealed for the reader."""

    point: Point
    width: Width | None
    sheets: int
    is_agreed: bool  # as the consent list finds it


def lines(user: User, points: list[Point]) -> list[Line]:
    """The dossiers that the reader sees on an agenda, the widest disagreement first. A constant number of queries."""
    shown = [point for point in points if point.line is not None and point.line.dossier is not None]
    dossiers = [point.line.dossier for point in shown if point.line and point.line.dossier]
    marks, opinions = consent.judged([one.pk for one in dossiers])
    open_ones = unsealed(user, [one.pk for one in dossiers])
    found = []
    for point, dossier in zip(shown, dossiers, strict=True):
        sheets = list(marks.get(dossier.pk, {}).values())
        codes = {code for sheet in sheets for code in sheet}
        answers = [[sheet[code] for sheet in sheets if code in sheet] for code in sorted(codes)]
        said = opinions.get(dossier.pk, [])
        if dossier.pk in open_ones:
            agreed = accord.is_consensual(sheets, said)
            found.append(Line(point, accord.width(answers, said), len(sheets), agreed))
        else:
            found.append(Line(point, None, 0, is_agreed=False))
    return sorted(found, key=lambda line: (line.width is not None, line.width or Width()), reverse=True)


def unsealed(user: User, dossiers: list[int]) -> set[int]:
    """Of dossiers that the reader sees inside, those whose sheets are open to them: never more than
    `access.is_unsealed` says of one, but a secretary reads sheets before the opinion on the dossier's own page."""
    recorded = Opinion.objects.filter(dossier__in=dossiers, round=F("dossier__round")).values_list(
        "dossier", flat=True
    )
    rooms = access.committees_where(user, SCREEN).filter(territory__isnull=False).values("territory")
    own = ScreeningSheet.objects.given().filter(dossier__in=dossiers, round=F("dossier__round"), user=user)
    return {*recorded, *own.filter(dossier__territory__in=rooms).values_list("dossier", flat=True)}


def ordered(points: list[Point], found: list[Line]) -> list[Point]:
    """What is to come, the widest disagreement first: other points, and what is hidden or sealed, keep their place."""
    ranked = [line.point for line in found if line.point.is_to_come and line.width is not None]
    movable = {point.item.key for point in ranked}
    queue = iter(ranked)
    return [next(queue) if point.item.key in movable else point for point in points if point.is_to_come]
