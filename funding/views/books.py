"""Envelopes and the ledger: every account, every entry, every line behind a figure."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from funding import access, accounting_access, books, consumption, use_access
from funding.acts import button
from okote_flow.requests import MemberRequest

ROWS = 50
ENTRIES = 20  # each has several lines


@require_safe
def envelopes(request: MemberRequest) -> HttpResponse:
    """Partner by partner and year by year: voted, available, reserved, called, settled, paid."""
    access.check_answers_for_money(request.user)
    context = {
        "uses": consumption.uses(access.envelopes_for(request.user)),
        "buttons": [button(name, request.user) for name in ("open_envelope", "sign_agreement")],
        "keeps": access.reads_books(request.user),
        "partners": use_access.partners_for(request.user),
    }
    return render(request, "funding/envelopes.html", context)


@require_safe
def envelope(request: MemberRequest, pk: int) -> HttpResponse:
    """One envelope with the projects behind its figures."""
    found = access.get_envelope(request.user, pk)
    [use] = consumption.uses(access.envelopes_for(request.user).filter(pk=pk))
    first = "cover_envelope" if found.is_voted else "vote_envelope"
    names = [first, "record_advance", *(("lapse_envelope", "carry_over_envelope") if found.is_voted else ())]
    keeps = access.reads_books(request.user)
    context = {
        "use": use,
        "envelope": use.envelope,
        "lines": consumption.lines(found),
        "visible": access.visible_dossiers(request.user, found),
        "buttons": [button(name, request.user, found) for name in names] if keeps else [],
        "ends": accounting_access.year_ends(access.envelopes_for(request.user).filter(pk=pk)),
        "keeps": keeps,
    }
    return render(request, "funding/envelope.html", context)


@require_safe
def ledger(request: MemberRequest) -> HttpResponse:
    """The trial balance and every account that has moved."""
    access.check_books(request.user)
    page = Paginator(access.accounts(), ROWS).get_page(request.GET.get("page"))
    return render(
        request,
        "funding/ledger.html",
        {"totals": books.totals(), "page_obj": page, "query": "", "years": accounting_access.entry_years()},
    )


@require_safe
def entries(request: MemberRequest) -> HttpResponse:
    """Every entry with its transfers, newest first."""
    access.check_books(request.user)
    page = Paginator(access.entries(), ENTRIES).get_page(request.GET.get("page"))
    return render(request, "funding/entries.html", {"page_obj": page, "query": "", "dossier": None})


@require_safe
def dossier_entries(request: MemberRequest, pk: int) -> HttpResponse:
    """The entries of one dossier: its money's whole life."""
    dossier = access.get_kept(request.user, pk)
    page = Paginator(access.entries().filter(dossier=dossier), ENTRIES).get_page(request.GET.get("page"))
    return render(request, "funding/entries.html", {"page_obj": page, "query": "", "dossier": dossier})
