"""The data of persons: one's own, and the register of what was asked, for who keeps it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from okote_flow import clock
from okote_flow.fields import attempt, status_of
from okote_flow.records import access, actions, acts, downloads, forms, personal_data
from okote_flow.records.views.acts import PAGE
from okote_flow.requests import MemberRequest

PER_PAGE = 50


@PAGE
def mine(request: MemberRequest) -> HttpResponse:
    """What one may ask about one's own data, what was asked, what was answered."""
    form = forms.OwnRequestForm(request.POST if request.method == "POST" else None)
    if attempt(form, lambda: actions.ask(by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "Votre demande est enregistrée. Vous avez la réponse dans le mois.")
        return redirect("records:mine")
    context = {"form": form, "requests": access.own_requests(request.user), "grounds": actions.GROUNDS}
    return render(request, "records/mine.html", context, status=status_of(form))


@require_safe
def my_data(request: MemberRequest) -> HttpResponse:
    """All of it, at once."""
    packed = personal_data.archive(request.user, request.user.email)
    return downloads.as_zip(packed, f"mes-donnees-{clock.today():%Y-%m-%d}")


@PAGE
def requests(request: MemberRequest) -> HttpResponse:
    """The register, what is due first first; and entering what came by letter."""
    rows = access.requests_for(request.user)
    form = forms.EnteredRequestForm(request.POST if request.method == "POST" else None)
    made = attempt(form, lambda: actions.ask(by=request.user, **form.cleaned_data))
    if made is not None:
        messages.success(request, f"La demande est inscrite. Réponse avant le {made.due_on:%d/%m/%Y}.")
        return redirect("records:request", pk=made.pk)
    which = request.GET.get("etat", "")
    shown = rows.filter(outcome="open") if which == "ouvertes" else rows
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "query": "etat=ouvertes" if which == "ouvertes" else "",
        "is_keeper": access.is_keeper(request.user),
    }
    return render(request, "records/requests.html", context, status=status_of(form))


@require_safe
def one_request(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_request(request.user, pk)
    names = ["answer_request"] if found.is_open else []
    names += ["rectify", "erase_person"] if found.person is not None else []
    keeper = access.is_keeper(request.user)
    context = {
        "asked": found,
        "buttons": acts.buttons(found, *names) if keeper else [],
        "is_keeper": keeper,
        "ground": actions.GROUNDS.get(found.ground, ""),
    }
    return render(request, "records/request.html", context)


@require_safe
def request_data(request: MemberRequest, pk: int) -> HttpResponse:
    """What is held about whoever asks, to be handed to them."""
    access.check_keeper(request.user)
    found = access.get_request(request.user, pk)
    return downloads.as_zip(personal_data.archive(found.person, found.email), f"donnees-demande-{found.pk}")
