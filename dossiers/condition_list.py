"""The list of conditions, across the dossiers that a reader may see."""

from dataclasses import dataclass

from django.db.models import F
from django.utils.http import urlencode

from dossiers import access, conditions
from dossiers.models import Condition
from dossiers.models.conditions import BLOCKING, Conditions
from okote_flow.directory.models import User

PENDING_ONLY, ALL = "", "tout"


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
