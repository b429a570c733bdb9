"""The list of conditions as a file."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.http import QueryDict

from dossiers import condition_list
from dossiers.forms.conditions import FilterForm
from dossiers.models import Condition
from dossiers.models.conditions import Conditions
from okote_flow.directory.models import User
from okote_flow.sheets import Cells, Row
from okote_flow.tables import registry
from okote_flow.tables.registry import Field, List, Table

NAME = "reserves"
FIELDS = (
    Field("dossier", "Dossier"),
    Field("projet", "Projet", width=40),
    Field("structure", "Structure", width=30),
    Field("suivi", "Suivi par", width=24),
    Field("reserve", "Réserve", width=50),
    Field("nature", "Nature"),
    Field("qui", "Qui doit agir", width=24),
    Field("retient", "Retient", width=24),
    Field("etat", "État"),
    Field("avant", "À lever avant le", Cells.DAY),
    Field("posee", "Posée le", Cells.DAY),
    Field("reglee", "Réglée le", Cells.DAY),
    Field("preuve", "Preuve ou motif", width=50),
    Field("donnees", "Données"),
)


def clean(query: QueryDict) -> str:
    return FilterForm(query).asked().query


def _found(user: User, query: QueryDict) -> Conditions:
    return condition_list.found(user, FilterForm(query).asked())


def _count(user: User, query: QueryDict, limit: int | None) -> int:
    return registry.counted(_found(user, query), limit)


def _rows(user: User, query: QueryDict, fields: Sequence[Field]) -> registry.Rows:
    found: Iterable[Condition] = _found(user, query).iterator(chunk_size=500)
    return registry.laid(map(_row, found), FIELDS, fields)


def _row(one: Condition) -> Row:
    dossier = one.dossier
    return [
        dossier.label,
        dossier.title,
        str(dossier.organization or ""),
        str(dossier.officer or ""),
        one.text,
        one.get_nature_display(),
        one.get_owner_display(),
        one.get_blocks_display(),
        one.get_state_display(),
        getattr(one, "due", None),
        one.set_at,
        one.settled_at,
        one.proof or one.words,
        "fictives" if settings.DEMO or dossier.is_fictional else "réelles",
    ]


TABLE = Table(NAME, "Réserves", FIELDS, registry.anybody, _count, _rows, back="dossiers:condition_list")
LIST = List(NAME, "Réserves", "dossiers:condition_list", clean)
