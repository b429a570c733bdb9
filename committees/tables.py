"""What of the committees leaves as a file: noticed projects, without any contact, and the register of recusals."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.http import Http404, QueryDict

from committees import access, lead_access, lead_list, register
from committees.lead_forms import LeadFilterForm
from committees.models import Committee, Lead, Recusal
from committees.models.leads import Leads
from okote_flow.directory.models import User
from okote_flow.sheets import Cells, Row
from okote_flow.tables import registry
from okote_flow.tables.registry import Field, List, Table

LEADS, RECUSALS = "projets-reperes", "deports"
OF_LEADS = (
    Field("projet", "Projet ou structure", width=40),
    Field("siren", "SIREN"),
    Field("commune", "Commune"),
    Field("territoire", "Territoire"),
    Field("le", "Repéré le", Cells.DAY),
    Field("par", "Repéré par", width=24),
    Field("ou", "Où et comment", width=40),
    Field("etat", "État"),
    Field("qui", "Qui appelle", width=24),
    Field("avant", "À appeler avant le", Cells.DAY),
    Field("dossier", "Dossier"),
)
OF_RECUSALS = (
    Field("le", "Date", Cells.DAY),
    Field("qui", "Personne", width=24),
    Field("dossier", "Dossier"),
    Field("motif", "Motif", width=40),
    Field("par", "Déclaré par", width=24),
    Field("voix", "Poids de sa voix"),
)


# Noticed projects


def check_leads(user: User, query: QueryDict) -> None:
    """Raises Http404 to whoever sits in no committee that notices projects."""
    if not lead_access.rooms_of(user).exists():
        raise Http404


def asked_of(user: User, query: QueryDict) -> lead_list.Criteria:
    rooms = lead_access.rooms_of(user)
    form = LeadFilterForm(lead_list.territories(rooms), lead_list.callers(user), query)
    return lead_list.Criteria.of(form.asked())


def _leads(user: User, query: QueryDict) -> Leads:
    return lead_list.found(user, asked_of(user, query))


def _count_leads(user: User, query: QueryDict, limit: int | None) -> int:
    return registry.counted(_leads(user, query), limit)


def _rows_of_leads(user: User, query: QueryDict, fields: Sequence[Field]) -> registry.Rows:
    """Whom to call stands on the page of each lead alone: a file travels further than its reason to keep a person."""
    seen = set(lead_access.shown_dossiers(user).values_list("pk", flat=True))
    found: Iterable[Lead] = _leads(user, query).select_related("dossier").iterator(chunk_size=500)
    return registry.laid((_row_of_lead(lead, seen) for lead in found), OF_LEADS, fields)


def _row_of_lead(lead: Lead, seen: set[int]) -> Row:
    return [
        lead.name,
        lead.siren,
        lead.city,
        str(lead.committee.territory),
        lead.noted_at,
        str(lead.noted_by),
        lead.seen,
        lead.get_state_display(),
        str(lead.caller or ""),
        lead.call_by,
        lead.dossier.label if lead.dossier and lead.dossier_id in seen else "",
    ]


def _clean_leads(query: QueryDict) -> str:
    """Its words alone: whom and where is asked again of the reader's own committees."""
    return "&".join(part for part in query.urlencode().split("&") if part.partition("=")[0] in LEAD_WORDS)


LEAD_WORDS = ("q", "etat", "territoire", "appelant")


# Recusals


def register_of(user: User, query: QueryDict) -> Committee:
    """Raises Http404 to whoever may not read the register of that committee."""
    found = access.get_committee(user, query.get("comite", ""))
    if not register.may_read(user, found):
        raise Http404
    return found


def _check_recusals(user: User, query: QueryDict) -> None:
    register_of(user, query)


def _recusals(user: User, query: QueryDict) -> QuerySet[Recusal]:
    return register.recusals_of(user, register_of(user, query))


def _count_recusals(user: User, query: QueryDict, limit: int | None) -> int:
    return registry.counted(_recusals(user, query), limit)


def _rows_of_recusals(user: User, query: QueryDict, fields: Sequence[Field]) -> registry.Rows:
    found: Iterable[Recusal] = _recusals(user, query).iterator(chunk_size=500)
    return registry.laid(map(row_of_recusal, found), OF_RECUSALS, fields)


def row_of_recusal(one: Recusal) -> Row:
    reason = (one.get_ground_display(), str(one.declared_by), one.get_weight_display())
    return [one.at, str(one.user), one.dossier.label, *reason]


def _recusals_name(user: User, query: QueryDict) -> str:
    return f"deports-{register_of(user, query).code}"


TABLES = (
    Table(LEADS, "Projets repérés", OF_LEADS, check_leads, _count_leads, _rows_of_leads, back="committees:leads"),
    Table(
        RECUSALS, "Déports", OF_RECUSALS, _check_recusals, _count_recusals, _rows_of_recusals, file_name=_recusals_name
    ),
)
LIST = List(LEADS, "Projets repérés", "committees:leads", _clean_leads)
