"""The criteria grid, version by version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dossiers.programme import criteria
from okote_flow import clock
from okote_flow.administration import access, actions
from okote_flow.administration.actions.grids import last_criteria, mark
from okote_flow.administration.forms.grids import GridForm
from okote_flow.administration.views.saving import PAGE, posted
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest


@require_safe
def grids(request: MemberRequest) -> HttpResponse:
    """What is asked today, and every version."""
    context = {"grids": access.grids(request.user), "criteria": criteria(), "today": clock.today()}
    return render(request, "administration/grids.html", context)


@require_safe
def grid(request: MemberRequest, pk: int) -> HttpResponse:
    """One version, as a member of a committee will find it on their sheet."""
    found = access.get_grid(request.user, pk)
    change = access.changes(request.user, "grid", str(pk)).last()
    return render(request, "administration/grid.html", {"grid": found, "change": change, "today": clock.today()})


@PAGE
def new_grid(request: MemberRequest) -> HttpResponse:
    """Word the next version; it is previewed as it is typed, before it is kept."""
    access.check_keeper(request.user)
    form = GridForm(last_criteria(), mark(), posted(request))
    preview = request.POST.get("act") == "preview"
    if not preview:
        made = attempt(form, lambda: actions.adopt_grid(by=request.user, **form.arguments()))
        if made is not None:
            messages.success(request, "La grille est enregistrée.")
            return redirect("administration:grid", pk=made.pk)
    lines = form.lines() if preview and form.is_valid() else []
    return render(request, "administration/new_grid.html", {"form": form, "lines": lines}, status=status_of(form))
