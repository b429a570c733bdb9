"""Who knows of the projects that a committee has noticed: its members, and Alsace Active. Denial goes first."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from committees.access import committees_where, inside, people_where
from committees.models import Committee, CommitteeKind, Lead, LeadCall, LeadState
from committees.models.bodies import VIEW, Committees
from committees.models.leads import Leads
from dossiers import access as dossier_access
from dossiers.likeness import LOOKED_AT, SHOWN, likeness, words_of
from dossiers.models import Dossier
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User

KEEPERS = frozenset({Office.OFFICER, Office.DIRECTOR, Office.ARCHIVIST})
"""The archivist answers for personal data, a lead's contact included."""
COUNTS = frozenset({*KEEPERS, Office.TREASURER, Office.AUDITOR})
ALIKE = 80  # percent of trigrams that two names share


def open_to(user: User) -> Q:
    """A lead that became a dossier is closed to those to whom the dossier is."""
    return ~Q(dossier__in=Dossier.objects.filter(dossier_access.denied(user)))


def rooms_of(user: User) -> Committees:
    """The committees whose leads somebody keeps: theirs, all of them for Alsace Active."""
    if offices_of(user) & KEEPERS:
        return Committee.objects.filter(kind=CommitteeKind.TERRITORIAL)
    return committees_where(user, VIEW).filter(kind=CommitteeKind.TERRITORIAL)


def leads_for(user: User) -> Leads:
    """The one rule for list, page, export, inbox and notices."""
    if not user.is_active:
        return Lead.objects.none()
    return Lead.objects.filter(open_to(user), committee__in=rooms_of(user))


def get_room(user: User, code: str) -> Committee:
    """A committee whose leads this person keeps. Raises Http404 to the others."""
    found = rooms_of(user).select_related("territory").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def get_lead(user: User, pk: int) -> Lead:
    people = ("committee__territory", "caller", "noted_by", "merged_into", "dossier")
    found = leads_for(user).select_related(*people).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_call(user: User, pk: int) -> LeadCall:
    found = LeadCall.objects.filter(pk=pk, lead__in=leads_for(user)).select_related("lead").first()
    if found is None:
        raise Http404
    return found


def invited_by(code: UUID) -> Lead | None:
    """The lead whose invitation has this code, while it stands."""
    found = Lead.objects.standing().filter(code=code, erased_at=None).exclude(state=LeadState.SUBMITTED)
    return found.select_related("committee__territory", "dossier").first()


def callers(committee: Committee) -> QuerySet[User]:
    """Who may be asked to call: those who sit in the committee today."""
    return people_where(VIEW, Q(pk=committee.pk)).order_by("last_name", "first_name", "pk")


def calls_of(user: User, lead: Lead) -> QuerySet[LeadCall]:
    """The calls to a lead and to those merged into it, the latest first."""
    same = leads_for(user).filter(Q(pk=lead.pk) | Q(merged_into=lead))
    return LeadCall.objects.standing().filter(lead__in=same).select_related("by").order_by("-called_on", "-pk")


def merged_into(user: User, lead: Lead) -> Leads:
    return leads_for(user).filter(merged_into=lead).order_by("pk")


def mergeable(user: User, lead: Lead) -> Leads:
    """The other leads of the same committee."""
    return leads_for(user).standing().filter(committee=lead.committee_id).exclude(pk=lead.pk).order_by("name", "pk")


def doubles(user: User, committee: Committee, name: str, siren: str, *, but: int = 0) -> Leads:
    """The leads of a committee that seem to be the same: by SIREN, or by a name that says the same."""
    same = Q(likeness=spelled(name)) | (Q(siren=siren) if siren else dossier_access.NOTHING)
    return leads_for(user).standing().filter(same, committee=committee).exclude(pk=but).order_by("pk")


def spelled(name: str) -> str:
    """A name as it is compared; one of small words only stays as it is."""
    return (" ".join(words_of(name)) or name.strip().casefold())[:160]


def dossier_of(user: User, lead: Lead) -> Dossier | None:
    """The dossier that a lead became, once it is handed in and as far as the reader sees it."""
    return shown_dossiers(user).filter(pk=lead.dossier_id).first() if lead.dossier_id else None


def shown_dossiers(user: User) -> QuerySet[Dossier]:
    """The dossiers that leads became, those that the reader sees."""
    return inside(user).filter(leads__isnull=False, submitted_at__isnull=False)


def linkable(user: User, lead: Lead) -> QuerySet[Dossier]:
    """The dossiers of the lead's territory that the reader sees, and that are not linked to it."""
    here = inside(user).filter(territory=lead.committee.territory_id, submitted_at__isnull=False)
    return here.exclude(leads=lead).order_by("-submitted_at", "-pk")


def suggested(user: User, lead: Lead) -> list[Dossier]:
    """Those of them that may be what the lead became: by SIREN, or by a title or structure that is alike."""
    if lead.state == LeadState.SUBMITTED:
        return []
    seen = linkable(user, lead).select_related("organization")[:LOOKED_AT]
    return [one for one in seen if _is_alike(lead, one)][:SHOWN]


def _is_alike(lead: Lead, dossier: Dossier) -> bool:
    organization = dossier.organization
    if lead.siren and organization and organization.siren == lead.siren:
        return True
    names = [dossier.title, *([organization.name] if organization else [])]
    return any(likeness(lead.name, name) >= ALIKE for name in names)


def awaited(user: User) -> Leads:
    """The calls that await somebody, the most urgent first."""
    return leads_for(user).to_call().filter(caller=user).select_related("committee").order_by("call_by", "pk")


def may_count(user: User) -> bool:
    """Who reads how many leads there are, and no more: the steering committee, and who watches over the house."""
    steers = committees_where(user, VIEW).filter(kind=CommitteeKind.STEERING)
    return bool(offices_of(user) & COUNTS) or steers.exists()


def counted(user: User) -> list[tuple[str, dict[str, int]]]:
    """(territory, {state: number}) of the leads, in one query; not those whose dossier is closed to the reader."""
    found = Lead.objects.standing().filter(open_to(user)).order_by("committee__territory__name")
    rows: dict[str, dict[str, int]] = {}
    sums = found.values_list("committee__territory__name", "state").annotate(number=Count("pk"))
    for territory, state, number in sums:
        rows.setdefault(territory, {})[state] = number
    return list(rows.items())
