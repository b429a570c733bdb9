"""The seats of a committee, one page each: what they are, who is named to them, who sat on them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from committees import access, actions, seat_guards, seat_pages
from committees.models import Capacity, Committee, Seat
from committees.seat_forms import EditSeatForm, NameForm, SeatForm
from committees.views.bodies import PAGE, posted
from okote_flow.accounts.access import accounts
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest


@require_safe
def seat(request: MemberRequest, code: str, pk: int) -> HttpResponse:
    """Who holds it and until when, who replaces them, and who sat at which meeting."""
    committee = access.get_committee(request.user, code)
    context = {"committee": committee, "page": seat_pages.page_of(request.user, committee, pk)}
    return render(request, "committees/seat.html", context)


@PAGE
def add(request: MemberRequest, code: str) -> HttpResponse:
    committee = access.get_committee(request.user, code)
    if not seat_guards.may_name(request.user, committee):
        raise Http404
    form = SeatForm(seat_pages.roles_named_by(request.user), posted(request))
    made = attempt(form, lambda: actions.add_seat(committee, by=request.user, **form.arguments()))
    if made is not None:
        messages.success(request, "Le siège est créé. Nommez son titulaire.")
        return redirect("committees:seat", code=code, pk=made.pk)
    context = {"committee": committee, "seat": None, "form": form, "act": "Créer un siège", "verb": "Créer ce siège"}
    return render(request, "committees/seat_form.html", context, status=status_of(form))


@PAGE
def edit(request: MemberRequest, code: str, pk: int) -> HttpResponse:
    committee, found = _named(request, code, pk)
    form = EditSeatForm(found, seat_pages.rank_of(found), posted(request))
    if attempt(form, lambda: actions.edit_seat(found, by=request.user, **form.arguments())) is not None:
        messages.success(request, "Le siège est modifié.")
        return redirect("committees:seat", code=code, pk=pk)
    context = {"committee": committee, "seat": found, "form": form, "act": "Modifier ce siège", "verb": "Enregistrer"}
    return render(request, "committees/seat_form.html", context, status=status_of(form))


@PAGE
def name(request: MemberRequest, code: str, pk: int, capacity: str) -> HttpResponse:
    """Somebody becomes holder or substitute; whoever is today gives way the day before."""
    committee, found = _named(request, code, pk)
    as_what = Capacity(capacity)
    form = NameForm(accounts().filter(is_active=True), posted(request))
    given = attempt(
        form,
        lambda: actions.give_mandate(found, by=request.user, capacity=as_what, replacing=True, **form.arguments()),
    )
    if given is not None:
        messages.success(request, f"{given.user} est {as_what.label.lower()} de ce siège.")
        return redirect("committees:seat", code=code, pk=pk)
    context = {
        "committee": committee,
        "seat": found,
        "capacity": as_what,
        "former": seat_pages.named_today(found, as_what),
        "form": form,
    }
    return render(request, "committees/name_person.html", context, status=status_of(form))


@require_POST
def close(request: MemberRequest, code: str, pk: int) -> HttpResponse:
    _, found = _named(request, code, pk)
    actions.close_seat(found, by=request.user)
    messages.success(request, "Le siège est fermé. Ce qui s’y est passé reste lisible, et il se rouvre.")
    return redirect("committees:seat", code=code, pk=pk)


@require_POST
def reopen(request: MemberRequest, code: str, pk: int) -> HttpResponse:
    _, found = _named(request, code, pk)
    actions.reopen_seat(found, by=request.user)
    messages.success(request, "Le siège est rouvert. Nommez son titulaire.")
    return redirect("committees:seat", code=code, pk=pk)


def _named(request: MemberRequest, code: str, pk: int) -> tuple[Committee, Seat]:
    """A seat that its reader may change. Raises Http404 to all others."""
    committee = access.get_committee(request.user, code)
    found = access.get_seat(committee, pk)
    if not seat_pages.may_name(request.user, found):
        raise Http404
    return committee, found
