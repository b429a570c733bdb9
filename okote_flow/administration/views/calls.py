"""Calls for projects, and the cohorts in which those who answered are accompanied."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dossiers.models import Call, Cohort
from okote_flow import clock
from okote_flow.administration import access, actions, histories
from okote_flow.administration.forms.calls import CallForm, CohortForm, PlaceForm
from okote_flow.administration.views.saving import PAGE, Desk, posted, save
from okote_flow.fields import attempt, status_of
from okote_flow.refusals import Refused
from okote_flow.requests import MemberRequest


@require_safe
def calls(request: MemberRequest) -> HttpResponse:
    context = {"calls": access.calls(request.user), "today": clock.today()}
    return render(request, "administration/calls.html", context)


@require_safe
def call(request: MemberRequest, code: str) -> HttpResponse:
    found = access.get_call(request.user, code)
    context = {
        "call": found,
        "cohorts": access.cohorts_of(found),
        "changes": histories.lines(access.changes(request.user, "call", code)[:10]),
        "today": clock.today(),
    }
    return render(request, "administration/call.html", context)


@PAGE
def new_call(request: MemberRequest) -> HttpResponse:
    access.check_keeper(request.user)
    form = CallForm(posted(request))
    desk = Desk("Nouvel appel à projets", reverse("administration:calls"), "Appels et promotions", "Créer")
    return save(request, form, lambda: actions.save_call(by=request.user, **form.cleaned_data), desk)


@PAGE
def edit_call(request: MemberRequest, code: str) -> HttpResponse:
    found = access.get_call(request.user, code)
    form = CallForm(posted(request), initial=CallForm.initial_of(found))
    desk = Desk(f"Modifier {found.name}", _of_call(found), found.name)
    return save(request, form, lambda: actions.save_call(by=request.user, call=found, **form.cleaned_data), desk)


@PAGE
def new_cohort(request: MemberRequest, code: str) -> HttpResponse:
    found = access.get_call(request.user, code)
    form = CohortForm(posted(request))
    desk = Desk("Nouvelle promotion", _of_call(found), found.name, "Créer")
    return save(request, form, lambda: actions.save_cohort(by=request.user, call=found, **form.cleaned_data), desk)


@PAGE
def edit_cohort(request: MemberRequest, code: str) -> HttpResponse:
    found = access.get_cohort(request.user, code)
    form = CohortForm(posted(request), initial=CohortForm.initial_of(found))
    desk = Desk(f"Modifier {found.name}", reverse("administration:cohort", args=[code]), found.name)
    call_of = found.call
    return save(
        request,
        form,
        lambda: actions.save_cohort(by=request.user, call=call_of, cohort=found, **form.cleaned_data),
        desk,
    )


@PAGE
def cohort(request: MemberRequest, code: str) -> HttpResponse:
    """Its dossiers, as far as the reader may open them, and a place for one more."""
    found = access.get_cohort(request.user, code)
    form = PlaceForm(access.could_join(request.user, found), posted(request))
    if attempt(form, lambda: actions.join_cohort(found, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "Le dossier a sa place dans la promotion.")
        return redirect("administration:cohort", code=code)
    return render(request, "administration/cohort.html", _about(request, found, form), status=status_of(form))


def _about(request: MemberRequest, found: Cohort, form: PlaceForm) -> dict[str, object]:
    return {
        "cohort": found,
        "placed": list(access.placed(request.user, found)),
        "form": form,
        "may_place": access.directs(request.user),
        "changes": histories.lines(access.changes(request.user, "cohort", found.code)[:10]),
    }


@require_POST
def leave_cohort(request: MemberRequest, code: str, pk: int) -> HttpResponse:
    found = access.get_cohort(request.user, code)
    dossier = access.get_placed(request.user, found, pk)
    try:
        actions.leave_cohort(found, dossier=dossier, by=request.user)
    except Refused as refused:
        messages.error(request, " ".join(one.message for one in refused.refusals))
    else:
        messages.success(request, "La place est de nouveau libre.")
    return redirect("administration:cohort", code=code)


def _of_call(found: Call) -> str:
    return reverse("administration:call", args=[found.code])
