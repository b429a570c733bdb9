"""A vote without network: the kit to print before, and the page where its sheets are read in after."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from committees import access, actions, kit, paper_votes
from committees.models import AgendaItem, TallyState, Visibility
from committees.paper_forms import NamesForm, SumsForm
from committees.rolls import call_roll
from committees.views.bodies import PAGE, posted, to_meeting
from okote_flow import documents
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest

TEMPLATE = "pdf/kit.typ"


@require_safe
def kit_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = access.get_meeting(request.user, pk)
    made = documents.pdf(TEMPLATE, kit.kit(request.user, meeting), at=meeting.scheduled_at)
    return documents.as_pdf(made, f"kit-de-salle-{meeting.day:%Y-%m-%d}.pdf")


@require_safe
def sheet_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    item = access.get_item(request.user, pk)
    made = documents.pdf(TEMPLATE, kit.sheet(request.user, item), at=item.meeting.scheduled_at)
    return documents.as_pdf(made, f"feuille-de-vote-{item.meeting.day:%Y-%m-%d}-point-{item.position}.pdf")


@PAGE
def enter(request: MemberRequest, pk: int) -> HttpResponse:
    """One person reads the sheet in, then another; what differs is shown line by line to both."""
    item = access.get_item(request.user, pk)
    call, by_name = call_roll(item), "noms" in request.GET
    envelopes = access.free_envelopes(item.dossier)
    form = NamesForm(call, envelopes, posted(request)) if by_name else SumsForm(envelopes, posted(request))
    made = attempt(form, lambda: actions.enter_paper_tally(item, by=request.user, **form.arguments()))
    if made is not None and made.state == TallyState.AGREED:
        messages.success(
            request, "Les deux saisies concordent\u00a0: le vote tenu sur papier est enregistré et dépouillé."
        )
        return to_meeting(request, item.meeting_id)
    if made is not None:
        said = (
            "Votre saisie est enregistrée. Une autre personne saisit maintenant la même feuille, sans voir la vôtre."
        )
        if made.state == TallyState.WAITING:
            messages.success(request, said)
    way = Visibility.ROLL_CALL if by_name else Visibility.HANDS
    context: dict[str, Any] = {"item": item, "meeting": item.meeting, "form": form, "by_name": by_name}
    context["refusals"] = list(paper_votes.entering_refusals(request.user, item, call, way))
    context |= _readings(request, item)
    return render(request, "committees/paper_tally.html", context, status=status_of(form))


def _readings(request: MemberRequest, item: AgendaItem) -> dict[str, Any]:
    """Whether a reading waits, whose it is, and how the last two differed."""
    first, second = paper_votes.waiting(item), paper_votes.apart(item)
    lines = paper_votes.differences(second.beside.figures, second.figures) if second and second.beside else []
    return {
        "first": first,
        "is_mine": first is not None and first.entered_by_id == request.user.pk,
        "apart": second,
        "differences": lines,
        "code": paper_votes.code_of(item),
    }
