"""The list of what is kept, filtered, and the same as a sheet."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from dossiers.models import Dossier, DossierQuerySet
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.records import access, retention
from okote_flow.records.models import Hold
from okote_flow.records.rules import PHASES, Keeping, Phase
from okote_flow.sheets import Cells, Column, Row, Sheet


@dataclass(frozen=True, slots=True)
class Kept:
    """One dossier with where it stands."""

    dossier: Dossier
    keeping: Keeping
    hold: Hold | None


def found(user: User, asked: dict[str, Any]) -> DossierQuerySet:
    """What answers to the filter, what comes due first first."""
    rows = access.kept_for(user)
    if asked["phase"] is not None:
        rows = retention.in_phase(rows, asked["phase"], asked["avant"])
    if asked["q"]:
        rows = rows.filter(Q(number__icontains=asked["q"]) | Q(title__icontains=asked["q"]))
    if asked["gel"]:
        frozen = Q(held=True)
        rows = rows.filter(frozen)
    return rows.order_by("state_since", "pk")


def lines(dossiers: list[Dossier], on: date | None) -> list[Kept]:
    held = access.holds_on(dossiers)
    return [Kept(one, retention.keeping_of(one, on), held.get(one.pk)) for one in dossiers]


def counts(user: User) -> list[tuple[Phase, str, int]]:
    rows = access.kept_for(user)
    return [(phase, label, retention.in_phase(rows, phase).count()) for phase, label in PHASES.items()]


def query(asked: dict[str, Any]) -> str:
    said = {name: value for name, value in asked.items() if value}
    return urlencode(said | ({"gel": "on"} if asked["gel"] else {}))


COLUMNS = (
    Column("Numéro", width=16),
    Column("Intitulé", width=40),
    Column("Structure", width=30),
    Column("Territoire", width=20),
    Column("État", width=24),
    Column("Règle", width=30),
    Column("Phase", width=24),
    Column("Clos le", Cells.DAY),
    Column("Dernier paiement", Cells.DAY),
    Column("Base active jusqu’au", Cells.DAY),
    Column("Sort final le", Cells.DAY),
    Column("Sort final", width=40),
    Column("Gel", width=30),
)


def sheet(user: User, asked: dict[str, Any]) -> Sheet:
    """The list with its filter, for a spreadsheet."""
    rows = list(found(user, asked))
    return Sheet(
        f"conservation-{clock.today():%Y-%m-%d}",
        "Conservation",
        COLUMNS,
        (_row(one) for one in lines(rows, asked["avant"])),
    )


def _row(one: Kept) -> Row:
    dossier, kept = one.dossier, one.keeping
    course = retention.course_of(dossier)
    return (
        dossier.label,
        dossier.title,
        str(dossier.organization or ""),
        str(dossier.territory or ""),
        dossier.get_state_display(),
        kept.rule.label,
        kept.phase_label,
        course.closed_on,
        course.last_paid_on,
        kept.active_until,
        kept.due_on,
        kept.rule.fate_label,
        one.hold.reason if one.hold else "",
    )
