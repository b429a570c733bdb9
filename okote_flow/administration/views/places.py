"""Territories, their EPCI and communes."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from okote_flow.administration import access, actions, histories
from okote_flow.administration.forms.places import EpciForm, TerritoryForm, TownForm
from okote_flow.administration.views.saving import PAGE, Desk, posted, save
from okote_flow.requests import MemberRequest

PER_PAGE = 100


@require_safe
def territories(request: MemberRequest) -> HttpResponse:
    return render(request, "administration/territories.html", {"territories": access.territories(request.user)})


@require_safe
def territory(request: MemberRequest, code: str) -> HttpResponse:
    found = access.get_territory(request.user, code)
    towns = Paginator(access.towns_of(found), PER_PAGE).get_page(request.GET.get("page"))
    changes = histories.lines(access.changes(request.user, "territory", code)[:10])
    return render(
        request, "administration/territory.html", {"territory": found, "page_obj": towns, "changes": changes}
    )


@PAGE
def new_territory(request: MemberRequest) -> HttpResponse:
    access.check_keeper(request.user)
    form = TerritoryForm(posted(request))
    desk = Desk("Nouveau territoire", reverse("administration:territories"), "Territoires", "Créer")
    return save(request, form, lambda: actions.save_territory(by=request.user, **form.cleaned_data), desk)


@PAGE
def edit_territory(request: MemberRequest, code: str) -> HttpResponse:
    found = access.get_territory(request.user, code)
    form = TerritoryForm(posted(request), initial=TerritoryForm.initial_of(found))
    desk = Desk(f"Modifier {found.name}", _page(code), found.name)
    given = lambda: actions.save_territory(by=request.user, territory=found, **form.cleaned_data)  # noqa: E731
    return save(request, form, given, desk)


@PAGE
def new_epci(request: MemberRequest, code: str) -> HttpResponse:
    found = access.get_territory(request.user, code)
    form = EpciForm(posted(request), initial={"territory": found})
    desk = Desk("Nouvelle intercommunalité", _page(code), found.name, "Ajouter")
    return save(request, form, lambda: actions.save_epci(by=request.user, **form.cleaned_data), desk)


@PAGE
def edit_epci(request: MemberRequest, siren: str) -> HttpResponse:
    found = access.get_epci(request.user, siren)
    form = EpciForm(posted(request), initial=EpciForm.initial_of(found), known=True)
    desk = Desk(f"Modifier {found.name}", _page(found.territory.code), found.territory.name)
    return save(request, form, lambda: actions.save_epci(by=request.user, epci=found, **form.cleaned_data), desk)


@PAGE
def new_town(request: MemberRequest, code: str) -> HttpResponse:
    found = access.get_territory(request.user, code)
    form = TownForm(posted(request), initial={"territory": found})
    desk = Desk("Nouvelle commune", _page(code), found.name, "Ajouter")
    return save(request, form, lambda: actions.save_town(by=request.user, **form.cleaned_data), desk)


@PAGE
def edit_town(request: MemberRequest, insee: str) -> HttpResponse:
    found = access.get_town(request.user, insee)
    form = TownForm(posted(request), initial=TownForm.initial_of(found), known=True)
    desk = Desk(f"Modifier {found.name}", _page(found.territory.code), found.territory.name)
    return save(request, form, lambda: actions.save_town(by=request.user, town=found, **form.cleaned_data), desk)


def _page(code: str) -> str:
    return reverse("administration:territory", args=[code])
