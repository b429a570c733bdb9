"""Slips of elimination: those there are, a new one from what is due, one of them with its acts."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dossiers import files
from okote_flow import documents
from okote_flow.fields import attempt, status_of
from okote_flow.records import access, actions, acts, forms, listing, retention, slip_paper
from okote_flow.records.models import Slip, SlipState
from okote_flow.records.rules import Phase
from okote_flow.records.views.acts import PAGE
from okote_flow.requests import MemberRequest

PER_PAGE = 50
OFFERED = {
    SlipState.PROPOSED: ("send_slip", "withdraw_slip"),
    SlipState.SENT: ("record_visa", "refuse_visa", "withdraw_slip"),
    SlipState.CLEARED: ("execute_slip",),
}


@require_safe
def slips(request: MemberRequest) -> HttpResponse:
    page = Paginator(access.slips_for(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "query": "", "is_keeper": access.is_keeper(request.user)}
    return render(request, "records/slips.html", context)


@PAGE
def propose(request: MemberRequest) -> HttpResponse:
    """What is due, to be chosen from; what is frozen or listed already says so."""
    access.check_keeper(request.user)
    due = retention.in_phase(access.kept_for(request.user), Phase.DUE).order_by("state_since", "pk")
    page = Paginator(due, actions.LONGEST).get_page(request.GET.get("page"))
    form = forms.SlipForm(
        request.POST if request.method == "POST" else None, initial={"service": documents.imprint()["publisher"]}
    )
    said = request.POST.getlist("dossiers")
    chosen = {int(one) for one in said if one.isascii() and one.isdigit() and len(one) < 16}
    rows = list(page.object_list)
    asked = list(access.kept_for(request.user).filter(pk__in=chosen))  # also what is not due any more: it is named
    made = attempt(form, lambda: actions.propose_slip(dossiers=asked, by=request.user, **form.cleaned_data))
    if made is not None:
        messages.success(request, f"Le bordereau {made.number} est proposé. Rien n’est détruit avant le visa.")
        return redirect("records:slip", pk=made.pk)
    lines = listing.lines(rows, None)
    context = {"form": form, "page_obj": page, "query": "", "lines": lines, "chosen": chosen}
    return render(request, "records/propose.html", context, status=status_of(form))


@require_safe
def slip(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_slip(request.user, pk)
    names = OFFERED.get(SlipState(found.state), ()) if access.is_keeper(request.user) else ()
    context = {
        "slip": found,
        "items": found.items.all(),
        "buttons": acts.buttons(found, *names),
        "volume": slip_paper.volume(sum(one.size for one in found.items.all())),
    }
    return render(request, "records/slip.html", context)


@require_safe
def slip_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_slip(request.user, pk)
    return documents.as_pdf(slip_paper.made(found), f"bordereau-{found.number}.pdf")


@require_safe
def visa(request: MemberRequest, pk: int) -> FileResponse:
    """The scanned visa."""
    found: Slip = access.get_slip(request.user, pk)
    if not found.visa_file:
        raise Http404
    return files.as_file(found.visa_file, found.visa_name, found.visa_type)
