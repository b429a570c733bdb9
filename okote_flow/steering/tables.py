"""What of the dashboard leaves as a file: what came before the engagement committee, and what other rules would do."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.http import QueryDict

from committees.models import Verdict
from dossiers.models import DossierQuerySet
from dossiers.models.dossier import Theme
from funding import what_if_data
from funding.what_if import Wish
from funding.what_if_data import Past
from okote_flow.directory.models import User
from okote_flow.sheets import Cells, Row
from okote_flow.steering import access, overview
from okote_flow.steering.overview import FATES, Criteria
from okote_flow.steering.what_if_answer import Line, answer
from okote_flow.steering.what_if_forms import WhatIfForm
from okote_flow.tables import registry
from okote_flow.tables.registry import Field, Rows, Table

ENGAGEMENT, WHAT_IF = "engagement", "et-si"
YEAR = re.compile(r"20\d\d", re.ASCII)
OF_ENGAGEMENT = (
    Field("numero", "Numéro"),
    Field("projet", "Projet", width=40),
    Field("structure", "Structure", width=30),
    Field("territoire", "Territoire"),
    Field("theme", "Thématique", width=26),
    Field("devenir", "Devenir", width=24),
    Field("decision", "Décision", width=24),
    Field("decide", "Décidé le", Cells.DAY),
    Field("demande", "Demandé (euros)", Cells.CENTS),
    Field("accorde", "Accordé (euros)", Cells.CENTS),
    Field("donnees", "Données"),
)
OF_WHAT_IF = (
    Field("campagne", "Campagne", width=40),
    Field("partenaire", "Partenaire", width=30),
    Field("college", "Collège"),
    Field("enveloppe", "Enveloppe", width=30),
    Field("plafond", "Plafond", Cells.CENTS),
    Field("plafond-essaye", "Plafond essayé", Cells.CENTS),
    Field("appele", "Appelé", Cells.CENTS),
    Field("appele-essaye", "Appelé essayé", Cells.CENTS),
    Field("ecart", "Écart", Cells.CENTS),
    Field("fictif", "Fictif"),
)


# What came before the engagement committee


def asked_by(query: QueryDict) -> Criteria:
    """What is not understood is left aside."""
    year, theme, code = (query.get(name, "") for name in ("annee", "theme", "territoire"))
    known = {one.code for one in overview.territories()}
    return Criteria(
        year=int(year) if YEAR.fullmatch(year) else None,
        territory=code if code in known else "",
        theme=theme if theme in Theme.values else "",
    )


def _check_engagement(user: User, query: QueryDict) -> None:
    overview.check(user)
    _behind(user, query)


def _behind(user: User, query: QueryDict) -> DossierQuerySet:
    return overview.behind(user, asked_by(query), query.get("chiffre", ""))


def _count_engagement(user: User, query: QueryDict, limit: int | None) -> int:
    return registry.counted(_behind(user, query), limit)


def _rows_of_engagement(user: User, query: QueryDict, fields: Sequence[Field]) -> Rows:
    found: Iterable[Any] = _behind(user, query).iterator(chunk_size=500)
    return registry.laid(map(_row_of_engagement, found), OF_ENGAGEMENT, fields)


def _row_of_engagement(dossier: Any) -> Row:
    return [
        dossier.label,
        dossier.title,
        str(dossier.organization or ""),
        str(dossier.territory or ""),
        dossier.get_theme_display(),
        FATES[dossier.fate][0],
        Verdict(dossier.verdict).label if dossier.verdict else "",
        dossier.decided_at,
        dossier.goal_cents,
        dossier.granted_cents,
        "fictives" if settings.DEMO or dossier.is_fictional else "réelles",
    ]


# Other rules


def _check_rules(user: User, query: QueryDict) -> None:
    access.check_rules(user)


def _rows_of_what_if(user: User, query: QueryDict, fields: Sequence[Field]) -> Rows:
    """What is mistyped counts as not asked."""
    past = what_if_data.read(access.seen(user))
    form = WhatIfForm(past, query)
    found = answer(past, form.shown(), form.wish()) if form.is_valid() else answer(past, form.everything(), Wish())
    return registry.laid((_row_of_line(past, line) for line in found.lines), OF_WHAT_IF, fields)


def _row_of_line(past: Past, line: Line) -> Row:
    return [
        line.run.label,
        line.promise.partner,
        line.college,
        past.envelopes[line.promise.envelope][0] if line.promise.envelope else "",
        *(line.promise.final_cents, line.cap_cents, line.called_cents, line.would_cents, line.difference_cents),
        "oui" if settings.DEMO else "",
    ]


TABLES = (
    Table(
        ENGAGEMENT, "Comité d’engagement", OF_ENGAGEMENT, _check_engagement, _count_engagement, _rows_of_engagement,
        back="steering:engagement",
    ),
    Table(WHAT_IF, "Et si", OF_WHAT_IF, _check_rules, registry.short, _rows_of_what_if, back="steering:what_if"),
)  # fmt: skip
