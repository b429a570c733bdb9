"""The committees: which ones I know, who sits in each and until when."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from committees import access, actions, help_access, lead_access, register, seat_guards, seat_pages
from committees.forms import EndForm, InstallForm
from okote_flow.accounts.access import accounts, check_administrator, is_administrator
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest

PAGE = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: MemberRequest) -> QueryDict | None:
    """What was typed, or None on a page that was only opened."""
    return request.POST if request.method == "POST" else None


def in_room(request: MemberRequest) -> bool:
    """Whether an act comes from the room where a meeting is held, and its page leads back there."""
    return "salle" in (request.POST.get("page"), request.GET.get("page"))


def to_meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """Back to where one was: the page of the meeting or its room."""
    return redirect("committees:room" if in_room(request) else "committees:meeting", pk=pk)


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
        "may_read_register": register.may_read(request.user, found),
        "keeps_leads": lead_access.rooms_of(request.user).filter(pk=found.pk).exists(),
        "follows": help_access.follows(request.user, found),
        "counts_leads": lead_access.may_count(request.user),
        "may_seat": is_administrator(request.user),
        "may_name": seat_guards.may_name(request.user, found),
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
    found = access.get_committee(request.user, code)
    mandate = access.get_mandate(found, pk)
    if not seat_pages.may_name(request.user, mandate.seat):
        raise Http404
    form = EndForm(posted(request))
    if attempt(form, lambda: actions.end_mandate(mandate, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "Le mandat prend fin.")
        return redirect("committees:committee", code=code)
    context = {"committee": found, "mandate": mandate, "form": form}
    return render(request, "committees/end_mandate.html", context, status=status_of(form))
