"""The item and its votes: put to the vote, cast, close, void, proclaim, count hands."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from committees import access, actions, guards, room
from committees.forms import BallotForm, HandsForm, PollForm, ProclaimForm, ReasonForm, ReworkForm
from committees.models import PollState
from committees.rolls import call_roll
from committees.views.bodies import PAGE, posted
from committees.views.meetings import meeting_page
from okote_flow.fields import attempt, status_of
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
        return redirect("committees:meeting", pk=found.meeting_id)
    refusals = guards.polling_refusals(request.user, found, call_roll(found), {})
    context = {"item": found, "meeting": found.meeting, "form": form, "refusals": refusals}
    return render(request, "committees/open_poll.html", context, status=status_of(form))


@require_POST
def cast(request: MemberRequest, pk: int) -> HttpResponse:
    poll = access.get_poll(request.user, pk)
    form = BallotForm(request.POST)
    if not form.is_valid():
        return meeting_page(request, access.get_meeting(request.user, poll.item.meeting_id), ballot_form=form)
    ballot = actions.cast_ballot(poll, by=request.user, **form.arguments())
    said = ballot.get_choice_display()
    messages.success(request, f"Votre vote est enregistré\u00a0: {said}. Il reste modifiable jusqu’à la clôture.")
    return redirect("committees:meeting", pk=poll.item.meeting_id)


@require_POST
def close_poll(request: MemberRequest, pk: int) -> HttpResponse:
    poll = actions.close_poll(access.get_poll(request.user, pk), by=request.user)
    if poll.status == PollState.VOID:
        messages.error(request, f"Le scrutin est annulé. {poll.void_reason}")
    else:
        messages.success(request, "Le scrutin est clos et dépouillé.")
    return redirect("committees:meeting", pk=poll.item.meeting_id)


@PAGE
def void_poll(request: MemberRequest, pk: int) -> HttpResponse:
    poll = access.get_poll(request.user, pk)
    form = ReasonForm(posted(request))
    if attempt(form, lambda: actions.void_poll(poll, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "Le scrutin est annulé. Un nouveau tour peut s’ouvrir.")
        return redirect("committees:meeting", pk=poll.item.meeting_id)
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
        return redirect("committees:meeting", pk=poll.item.meeting_id)
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
        return redirect("committees:meeting", pk=found.meeting_id)
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
