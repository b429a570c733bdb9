"""The list of conditions, across the dossiers that a reader may see: for the screen and for a spreadsheet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F
from django.utils.http import urlencode

from dossiers import access, conditions
from dossiers.listing import csv_page, day_cell
from dossiers.models import Condition
from dossiers.models.conditions import BLOCKING, Conditions
from okote_flow.directory.models import User

PENDING_ONLY, ALL = "", "tout"
HEAD = (
    *("Dossier", "Projet", "Structure", "Suivi par", "Réserve", "Nature", "Qui doit agir", "Retient", "État"),
    *("À lever avant le", "Posée le", "Réglée le", "Preuve ou motif", "Données"),
)


@dataclass(frozen=True, slots=True)
class Criteria:
    state: str = PENDING_ONLY
    gate: str = ""
    nature: str = ""
    late: bool = False
    mine: bool = False

    @property
    def query(self) -> str:
        """The words of its address."""
        said = {"etat": self.state, "retient": self.gate, "nature": self.nature}
        flags = {"retard": self.late, "mes": self.mine}
        return urlencode({k: v for k, v in said.items() if v} | {k: "on" for k, v in flags.items() if v})


def found(user: User, asked: Criteria) -> Conditions:
    """Never those of a dossier that the reader may not know of. What is due first stands first."""
    seen = conditions.with_due(Condition.objects.filter(dossier__in=access.dossiers_for(user)))
    if asked.state == PENDING_ONLY:
        seen = seen.filter(state__in=BLOCKING)
    elif asked.state != ALL:
        seen = seen.filter(state=asked.state)
    if asked.gate:
        seen = seen.filter(blocks=asked.gate)
    if asked.nature:
        seen = seen.filter(nature=asked.nature)
    if asked.late:
        seen = conditions.late(seen)
    if asked.mine:
        seen = seen.filter(dossier__officer=user)
    rows = seen.select_related("dossier__organization", "dossier__officer", "settled_by")
    return rows.order_by(F("due").asc(nulls_last=True), "pk")


def as_csv(rows: Iterable[Condition], *, fictional: bool) -> str:
    """The list as a file. `fictional` marks every row, as the demo world must."""
    return csv_page(HEAD, (_cells(one, fictional) for one in rows))


def _cells(one: Condition, fictional: bool) -> Iterator[str]:
    dossier = one.dossier
    yield dossier.label
    yield dossier.title
    yield str(dossier.organization or "")
    yield str(dossier.officer or "")
    yield one.text
    yield one.get_nature_display()
    yield one.get_owner_display()
    yield one.get_blocks_display()
    yield one.get_state_display()
    due = getattr(one, "due", None)
    yield f"{due:%d/%m/%Y}" if due else ""
    for at in (one.set_at, one.settled_at):
        yield day_cell(at)
    yield one.proof or one.words
    yield "fictives" if fictional or dossier.is_fictional else "réelles"
