"""What every page of the administration does alike: a form that is saved."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest

PAGE = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None


@dataclass(frozen=True, slots=True)
class Desk:
    """How a form's page is called and where one comes from and goes."""

    title: str
    back: str
    back_label: str
    verb: str = "Enregistrer"
    said: str = "C’est enregistré."
    lead: str = ""


def save(request: MemberRequest, form: forms.Form, act: Callable[[], Any], desk: Desk) -> HttpResponse:
    """Show a form, or do what it asks and go back; what was typed stays when it is refused."""
    if attempt(form, act) is not None:
        messages.success(request, desk.said)
        return redirect(desk.back)
    return render(request, "administration/form.html", {"form": form, "desk": desk}, status=status_of(form))
