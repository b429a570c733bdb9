"""The one button of operations: "Avancer le temps"."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from okote_flow import clock
from okote_flow.operations import demo
from okote_flow.operations.sentences import refuse
from okote_flow.refusals import Refused
from okote_flow.requests import MemberRequest
from okote_flow.tags import instant

STEPS = {"1h": timedelta(hours=1), "1d": timedelta(days=1), "7d": timedelta(days=7), "15d": timedelta(days=15)}


@require_POST
def advance(request: MemberRequest) -> HttpResponse:
    """Move the demo world's time, do what came due, go back to the page."""
    if not settings.DEMO:
        raise Http404
    report = demo.advance(_wanted(request.POST.get("step", ""), request.POST.get("until", "")))
    messages.success(request, f"Nous sommes le {instant(report.at)}. {report.summary}")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        back = settings.LOGIN_REDIRECT_URL
    return redirect(back)


def _wanted(step: str, until: str) -> datetime:
    """The instant that the form asks for; a date alone is its morning."""
    if step in STEPS:
        return clock.now() + STEPS[step]
    day = _day(until)
    if day is None:
        raise Refused([refuse("time-unreadable")])
    return day


def _day(until: str) -> datetime | None:
    try:
        day = parse_date(until)
    except ValueError:
        return None
    return clock.local(day, 9) if day else None
