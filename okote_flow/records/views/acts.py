"""The acts: one page for each row of the table of acts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from okote_flow.fields import attempt, status_of
from okote_flow.records import access
from okote_flow.records.acts import ACTS
from okote_flow.requests import MemberRequest

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@PAGE
def act(request: MemberRequest, name: str, pk: int) -> HttpResponse:
    """Say what an act will do and ask what it needs; then do it, or say why not and keep what was typed."""
    access.check_reader(request.user)
    row = ACTS[name]
    target = row.find(request.user, pk)
    posted = request.POST if request.method == "POST" else None
    form = row.form(posted, request.FILES or None, initial=row.initial(target))
    if attempt(form, lambda: row.verb(target, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, row.done)
        return redirect(row.home(target))
    context = {
        "act": row,
        "form": form,
        "home": row.home(target),
        "refusals": [] if form.errors else list(row.reasons(request.user, target)),
    }
    return render(request, "records/act.html", context, status=status_of(form))
