"""The fan as a table that leaves the house: one row per envelope and end of month."""

from collections.abc import Iterator

from okote_flow.foresight.inputs import Outlook
from okote_flow.foresight.page import panels
from okote_flow.sheets import Cells, Column, Row, Sheet

COLUMNS = (
    Column("Partenaire", width=34),
    Column("Année", Cells.NUMBER, 8),
    Column("État", width=14),
    Column("Enveloppe", Cells.CENTS),
    Column("Déjà demandé", Cells.CENTS),
    Column("Au", Cells.DAY, 12),
    Column("10\u00a0% des tirages sous", Cells.CENTS, 20),
    Column("25\u00a0% sous", Cells.CENTS),
    Column("La moitié sous", Cells.CENTS),
    Column("75\u00a0% sous", Cells.CENTS),
    Column("90\u00a0% sous", Cells.CENTS),
    Column("Tirages à sec, sur 1000", Cells.NUMBER, 22),
)


def sheet(outlook: Outlook, name: str) -> Sheet:
    """`name` is the file's."""
    return Sheet(name, "Prévision des enveloppes", COLUMNS, _rows(outlook))


def _rows(outlook: Outlook) -> Iterator[Row]:
    for panel in panels(outlook):
        pot = panel.pot
        state = "votée" if getattr(pot, "is_voted", True) else "prévisionnelle"
        dry = getattr(pot, "dry_permille", 0)
        for row in panel.rows:
            yield (panel.name, pot.year, state, pot.total_cents, pot.used_cents, row.day, *row.bands, dry)
