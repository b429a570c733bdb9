"""Time stands still during a request; a refused act becomes a page that says why."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from okote_flow import clock
from okote_flow.refusals import Refused

Respond = Callable[[HttpRequest], HttpResponse]


class ClockMiddleware:
    """One business instant per request: what is checked, written and shown agree."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clock.frozen(clock.now()):
            return self.get_response(request)


class RefusalMiddleware:
    """Turn a refused act into a page, a fragment for htmx or a sentence for a script.

    No view catches Refused to answer it otherwise.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if request.headers.get("Accept") == "application/json":
            said = " ".join(refusal.message for refusal in exception.refusals)
            return JsonResponse({"state": "refused", "said": said}, status=409)
        template = "_refused_fragment.html" if request.headers.get("HX-Request") else "refused.html"
        return render(request, template, {"refusals": exception.refusals, "onward": exception.onward}, status=409)
