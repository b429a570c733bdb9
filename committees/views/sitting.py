"""The room where a meeting is held: each person's page, what is projected, breaks, what is left for later."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from committees import access, actions, pauses
from committees import hall as halls
from committees.forms import BallotForm, CarryForm, SuspendForm
from committees.models import Meeting
from committees.views.bodies import PAGE, posted, to_meeting
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest, is_live


@require_safe
def room(request: MemberRequest, pk: int) -> HttpResponse:
    """What the reader has to do now; for who stands aside from the point called, the corridor."""
    return room_page(request, access.get_meeting(request.user, pk))


def room_page(request: MemberRequest, found: Meeting, *, ballot_form: BallotForm | None = None) -> HttpResponse:
    """The page, with the ballot that was sent from it and could not be taken."""
    hall = halls.hall(request.user, found)
    called = hall.called
    if called is not None and ballot_form is not None and called.ballot_form:
        called = replace(called, ballot_form=ballot_form)
    context: dict[str, Any] = {
        "meeting": found,
        "hall": hall,
        "called": called,
        "bureau": hall.bureau,
        "in_room": True,
        "sent": ballot_form,
    }
    return render(request, "committees/room.html", context, status=status_of(ballot_form) if ballot_form else 200)


@require_safe
def projection(request: MemberRequest, pk: int) -> HttpResponse:
    """For the whole room to read from afar: nothing of the reader's own, nothing of a point they stand aside from."""
    found = access.get_meeting(request.user, pk)
    hall = halls.hall(request.user, found)
    shell = "_vif.html" if is_live(request) else "_projection.html"
    context = {"meeting": found, "hall": hall, "called": hall.called, "coquille": shell}
    return render(request, "committees/projection.html", context)


@PAGE
def suspend(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_meeting(request.user, pk)
    form = SuspendForm(posted(request))
    if attempt(form, lambda: actions.suspend_meeting(found, by=request.user, **form.arguments())) is not None:
        messages.success(request, "La séance est suspendue. Rien ne se vote avant la reprise.")
        return redirect("committees:room", pk=pk)
    refusals = halls.suspending(request.user, found)
    context = {"meeting": found, "form": form, "refusals": refusals, "act": "Suspendre la séance"}
    return render(request, "committees/meeting_act.html", context, status=status_of(form))


@require_POST
def resume(request: MemberRequest, pk: int) -> HttpResponse:
    actions.resume_meeting(access.get_meeting(request.user, pk), by=request.user)
    messages.success(request, "La séance reprend.")
    return to_meeting(request, pk)


@PAGE
def carry_over(request: MemberRequest, pk: int) -> HttpResponse:
    """What was not reached goes on a later agenda."""
    found = access.get_meeting(request.user, pk)
    form = CarryForm(access.later_agendas(request.user, found), posted(request))
    moved = attempt(form, lambda: actions.carry_over(found, by=request.user, **form.cleaned_data))
    if moved is not None:
        count = len(moved)
        messages.success(request, f"{count} point{'s' if count > 1 else ''} à l’ordre du jour de cette séance.")
        return redirect("committees:meeting", pk=form.cleaned_data["to"].pk)
    refusals = list(pauses.carrying_refusals(request.user, found))
    context = {"meeting": found, "form": form, "refusals": refusals, "act": "Reporter les points non abordés"}
    return render(request, "committees/meeting_act.html", context, status=status_of(form))
