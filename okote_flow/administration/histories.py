"""The history of the data of reference as people read it: field by field, before and after; and as a table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from okote_flow import clock
from okote_flow.administration.models import Change, Thing
from okote_flow.administration.things import SPECS
from okote_flow.sheets import Cells, Column, Row, Sheet

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Line:
    """One change as the page shows it."""

    change: Change
    verb: str
    differences: list[tuple[str, str, str]]
    is_undone: bool


def lines(changes: Iterable[Change]) -> list[Line]:
    return [Line(one, verb(one), differences(one), hasattr(one, "undone_by")) for one in changes]


def differences(change: Change) -> list[tuple[str, str, str]]:
    """(field, before, after) of what differs."""
    names = dict.fromkeys([*change.before, *change.after])
    pairs = ((name, change.before.get(name), change.after.get(name)) for name in names)
    return [(_label(change, name), _said(was), _said(now)) for name, was, now in pairs if _said(was) != _said(now)]


def _label(change: Change, name: str) -> str:
    thing = Thing(change.thing)
    if thing is Thing.GRID:
        return {"effective_on": "En vigueur le", "reference": "Décision"}.get(name, name)
    return SPECS[thing].label_of(name)


def _said(value: object) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "oui" if value else "non"
    text = str(value)
    year, _, rest = text.partition("-")
    if len(text) == 10 and len(year) == 4 and rest.replace("-", "").isdigit():
        month, _, day = rest.partition("-")
        return f"{day}/{month}/{year}"
    return text


def verb(change: Change) -> str:
    if change.undoes_id is not None:
        return "Annulation"
    if not change.before:
        return "Création"
    return "Modification" if change.after else "Retrait"


def sheet(changes: Iterable[Change]) -> Sheet:
    """One row for each field that changed."""
    columns = (
        Column("Quand", Cells.INSTANT, 18),
        Column("Qui", width=24),
        Column("Quoi", width=20),
        Column("Nom", width=30),
        Column("Acte", width=14),
        Column("Champ", width=20),
        Column("Avant", width=30),
        Column("Après", width=30),
    )
    name = f"historique-{clock.today():%Y-%m-%d}"
    return Sheet(name, "Histoire des références", columns, _rows(changes))


def _rows(changes: Iterable[Change]) -> Iterator[Row]:
    for one in changes:
        for label, was, now in differences(one):
            yield (one.at, str(one.by), one.get_thing_display(), one.label, verb(one), label, was, now)
