"""The books in detail: one account, one entry, the months, the accounting export, the way of one gift."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from funding import access, accounting_access, euro, fec
from funding.acts import button
from okote_flow.requests import MemberRequest

ROWS = 50


@require_safe
def account(request: MemberRequest, pk: int) -> HttpResponse:
    """One account with every movement that made its balance."""
    found = accounting_access.get_account(request.user, pk)
    page = Paginator(accounting_access.transfers_of(found), ROWS).get_page(request.GET.get("page"))
    return render(request, "funding/account.html", {"account": found, "page_obj": page, "query": ""})


@require_safe
def entry(request: MemberRequest, pk: int) -> HttpResponse:
    """One entry, what it reverses, what reverses it, and the way to reverse it."""
    found = accounting_access.get_entry(request.user, pk)
    context = {
        "entry": found,
        "reversal": getattr(found, "reversal", None),
        "buttons": [button("reverse_entry", request.user, found)],
    }
    return render(request, "funding/entry.html", context)


@require_safe
def periods(request: MemberRequest) -> HttpResponse:
    """Month by month: what was written, what is locked."""
    access.check_books(request.user)
    done = accounting_access.periods()
    written = {month: (count, cents) for month, count, cents in accounting_access.monthly_entries()}
    months = sorted(done.keys() | written.keys(), reverse=True)
    rows = [(month, *written.get(month, (0, 0)), done.get(month)) for month in months]
    context = {"rows": rows, "buttons": [button("lock_period", request.user)]}
    return render(request, "funding/periods.html", context)


@require_safe
def fec_page(request: MemberRequest, year: int) -> HttpResponse:
    """What the accounting export of a year holds, whether it is right, and which account stands for what."""
    accounting_access.get_open_year(request.user, year)
    context = {
        "year": year,
        "years": accounting_access.entry_years(),
        "summary": fec.summary(fec.rows(year)),
        "mapping": [(role.label, ledger) for role, ledger in fec.MAPPING.items()],
    }
    return render(request, "funding/fec.html", context)


@require_safe
def fec_file(request: MemberRequest, year: int) -> HttpResponse:
    """The export as a file; none leaves that is not right."""
    accounting_access.get_open_year(request.user, year)
    found = list(fec.rows(year))
    if fec.summary(found).faults:
        raise Http404
    response = HttpResponse(fec.text(found), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="FEC{year}1231.txt"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def follow(request: MemberRequest, pk: int) -> HttpResponse:
    """Follow one gift from the donor's euro to the project's account."""
    gift = access.get_gift(request.user, pk)
    context = {"gift": gift, "dossier": gift.campaign.dossier, "way": euro.way(gift)}
    return render(request, "funding/follow.html", context)
