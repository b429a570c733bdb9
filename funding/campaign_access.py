"""What belongs to one campaign beside its money: the changes of its caps."""

from django.db.models import Prefetch, QuerySet

from funding.models import Campaign, Tranche, TrancheCap


def tranches_of(campaign: Campaign) -> QuerySet[Tranche]:
    """Every change of caps during the campaign, the first first, with who is behind it."""
    caps = Prefetch("caps", TrancheCap.objects.select_related("pledge__partner"))
    return Tranche.objects.filter(campaign=campaign).select_related("opened_by").prefetch_related(caps).order_by("seq")
