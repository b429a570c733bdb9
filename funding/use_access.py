"""Who may see what projects pay back, and the account of use of a partner."""

from django.db.models import QuerySet
from django.http import Http404

from dossiers.access import dossiers_for
from dossiers.models import Dossier
from funding.access import kept_by, one, paid_to, partners_answered_for, reads_books, within
from funding.models import Pledge, Repayment, RepaymentShare, RepaymentState
from okote_flow.directory.models import Partner, PartnerKind, User


def get_repayment(user: User, pk: int) -> Repayment:
    shown = Repayment.objects.select_related("campaign__dossier")
    return one(within(shown, paid_to(user), "campaign__dossier", pk))


def get_share(user: User, pk: int) -> RepaymentShare:
    shown = RepaymentShare.objects.select_related("repayment__campaign__dossier", "pledge__partner")
    return one(within(shown, paid_to(user), "repayment__campaign__dossier", pk))


def repayment_of(dossier: Dossier) -> Repayment | None:
    """Of a dossier whose payments the caller may see."""
    found = Repayment.objects.filter(campaign__dossier=dossier).select_related("campaign__dossier", "ended_by")
    return found.prefetch_related("shares__pledge__partner").first()


def awaited_repayments(user: User) -> QuerySet[Repayment]:
    """What structures still owe, the first due first."""
    found = Repayment.objects.filter(state=RepaymentState.DUE, campaign__dossier__in=kept_by(user))
    return found.select_related("campaign__dossier")


def partners_for(user: User) -> QuerySet[Partner]:
    """Whoever adds to projects: all for those who keep the books, their own for a partner's financial officer."""
    found = Partner.objects.filter(kind__in=[PartnerKind.AUTHORITY, PartnerKind.COMPANY])
    return found if reads_books(user) else found.filter(pk__in=partners_answered_for(user).values("pk"))


def get_partner(user: User, pk: int) -> Partner:
    """Raises Http404 to whom this partner's money is not shown."""
    found = partners_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def visible_dossiers(user: User, partner: Partner) -> set[int]:
    """Of the dossiers that this partner adds to, those that this reader may open."""
    behind = dossiers_for(user).filter(campaign__pledges__partner=partner)
    return set(behind.values_list("pk", flat=True))


def pledges_of(partner: Partner) -> QuerySet[Pledge]:
    """Its pledges to settled campaigns, for readers who were shown the partner."""
    found = Pledge.objects.filter(partner=partner, campaign__state="settled")
    shown = ("envelope", "campaign__dossier__final_report", "campaign__repayment")
    return found.select_related(*shown).order_by("campaign__dossier__number", "pk")
