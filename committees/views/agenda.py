"""The agenda of a meeting: points about no dossier, and the order of all."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from committees import access, actions, agenda, agenda_guards, room
from committees.agenda_forms import FreeItemForm, MoveForm, NoteForm, OrderForm
from committees.models import FreeItem, Meeting
from committees.views.bodies import PAGE, posted
from okote_flow.fields import attempt, status_of
from okote_flow.refusals import Refusal
from okote_flow.requests import MemberRequest


@PAGE
def add_free_item(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = access.get_meeting(request.user, pk)
    form = FreeItemForm(posted(request))
    if attempt(form, lambda: actions.add_free_item(meeting, by=request.user, **form.arguments())) is not None:
        messages.success(request, "Le point est à l’ordre du jour.")
        return redirect("committees:meeting", pk=meeting.pk)
    refusals = list(agenda_guards.addition_refusals(request.user, meeting))
    return _page(request, meeting, form, refusals, "Inscrire un point libre")


@PAGE
def edit_free_item(request: MemberRequest, pk: int) -> HttpResponse:
    item = access.get_free_item(request.user, pk)
    form = FreeItemForm(posted(request), initial={"kind": item.kind, "title": item.title, "text": item.text})
    if attempt(form, lambda: actions.edit_free_item(item, by=request.user, **form.arguments())) is not None:
        messages.success(request, "Le point est modifié.")
        return redirect("committees:meeting", pk=item.meeting_id)
    refusals = list(agenda_guards.edition_refusals(request.user, item))
    return _page(request, item.meeting, form, refusals, "Modifier le point", item)


@PAGE
def deal_with_free_item(request: MemberRequest, pk: int) -> HttpResponse:
    """Say that it was dealt with, and what was said; later, correct the note."""
    item = access.get_free_item(request.user, pk)
    form = NoteForm(posted(request), initial={"note": item.said})
    if attempt(form, lambda: actions.deal_with_free_item(item, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, f"Le point {item.position} est traité.")
        return redirect("committees:meeting", pk=item.meeting_id)
    refusals = list(agenda_guards.dealing_refusals(request.user, item))
    return _page(request, item.meeting, form, refusals, "Noter le point comme traité", item)


def _page(
    request: MemberRequest,
    meeting: Meeting,
    form: FreeItemForm | NoteForm,
    refusals: list[Refusal],
    act: str,
    item: FreeItem | None = None,
) -> HttpResponse:
    context = {"meeting": meeting, "form": form, "refusals": refusals, "act": act, "item": item}
    return render(request, "committees/free_item.html", context, status=status_of(form))


@require_POST
def remove_free_item(request: MemberRequest, pk: int) -> HttpResponse:
    item = actions.remove_free_item(access.get_free_item(request.user, pk), by=request.user)
    messages.success(request, "Le point est retiré de l’ordre du jour.")
    return redirect("committees:meeting", pk=item.meeting_id)


@PAGE
def order(request: MemberRequest, pk: int) -> HttpResponse:
    """The present order, moved point by point, beside the one that spares departures."""
    meeting = access.get_meeting(request.user, pk)
    form = OrderForm(posted(request))
    if attempt(form, lambda: actions.order_agenda(meeting, order=form.keys(), by=request.user)) is not None:
        messages.success(request, "L’ordre du jour est rangé.")
        return redirect("committees:order_agenda", pk=meeting.pk)
    refusals = list(agenda_guards.sorting_refusals(request.user, meeting))
    shown = agenda.points(meeting, room.agenda(request.user, meeting))
    proposal = None if refusals else agenda.proposal(request.user, meeting, shown)
    context = {"meeting": meeting, "form": form, "refusals": refusals, "points": shown, "proposal": proposal}
    return render(request, "committees/order.html", context, status=status_of(form))


@require_POST
def move(request: MemberRequest, pk: int) -> HttpResponse:
    """One point, one place up or down."""
    meeting = access.get_meeting(request.user, pk)
    form = MoveForm(request.POST)
    if form.is_valid():
        key, way = form.cleaned_data["point"], agenda.Way(form.cleaned_data["way"])
        shown = agenda.points(meeting, room.agenda(request.user, meeting))
        actions.order_agenda(meeting, order=agenda.moved(shown, key, way), by=request.user)
        return redirect(f"{reverse('committees:order_agenda', args=[pk])}#{key}")
    messages.error(request, "Rien n’est déplacé\u00a0: dites quel point monte ou descend.")
    return redirect("committees:order_agenda", pk=pk)
