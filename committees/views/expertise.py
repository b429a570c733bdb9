"""Opinions from outside: those asked on a dossier, and the one page that an expert sees of it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from committees import access, actions, elements, examination, expertise
from committees.expertise_forms import TIED, AskForm, DeclineForm, DraftForm, LinkForm, OpinionForm, RevokeForm
from committees.models import Expertise
from committees.views.bodies import PAGE, posted
from dossiers.files import as_file
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest

Context = dict[str, Any]


# For members and staff


@PAGE
def of_dossier(request: MemberRequest, pk: int) -> HttpResponse:
    """The opinions asked on a dossier, and a form to ask for one."""
    dossier = access.get_judged(request.user, pk)
    form = AskForm(expertise.showable(dossier), posted(request))
    asked = attempt(form, lambda: actions.ask_expert(dossier, by=request.user, **form.cleaned_data))
    if asked is not None:
        messages.success(request, f"L’avis est demandé à {asked.who}.")
        return redirect("committees:expertises", pk=pk)
    refusals = list(expertise.asking_refusals(request.user, dossier))
    context = {"dossier": dossier, "form": form, "refusals": refusals, "rows": expertise.rows(request.user, dossier)}
    return render(request, "committees/expertises.html", context, status=status_of(form))


@PAGE
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """What was asked is not any more."""
    asked = expertise.get_followed(request.user, pk)
    form = RevokeForm(posted(request))
    if attempt(form, lambda: actions.revoke_expertise(asked, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "La demande d’avis est retirée.")
        return redirect("committees:expertises", pk=asked.dossier_id)
    refusals = [] if form.errors else list(expertise.revoking_refusals(request.user, asked))
    context = {"asked": asked, "dossier": asked.dossier, "form": form, "refusals": refusals}
    return render(request, "committees/revoke_expertise.html", context, status=status_of(form))


# For the expert


@PAGE
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """What a committee asks; once one has said that nothing ties one to it, the dossier and one's opinion."""
    asked = expertise.find_own(request.user, pk)
    if asked is None:
        return redirect("committees:expertises", pk=expertise.get_followed(request.user, pk).dossier_id)
    if asked.no_link_at is None:
        return _declare(request, asked)
    form = _opinion_form(request, asked)
    giving = request.POST.get("act") == "give"
    verb = actions.give_expertise if giving else actions.write_expertise
    if attempt(form, lambda: verb(asked, by=request.user, **form.arguments())) is not None:
        messages.success(
            request, "Votre avis est rendu. Merci." if giving else "Votre avis est enregistré, pas encore rendu."
        )
        return redirect("committees:expertise", pk=pk)
    return _page(request, asked, {"form": form}, status_of(form))


def _declare(request: MemberRequest, asked: Expertise) -> HttpResponse:
    form = LinkForm(posted(request))
    if form.is_valid() and form.cleaned_data["link"] == TIED:
        return redirect("committees:decline_expertise", pk=asked.pk)
    if attempt(form, lambda: actions.declare_independence(asked, by=request.user)) is not None:
        return redirect("committees:expertise", pk=asked.pk)
    return _page(request, asked, {"link_form": form}, status_of(form))


def _opinion_form(request: MemberRequest, asked: Expertise) -> OpinionForm:
    criteria = examination.criteria(asked.dossier)
    kept = {f"remark_{one.pk}": asked.remarks.get(one.code, "") for one in criteria}
    kind = OpinionForm if request.POST.get("act") == "give" else DraftForm
    return kind(criteria, posted(request), request.FILES or None, initial={"text": asked.text, **kept})


def _page(request: MemberRequest, asked: Expertise, more: Context, status: int) -> HttpResponse:
    context: Context = {"asked": asked, "dossier": asked.dossier, **more}
    if asked.no_link_at is not None:
        contents = elements.of(asked.dossier)
        context |= {
            "contents": contents,
            "pieces": expertise.pieces_of(asked),
            "said": expertise.remarks_of(asked, examination.criteria(asked.dossier)),
        }
    return render(request, "committees/expertise.html", context, status=status)


@PAGE
def decline(request: MemberRequest, pk: int) -> HttpResponse:
    """Not to answer, for a tie or another reason."""
    asked = expertise.get_own(request.user, pk)
    form = DeclineForm(posted(request))
    if attempt(form, lambda: actions.decline_expertise(asked, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "Vous avez décliné. Le dossier ne vous est plus ouvert.")
        return redirect("inbox")
    return render(request, "committees/decline_expertise.html", {"asked": asked, "form": form}, status=status_of(form))


@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    actions.take_back_expertise(expertise.get_own(request.user, pk), by=request.user)
    messages.success(request, "Votre avis est repris\u00a0: modifiez-le puis rendez-le.")
    return redirect("committees:expertise", pk=pk)


@require_safe
def piece(request: MemberRequest, pk: int, piece_pk: int) -> FileResponse:
    """A piece that was chosen for the expert."""
    found = expertise.get_piece(request.user, pk, piece_pk)
    return as_file(found.file, found.name, found.media_type)


@require_safe
def attached(request: MemberRequest, pk: int) -> FileResponse:
    """The file that came with an opinion."""
    found = expertise.get_file(request.user, pk)
    return as_file(found.file, found.file_name, found.file_type)
