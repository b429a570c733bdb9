"""What every page of the administration does alike: a form that is saved, a table that leaves as a file."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest
from okote_flow.sheets import Sheet, csv_lines, write_xlsx

PAGE = require_http_methods(["GET", "HEAD", "POST"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


def as_file(sheet: Sheet, ending: str) -> HttpResponseBase:
    """A table as CSV, line by line, or as XLSX."""
    if ending == "xlsx":
        file = BytesIO()
        write_xlsx(sheet, file)
        response: HttpResponseBase = HttpResponse(file.getvalue(), content_type=XLSX)
    else:
        response = StreamingHttpResponse(csv_lines(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{sheet.name}.{ending}"'
    return response
