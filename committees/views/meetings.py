"""Meetings: the list, one meeting's page, and the acts that prepare and run it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from committees import access, actions, agenda, guards, month, pauses, places_taken, room, seating
from committees.forms import (
    BallotForm,
    ConveneForm,
    EditMeetingForm,
    HandOverForm,
    ItemForm,
    PlanForm,
    PresenceForm,
    ReasonForm,
)
from committees.models import ItemState, Meeting, PresenceMode
from committees.models.bodies import VOTE
from committees.views.bodies import PAGE, posted, to_meeting
from okote_flow import panels
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest


@require_safe
def meetings(request: MemberRequest) -> HttpResponse:
    """My committees' meetings: those to come, then the last ones held."""
    found = access.meetings_for(request.user).for_list()
    context = {
        "coming": found.coming(),
        "past": found.past()[:20],
        "bodies": access.runs(request.user),
    }
    return render(request, "committees/meetings.html", context)


@require_safe
def calendar(request: MemberRequest) -> HttpResponse:
    """A month of my committees' meetings, and the last days on which to convene those that I prepare."""
    found = month.of(request.user, month.first_of(request.GET.get("mois", "")))
    return render(request, "committees/calendar.html", {"month": found})


@PAGE
def plan(request: MemberRequest, code: str) -> HttpResponse:
    committee = access.get_committee(request.user, code)
    form = PlanForm(posted(request))
    meeting = attempt(form, lambda: actions.plan_meeting(committee, by=request.user, **form.arguments()))
    if meeting is not None:
        messages.success(request, "La séance est prévue. Composez son ordre du jour, puis convoquez.")
        return redirect("committees:meeting", pk=meeting.pk)
    refusals = list(guards.bureau_refusals(request.user, committee))
    context = {"committee": committee, "first": None, "form": form, "refusals": refusals}
    return render(request, "committees/plan.html", context, status=status_of(form))


@PAGE
def call_again(request: MemberRequest, pk: int) -> HttpResponse:
    """A second meeting on what lacked its quorum."""
    first = access.get_meeting(request.user, pk)
    form = PlanForm(posted(request), initial={"place": first.place})
    again = attempt(form, lambda: actions.call_again(first, by=request.user, **form.arguments()))
    if again is not None:
        messages.success(
            request, "La seconde séance est prévue, sur les points qui ont manqué de quorum. Convoquez-la."
        )
        return redirect("committees:meeting", pk=again.pk)
    refusals = list(guards.second_call_refusals(request.user, first))
    context = {"committee": first.committee, "first": first, "form": form, "refusals": refusals}
    return render(request, "committees/plan.html", context, status=status_of(form))


@require_safe
def meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """Agenda, presences, and the item called with its vote."""
    return meeting_page(request, access.get_meeting(request.user, pk))


def meeting_page(
    request: MemberRequest, found: Meeting, *, item_form: ItemForm | None = None, ballot_form: BallotForm | None = None
) -> HttpResponse:
    """The page, with the form that was sent to one of its addresses and could not be taken."""
    bureau = access.runs(request.user).filter(pk=found.committee_id).exists()
    lines = room.agenda(request.user, found)
    opened = next((line for line in lines if line.dossier and line.item.status == ItemState.OPENED), None)
    seats = places_taken.seats(request.user, found, bureau=bureau)
    context: dict[str, Any] = {
        "meeting": found,
        "bureau": bureau,
        "convocation": access.convocation_of(request.user, found),
        "lines": lines,
        "points": agenda.points(found, lines),
        "seats": seats,
        "chair": places_taken.chair(found, seats),
        "second": None if found.is_ahead or found.is_open else access.second_of(request.user, found),
        "has_voice": access.may(request.user, VOTE, found.committee),
        "is_called": any(line.item.status == ItemState.OPENED for line in lines),
        "called": None,
        "refusals": _refusals(request, found) if bureau else {},
        "item_form": item_form
        or (ItemForm(access.awaiting_agenda(request.user, found.committee)) if bureau else None),
    }
    if opened is not None:
        called = room.called(request.user, opened.item)
        context["called"] = replace(called, ballot_form=called.ballot_form and (ballot_form or called.ballot_form))
    context["panels"] = panels.render("meeting", request, found)
    sent = context["sent"] = item_form or ballot_form
    return render(request, "committees/meeting.html", context, status=status_of(sent) if sent else 200)


def _refusals(request: MemberRequest, found: Meeting) -> dict[str, Any]:
    """Why the next act on this meeting is closed, for whoever prepares it."""
    if found.is_sitting:
        return {"close": list(guards.closing_refusals(request.user, found))}
    if not found.is_ahead:
        return {
            "again": list(guards.second_call_refusals(request.user, found)),
            "carry": list(pauses.carrying_refusals(request.user, found)),
        }
    if found.convened_at is None:
        return {"convene": list(guards.convene_refusals(request.user, found))}
    return {"open": list(guards.opening_refusals(request.user, found))}


