"""Batches of transfers: those made, a new one, one of them with its approvals, its file."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from funding import access, actions, bank_access, offers
from funding.forms import BatchForm
from funding.views.acts import PAGE, posted
from okote_flow.directory.models import Office
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest

ROWS = 30


@PAGE
def batches(request: MemberRequest) -> HttpResponse:
    """Every batch, and the form that gathers approved orders into a new one."""
    access.check_books(request.user)
    waiting = bank_access.orders_to_gather(request.user)
    form = BatchForm(waiting, posted(request))
    made = attempt(form, lambda: actions.compose_batch(by=request.user, **_given(form)))
    if made is not None:
        messages.success(request, "Le lot est composé. Deux autres personnes l’approuvent.")
        return redirect("funding:batch", pk=made.pk)
    context = {
        "form": form,
        "waiting": list(waiting),
        "refusals": [] if form.errors else list(access.office_refusals(request.user, Office.TREASURER)),
        "page_obj": Paginator(bank_access.batches_for(request.user), ROWS).get_page(request.GET.get("page")),
        "query": "",
    }
    return render(request, "funding/batches.html", context, status=status_of(form))


def _given(form: BatchForm) -> dict[str, Any]:
    return {"orders": list(form.cleaned_data["orders"]), "due_on": form.cleaned_data["due_on"]}


@require_safe
def batch(request: MemberRequest, pk: int) -> HttpResponse:
    """What the file says, line by line, as the bank will read it; who approved it."""
    found = bank_access.get_batch(request.user, pk)
    context = {"batch": found, "lines": found.lines.all(), "buttons": offers.of_batch(request.user, found)}
    return render(request, "funding/batch.html", context)


@require_safe
def batch_file(request: MemberRequest, pk: int) -> HttpResponse:
    """The file for the bank, once approved: the same bytes each time. Raises Http404 before."""
    found = bank_access.get_batch(request.user, pk)
    if not found.has_file:
        raise Http404
    response = HttpResponse(found.content, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{found.key}.xml"'
    response["Cache-Control"] = "private, no-store"
    return response
