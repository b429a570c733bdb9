"""The history of the data of reference as people read it: field by field, before and after; and as a table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from okote_flow import clock
from okote_flow.administration.models import Change, Thing
from okote_flow.administration.things import SPECS
from okote_flow.sheets import Cells, Column, Row, Sheet

NOTHING = "—"
DAYS = frozenset({"ends_on", "opens_on", "closes_on", "starts_on", "effective_on", "day"})
INSTANTS = frozenset({"webinar_at"})


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
    said = ((name, _said(name, change.before.get(name)), _said(name, change.after.get(name))) for name in names)
    return [(_label(change, name), was, now) for name, was, now in said if was != now]


def _label(change: Change, name: str) -> str:
    thing = Thing(change.thing)
    if thing is Thing.GRID:
        return {"effective_on": "En vigueur le", "reference": "Décision"}.get(name, name)
    return SPECS[thing].label_of(name)


def _said(name: str, value: object) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "oui" if value else "non"
    if name in DAYS:
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    if name in INSTANTS:
        return f"{datetime.fromisoformat(str(value)).astimezone(clock.PARIS):%d/%m/%Y %H:%M}"
    return str(value)


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
