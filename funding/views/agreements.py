"""Agreements with their papers, and what became of a partner's money, line by line."""

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossiers import files
from funding import access, accounting_access, consumption_sheet, tables
from funding.acts import button
from okote_flow import clock
from okote_flow.requests import MemberRequest
from okote_flow.tables import serving


@require_safe
def agreements(request: MemberRequest) -> HttpResponse:
    """Every agreement, partner by partner, with its amendments and whether its signed paper is there."""
    access.check_answers_for_money(request.user)
    context = {
        "agreements": accounting_access.agreements(request.user),
        "buttons": [button("sign_agreement", request.user)] if access.reads_books(request.user) else [],
        "today": clock.today(),
    }
    return render(request, "funding/agreements.html", context)


@require_safe
def agreement(request: MemberRequest, pk: int) -> HttpResponse:
    """One agreement: its decision, its terms, its place in the partner's budget, its papers, what it covers."""
    found = accounting_access.get_agreement(request.user, pk)
    keeps = access.reads_books(request.user)
    context = {
        "agreement": found,
        "envelopes": accounting_access.envelopes_of(request.user, found.partner).filter(agreement=found),
        "buttons": [button(name, request.user, found) for name in ("file_agreement", "amend_agreement")]
        if keeps
        else [],
    }
    return render(request, "funding/agreement.html", context)


@require_safe
def agreement_file(request: MemberRequest, pk: int) -> FileResponse:
    """The signed paper, as a file to save."""
    filed = accounting_access.get_agreement_file(request.user, pk)
    return files.as_file(filed.file, filed.name, filed.media_type)


@require_safe
def consumption(request: MemberRequest, pk: int) -> HttpResponse:
    """Year by year and project by project, what became of every euro of a partner. Prints on its own."""
    partner = accounting_access.get_authority(request.user, pk)
    found = accounting_access.envelopes_of(request.user, partner)
    context = {
        "partner": partner,
        "sheet": consumption_sheet.sheet(found),
        "visible": accounting_access.visible_dossiers(request.user, partner),
        "today": clock.today(),
        "buttons": [button("identify_partner", request.user, partner)] if access.reads_books(request.user) else [],
    }
    return render(request, "funding/consumption.html", context)


@require_safe
def consumption_csv(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The same figures for a spreadsheet."""
    return serving.answer(request, tables.CONSUMPTION, "csv", partenaire=pk)
