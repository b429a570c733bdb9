"""To give: the form, the simulated payment page, what became of it. Open to everybody, without an account."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from funding import (
    access,
    actions,
    calculator,
    campaign_page,
    payment_access,
    providers,
    refund_access,
    refund_ways,
    showcase,
    tax_page,
)
from funding.counters import counter, percent
from funding.giving_forms import GiveForm, SimulatedForm
from funding.models import Campaign, Checkout
from okote_flow.fields import attempt, status_of

TRANSFER = (providers.TRANSFER, "Virement, avec une référence à indiquer")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """How much, by what means, and what a giver has to declare."""
    found = access.get_public_campaign(pk)
    if request.method == "POST" and not ratelimit.consume(request, action="give"):
        return render(request, "429.html", status=429)
    form = _form(request, found)
    checkout = attempt(form, lambda: actions.start_checkout(found, by=None, **form.asked()))
    if checkout is not None and attempt(form, lambda: actions.open_payment(checkout)) is not None:
        is_here = checkout.pay_page.startswith("/")
        return redirect(checkout.pay_page) if is_here else redirect("funding:given", token=checkout.token)
    cents = form.chosen_cents() if form.is_bound else None
    context = {
        "campaign": found,
        "form": form,
        "refusals": [] if form.errors else actions.asking_refusals(found),
        "becomes": calculator.becomes(counter(found), cents) if cents else None,
        "fee_percent": percent(found.fee_bps),
        "threshold_percent": percent(found.threshold_bps),
        "simulated": _is_simulated(),
        "asks_tip": _asks_tip(),
        "offers_receipt": not actions.offering_refusals(found),
    }
    return render(request, "funding/give.html", context, status=status_of(form))


def _form(request: HttpRequest, campaign: Campaign) -> GiveForm:
    provider = providers.chosen()
    ways = [(provider.code, provider.label), TRANSFER] if provider else [TRANSFER]
    chosen = {name: request.GET[name] for name in ("don", "montant") if name in request.GET}
    sent = request.POST if request.method == "POST" else None
    return GiveForm(sent, initial=chosen, minimum_cents=campaign.gift_min_cents, ways=ways)


def _is_simulated() -> bool:
    provider = providers.chosen()
    return provider is not None and provider.code == actions.SIMULATED


def _asks_tip() -> bool:
    provider = providers.chosen()
    return provider is not None and provider.asks_tip


@login_not_required
@never_cache
@require_safe
def given(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a gift: counted, refused, not confirmed yet, or a transfer to make. The return proves nothing."""
    checkout = payment_access.get_checkout(token)
    return render(request, "funding/given.html", _told(checkout))


def _told(checkout: Checkout) -> dict[str, object]:
    campaign = checkout.campaign
    payment = payment_access.payment_of(checkout)
    found = refund_access.refunds_of_gift(checkout.gift.pk) if checkout.gift is not None else []
    refunds = [refund_ways.line(one) for one in found]
    given_cents = checkout.gift.cents if checkout.gift is not None else 0
    return {
        "refunds": refunds,
        "is_partly_refunded": sum(one.refund.cents for one in refunds) < given_cents,
        "checkout": checkout,
        "campaign": campaign,
        "is_transfer": checkout.provider == providers.TRANSFER,
        "payment": payment,
        "counted": checkout.gift is not None,
        "is_play": _is_simulated() and checkout.provider == actions.SIMULATED,
        "apart": payment is not None and payment.state == "confirmed" and checkout.gift is None,
        "refused": payment is not None and payment.state == "dead",
        "counter": counter(campaign),
        "phase": showcase.phase_of(campaign),
        "ways": campaign_page.ways_of_giving(campaign),
        "threshold_percent": percent(campaign.threshold_bps),
        "tax": tax_page.told(checkout),
    }


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def simulated_checkout(request: HttpRequest, token: str) -> HttpResponse:
    """The payment page of the simulated provider. No money moves: whoever tries it says how it ends."""
    checkout = payment_access.get_simulated(token)
    form = SimulatedForm(request.POST if request.method == "POST" else None)
    told = attempt(form, lambda: actions.simulate_payment(checkout, by=None, **form.cleaned_data))
    if told is not None:
        return redirect("funding:given", token=token)
    context = {
        "checkout": checkout,
        "campaign": checkout.campaign,
        "form": form,
        "total_cents": checkout.cents + checkout.tip_cents,
        "is_paid": checkout.gift is not None,
    }
    return render(request, "funding/simulated.html", context, status=status_of(form))
