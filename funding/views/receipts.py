"""Payments as they come in: a provider's messages, what needs a human, money apart, claims."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from funding import access, actions, messages_of_providers, payment_access, tables, tasks
from funding.acts import button
from funding.models import EventState
from okote_flow.refusals import require
from okote_flow.requests import MemberRequest
from okote_flow.tables import serving

ROWS = 50


@login_not_required
@csrf_exempt  # a provider posts here by itself: its signature is the proof
@never_cache
@require_POST
def take_event(request: HttpRequest, provider: str) -> HttpResponse:
    """Keep a provider's message and say so; it is read afterwards. What is not believed is refused without effect."""
    if not ratelimit.consume(request, action="event"):
        return render(request, "429.html", status=429)
    require(actions.size_refusals(int(request.headers.get("Content-Length") or 0)))
    actions.take_event(provider=provider, raw=request.body, headers=request.headers, by=None)
    tasks.process_events.enqueue()
    return JsonResponse({"kept": True})


@require_safe
def payments(request: MemberRequest) -> HttpResponse:
    """What needs somebody: messages put aside, money to assign or to send back, claims."""
    access.check_books(request.user)
    context = {
        "events": payment_access.events_to_look_at()[:ROWS],
        "receipts": payment_access.receipts()[:ROWS],
        "claims": payment_access.claims(request.user)[:ROWS],
        "means": messages_of_providers.means(),
        "record": button("record_unidentified", request.user),
    }
    return render(request, "funding/payments.html", context)


@require_safe
def events(request: MemberRequest) -> HttpResponse:
    """Every message of a provider, newest first, or those of one state."""
    access.check_books(request.user)
    state = request.GET.get("etat", "")
    state = state if state in EventState.values else ""
    found = payment_access.events()
    page = Paginator(found.filter(state=state) if state else found, ROWS).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "query": f"etat={state}" if state else "",
        "states": EventState.choices,
        "state": state,
    }
    return render(request, "funding/events.html", context)


@require_safe
def events_csv(request: MemberRequest) -> HttpResponseBase:
    """The same messages for a spreadsheet, whole, without their bodies."""
    return serving.answer(request, tables.MESSAGES, "csv")


@require_safe
def event(request: MemberRequest, pk: int) -> HttpResponse:
    """One message as it came, what it did, or why not."""
    found = payment_access.get_event(request.user, pk)
    closed = found.state not in actions.TO_DO
    context = {
        "event": found,
        "body": messages_of_providers.legible(bytes(found.raw)),
        "payment": payment_access.payment_told_by(found),
        "buttons": [] if closed else [button(name, request.user, found) for name in ("replay_event", "dismiss_event")],
    }
    return render(request, "funding/event.html", context)
