"""The pieces of a dossier: dropped, replaced, removed, and read by whoever may see the dossier."""

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST, require_safe

from dossiers import access, actions, files, pieces
from dossiers.forms.pieces import AttachmentForm
from dossiers.models import Attachment, Dossier
from dossiers.models.content import AttachmentKind
from dossiers.pieces import Kept
from dossiers.views import autosave
from dossiers.views.draft import PAGE, section_page, writable
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest


@PAGE
def attachments(request: MemberRequest, pk: int) -> HttpResponse:
    """Each file has its own result: one that is refused does not hold back the others."""
    dossier = writable(request, pk)
    if request.method != "POST":
        form = AttachmentForm(initial={"kind": _asked_kind(request)})
        return _page(request, dossier, form)
    tried = [_attach(request, dossier, form) for form in _forms(request)]
    faulty = [form for form, piece in tried if piece is None]
    kept = [piece for _, piece in tried if piece is not None]
    if autosave.is_asked(request):
        return _answer(faulty, kept)
    for piece in kept:
        messages.success(request, f"«\u00a0{piece.name}\u00a0» est déposé.")
    if not faulty:
        return redirect("dossiers:attachments", pk=pk)
    for form in faulty[1:]:
        faulty[0].add_error(None, form.errors.as_data().get("__all__", []))
    return _page(request, dossier, faulty[0])


def _page(request: MemberRequest, dossier: Dossier, form: AttachmentForm) -> HttpResponse:
    context = {"form": form, "shelves": pieces.shelves(dossier), "limit": settings.ATTACHMENT_MAX_BYTES}
    return section_page(request, dossier, "attachments", context)


def _asked_kind(request: MemberRequest) -> str:
    """The kind that a link of the page has named."""
    asked = request.GET.get("type", "")
    return asked if asked in AttachmentKind.values else ""


def _forms(request: MemberRequest) -> list[AttachmentForm]:
    """One for each file; without a file one that says so."""
    files: list[UploadedFile[bytes]] = request.FILES.getlist("file")
    each = [MultiValueDict({"file": [file]}) for file in files] or [request.FILES]
    return [AttachmentForm(request.POST, one) for one in each]


def _attach(
    request: MemberRequest, dossier: Dossier, form: AttachmentForm
) -> tuple[AttachmentForm, Attachment | None]:
    return form, attempt(form, lambda: actions.attach(dossier, by=request.user, **form.cleaned_data))


def _answer(faulty: list[AttachmentForm], kept: list[Attachment]) -> JsonResponse:
    """What a script that sends one file is told of it."""
    if faulty:
        said = " ".join(str(fault) for faults in faulty[0].errors.values() for fault in faults)
        return JsonResponse({"state": "refused", "said": said}, status=status_of(faulty[0]))
    return JsonResponse({"state": "saved", "said": f"«\u00a0{kept[0].name}\u00a0» est déposé."})


def pieces_of(dossier: Dossier) -> list[Kept]:
    """The pieces that count, each with its older versions."""
    return pieces.kept_of(dossier)


@require_POST
def remove(request: MemberRequest, pk: int, piece_pk: int) -> HttpResponse:
    dossier = writable(request, pk)
    piece = get_object_or_404(dossier.attachments, pk=piece_pk)
    actions.remove_attachment(piece, by=request.user)
    messages.success(request, f"«\u00a0{piece.name}\u00a0» est retiré.")
    return redirect("dossiers:attachments", pk=pk)


@require_safe
def download(request: MemberRequest, pk: int) -> FileResponse:
    piece = access.get_attachment(request.user, pk)
    return files.as_file(piece.file, piece.name, piece.media_type)
