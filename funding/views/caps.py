"""What partners stand behind a campaign with: their caps, what gifts have called, every change on the way."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from funding import access, campaign_access, offers
from funding.position import position
from okote_flow.requests import MemberRequest


@require_safe
def caps(request: MemberRequest, pk: int) -> HttpResponse:
    """Partner by partner: cap, called, left; the tranches; and while the campaign runs, the acts on them."""
    dossier = access.get_kept(request.user, pk)
    campaign = access.campaign_of(dossier)
    now = position(campaign)
    context = {
        "dossier": dossier,
        "campaign": campaign,
        "lines": offers.of_caps(request.user, now),
        "tranches": campaign_access.tranches_of(campaign),
        "buttons": offers.of_partners(request.user, dossier, campaign),
    }
    return render(request, "funding/caps.html", context)