@PAGE
def convene(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_meeting(request.user, pk)
    form = ConveneForm(posted(request))
    if attempt(form, lambda: actions.convene(found, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "Les membres sont convoqués.")
        return redirect("committees:meeting", pk=pk)
    refusals = list(guards.convene_refusals(request.user, found))
    context = {"meeting": found, "form": form, "refusals": refusals, "act": "Convoquer les membres"}
    return render(request, "committees/meeting_act.html", context, status=status_of(form))


@PAGE
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_meeting(request.user, pk)
    form = EditMeetingForm(found, posted(request))
    if attempt(form, lambda: actions.edit_meeting(found, by=request.user, **form.arguments())) is not None:
        messages.success(request, "La séance est modifiée.")
        return redirect("committees:meeting", pk=pk)
    refusals = list(guards.cancelling_refusals(request.user, found))
    context = {"meeting": found, "form": form, "refusals": refusals, "act": "Modifier la séance"}
    return render(request, "committees/meeting_act.html", context, status=status_of(form))


@PAGE
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_meeting(request.user, pk)
    form = ReasonForm(posted(request))
    if attempt(form, lambda: actions.cancel_meeting(found, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "La séance est annulée. Ses dossiers attendent un autre ordre du jour.")
        return redirect("committees:meetings")
    refusals = list(guards.cancelling_refusals(request.user, found))
    context = {"meeting": found, "form": form, "refusals": refusals, "act": "Annuler la séance"}
    return render(request, "committees/meeting_act.html", context, status=status_of(form))


@require_POST
def open_meeting(request: MemberRequest, pk: int) -> HttpResponse:
    actions.open_meeting(access.get_meeting(request.user, pk), by=request.user)
    messages.success(request, "La séance est ouverte.")
    return to_meeting(request, pk)


@require_POST
def close(request: MemberRequest, pk: int) -> HttpResponse:
    closed = actions.close_meeting(access.get_meeting(request.user, pk), by=request.user)
    second = access.second_of(request.user, closed)
    then = " Une seconde séance est préparée\u00a0: confirmez sa date, puis convoquez." if second else ""
    messages.success(request, f"La séance est levée.{then}")
    return redirect("committees:meeting", pk=pk)


@require_POST
def add_item(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_meeting(request.user, pk)
    form = ItemForm(access.awaiting_agenda(request.user, found.committee), request.POST)
    if not form.is_valid():
        return meeting_page(request, found, item_form=form)
    item = actions.add_item(found, by=request.user, **form.cleaned_data)
    messages.success(request, f"«\u00a0{item.dossier.title}\u00a0» est à l’ordre du jour.")
    return to_meeting(request, pk)


@require_POST
def remove_item(request: MemberRequest, pk: int) -> HttpResponse:
    item = actions.remove_item(access.get_item(request.user, pk), by=request.user)
    messages.success(request, "Le point est retiré de l’ordre du jour.")
    return to_meeting(request, item.meeting_id)


@require_POST
def ask_debate(request: MemberRequest, pk: int) -> HttpResponse:
    item = actions.ask_debate(access.get_item(request.user, pk), by=request.user)
    messages.success(request, f"Le point {item.position} sera débattu.")
    return to_meeting(request, item.meeting_id)


@require_POST
def call_item(request: MemberRequest, pk: int) -> HttpResponse:
    item = actions.open_item(access.get_item(request.user, pk), by=request.user)
    messages.success(request, f"Le point {item.position} est appelé.")
    return to_meeting(request, item.meeting_id)


@require_POST
def leave_item(request: MemberRequest, pk: int) -> HttpResponse:
    item = actions.leave_item(access.get_item(request.user, pk), by=request.user)
    messages.success(request, f"Le point {item.position} est laissé\u00a0: il pourra être rappelé.")
    return to_meeting(request, item.meeting_id)


@require_POST
def record_presence(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody arrives, in the room or remote, or leaves."""
    found = access.get_meeting(request.user, pk)
    form = PresenceForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        seat = access.get_seat(found.committee, given["seat"])
        user = seating.person_of(seat, given["user"]) if given["user"] else None
        if given["user"] and user is None:
            raise Http404
        if given["mode"] == "left":
            actions.record_leave(found, seat=seat, by=request.user)
        elif given["mode"] == "lost":
            actions.lose_connection(found, seat=seat, by=request.user)
            messages.success(request, f"Connexion perdue\u00a0: {seat.label}. Ce siège a deux minutes pour revenir.")
        else:
            actions.record_presence(found, seat=seat, mode=PresenceMode(given["mode"]), by=request.user, user=user)
    else:
        messages.error(request, "La présence n’est pas notée\u00a0: dites qui arrive ou part, et comment.")
    return to_meeting(request, pk)


@require_POST
def hand_over(request: MemberRequest, pk: int) -> HttpResponse:
    """A seat passes between its holder and their substitute."""
    found = access.get_meeting(request.user, pk)
    form = HandOverForm(request.POST)
    if form.is_valid():
        seat = access.get_seat(found.committee, form.cleaned_data["seat"])
        arrived = actions.hand_over(found, seat=seat, mode=PresenceMode(form.cleaned_data["mode"]), by=request.user)
        messages.success(request, f"{arrived.user} siège désormais sur ce siège.")
    else:
        messages.error(request, "Le siège n’a pas changé de main\u00a0: dites lequel.")
    return to_meeting(request, pk)
