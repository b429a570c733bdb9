"""The item and its votes: put to the vote, cast, close, void, proclaim, count hands."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from committees import access, actions, guards, poll_guards, room
from committees.forms import (
    BallotForm,
    CountForm,
    ExtendForm,
    HandsForm,
    PollForm,
    ProclaimForm,
    ReasonForm,
    ReworkForm,
)
from committees.models import Choice, Poll, PollState, Seat, Wish
from committees.rolls import call_roll
from committees.views.bodies import PAGE, in_room, posted, to_meeting
from committees.views.meetings import meeting_page
from committees.views.sitting import room_page
from okote_flow import clock
from okote_flow.fields import attempt, status_of
from okote_flow.refusals import Onward, Refused
from okote_flow.requests import MemberRequest


@require_safe
def item(request: MemberRequest, pk: int) -> HttpResponse:
    """All that was said and voted on one item."""
    found = access.get_item(request.user, pk)
    context = {"meeting": found.meeting, "called": room.called(request.user, found)}
    return render(request, "committees/item.html", context)


@require_safe
def of_dossier(request: MemberRequest, pk: int) -> HttpResponse:
    """Where the vote on a dossier takes place, for whoever comes from their tasks."""
    dossier = access.get_judged(request.user, pk)
    called = guards.called_item(dossier)
    if called is None:
        return redirect("committees:engagement", pk=pk)
    return redirect("committees:meeting", pk=called.meeting_id)


@PAGE
def open_poll(request: MemberRequest, pk: int) -> HttpResponse:
    """The proposal: a ceiling for each partner within what is free, and conditions."""
    found = access.get_item(request.user, pk)
    form = PollForm(access.free_envelopes(found.dossier), posted(request))
    poll = attempt(form, lambda: actions.open_poll(found, by=request.user, **form.arguments()))
    if poll is not None:
        messages.success(request, "Le scrutin est ouvert.")
        return to_meeting(request, found.meeting_id)
    refusals = guards.polling_refusals(request.user, found, call_roll(found), {})
    context = {"item": found, "meeting": found.meeting, "form": form, "refusals": refusals}
    return render(request, "committees/open_poll.html", context, status=status_of(form))


SAME_LENGTH = 80
"""Whatever the choice, the page that asks to confirm it is as long: its size on the wire tells nothing."""


@require_POST
def cast(request: MemberRequest, pk: int) -> HttpResponse:
    poll = access.get_poll(request.user, pk)
    form = BallotForm(request.POST)
    if not form.is_valid():
        page = room_page if in_room(request) else meeting_page
        return page(request, access.get_meeting(request.user, poll.item.meeting_id), ballot_form=form)
    given, seat = form.arguments(), form.cleaned_data["seat"]
    whose: dict[str, Any] = {
        "by": request.user,
        "seat": access.get_seat(poll.item.meeting.committee, seat) if seat else None,
    }
    if poll.is_secret and poll.is_open and not poll.is_late and not form.cleaned_data["confirmed"]:
        return _confirm(request, poll, given["choice"], whose["seat"], given["client_uuid"])
    try:
        if poll.is_secret:
            actions.cast_secret(poll, choice=given["choice"], confirmed=True, **whose)
            messages.success(request, "Votre bulletin secret est dans l’urne. Il est définitif.")
        else:
            said = actions.cast_ballot(poll, **given, **whose).get_choice_display()
            messages.success(
                request, f"Votre vote est enregistré\u00a0: {said}. Il reste modifiable jusqu’à la clôture."
            )
    except Refused as refused:
        if refused.refusals[0].code == "poll-closed":
            actions.note_late_ballot(access.get_poll(request.user, pk), by=request.user)
            refused.onward = _result_of(poll)
        raise
    return to_meeting(request, poll.item.meeting_id)


def _result_of(poll: Poll) -> Onward:
    """Who comes too late is led on to what was decided without them."""
    subjects = f"{poll.item.meeting.subject} {poll.item.dossier.subject}"
    return Onward(reverse("committees:item", args=[poll.item_id]), "Voir le résultat du vote", "#point", subjects)


def _confirm(request: MemberRequest, poll: Poll, choice: Choice, seat: Seat | None, page: str) -> HttpResponse:
    """Nothing is in the urn yet: what would go in is read again."""
    length = len(choice.label.encode()) + len(choice.value)
    context = {
        "poll": poll,
        "item": poll.item,
        "meeting": poll.item.meeting,
        "seat": seat,
        "giver": room.lent_by(request.user, poll, seat),
        "said": choice.label,
        "given": {"choice": choice.value, "client_uuid": page},
        "in_room": in_room(request),
        "padding": "." * (SAME_LENGTH - length),
    }
    return render(request, "committees/confirm_secret.html", context)


@require_POST
def ask_vote(request: MemberRequest, pk: int) -> HttpResponse:
    """A member asks for a roll call or a secret vote."""
    found = access.get_item(request.user, pk)
    wish = request.POST.get("wish", "")
    if wish not in (Wish.ROLL_CALL, Wish.SECRET):
        messages.error(request, "Dites ce que vous demandez\u00a0: un appel nominal ou un vote secret.")
    else:
        made = actions.ask_vote(found, wish=Wish(wish), by=request.user)
        messages.success(request, f"Votre demande est notée\u00a0: {made.get_wish_display().lower()}.")
    return to_meeting(request, found.meeting_id)


@require_POST
def extend_poll(request: MemberRequest, pk: int) -> HttpResponse:
    """Some minutes more for a running poll."""
    poll = access.get_poll(request.user, pk)
    form = ExtendForm(request.POST)
    if form.is_valid():
        base = max(poll.closes_at or clock.now(), clock.now())
        end = base + timedelta(minutes=form.cleaned_data["minutes"])
        actions.extend_poll(poll, closes_at=end, by=request.user)
        messages.success(request, f"Le vote se termine à {end.astimezone(clock.PARIS):%H h %M}.")
    else:
        messages.error(request, "Indiquez de combien de minutes le vote est prolongé.")
    return to_meeting(request, poll.item.meeting_id)


@PAGE
def count_hands(request: MemberRequest, pk: int) -> HttpResponse:
    """The main vote by show of hands: the proposal, and the hands counted in the room."""
    found = access.get_item(request.user, pk)
    form = CountForm(access.free_envelopes(found.dossier), posted(request))
    poll = attempt(form, lambda: actions.count_hands(found, by=request.user, **form.arguments()))
    if poll is not None:
        messages.success(request, "Le vote à main levée est compté.")
        return to_meeting(request, found.meeting_id)
    call = call_roll(found)
    context = {"item": found, "meeting": found.meeting, "form": form, "voices": len(call.roll.voters)}
    refusals = list(poll_guards.counting_refusals(request.user, found, call, {}))
    return render(request, "committees/count_hands.html", context | {"refusals": refusals}, status=status_of(form))


@require_POST
def close_poll(request: MemberRequest, pk: int) -> HttpResponse:
    poll = actions.close_poll(access.get_poll(request.user, pk), by=request.user)
    if poll.status == PollState.VOID:
        messages.error(request, f"Le scrutin est annulé. {poll.void_reason}")
    else:
        messages.success(request, "Le scrutin est clos et dépouillé.")
    return to_meeting(request, poll.item.meeting_id)


@PAGE
def void_poll(request: MemberRequest, pk: int) -> HttpResponse:
    poll = access.get_poll(request.user, pk)
    form = ReasonForm(posted(request))
    if attempt(form, lambda: actions.void_poll(poll, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "Le scrutin est annulé. Un nouveau tour peut s’ouvrir.")
        return to_meeting(request, poll.item.meeting_id)
    refusals = list(guards.voiding_refusals(request.user, poll, call_roll(poll.item)))
    context = {"item": poll.item, "meeting": poll.item.meeting, "form": form, "refusals": refusals}
    return render(request, "committees/void_poll.html", context, status=status_of(form))


@PAGE
def proclaim(request: MemberRequest, pk: int) -> HttpResponse:
    """Say what the vote decided; the page says first what will happen."""
    poll = access.get_poll(request.user, pk)
    form = ProclaimForm(posted(request))
    said = attempt(form, lambda: actions.proclaim(poll, by=request.user, **form.cleaned_data))
    if said is not None:
        messages.success(request, f"La décision est proclamée\u00a0: {said.get_verdict_display().lower()}.")
        return to_meeting(request, poll.item.meeting_id)
    called = room.called(request.user, poll.item)
    context = {
        "item": poll.item,
        "meeting": poll.item.meeting,
        "round": called.counted,
        "form": form,
        "refusals": list(guards.proclaiming_refusals(request.user, poll, call_roll(poll.item))),
    }
    return render(request, "committees/proclaim.html", context, status=status_of(form))


HANDS = {
    "postpone": ("Ajourner", HandsForm, actions.postpone_item),
    "rework": ("Demander à retravailler", ReworkForm, actions.rework_item),
}


@PAGE
def hands(request: MemberRequest, pk: int, purpose: str) -> HttpResponse:
    """A show of hands: postpone to the next meeting, or send back with questions."""
    if purpose not in HANDS:
        raise Http404
    label, form_class, verb = HANDS[purpose]
    found = access.get_item(request.user, pk)
    form = form_class(posted(request))
    counted = attempt(form, lambda: verb(found, by=request.user, **form.cleaned_data))
    if counted is not None:
        messages.success(
            request, "Adopté à main levée." if counted.adopted else "Non adopté\u00a0: le point continue."
        )
        return to_meeting(request, found.meeting_id)
    call = call_roll(found)
    context = {
        "item": found,
        "meeting": found.meeting,
        "form": form,
        "act": label,
        "voices": len(call.roll.voters),
        "refusals": list(guards.hands_refusals(request.user, found, call)),
    }
    return render(request, "committees/hands.html", context, status=status_of(form))
