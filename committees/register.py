"""The register of recusals of a committee, as far as its reader may know of each dossier."""

from django.db.models import Q, QuerySet

from committees import access, conflicts
from committees.models import Committee, CommitteeKind, Conflict, ConflictState, Interest, Recusal
from dossiers import access as dossier_access
from dossiers.models import Dossier
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import User


def may_read(user: User, committee: Committee) -> bool:
    """Who keeps or presides the committee, and who watches over the whole house."""
    watches = offices_of(user) & dossier_access.SEE_ALL
    return bool(watches) or access.runs(user).filter(pk=committee.pk).exists()


def recusals_of(user: User, committee: Committee) -> QuerySet[Recusal]:
    """The recusals on the dossiers that came before a committee, the latest first; not those closed to the reader."""
    found = Recusal.objects.filter(_before(committee), dossier__in=access.inside(user))
    return found.select_related("dossier", "user", "declared_by").order_by("-at", "-pk")


def own_recusals(user: User, committee: Committee) -> int:
    """How many dossiers of this committee the reader has left: no more is said of them."""
    return Recusal.objects.filter(_before(committee), user=user).count()


def dismissed_of(user: User, committee: Committee) -> QuerySet[Conflict]:
    """The ties that were ruled to keep nobody from judging."""
    found = Conflict.objects.filter(_before(committee), state=ConflictState.DISMISSED, dossier__in=access.inside(user))
    return found.select_related("dossier", "user", "decided_by").order_by("-decided_at", "-pk")


def _before(committee: Committee) -> Q:
    if committee.kind == CommitteeKind.TERRITORIAL:
        return Q(dossier__territory=committee.territory_id, dossier__admitted_at__isnull=False)
    if committee.kind == CommitteeKind.ENGAGEMENT:
        return Q(dossier__at_engagement_since__isnull=False)
    return Q(dossier__admitted_at__isnull=False)


def declared_by(user: User) -> QuerySet[Interest]:
    """What somebody has declared of themselves, what runs first."""
    return Interest.objects.filter(user=user).order_by("-declared_at", "-pk")


def ties_shown(user: User, dossier: Dossier) -> QuerySet[Conflict]:
    """Who rules on ties reads them all; others read what concerns them and what they have reported."""
    found = Conflict.objects.filter(dossier=dossier).select_related("user", "reported_by", "decided_by", "interest")
    if not conflicts.may_rule(user, dossier):
        found = found.filter(Q(user=user) | Q(reported_by=user))
    return found.order_by("-pk")


def tie_to_rule_on(user: User, pk: int) -> Conflict | None:
    """A tie on whose dossier this person rules."""
    found = Conflict.objects.filter(pk=pk, dossier__in=conflicts.rulable(user))
    return found.select_related("dossier", "user", "reported_by", "interest", "decided_by").first()
