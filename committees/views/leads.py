"""Projects that a committee has noticed: the list, the page of one, what is done with it, the invitation."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from committees import actions, lead_access, lead_list, tables
from committees.lead_forms import (
    CallForm,
    EditLeadForm,
    EmptyForm,
    EntrustForm,
    LeadFilterForm,
    LinkForm,
    MergeForm,
    NoteLeadForm,
)
from committees.models import Lead
from committees.views.bodies import PAGE, posted
from okote_flow.directory.models import User
from okote_flow.fields import attempt, codes_of, status_of
from okote_flow.requests import MemberRequest
from okote_flow.tables import bar, serving

PER_PAGE = 25


def _asked(request: MemberRequest) -> tuple[LeadFilterForm, lead_list.Criteria]:
    rooms = lead_access.rooms_of(request.user)
    if not rooms.exists():
        raise Http404
    form = LeadFilterForm(lead_list.territories(rooms), lead_list.callers(request.user), request.GET)
    return form, lead_list.Criteria.of(form.asked())


@require_safe
def leads(request: MemberRequest) -> HttpResponse:
    """The leads of the reader's committees, filtered by the address."""
    form, asked = _asked(request)
    elsewhere = bar.opens_with(request, request.user, tables.LEADS)
    if elsewhere:
        return redirect(elsewhere)
    page = Paginator(lead_list.found(request.user, asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "asked": asked,
        "query": asked.query,
        "page_obj": page,
        "rows": [(lead, *lead_list.PILLS[lead.state]) for lead in page],
        "rooms": lead_access.rooms_of(request.user).order_by("name"),
        "vues": bar.bar_of(request.user, tables.LEADS, asked.query),
    }
    return render(request, "committees/leads.html", context)


@require_safe
def export(request: MemberRequest) -> HttpResponseBase:
    """The same rows, without any contact."""
    return serving.answer(request, tables.LEADS, "csv")


@PAGE
def note(request: MemberRequest, code: str) -> HttpResponse:
    """A new one. Those that look alike are named, and it is noted anyway once somebody says so."""
    committee = lead_access.get_room(request.user, code)
    form = NoteLeadForm(lead_access.callers(committee), posted(request))
    lead = attempt(form, lambda: actions.note_lead(committee, by=request.user, **form.cleaned_data))
    if lead is not None:
        messages.success(request, f"«\u00a0{lead.name}\u00a0» est repéré.")
        return redirect("committees:lead", pk=lead.pk)
    known = _look_alike(request.user, form, committee.code)
    context = {"committee": committee, "form": form, "known": known}
    return render(request, "committees/note_lead.html", context, status=status_of(form))


def _look_alike(user: User, form: NoteLeadForm, code: str) -> list[Lead]:
    if not form.is_bound or not form.cleaned_data.get("name"):
        return []
    committee = lead_access.get_room(user, code)
    said = form.cleaned_data
    return list(lead_access.doubles(user, committee, said["name"], (said.get("siren") or "").replace(" ", ""))[:5])


@require_safe
def lead(request: MemberRequest, pk: int) -> HttpResponse:
    """What is known of one, its calls, and what to do next."""
    found = lead_access.get_lead(request.user, pk)
    calls = list(lead_access.calls_of(request.user, found))
    own = [call for call in calls if call.lead_id == found.pk]
    merged = list(lead_access.merged_into(request.user, found))
    context = {
        "lead": found,
        "pill": lead_list.PILLS[found.state],
        "calls": calls,
        "last": max((call.pk for call in own), default=0),
        "dossier": lead_access.dossier_of(request.user, found),
        "suggested": lead_access.suggested(request.user, found),
        "doubles": lead_access.doubles(request.user, found.committee, found.name, found.siren, but=found.pk),
        "merged": merged,
        "remembers": any(call.note for call in calls) or any(one.has_contact for one in (found, *merged)),
        "invitation": settings.SITE_URL + reverse("committees:lead_invitation", args=[found.code]),
        "is_open": found.merged_into is None and found.state != "submitted",
    }
    return render(request, "committees/lead.html", context)


@PAGE
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    found = lead_access.get_lead(request.user, pk)
    form = EditLeadForm(posted(request), lead=found)
    if attempt(form, lambda: actions.edit_lead(found, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "Les corrections sont enregistrées.")
        return redirect("committees:lead", pk=pk)
    if "lead-edited-meanwhile" in codes_of(form):
        form.renew(found.version)
    return render(request, "committees/edit_lead.html", {"lead": found, "form": form}, status=status_of(form))


@PAGE
def entrust(request: MemberRequest, pk: int) -> HttpResponse:
    """Who calls: oneself, another member, nobody any more."""
    found = lead_access.get_lead(request.user, pk)
    form = EntrustForm(lead_access.callers(found.committee), posted(request), lead=found)
    words = {
        "title": "Confier l’appel",
        "intro": "La personne choisie le voit dans sa corbeille, et le rappel lui vient le jour dit.",
        "button": "Confier",
        "done": "L’appel est confié.",
    }
    return _act(request, found, form, lambda: actions.entrust_lead(found, by=request.user, **form.cleaned_data), words)


@PAGE
def call(request: MemberRequest, pk: int) -> HttpResponse:
    found = lead_access.get_lead(request.user, pk)
    form = CallForm(posted(request))
    words = {
        "title": "Noter un appel",
        "intro": "Ce qu’il en est, en un mot et une phrase. Un appel noté par erreur se retire.",
        "button": "Enregistrer l’appel",
        "done": "L’appel est noté.",
    }
    return _act(request, found, form, lambda: actions.note_call(found, by=request.user, **form.arguments()), words)


@PAGE
def merge(request: MemberRequest, pk: int) -> HttpResponse:
    found = lead_access.get_lead(request.user, pk)
    form = MergeForm(lead_access.mergeable(request.user, found), posted(request))
    words = {
        "title": "Réunir avec un autre",
        "intro": "Celui-ci se lira sur la page de l’autre, avec ses appels. Vous pourrez les séparer de nouveau.",
        "button": "Réunir",
        "done": "Les deux n’en font plus qu’un.",
    }
    return _act(request, found, form, lambda: actions.merge_lead(found, by=request.user, **form.cleaned_data), words)


@PAGE
def link(request: MemberRequest, pk: int) -> HttpResponse:
    found = lead_access.get_lead(request.user, pk)
    form = LinkForm(lead_access.linkable(request.user, found), posted(request))
    words = {
        "title": "Lier à un dossier",
        "intro": "Les dossiers de ce territoire que vous pouvez voir. Le projet se détache du dossier s’il le faut.",
        "button": "Lier",
        "done": "Le projet repéré est lié à son dossier.",
    }
    return _act(request, found, form, lambda: actions.link_lead(found, by=request.user, **form.cleaned_data), words)


@PAGE
def erase(request: MemberRequest, pk: int) -> HttpResponse:
    found = lead_access.get_lead(request.user, pk)
    form = EmptyForm(posted(request))
    words = {
        "title": "Effacer le contact",
        "intro": "Le nom, l’adresse, le téléphone et ce qui fut dit aux appels s’effacent pour de bon.",
        "button": "Effacer le contact",
        "done": "Le contact est effacé.",
    }
    return _act(request, found, form, lambda: actions.erase_lead_contact(found, by=request.user), words)


def _act(
    request: MemberRequest, found: Lead, form: Form, act: Callable[[], object], words: dict[str, str]
) -> HttpResponse:
    """The page of one act on a lead: what it does, a form, a button; then back to the lead."""
    if attempt(form, act) is not None:
        messages.success(request, words["done"])
        return redirect("committees:lead", pk=found.pk)
    context = {"lead": found, "form": form, **words}
    return render(request, "committees/lead_act.html", context, status=status_of(form))


@require_POST
def take_back_call(request: MemberRequest, pk: int) -> HttpResponse:
    found = lead_access.get_call(request.user, pk)
    actions.take_back_call(found, by=request.user)
    messages.success(request, "L’appel est retiré\u00a0: le projet est revenu où il en était.")
    return redirect("committees:lead", pk=found.lead_id)


@require_POST
def split(request: MemberRequest, pk: int) -> HttpResponse:
    actions.split_lead(lead_access.get_lead(request.user, pk), by=request.user)
    messages.success(request, "Les deux projets ont de nouveau chacun leur page.")
    return redirect("committees:lead", pk=pk)


@require_POST
def unlink(request: MemberRequest, pk: int) -> HttpResponse:
    actions.unlink_lead(lead_access.get_lead(request.user, pk), by=request.user)
    messages.success(request, "Le projet est détaché du dossier.")
    return redirect("committees:lead", pk=pk)


@login_not_required
@PAGE
def invitation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """For the person who carries the project: what is asked, a way in, then a draft that is begun."""
    found = lead_access.invited_by(uuid)
    if found is None:
        return render(request, "committees/invitation.html", {"lead": None}, status=410)
    if not isinstance(request.user, User):
        return render(request, "committees/invitation.html", {"lead": found})
    user, form = request.user, EmptyForm(request.POST if request.method == "POST" else None)
    dossier = attempt(form, lambda: actions.follow_invitation(found, by=user))
    if dossier is not None:
        return redirect("dossiers:structure", pk=dossier.pk)
    return render(request, "committees/invitation.html", {"lead": found, "form": form}, status=status_of(form))
