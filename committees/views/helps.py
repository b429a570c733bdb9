"""The help that members of a territory's committee give to a campaign: offered, wanted, done, thanked for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from committees import actions, help_access
from committees.lead_forms import HelpForm, ThanksForm
from committees.views.bodies import PAGE, posted
from dossiers import access as dossier_access
from dossiers.lifecycle import State
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest


@PAGE
def helps(request: MemberRequest, pk: int) -> HttpResponse:
    """What was offered to one campaign, and a form for whoever may offer more."""
    dossier = dossier_access.get_dossier(request.user, pk)
    form = HelpForm(posted(request))
    done = attempt(form, lambda: actions.offer_help(dossier, by=request.user, **form.arguments()))
    if done is not None:
        messages.success(request, "Votre coup de main est proposé\u00a0: la structure porteuse en est prévenue.")
        return redirect("committees:helps", pk=pk)
    context = {
        "dossier": dossier,
        "helps": help_access.helps_of(request.user, dossier),
        "form": form,
        "is_own": dossier_access.is_own(request.user, dossier),
        "may_thank": help_access.may_thank(request.user, dossier),
        "may_offer": dossier.status == State.CAMPAIGN and help_access.may_offer(request.user, dossier),
        "is_running": dossier.status == State.CAMPAIGN,
    }
    return render(request, "committees/helps.html", context, status=status_of(form))


@require_POST
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    found = help_access.get_help(request.user, pk)
    accepted = request.POST.get("reponse") == "oui"
    actions.answer_help(found, accepted=accepted, by=request.user)
    said = "Vous acceptez ce coup de main" if accepted else "Vous déclinez ce coup de main"
    messages.success(request, f"{said}\u00a0: la personne est prévenue.")
    return redirect("committees:helps", pk=found.dossier_id)


@require_POST
def do(request: MemberRequest, pk: int) -> HttpResponse:
    found = help_access.get_help(request.user, pk)
    done = request.POST.get("fait") == "oui"
    actions.do_help(found, done=done, by=request.user)
    messages.success(request, "C’est noté\u00a0: fait." if done else "C’est noté\u00a0: pas encore fait.")
    return redirect("committees:helps", pk=found.dossier_id)


@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    found = help_access.get_help(request.user, pk)
    actions.withdraw_help(found, by=request.user)
    messages.success(request, "Votre coup de main est retiré.")
    return redirect("committees:helps", pk=found.dossier_id)


@PAGE
def thank(request: MemberRequest, pk: int) -> HttpResponse:
    found = help_access.get_help(request.user, pk)
    form = ThanksForm(posted(request))
    if attempt(form, lambda: actions.thank_for_help(found, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "Votre merci est envoyé.")
        return redirect("committees:helps", pk=found.dossier_id)
    context = {"help": found, "dossier": found.dossier, "form": form}
    return render(request, "committees/thank.html", context, status=status_of(form))
