"""Minutes: writing beside the record, reading, approving, signing; extracts; whether a document is authentic."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees import access, actions, minutes, minutes_access
from committees.forms import ReasonForm
from committees.minutes_forms import ApproveForm, PartForm, VerifyForm
from committees.models import Minutes, MinutesState
from committees.views.bodies import PAGE, posted
from okote_flow.documents import as_pdf
from okote_flow.fields import attempt, status_of
from okote_flow.refusals import Refused
from okote_flow.requests import MemberRequest


@require_safe
def page(request: MemberRequest, pk: int) -> HttpResponse:
    """The record on one side, what the secretary wrote on the other; without the points that are not one's own."""
    return _page(request, pk)


def _page(request: MemberRequest, pk: int, *, sent: PartForm | ApproveForm | None = None) -> HttpResponse:
    meeting = access.get_meeting(request.user, pk)
    found = minutes_access.of_meeting(request.user, meeting)
    bureau = access.runs(request.user).filter(pk=meeting.committee_id).exists()
    if found is None:
        refusals = list(actions.drafting_refusals(request.user, meeting)) if bureau else []
        context = {"meeting": meeting, "bureau": bureau, "refusals": refusals}
        return render(request, "committees/no_minutes.html", context)
    parts = minutes.of(found)
    visible = minutes.readable(request.user, parts)
    writes = bureau and found.is_being_written
    later = list(actions.later_meetings(found)) if bureau and found.status == MinutesState.REVIEW else []
    context = {
        "meeting": meeting,
        "minutes": found,
        "parts": [_row(part, found, sent, writes=writes) for part in minutes.shown(parts, visible)],
        "bureau": bureau,
        "writes": writes,
        "approve": sent if isinstance(sent, ApproveForm) else ApproveForm(later) if later else None,
        "signing": list(actions.signing_refusals(request.user, found)) if bureau else [],
        "whole": minutes.is_whole(parts, visible),
        "sent": sent,
    }
    return render(request, "committees/minutes.html", context, status=status_of(sent) if sent else 200)


def _row(part: minutes.Part, found: Minutes, sent: Any, *, writes: bool) -> dict[str, Any]:
    """A part with what is to be looked at twice before it is signed, and its form for who writes."""
    if found.status != MinutesState.SIGNED:
        part = part | {"doubts": minutes.doubts(part)}
    if not writes or part.get("is_hidden"):
        return part
    mine = isinstance(sent, PartForm) and sent.key == part["key"]
    written = {"text": part["written"], "version": found.version, "part": part["key"]}
    return part | {"form": sent if mine else PartForm(initial=written, part=part["key"])}


def _get(request: MemberRequest, pk: int) -> Minutes:
    found = minutes_access.of_meeting(request.user, access.get_meeting(request.user, pk))
    if found is None:
        raise Http404
    return found


@require_POST
def draft(request: MemberRequest, pk: int) -> HttpResponse:
    actions.draft_minutes(access.get_meeting(request.user, pk), by=request.user)
    messages.success(request, "Le procès-verbal est commencé\u00a0: ce que la maison a enregistré y est déjà.")
    return redirect("committees:minutes", pk=pk)


@require_POST
def write(request: MemberRequest, pk: int) -> HttpResponse:
    found = _get(request, pk)
    form = PartForm(request.POST)
    done = attempt(form, lambda: actions.write_minutes(found, by=request.user, **form.cleaned_data))
    if done is None:
        form.renew(_get(request, pk).version)
        return _page(request, pk, sent=form)
    messages.success(request, "Votre texte est enregistré.")
    return redirect(f"{request.path.removesuffix('ecrire/')}#{form.cleaned_data['part']}")


@require_POST
def review(request: MemberRequest, pk: int) -> HttpResponse:
    actions.review_minutes(_get(request, pk), by=request.user)
    messages.success(request, "Les membres du comité sont prévenus\u00a0: ils relisent.")
    return redirect("committees:minutes", pk=pk)


@PAGE
def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    found = _get(request, pk)
    form = ReasonForm(posted(request))
    if attempt(form, lambda: actions.reopen_minutes(found, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "Le procès-verbal est de nouveau en rédaction.")
        return redirect("committees:minutes", pk=pk)
    context = {"meeting": found.meeting, "form": form}
    return render(request, "committees/reopen_minutes.html", context, status=status_of(form))


@require_POST
def approve(request: MemberRequest, pk: int) -> HttpResponse:
    found = _get(request, pk)
    form = ApproveForm(list(actions.later_meetings(found)), request.POST)
    if attempt(form, lambda: actions.approve_minutes(found, by=request.user, **form.arguments())) is None:
        return _page(request, pk, sent=form)
    messages.success(request, "Le procès-verbal est adopté. Il se signe maintenant.")
    return redirect("committees:minutes", pk=pk)


@require_POST
def sign(request: MemberRequest, pk: int) -> HttpResponse:
    signed = actions.sign_minutes(_get(request, pk), by=request.user)
    messages.success(request, f"Le procès-verbal {signed.number} est signé et scellé.")
    return redirect("committees:minutes", pk=pk)


@require_safe
def sealed(request: MemberRequest, pk: int) -> FileResponse:
    """The sealed document, to whoever took part in all of it."""
    found = _get(request, pk)
    if found.status != MinutesState.SIGNED:
        raise Http404
    if not actions.sees_all(request.user, found):
        raise Refused([actions.part_reserved()])
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=f"{found.number}.pdf")


@require_safe
def extract(request: MemberRequest, pk: int) -> HttpResponse:
    """One point of signed minutes, for who follows or carries its dossier."""
    found = minutes_access.extract_of(request.user, pk)
    if found is None:
        raise Http404
    signed, item = found
    return as_pdf(minutes.extract_pdf(signed, item), f"{signed.number}-point-{item.position}.pdf")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a document is the sealed one: drop it, or type its code. Nothing of its content is said."""
    form = VerifyForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and not ratelimit.consume(request, action="verify"):
        return render(request, "429.html", status=429)
    valid = form.is_valid()
    context = {"form": form, "found": form.found if valid else None, "letter": form.letter if valid else None}
    return render(request, "committees/verify.html", context, status=422 if form.errors else 200)
