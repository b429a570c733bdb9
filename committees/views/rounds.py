"""What is done to a running vote: amend it, give a voice back, stop it for a withdrawal."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from committees import access, actions, amending, guards
from committees.forms import ReasonForm
from committees.models import Poll
from committees.rolls import call_roll
from committees.round_forms import AmendForm, VoiceForm
from committees.views.bodies import PAGE, posted, to_meeting
from okote_flow.fields import attempt, status_of
from okote_flow.refusals import Refusal
from okote_flow.requests import MemberRequest


def _leading(request: MemberRequest, poll: Poll) -> list[Refusal]:
    return list(guards.voiding_refusals(request.user, poll, call_roll(poll.item)))


@PAGE
def amend(request: MemberRequest, pk: int) -> HttpResponse:
    """The proposal as it runs, to be changed: this round is void, the next one opens on the new text."""
    poll = access.get_poll(request.user, pk)
    form = AmendForm(access.free_envelopes(poll.item.dossier), posted(request), initial=amending.proposed(poll))
    made = attempt(form, lambda: actions.amend_poll(poll, by=request.user, **form.arguments()))
    if made is not None:
        messages.success(request, f"L’amendement est au vote\u00a0: tour {made.round}.")
        return to_meeting(request, made.item.meeting_id)
    context = {"poll": poll, "item": poll.item, "meeting": poll.item.meeting, "form": form}
    context["refusals"] = _leading(request, poll)
    return render(request, "committees/amend_poll.html", context, status=status_of(form))


@PAGE
def give_voice_back(request: MemberRequest, pk: int) -> HttpResponse:
    """A member who had given a proxy has come: whoever presides gives them their voice."""
    poll = access.get_poll(request.user, pk)
    lines = amending.returnable(poll)
    form = VoiceForm(lines, posted(request))
    line = attempt(form, lambda: actions.reassign_voice(poll, by=request.user, **form.arguments()))
    if line is not None:
        messages.success(request, f"La voix est rendue\u00a0: {line.name} vote maintenant en personne.")
        return to_meeting(request, poll.item.meeting_id)
    context = {"poll": poll, "item": poll.item, "meeting": poll.item.meeting, "form": form, "lines": lines}
    context["refusals"] = _leading(request, poll)
    return render(request, "committees/give_voice_back.html", context, status=status_of(form))


@PAGE
def acknowledge_withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """The holder asked for it: read why, then stop the vote without a count."""
    poll = access.get_poll(request.user, pk)
    if request.method == "POST":
        actions.acknowledge_withdrawal(poll, by=request.user)
        messages.success(
            request, "Le vote est arrêté sans dépouillement. Le porteur peut maintenant retirer son dossier."
        )
        return to_meeting(request, poll.item.meeting_id)
    context: dict[str, Any] = {
        "poll": poll,
        "item": poll.item,
        "meeting": poll.item.meeting,
        "asked": amending.withdrawal_of(poll.item),
    }
    context["refusals"] = amending.acknowledging_refusals(request.user, poll)
    return render(request, "committees/acknowledge_withdrawal.html", context)


@PAGE
def ask_withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """The holder's own page, while the committee votes on their dossier."""
    dossier = amending.get_own(request.user, pk)
    form = ReasonForm(posted(request))
    if attempt(form, lambda: actions.ask_withdrawal(dossier, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "Votre demande est transmise à la présidence de séance.")
        return redirect("dossiers:dossier", pk=pk)
    context = {"dossier": dossier, "form": form, **amending.ways_out(request.user, dossier)}
    return render(request, "committees/ask_withdrawal.html", context, status=status_of(form))
