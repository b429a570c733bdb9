"""Changes of rules: the list, a proposal typed with its effect before it is saved, its page, its decision."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from okote_flow import clock
from okote_flow.administration import access, actions, effects
from okote_flow.administration.actions.proposals import trial_refusals
from okote_flow.administration.forms.proposals import AdoptionForm, ProposalForm, ReasonForm, RemarkForm
from okote_flow.administration.measures import measure
from okote_flow.administration.models import RuleProposal
from okote_flow.administration.rules.impact import Finding
from okote_flow.administration.rules.values import changed, value_refusals
from okote_flow.administration.views.saving import PAGE, Desk, posted, save
from okote_flow.fields import attempt, status_of
from okote_flow.parameters import Parameters
from okote_flow.refusals import Refused
from okote_flow.requests import MemberRequest
from okote_flow.tables import serving

Context = dict[str, Any]
PER_PAGE = 25


@require_safe
def rules(request: MemberRequest) -> HttpResponse:
    """Every proposal, those under discussion first."""
    found = access.proposals(request.user)
    context = {
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "may_propose": access.may_propose(request.user),
        "keeps": access.keeps(request.user),
        "last": access.last_version(),
    }
    return render(request, "administration/rules.html", context)


@PAGE
def propose(request: MemberRequest) -> HttpResponse:
    """Type other values and read their effect; nothing is saved before one asks for it."""
    access.check_rules(request.user)
    last = access.last_version()
    if last is None:
        raise Http404
    form = ProposalForm(last.parameters, posted(request), like=_like(request))
    context: Context = {"form": form, "last": last, "refusals": list(access.proposer_refusals(request.user))}
    if request.POST.get("act") == "save":
        saved = attempt(form, lambda: actions.propose_rules(by=request.user, **form.arguments()))
        if saved is not None:
            messages.success(request, "La proposition est enregistrée, et le comité de pilotage prévenu.")
            return redirect("administration:proposal", pk=saved.pk)
    elif form.is_valid():
        context |= _tried(request, form, last.parameters)
    return render(request, "administration/propose.html", context, status=status_of(form))


def _like(request: MemberRequest) -> RuleProposal | None:
    """The proposal from which one starts anew."""
    key = request.GET.get("de", "")
    return access.get_proposal(request.user, int(key)) if key.isascii() and key.isdigit() and len(key) < 16 else None


def _tried(request: MemberRequest, form: ProposalForm, now: Parameters) -> Context:
    values = changed(now, form.values())
    day = form.cleaned_data["effective_on"]
    untimely = list(trial_refusals(day))
    unfit = list(value_refusals(now, values))
    for field, wrong in (("effective_on", untimely), (None, unfit)):
        for one in wrong:
            form.add_error(field, one.message)
    if untimely or unfit:
        return {}
    found = effects.effect(request.user, measure(now, values), values, day)
    return {"effect": found, "differences": effects.differences(now, values)}


@PAGE
def proposal(request: MemberRequest, pk: int) -> HttpResponse:
    """One proposal: what it changes, its effect as this reader may know it, what was said, what can be done."""
    found = access.get_proposal(request.user, pk)
    form = RemarkForm(posted(request))
    said = attempt(form, lambda: actions.remark_proposal(found, text=form.cleaned_data["text"], by=request.user))
    if said is not None:
        messages.success(request, "Votre remarque est ajoutée.")
        return redirect("administration:proposal", pk=pk)
    return render(request, "administration/proposal.html", _about(request, found, form), status=status_of(form))


def _about(request: MemberRequest, found: RuleProposal, form: RemarkForm) -> Context:
    last = access.last_version()
    user, until = request.user, found.withdrawable_on
    return {
        "proposal": found,
        "form": form,
        "differences": effects.differences(found.base.parameters, found.values),
        "effect": effects.effect(user, _findings(found), found.values, found.effective_on),
        "may_propose": access.may_propose(user),
        "may_withdraw": access.may_propose(user) and (found.proposed_by == user or access.directs(user)),
        "may_decide": access.directs(user),
        "moved": found.is_open and last is not None and last.pk != found.base_id,
        "may_take_back": access.directs(user) and until is not None and until > clock.today(),
    }


def _findings(found: RuleProposal) -> list[Finding]:
    return [Finding.of(stored) for stored in found.effect]


@require_safe
def effect_file(request: MemberRequest, pk: int, ending: str) -> HttpResponseBase:
    found = access.get_proposal(request.user, pk)
    return serving.send(
        request, effects.sheet(access.theirs(request.user, _findings(found)), f"effet-regles-{pk}"), ending
    )


def _done(request: MemberRequest, pk: int, act: Any, said: str) -> HttpResponse:
    """A button: done, or refused in words on the page that one comes from."""
    try:
        act()
    except Refused as refused:
        for one in refused.refusals:
            messages.error(request, one.message)
    else:
        messages.success(request, said)
    return redirect("administration:proposal", pk=pk)


@require_POST
def weigh(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_proposal(request.user, pk)
    return _done(request, pk, lambda: actions.weigh_proposal(found, by=request.user), "L’effet est recalculé.")


@require_POST
def rebase(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_proposal(request.user, pk)
    said = "La proposition part des dernières règles\u00a0: relisez son effet."
    return _done(request, pk, lambda: actions.rebase_proposal(found, by=request.user), said)


@PAGE
def adopt(request: MemberRequest, pk: int) -> HttpResponse:
    """Record the decision. The effect that was read is named by its digest, which the form sends back."""
    found = access.get_proposal(request.user, pk)
    form = AdoptionForm(posted(request), initial=_decision(found))
    if attempt(form, lambda: actions.adopt_proposal(found, by=request.user, **form.arguments())) is not None:
        messages.success(request, "La décision est enregistrée.")
        return redirect("administration:proposal", pk=pk)
    context = {
        "proposal": found,
        "form": form,
        "differences": effects.differences(found.base.parameters, found.values),
        "findings": access.theirs(request.user, _findings(found)),
        "refusals": [] if form.errors else list(access.director_refusals(request.user)),
    }
    return render(request, "administration/adopt.html", context, status=status_of(form))


def _decision(found: RuleProposal) -> Context:
    today = clock.today()
    return {"decided_on": today, "effective_on": max(found.effective_on, today), "seen": found.effect_digest}


@PAGE
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_proposal(request.user, pk)
    form = ReasonForm(posted(request))
    desk = Desk("Retirer la proposition", _page(pk), "Proposition", "Retirer", "La proposition est retirée.")
    return save(request, form, lambda: actions.withdraw_proposal(found, by=request.user, **form.cleaned_data), desk)


@PAGE
def withdraw_version(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_proposal(request.user, pk)
    form = ReasonForm(posted(request))
    lead = "La version n’est pas encore en vigueur\u00a0: la retirer laisse les règles d’aujourd’hui continuer."
    desk = Desk(
        "Retirer ces règles avant leur effet", _page(pk), "Proposition", "Retirer", "Les règles sont retirées.", lead
    )
    return save(request, form, lambda: actions.withdraw_version(found, by=request.user, **form.cleaned_data), desk)


def _page(pk: int) -> str:
    return reverse("administration:proposal", args=[pk])
