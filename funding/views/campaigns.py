"""Before and during a campaign: its preparation, its public page, its gifts and refunds."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from dossiers.access import key_refusals
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from funding import access, actions, calculator, campaign_page, checklist, gift_lines, mentions, offers, payment_access
from funding.actions.gifts import REFUNDABLE
from funding.acts import button
from funding.counters import counter, percent
from funding.forms import CampaignForm, GiftForm, PledgeForm
from funding.giving_forms import GiftChoiceForm
from funding.models import Campaign
from funding.views.acts import PAGE, posted
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest, is_live

ROWS = 50


@PAGE
def preparation(request: MemberRequest, pk: int) -> HttpResponse:
    """Goal and length, the partners' pledges, the holder's agreement, the opening."""
    dossier = access.get_dossier(request.user, pk)
    form = CampaignForm(posted(request), initial=_first_terms(dossier))
    if attempt(form, lambda: actions.prepare_campaign(dossier, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "La campagne est enregistrée. Le porteur peut l’accepter.")
        return redirect("funding:preparation", pk=pk)
    return _preparation(request, dossier, form=form)


def _first_terms(dossier: Dossier) -> dict[str, int | None]:
    campaign = access.campaigns().filter(dossier=dossier).first()
    if campaign is not None:
        return {"goal_cents": campaign.goal_cents, "days": campaign.days, "advance_bps": campaign.advance_bps}
    parameters = dossier.parameters
    return {"goal_cents": dossier.goal_cents or parameters.goal_cents, "days": parameters.campaign_days}


@require_POST
def pledge(request: MemberRequest, pk: int) -> HttpResponse:
    """One more partner stands behind the campaign."""
    dossier = access.get_dossier(request.user, pk)
    campaign = access.campaign_of(dossier)
    form = PledgeForm(access.matchers(), access.envelopes_to_pledge(), request.POST)
    if attempt(form, lambda: actions.pledge(campaign, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "L’engagement est enregistré.")
        return redirect("funding:preparation", pk=pk)
    return _preparation(request, dossier, pledge_form=form)


def _preparation(
    request: MemberRequest, dossier: Dossier, form: CampaignForm | None = None, pledge_form: PledgeForm | None = None
) -> HttpResponse:
    campaign = access.campaigns().filter(dossier=dossier).first()
    sent = pledge_form or form
    refusals = actions.preparation_refusals(dossier, request.user)
    context: dict[str, Any] = {
        "dossier": dossier,
        "campaign": campaign,
        "parameters": dossier.parameters,
        "pledges": campaign.pledges.select_related("partner", "envelope") if campaign else [],
        "form": form or CampaignForm(initial=_first_terms(dossier)),
        "pledge_form": pledge_form or PledgeForm(access.matchers(), access.envelopes_to_pledge()),
        "refusals": refusals,
        "may_change": not refusals,
        "items": checklist.items(dossier, campaign),
        "mentions": mentions.of(campaign) if campaign else [],
        "buttons": offers.of_preparation(request.user, dossier, campaign),
    }
    return render(request, "funding/preparation.html", context, status=status_of(sent) if sent else 200)


@login_not_required
@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """The public page: three lanes, what a chosen gift becomes with its fee, how to give and when it is given back."""
    found = access.get_public_campaign(pk)
    now = counter(found)
    form = GiftChoiceForm(request.GET if "don" in request.GET else None, minimum_cents=found.gift_min_cents)
    gift_cents = form.chosen_cents()
    context: dict[str, Any] = {
        "campaign": found,
        "form": form,
        "becomes": calculator.becomes(now, gift_cents) if gift_cents else None,
        "fee_percent": percent(found.fee_bps),
    }
    if request.headers.get("HX-Request"):
        return vary(render(request, "funding/_devient.html", context | {"announced": True}))
    template = "funding/_compteur_vif.html" if is_live(request) else "funding/campaign.html"
    return vary(render(request, template, context | campaign_page.context(now)))


def vary(response: HttpResponse) -> HttpResponse:
    """The same address answers with a page or with its part."""
    patch_vary_headers(response, ["HX-Request", "Okote-Live"])
    return response


@PAGE
def gifts(request: MemberRequest, pk: int) -> HttpResponse:
    """The campaign's gifts, and the form to enter one: its hidden key makes the same form sent twice one gift."""
    dossier = access.get_kept(request.user, pk)
    found = access.campaign_of(dossier)
    form = GiftForm(posted(request))
    if attempt(form, lambda: actions.receive_gift(found, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "Le don est enregistré.")
        return redirect("funding:gifts", pk=pk)
    page = Paginator(access.gifts_of(found), ROWS).get_page(request.GET.get("page"))
    context = {
        "dossier": dossier,
        "campaign": found,
        "counter": counter(found) if found.is_public else None,
        "form": form,
        "refusals": [] if form.errors else _gift_refusals(request, found),
        "announced": payment_access.announced_transfers(found)[:ROWS],
        "page_obj": page,
        "query": "",
        "lines": gift_lines.lines(list(page.object_list), may_refund=found.state in REFUNDABLE),
        "buttons": [button("extend_campaign", request.user, dossier)] if found.is_open else [],
    }
    return render(request, "funding/gifts.html", context, status=status_of(form))


def _gift_refusals(request: MemberRequest, found: Campaign) -> list[Any]:
    own = list(key_refusals(request.user, found.dossier, Keeper.OFFICER))
    return own or actions.receiving_refusals(found)
