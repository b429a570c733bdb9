"""What everybody may know of the programme: figures by territory and theme of a year, without those of small groups.

Each year stands alone, with its total: no sum over years is published, so that the only subtraction is the one that
`secrecy` guards against.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from dossiers.models.dossier import Theme
from okote_flow import clock
from okote_flow.directory.access import territories
from okote_flow.sheets import Cells, Column, Row, Sheet
from okote_flow.steering import regions, scope, secrecy
from okote_flow.steering.board import programme_of, rules_of
from okote_flow.steering.dashboard_tables import nature
from okote_flow.steering.models import DossierFacts, DossierGifts
from okote_flow.steering.regions import Cell, Tally
from okote_flow.steering.secrecy import Kept

KEPT_FEW, KEPT_BESIDE = "trop peu nombreux", "aurait livré un autre chiffre par différence"


@dataclass(frozen=True, slots=True)
class Line:
    """One territory or theme; without figures where they are kept back, and why."""

    name: str
    tally: Tally | None
    campaigns: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    by: str
    lines: list[Line]
    total: Line


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    least: int  # on how many a figure rests at the least
    tables: list[Table]

    @property
    def keeps_back(self) -> bool:
        return any(line.tally is None for table in self.tables for line in (*table.lines, table.total))

    @property
    def is_empty(self) -> bool:
        return not any(table.lines for table in self.tables)


def years() -> list[int]:
    """Those of the programme that have begun, the latest first."""
    programme, today = programme_of(), clock.today()
    last = min(programme.ends_on.year, today.year) if programme else 0
    return list(range(last, programme.starts_on.year - 1, -1)) if programme else []


def figures(year: int) -> Year:
    """Eight queries, whatever there is to count."""
    rules = rules_of(clock.today())
    least = rules.parameters.public_least if rules else 0
    cells, campaigns = regions.tallies(scope.everything(), year), _campaigns(year)
    places = {one.pk: one.name for one in territories()}
    themes = {str(value): str(label) for value, label in Theme.choices}
    by_place = _folded(cells, campaigns, lambda cell: places.get(cell[0] or 0, "Sans territoire"))
    by_theme = _folded(cells, campaigns, lambda cell: themes.get(cell[1], "Sans thématique"))
    kept = [secrecy.keep_back(_sizes(found), least) for found in (by_place, by_theme)]
    hides_total = any(one.hides_total for one in kept)
    total = Line("Alsace", None, why=KEPT_FEW) if hides_total else _whole(cells, campaigns)
    names = ("Par territoire", "Par thématique")
    tables = [
        Table(by, list(_lines(found, one)), total)
        for by, found, one in zip(names, (by_place, by_theme), kept, strict=True)
    ]
    return Year(year, least, tables)


def _campaigns(year: int) -> dict[Cell, int]:
    """How many campaigns were given something in a year, or ended in it."""
    given = Exists(DossierGifts.objects.filter(facts=OuterRef("pk"), year=year, gifts__gt=0))
    found = DossierFacts.objects.filter(Q(ended_year=year) | given).order_by().values_list("territory", "theme")
    return {(territory, theme): count for territory, theme, count in found.annotate(Count("pk"))}


Part = tuple[Tally, int]
NameOf = Callable[[Cell], str]


def _folded(cells: dict[Cell, Tally], campaigns: dict[Cell, int], name_of: NameOf) -> dict[str, Part]:
    """Name -> what was counted and on how many campaigns; what has nothing to tell is left out."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    counts: dict[str, int] = defaultdict(int)
    for cell in cells.keys() | campaigns.keys():
        tallies[name_of(cell)].add(cells.get(cell, Tally()))
        counts[name_of(cell)] += campaigns.get(cell, 0)
    return {name: (tally, counts[name]) for name, tally in sorted(tallies.items()) if any(_size(tally, counts[name]))}


def _size(tally: Tally, campaigns: int) -> tuple[int, int, int]:
    return tally.supported, campaigns, tally.gifts


def _sizes(found: dict[str, Part]) -> dict[str, tuple[int, int, int]]:
    return {name: _size(*part) for name, part in found.items()}


def _lines(found: dict[str, Part], kept: Kept) -> Iterator[Line]:
    for name, (tally, campaigns) in found.items():
        if name in kept.few:
            yield Line(name, None, why=KEPT_FEW)
        elif name in kept.beside:
            yield Line(name, None, why=KEPT_BESIDE)
        else:
            yield Line(name, tally, campaigns)


def _whole(cells: dict[Cell, Tally], campaigns: dict[Cell, int]) -> Line:
    return Line("Alsace", regions.whole(cells), sum(campaigns.values()))


COLUMNS = [
    Column("Année", Cells.NUMBER), Column("Par"), Column("Nom", width=32), Column("Projets accompagnés", Cells.NUMBER),
    Column("Campagnes", Cells.NUMBER), Column("Campagnes gagnées", Cells.NUMBER),
    Column("Campagnes terminées", Cells.NUMBER), Column("Dons", Cells.NUMBER), Column("Montant donné", Cells.CENTS),
    Column("Don moyen", Cells.CENTS), Column("Non publié parce que", width=40), Column("Données"),
]  # fmt: skip


def sheet(found: Iterable[Year]) -> Sheet:
    """Every year in one table."""
    return Sheet(f"chiffres-okote-{clock.today():%Y-%m-%d}", "Chiffres publics", COLUMNS, _rows(found))


def _rows(found: Iterable[Year]) -> Iterator[Row]:
    for year in found:
        for table in year.tables:
            for line in (*table.lines, table.total):
                yield [year.year, table.by, line.name, *_cells(line), line.why, nature()]


def _cells(line: Line) -> list[int | None]:
    one = line.tally
    if one is None:
        return [None] * 7
    return [one.supported, line.campaigns, one.won, one.ended, one.gifts, one.gifts_cents, one.average_cents]
