"""The columns of the list of dossiers: on the screen as chosen, and in the file that leaves it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.http import QueryDict

from dossiers import access, listing
from dossiers.forms.listing import FilterForm
from dossiers.lifecycle import KEEPER_LABELS, STAGES, Keeper, State
from dossiers.listing import Criteria
from dossiers.models import DossierQuerySet
from dossiers.models.dossier import Theme, stage_of
from okote_flow.directory.models import User
from okote_flow.sheets import Cells
from okote_flow.tables import registry
from okote_flow.tables.registry import Field, List, Table

NAME = "dossiers"
STATES: dict[str, str] = {state.value: state.label for state in State}
THEMES: dict[str, str] = {theme.value: theme.label for theme in Theme}
ON_SCREEN = ("projet", "etat", "main", "echeance", "territoire", "suivi", "objectif")
"""What a screen shows where nothing was chosen."""
ALWAYS = ("numero", "projet", "donnees")
"""What stands in every file."""


def _label(number: str | None, pk: int) -> str:
    return number or f"Brouillon {pk}"


def _stage(
    state: str, asked: str, engagement: datetime | None, admitted: datetime | None, sent: datetime | None
) -> str:
    return STAGES[stage_of(state, asked, engagement, admitted, sent)][0]


def _person(first: str | None, last: str | None, name: str | None) -> str:
    return f"{first or ''} {last or ''}".strip() or name or ""


def _keeper(keeper: str) -> str:
    return KEEPER_LABELS[Keeper(keeper)] if keeper else ""


def _due(day: date) -> date | None:
    return listing.due_on(day)


def _nature(is_fictional: bool) -> str:
    return "fictives" if settings.DEMO or is_fictional else "réelles"


def _state(state: str) -> str:
    return STATES[state]


def _theme(theme: str) -> str:
    return THEMES.get(theme, "")


STAGE = ("state", "asked_from", "at_engagement_since", "admitted_at", "submitted_at")
OFFICER = ("officer__first_name", "officer__last_name", "officer__username")
FIELDS: tuple[Field, ...] = (
    Field("numero", "Numéro", needs=("number", "pk"), value=_label),
    Field("projet", "Projet", needs=("title",), width=40),
    Field("structure", "Structure", needs=("organization__name",), width=30),
    Field("territoire", "Territoire", needs=("territory__name",)),
    Field("commune", "Commune", needs=("city",)),
    Field("theme", "Thématique", needs=("theme",), value=_theme, shown=False, width=26),
    Field("etape", "Étape", needs=STAGE, value=_stage, width=22),
    Field("etat", "État", needs=("state",), value=_state, width=24),
    Field("depuis", "Depuis le", Cells.DAY, needs=("state_since",)),
    Field("recu", "Reçu le", Cells.DAY, needs=("submitted_at",)),
    Field("objectif", "Objectif (euros)", Cells.CENTS, needs=("goal_cents",)),
    Field("suivi", "Suivi par", needs=OFFICER, value=_person, width=24),
    Field("main", "Qui a la main", needs=("next_keeper",), value=_keeper, shown=False, width=34),
    Field("echeance", "Échéance", Cells.DAY, needs=("next_due_on",), value=_due),
    Field("donnees", "Données", needs=("is_fictional",), value=_nature),
)
SCREEN = tuple(field for field in FIELDS if field.key != "donnees")
assert set(ON_SCREEN) | set(ALWAYS) <= {field.key for field in FIELDS}

SORTED_BY = {
    "projet": ("titre", "titre-inverse"),
    "numero": ("numero", "numero-inverse"),
    "echeance": (listing.FIRST, listing.FIRST),
    "depuis": ("ancien", "recent"),
    "recu": ("recu", "recu-inverse"),
    "objectif": ("objectif-bas", "objectif"),
}
"""Which orders the head of a column gives: upward and downward. Each has its index."""


@dataclass(frozen=True, slots=True)
class Head:
    """One column of the screen: what it is called, how it is sorted now, where a click leads."""

    key: str
    label: str
    query: str  # "" when it is not sorted by
    sorted: str  # ascending, descending or ""


def asked_by(query: QueryDict) -> Criteria:
    return Criteria.of(FilterForm(query).asked())


def clean(query: QueryDict) -> str:
    """What the list understands of a query, as a view keeps it."""
    return asked_by(query).query


def shown(asked: Criteria) -> list[Field]:
    """The project always, then what was chosen."""
    keys = {"projet", *asked.columns} if asked.columns else set(ON_SCREEN)
    return [field for field in SCREEN if field.key in keys]


def heads(asked: Criteria) -> list[Head]:
    """The columns of the screen, in the order of the file, the project first."""
    fields = sorted(shown(asked), key=lambda field: field.key != "projet")
    return [_head(field, asked) for field in fields]


def _head(field: Field, asked: Criteria) -> Head:
    label = field.label.removesuffix(" (euros)")
    if field.key not in SORTED_BY:
        return Head(field.key, label, "", "")
    up, down = SORTED_BY[field.key]
    now = "ascending" if asked.sort == up else "descending" if asked.sort == down else ""
    following = replace(asked, sort=down if now == "ascending" else up)
    return Head(field.key, label, following.query or "tri=priorite", now)


# The file


def _found(user: User, query: QueryDict) -> DossierQuerySet:
    return listing.found(access.dossiers_for(user), asked_by(query), user)


def _count(user: User, query: QueryDict, limit: int | None) -> int:
    return registry.counted(_found(user, query), limit)


def _rows(user: User, query: QueryDict, fields: Sequence[Field]) -> registry.Rows:
    return registry.picked(_found(user, query), fields)


TABLE = Table(NAME, "Dossiers", FIELDS, registry.anybody, _count, _rows, back="dossiers:list", always=ALWAYS)
LIST = List(NAME, "Dossiers", "dossiers:list", clean)
