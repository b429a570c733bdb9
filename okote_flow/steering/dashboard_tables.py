"""Every table of the dashboard as one that leaves the house: typed columns, the rows that its reader sees."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from okote_flow import clock
from okote_flow.sheets import Cells, Column, Row, Sheet
from okote_flow.steering import regions
from okote_flow.steering.board import Board
from okote_flow.steering.lists import Figure
from okote_flow.steering.models import DossierFacts

C = Cells
NATURE = Column("Données", width=12)


def nature(*, is_fictional: bool = False) -> str:
    return "fictives" if settings.DEMO or is_fictional else "réelles"


def _sheet(name: str, title: str, columns: list[Column], rows: Iterable[Row]) -> Sheet:
    """Under the day on which it was made; each row says whether it is of real dossiers."""
    return Sheet(
        name=f"{name}-{clock.today():%Y-%m-%d}",
        title=title,
        columns=[*columns, NATURE],
        rows=((*row, nature()) for row in rows),
    )


def stages(board: Board) -> Sheet:
    columns = [
        Column("Étape", width=24), Column("Dossiers", C.NUMBER), Column("Objectifs réunis", C.CENTS),
        Column("En retard", C.NUMBER), Column("Médiane (jours)", C.NUMBER), Column("Attendu (jours)", C.NUMBER),
    ]  # fmt: skip
    rows = (
        [one.label, one.count, one.goal_cents, one.late, one.median_days, one.expected_days] for one in board.stages
    )
    return _sheet("etapes", "Dossiers par étape", columns, rows)


def targets(board: Board) -> Sheet:
    columns = [
        Column("Objectif", width=32), Column("Atteint (projets)", C.NUMBER), Column("Visé (projets)", C.NUMBER),
        Column("Attendu à ce jour (projets)", C.NUMBER, 24), Column("Atteint (euros)", C.CENTS),
        Column("Visé (euros)", C.CENTS), Column("Attendu à ce jour (euros)", C.CENTS, 24),
    ]  # fmt: skip

    def rows() -> Iterator[Row]:
        none = (None, None, None)
        for one in board.targets:
            yield [one.label, one.reached, one.target, one.expected, *none]
        course = board.course
        yield ["Dons des citoyens", *none, course.cents, course.goal_cents or None, course.expected_cents or None]
        yield ["Effet levier, pour 1 euro public", *none, board.leverage.cents, board.leverage.rule_cents, None]

    return _sheet("objectifs", f"Objectifs {board.year}", columns, rows())


def envelopes(board: Board) -> Sheet:
    columns = [
        Column("Partenaire", width=32), Column("Année", C.NUMBER), Column("Section"), Column("État"),
        Column("Montant", C.CENTS), Column("Versé", C.CENTS), Column("Engagé", C.CENTS), Column("Réservé", C.CENTS),
        Column("Libre", C.CENTS),
    ]  # fmt: skip

    def rows() -> Iterator[Row]:
        for row in board.rows:
            one = row.envelope
            amounts = (row.total_cents, row.paid_cents, row.accrued_cents, row.reserved_cents, row.available_cents)
            yield [str(one.partner), one.year, one.get_section_display(), one.get_status_display(), *amounts]

    return _sheet("enveloppes", "Fonds mutualisé", columns, rows())


def running_costs(board: Board) -> Sheet:
    columns = [
        Column("Partenaire", width=32), Column("Intitulé", width=32), Column("Année", C.NUMBER),
        Column("Prévu", C.CENTS), Column("Appelé", C.CENTS), Column("Reçu", C.CENTS),
        Column("Reste à recevoir", C.CENTS),
    ]  # fmt: skip

    def rows() -> Iterator[Row]:
        for year in board.running_costs:
            for line in year.lines:
                one = line.contribution
                amounts = (one.forecast_cents, line.called_cents, line.received_cents, line.awaited_cents)
                yield [str(one.partner), one.label, one.year, *amounts]

    return _sheet("fonctionnement", "Fonctionnement", columns, rows())


def gifts(board: Board) -> Sheet:
    columns = [Column("À la fin du", C.DAY), Column("Cumul", C.CENTS), Column("Attendu", C.CENTS)]
    rows: Iterable[Row] = ((one.day, one.cents, one.expected_cents) for one in board.course.milestones)
    return _sheet("dons", f"Dons des citoyens {board.year}", columns, rows)


def leverage(board: Board) -> Sheet:
    columns = [Column("Collège", width=24), Column("Réuni par les campagnes gagnées", C.CENTS, 32)]
    found = board.leverage
    names = ("Collectivités", "Entreprises", "Citoyens")
    amounts = (found.authorities_cents, found.companies_cents, found.citizens_cents)
    rows: Iterable[Row] = ((name, cents) for name, cents in zip(names, amounts, strict=True))
    return _sheet("effet-levier", f"Effet levier {board.year}", columns, rows)


REGION = [
    Column("Dossiers reçus", C.NUMBER), Column("Projets accompagnés", C.NUMBER),
    Column("Dont cofinancés par la CeA", C.NUMBER), Column("Dons des citoyens", C.CENTS),
    Column("Contributions", C.NUMBER), Column("Don moyen", C.CENTS), Column("Campagnes gagnées", C.NUMBER),
    Column("Campagnes terminées", C.NUMBER), Column("Réussite (%)", C.NUMBER), Column("Campagnes en cours", C.NUMBER),
    Column("Décisions", C.NUMBER), Column("Du dépôt à la décision, médiane (jours)", C.NUMBER, 24),
]  # fmt: skip


def _region(rows: list[regions.Row], total: regions.Tally) -> Iterator[Row]:
    for name, one in [*((row.name, row.tally) for row in rows), ("Ensemble", total)]:
        yield [
            name, one.received, one.supported, one.cofunded, one.gifts_cents, one.gifts, one.average_cents, one.won,
            one.ended, one.success_percent, one.running, one.decided, one.median_days,
        ]  # fmt: skip


def territories(board: Board) -> Sheet:
    columns = [Column("Territoire", width=32), *REGION]
    return _sheet("territoires", f"Par territoire {board.year}", columns, _region(board.territories, board.total))


def themes(board: Board) -> Sheet:
    columns = [Column("Thématique", width=32), *REGION]
    return _sheet("thematiques", f"Par thématique {board.year}", columns, _region(board.themes, board.total))


def delays(board: Board) -> Sheet:
    columns = [
        Column("Parcours", width=48), Column("Nombre", C.NUMBER), Column("Médiane (jours)", C.NUMBER),
        Column("9 sur 10 (jours)", C.NUMBER),
    ]  # fmt: skip
    rows = ([one.label, one.number, one.median_days, one.p90_days] for one in board.delays)
    return _sheet("delais", f"Délais {board.year}", columns, rows)


TABLES: dict[str, tuple[str, Callable[[Board], Sheet]]] = {
    "objectifs": ("Objectifs de l’année", targets),
    "etapes": ("Dossiers par étape", stages),
    "enveloppes": ("Enveloppes des partenaires", envelopes),
    "fonctionnement": ("Fonctionnement", running_costs),
    "dons": ("Dons des citoyens, mois par mois", gifts),
    "effet-levier": ("Effet levier", leverage),
    "territoires": ("Par territoire", territories),
    "thematiques": ("Par thématique", themes),
    "delais": ("Délais", delays),
}


def dossiers(name: str, title: str, figure: Figure, found: QuerySet[DossierFacts]) -> Sheet:
    """The list behind a figure."""
    columns = [
        Column("Numéro", width=14), Column("Projet", width=40), Column("Structure", width=32),
        Column("Territoire", width=28), Column("Thématique", width=28), Column("Étape", width=22),
        Column("État", width=22), Column("Objectif", C.CENTS),
    ]  # fmt: skip
    columns += [Column(figure.value, figure.cells)] if figure.value else []
    return Sheet(f"{name}-{clock.today():%Y-%m-%d}", title, [*columns, NATURE], _lines(figure, found))


def _lines(figure: Figure, found: QuerySet[DossierFacts]) -> Iterator[Row]:
    for facts in found.iterator(500):
        one = facts.dossier
        value: tuple[int | date, ...] = (facts.value,) if figure.value else ()  # type: ignore[attr-defined]
        yield (
            one.label, one.title, str(one.organization or ""), str(one.territory or ""), one.get_theme_display(),
            one.stage_label, one.get_state_display(), one.goal_cents, *value, nature(is_fictional=one.is_fictional),
        )  # fmt: skip
