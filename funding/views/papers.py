"""The money on paper: calls for funds, settlement sheets, payment notices."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from funding import access, bank_access, papers
from okote_flow import documents
from okote_flow.requests import MemberRequest

ROWS = 50


@require_safe
def calls(request: MemberRequest) -> HttpResponse:
    """Every call for funds that this reader may see."""
    access.check_answers_for_money(request.user)
    found = bank_access.calls_for(request.user).defer("file")
    context = {"page_obj": Paginator(found, ROWS).get_page(request.GET.get("page")), "query": ""}
    return render(request, "funding/calls.html", context)


@require_safe
def call_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    """The document as it was made."""
    call = bank_access.get_call(request.user, pk)
    return documents.as_pdf(bytes(call.file), f"{call.reference}.pdf")


@require_safe
def settlement_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    """Of an approved settlement. Raises Http404 before."""
    settlement = access.get_settlement(request.user, pk)
    if settlement.approved_at is None:
        raise Http404
    made = papers.settlement_sheet(settlement)
    return documents.as_pdf(made, f"decompte-{settlement.campaign.dossier.number}.pdf")


@require_safe
def notice_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    """Of a paid order, for the structure too. Raises Http404 before."""
    order = access.get_order(request.user, pk)
    if order.state != "paid":
        raise Http404
    return documents.as_pdf(papers.payment_notice(order), f"avis-{order.key}.pdf")
