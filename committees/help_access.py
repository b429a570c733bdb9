"""Who helps a campaign, and who reads of it: whoever may see the dossier, its holder included."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import Http404

from committees.access import committees_where, inside, territorial_of
from committees.models import Committee, CommitteeKind, Help
from committees.models.bodies import VIEW
from committees.models.helps import Helps
from committees.sentences import refuse
from dossiers import access as dossier_access
from dossiers.lifecycle import Keeper, State
from dossiers.models import Dossier, DossierQuerySet
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal


def helps_for(user: User) -> Helps:
    return Help.objects.standing().filter(dossier__in=dossier_access.dossiers_for(user))


def helps_of(user: User, dossier: Dossier) -> QuerySet[Help]:
    found = helps_for(user).filter(dossier=dossier).select_related("offered_by", "thanked_by", "dossier")
    return found.order_by("done_on", "due_on", "pk")


def get_help(user: User, pk: int) -> Help:
    found = helps_for(user).filter(pk=pk).select_related("dossier", "offered_by").first()
    if found is None:
        raise Http404
    return found


def may_offer(user: User, dossier: Dossier) -> bool:
    """Whether somebody sits in the committee of the dossier's territory, and does not stand aside from it."""
    sits = committees_where(user, VIEW).filter(territorial_of(dossier)).exists()
    return sits and inside(user).filter(pk=dossier.pk).exists()


def offering_refusals(user: User, dossier: Dossier) -> Iterator[Refusal]:
    if not may_offer(user, dossier):
        yield refuse("not-helping")
    elif dossier.status != State.CAMPAIGN:
        yield refuse("campaign-not-running")


def may_thank(user: User, dossier: Dossier) -> bool:
    return bool({Keeper.APPLICANT, Keeper.OFFICER} & dossier_access.keys_of(user, dossier))


def running_in(user: User, committee: Committee) -> DossierQuerySet:
    """The dossiers of a committee's territory that are in campaign, as far as the reader sees them at work."""
    here = inside(user).filter(state=State.CAMPAIGN)
    if committee.kind == CommitteeKind.TERRITORIAL:
        here = here.filter(territory=committee.territory_id)
    return here


def follows(user: User, committee: Committee) -> bool:
    """Whether somebody sees the dossiers of a committee at work: they sit there, or watch over every dossier."""
    watches = offices_of(user) & dossier_access.SEE_ALL
    return bool(watches) or committees_where(user, VIEW).filter(pk=committee.pk).exists()
