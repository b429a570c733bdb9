"""The list of dossiers as filtered: for the screen, for paper and for a spreadsheet."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q

from dossiers.lifecycle import ENDS, STAGE_OF, State
from dossiers.models import Dossier, DossierQuerySet
from okote_flow import clock
from okote_flow.directory.models import User

SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "recent": ("Mouvement le plus récent", ("-state_since", "-pk")),
    "ancien": ("Attente la plus longue", ("state_since", "pk")),
    "numero": ("Numéro", (F("number").asc(nulls_last=True), "pk")),
    "titre": ("Nom du projet", ("title", "pk")),
    "objectif": ("Objectif le plus élevé", (F("goal_cents").desc(nulls_last=True), "pk")),
}
RUNNING = "en-cours"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HEAD = (
    "Numéro", "Projet", "Structure", "Territoire", "Commune", "Étape", "État", "Depuis le", "Reçu le",
    "Objectif (euros)", "Suivi par", "Données",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a reader asked for; empty means anything."""

    text: str = ""
    state: str = ""
    stage: int | None = None
    territory: int | None = None
    mine: bool = False
    sort: str = "recent"

    @classmethod
    def of(cls, asked: dict[str, Any]) -> "Criteria":
        """From a cleaned filter form."""
        return cls(
            text=asked["q"].strip(),
            state=asked["etat"],
            stage=int(asked["etape"]) if asked["etape"] else None,
            territory=asked["territoire"].pk if asked["territoire"] else None,
            mine=asked["mes"],
            sort=asked["tri"] or "recent",
        )

    @property
    def query(self) -> str:
        """The same question in an address."""
        values = {
            "q": self.text,
            "etat": self.state,
            "etape": self.stage,
            "territoire": self.territory,
            "mes": "on" if self.mine else "",
            "tri": "" if self.sort == "recent" else self.sort,
        }
        return urlencode({name: value for name, value in values.items() if value})


def found(seen: DossierQuerySet, asked: Criteria, user: User) -> DossierQuerySet:
    """Among the dossiers that somebody may see, those they asked for, in their order."""
    rows = seen.filter(_rule(asked), _mine(asked, user))
    return rows.for_page().order_by(*SORTS[asked.sort][1])


def _rule(asked: Criteria) -> Q:
    rule = Q()
    for word in asked.text.split():
        rule &= Q(title__icontains=word) | Q(number__icontains=word) | Q(organization__name__icontains=word)
    if asked.state == RUNNING:
        rule &= ~Q(state__in=ENDS)
    elif asked.state:
        rule &= Q(state=asked.state)
    if asked.stage:
        rule &= _at_stage(asked.stage)
    return rule & Q(territory=asked.territory) if asked.territory else rule


def _at_stage(number: int) -> Q:
    """Running dossiers at one of the seven steps; one that answers questions is where it was asked."""
    states = [state for state, stage in STAGE_OF.items() if stage == number and state not in ENDS]
    rule = Q(state__in=[state for state in states if state != State.COMPLEMENTS_REQUESTED])
    return rule | Q(state=State.COMPLEMENTS_REQUESTED, asked_from__in=states)


def _mine(asked: Criteria, user: User) -> Q:
    return Q(officer=user) | Q(applicant=user) if asked.mine else Q()


def as_csv(rows: DossierQuerySet, *, fictional: bool) -> str:
    """A table that a French spreadsheet opens as it is. `fictional` marks every row, as the demo world must."""
    page = StringIO()
    page.write("\ufeff")
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for dossier in rows.iterator(chunk_size=500):
        writer.writerow([harmless(cell) for cell in _cells(dossier, fictional)])
    return page.getvalue()


def _cells(dossier: Dossier, fictional: bool) -> Iterator[str]:
    yield dossier.label
    yield dossier.title
    yield str(dossier.organization or "")
    yield str(dossier.territory or "")
    yield dossier.city
    yield dossier.stage_label
    yield dossier.get_state_display()
    yield _day(dossier.state_since)
    yield _day(dossier.submitted_at)
    yield f"{dossier.goal_cents // 100},{dossier.goal_cents % 100:02d}" if dossier.goal_cents else ""
    yield str(dossier.officer or "")
    yield "fictives" if fictional or dossier.is_fictional else "réelles"


def _day(instant: Any) -> str:
    return f"{instant.astimezone(clock.PARIS):%d/%m/%Y}" if instant else ""


def harmless(cell: str) -> str:
    """What somebody typed is text: no spreadsheet runs it as a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
