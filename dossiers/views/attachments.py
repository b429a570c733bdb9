"""The pieces of a dossier: dropped, replaced, removed, and read by whoever may see the dossier."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from dossiers import access, actions
from dossiers.forms.draft import AttachmentForm
from dossiers.models import Attachment, Dossier
from dossiers.views.draft import PAGE, dropped, posted, section_page, writable
from okote_flow.fields import attempt
from okote_flow.requests import MemberRequest


@PAGE
def attachments(request: MemberRequest, pk: int) -> HttpResponse:
    dossier = writable(request, pk)
    form = AttachmentForm(posted(request), dropped(request))
    piece = attempt(form, lambda: actions.attach(dossier, by=request.user, **form.cleaned_data))
    if piece is not None:
        messages.success(request, f"«\u00a0{piece.name}\u00a0» est déposé.")
        return redirect("dossiers:attachments", pk=pk)
    return section_page(request, dossier, "attachments", {"form": form, "pieces": pieces_of(dossier)})


def pieces_of(dossier: Dossier) -> list[dict[str, Any]]:
    """The pieces that count, each with its older versions. A removed piece is out of sight."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for piece in dossier.attachments.filter(removed_at=None).order_by("kind", "name", "-version"):
        known = found.setdefault((piece.kind, piece.name), {"current": piece, "older": []})
        if known["current"] is not piece:
            known["older"].append(piece)
    return list(found.values())


@require_POST
def remove(request: MemberRequest, pk: int, piece_pk: int) -> HttpResponse:
    dossier = writable(request, pk)
    piece = get_object_or_404(dossier.attachments, pk=piece_pk)
    actions.remove_attachment(piece, by=request.user)
    messages.success(request, f"«\u00a0{piece.name}\u00a0» est retiré.")
    return redirect("dossiers:attachments", pk=pk)


@require_safe
def download(request: MemberRequest, pk: int) -> FileResponse:
    """Always as a file to save: what somebody uploaded is never run in the pages of the house."""
    return as_file(access.get_attachment(request.user, pk))


def as_file(piece: Attachment) -> FileResponse:
    response = FileResponse(piece.file.open("rb"), as_attachment=True, filename=piece.name)
    response["Content-Type"] = piece.media_type
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
