"""After a campaign: the statement, the IBAN, the payment with its signatures, the partners' cash."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossiers.models import Dossier
from funding import access, guards, offers, signatures, use_access
from funding.acts import button
from funding.position import position
from funding.preconditions import preconditions
from okote_flow.directory.models import Office
from okote_flow.requests import MemberRequest


@require_safe
def settlement(request: MemberRequest, pk: int) -> HttpResponse:
    """What each source brings, prepared by one and approved by another."""
    dossier = access.get_kept(request.user, pk)
    campaign = access.campaign_of(dossier)
    found = guards.counting_settlement(campaign)
    absents = signatures.absents_of(dossier) if found else {}
    context = {
        "dossier": dossier,
        "campaign": campaign,
        "position": position(campaign),
        "settlement": found,
        "prepared_for": absents.get((found.digest, Office.TREASURER), "") if found else "",
        "approved_for": absents.get((found.digest, Office.DIRECTOR), "") if found else "",
        "lines": found.lines.select_related("pledge__partner") if found else [],
        "buttons": offers.of_settlement(request.user, dossier, campaign),
    }
    return render(request, "funding/settlement.html", context)


@require_safe
def bank_details(request: MemberRequest, pk: int) -> HttpResponse:
    """The IBAN: who gave it, who verified it, by what."""
    dossier = access.get_money(request.user, pk)
    found = list(access.bank_details_of(dossier))
    context = {
        "dossier": dossier,
        "details": found,
        "buttons": offers.of_bank_details(request.user, found),
        "give": button("give_bank_details", request.user, dossier),
    }
    return render(request, "funding/bank_details.html", context)


@require_safe
def payout(request: MemberRequest, pk: int) -> HttpResponse:
    """What is due to the project, source by source; the orders and their signatures."""
    dossier = access.get_money(request.user, pk)
    campaign = access.campaign_of(dossier)
    now = position(campaign)
    keeps = access.keeps_money(request.user, dossier)
    context = {
        "dossier": dossier,
        "campaign": campaign,
        "position": now,
        "keeps": keeps,
        "preconditions": preconditions(now) if keeps else [],
        "orders": signatures.orders(campaign),
        "buttons": offers.of_payout(request.user, dossier, campaign) if keeps else [],
        "cash": offers.of_cash(request.user, now) if keeps else [],
        "waiver": button("waive_balance", request.user, dossier) if keeps else None,
        **_repayment(request, dossier, keeps=keeps),
    }
    return render(request, "funding/payout.html", context)


def _repayment(request: MemberRequest, dossier: Dossier, *, keeps: bool) -> dict[str, Any]:
    """What the structure is to pay back of what it did not need, if anything."""
    found = use_access.repayment_of(dossier)
    names = ("record_repayment", "waive_repayment") if found is not None and found.is_due and keeps else ()
    buttons = [button(name, request.user, found) for name in names]
    more = {"keeps_repayment": keeps, "bank_iban": settings.BANK_IBAN}
    return {"repayment": found, "repayment_buttons": buttons, **more}


@require_safe
def cash(request: MemberRequest) -> HttpResponse:
    """What partners owe for settled projects, and what the payment provider holds."""
    access.check_books(request.user)
    context = {
        "receivables": access.receivables(request.user),
        "repayments": use_access.awaited_repayments(request.user),
        "provider_cents": access.provider_cents(),
        "provider": button("record_provider_payment", request.user),
    }
    return render(request, "funding/cash.html", context)
