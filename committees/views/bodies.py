"""The committees: which ones I know, who sits in each and until when."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from committees import access, actions
from committees.forms import EndForm, InstallForm
from okote_flow.accounts.access import accounts, check_administrator, is_administrator
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest

PAGE = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: MemberRequest) -> QueryDict | None:
    """What was typed, or None on a page that was only opened."""
    return request.POST if request.method == "POST" else None


@require_safe
def committees(request: MemberRequest) -> HttpResponse:
    found = access.committees_for(request.user).select_related("territory")
    return render(request, "committees/committees.html", {"committees": found})


@require_safe
def committee(request: MemberRequest, code: str) -> HttpResponse:
    """Its seats by precedence, each with its present holder and the terms before."""
    found = access.get_committee(request.user, code)
    context = {
        "committee": found,
        "seats": access.seats_with_terms(found),
        "meetings": access.meetings_for(request.user).filter(committee=found).for_list()[:10],
        "may_plan": access.runs(request.user).filter(pk=found.pk).exists(),
        "may_seat": is_administrator(request.user),
    }
    return render(request, "committees/committee.html", context)


@PAGE
def install(request: MemberRequest, code: str) -> HttpResponse:
    """A new seat and its holder: the administrator of accounts alone."""
    check_administrator(request.user)
    found = access.get_committee(request.user, code)
    form = InstallForm(accounts().filter(is_active=True), posted(request))
    if attempt(form, lambda: actions.install(found, by=request.user, **form.arguments())) is not None:
        messages.success(request, "Le mandat est confié.")
        return redirect("committees:committee", code=code)
    return render(request, "committees/install.html", {"committee": found, "form": form}, status=status_of(form))


@PAGE
def end_mandate(request: MemberRequest, code: str, pk: int) -> HttpResponse:
    check_administrator(request.user)
    found = access.get_committee(request.user, code)
    mandate = access.get_mandate(found, pk)
    form = EndForm(posted(request))
    if attempt(form, lambda: actions.end_mandate(mandate, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "Le mandat prend fin.")
        return redirect("committees:committee", code=code)
    context = {"committee": found, "mandate": mandate, "form": form}
    return render(request, "committees/end_mandate.html", context, status=status_of(form))
