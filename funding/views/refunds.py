"""What is owed back to donors: how each refund goes, how far it is, what it lacks; and the donor's own page of it."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dossiers.access import key_refusals
from dossiers.lifecycle import Keeper
from funding import access, actions, payment_access, refund_access, refund_ways, tables
from funding.acts import button
from funding.refund_forms import OwnAccountForm
from funding.refund_ways import Standing
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest
from okote_flow.tables import serving

ROWS = 50
BUTTONS = ("ask_provider_refunds", "compose_refund_batch", "confirm_refunds")


def _state(request: HttpRequest) -> str:
    said = request.GET.get("etat", "")
    return said if said in Standing.values else ""


@require_safe
def refunds(request: MemberRequest, pk: int) -> HttpResponse:
    """Every refund of a campaign, or those of one standing, with the sums of each."""
    dossier = access.get_kept(request.user, pk)
    found, state = access.campaign_of(dossier), _state(request)
    page = Paginator(refund_access.refunds_of(found, state), ROWS).get_page(request.GET.get("page"))
    totals = refund_ways.totals(found)
    pending_cents = sum(one.cents for one in totals if one.value != Standing.SENT)
    context = {
        "dossier": dossier,
        "page_obj": page,
        "lines": [refund_ways.line(one) for one in page.object_list],
        "query": f"etat={state}" if state else "",
        "state": state,
        "totals": totals,
        "pending_cents": pending_cents,
        "batches": refund_access.batches_of(found),
        "buttons": [button(name, request.user, dossier) for name in BUTTONS] if pending_cents else [],
        "may_write": not actions.refund_writing_refusals(dossier, request.user),
        "may_send": not list(key_refusals(request.user, dossier, Keeper.TREASURER)),
    }
    return render(request, "funding/refunds.html", context)


@require_safe
def refunds_csv(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The same list for a spreadsheet, whole."""
    return serving.answer(request, tables.REFUNDS, "csv", dossier=pk)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_account(request: HttpRequest, token: str) -> HttpResponse:
    """A donor says to which account a refund goes. Whoever holds the token of the gift."""
    checkout = payment_access.get_checkout(token)
    if request.method == "POST" and not ratelimit.consume(request, action="give"):
        return render(request, "429.html", status=429)
    form = OwnAccountForm(request.POST if request.method == "POST" else None)
    if attempt(form, lambda: actions.tell_refund_account(checkout, by=None, **form.cleaned_data)) is not None:
        messages.success(request, "Votre IBAN est enregistré.")
        return redirect("funding:given", token=token)
    refusals = [] if form.errors else actions.own_account_refusals(checkout)
    context = {"checkout": checkout, "campaign": checkout.campaign, "form": form, "refusals": refusals}
    return render(request, "funding/own_account.html", context, status=status_of(form))
