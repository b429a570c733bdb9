"""The thread of a dossier and its internal notes: read, written, kept as a draft, taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dossiers import access, actions, files, thread
from dossiers.forms.messages import MessageForm, NoteForm
from dossiers.models import Dossier, Message
from dossiers.thread import Thread
from dossiers.views import autosave
from dossiers.views.draft import PAGE, dropped, posted
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest
from okote_flow.tags import heure

Context = dict[str, Any]
KEEP = "keep"


@PAGE
def thread_page(request: MemberRequest, pk: int) -> HttpResponse:
    """The messages of both sides, and the place where one writes the next."""
    dossier = access.get_thread(request.user, pk)
    form = MessageForm(posted(request), dropped(request))
    if request.POST.get("act") == KEEP:
        done = attempt(
            form,
            lambda: actions.keep_draft(
                dossier, by=request.user, text=form.cleaned_data["text"], key=form.cleaned_data["key"]
            ),
        )
        return _kept(request, dossier, form, done is not None) or _page(request, dossier, message=form)
    if attempt(form, lambda: _write(dossier, form, by=request.user)) is not None:
        messages.success(request, "Votre message est envoyé.")
        return redirect(_back(request.user, dossier))
    return _page(request, dossier, message=form if form.is_bound else None)


def _write(dossier: Dossier, form: MessageForm, *, by: User) -> Message:
    given = form.cleaned_data
    return actions.write_message(
        dossier, by=by, text=given["text"], key=given["key"], files=given["file"], seen=given["seen"]
    )


@PAGE
def note(request: MemberRequest, pk: int) -> HttpResponse:
    """The same page, where a note is written."""
    dossier = access.get_notes(request.user, pk)
    if request.method != "POST":
        return _page(request, dossier)
    form = NoteForm(request.POST, request.FILES, colleagues=access.colleagues_of(request.user, dossier))
    given = form.cleaned_data if form.is_valid() else {}
    text, key = given.get("text", ""), given.get("key", "")
    if request.POST.get("act") == KEEP:
        done = attempt(form, lambda: actions.keep_draft(dossier, by=request.user, text=text, key=key, is_note=True))
        return _kept(request, dossier, form, done is not None) or _page(request, dossier, note=form)
    written = attempt(
        form,
        lambda: actions.write_note(
            dossier, by=request.user, text=text, key=key, files=given["file"], colleagues=form.colleagues
        ),
    )
    if written is None:
        return _page(request, dossier, note=form)
    messages.success(request, "Votre note est enregistrée. Le porteur ne la voit pas.")
    return redirect(_back(request.user, dossier))


def _kept(
    request: MemberRequest, dossier: Dossier, form: MessageForm | NoteForm, is_kept: bool
) -> HttpResponse | None:
    """The answer to a draft: to a script in words, to a button by the page. None when the page has to say why not."""
    if autosave.is_asked(request):
        faults = " ".join(str(fault) for some in form.errors.values() for fault in some)
        said = f"Brouillon gardé à {heure(clock.now())}" if is_kept else faults
        return JsonResponse({"state": "saved" if is_kept else "refused", "said": said}, status=status_of(form))
    if not is_kept:
        return None
    files = " Les fichiers seront à joindre de nouveau." if request.FILES else ""
    messages.success(request, f"Votre brouillon est gardé. Rien n’est envoyé.{files}")
    return redirect(_back(request.user, dossier))


def _back(user: User, dossier: Dossier) -> str:
    """Where one goes on: the tab of the dossier for Alsace Active, the page of the thread for its holder."""
    if access.is_own(user, dossier):
        return reverse("dossiers:messages", args=[dossier.pk])
    return f"{reverse('dossiers:dossier', args=[dossier.pk])}?onglet=echanges"


def _page(
    request: MemberRequest, dossier: Dossier, *, message: MessageForm | None = None, note: NoteForm | None = None
) -> HttpResponse:
    context = exchange(
        request.user,
        dossier,
        before=_above(request, "avant"),
        notes_before=_above(request, "notes-avant"),
        message=message,
        note=note,
    )
    context["is_own"] = access.is_own(request.user, dossier)
    refused = message or note
    response = render(request, "dossiers/messages.html", context, status=status_of(refused) if refused else 200)
    mark_read(request, context["thread"], dossier)
    return response


def _above(request: MemberRequest, name: str) -> int:
    """Above which message, or note, the page goes on; 0 from the newest."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 15 else 0


def exchange(
    user: User,
    dossier: Dossier,
    *,
    before: int = 0,
    notes_before: int = 0,
    message: MessageForm | None = None,
    note: NoteForm | None = None,
) -> Context:
    """What the thread and the notes of a dossier show to this reader; `thread` is None for whoever may not read it."""
    found = thread.thread_of(user, dossier, before=before, notes_before=notes_before)
    return {
        "dossier": dossier,
        "thread": found,
        "message_form": message or _message_form(found),
        "note_form": note or _note_form(user, dossier, found),
        "is_above": before > 0,
    }


def _message_form(found: Thread | None) -> MessageForm | None:
    return MessageForm(initial={"text": found.draft}) if found and found.standing.party else None


def _note_form(user: User, dossier: Dossier, found: Thread | None) -> NoteForm | None:
    if found is None or not found.standing.may_note:
        return None
    return NoteForm(initial={"text": found.notes_draft}, colleagues=access.colleagues_of(user, dossier))


def mark_read(request: MemberRequest, found: Thread | None, dossier: Dossier) -> None:
    """Having the thread on one's screen is having read it."""
    if request.method == "GET" and found is not None and found.standing.party and not found.is_all_read:
        actions.mark_thread_read(dossier, by=request.user)


@require_POST
def retract(request: MemberRequest, pk: int, message_pk: int) -> HttpResponse:
    dossier = access.get_thread(request.user, pk)
    actions.retract_message(
        get_object_or_404(access.messages_for(request.user, dossier), pk=message_pk), by=request.user
    )
    messages.success(request, "Votre message est retiré\u00a0: personne d’autre ne l’avait lu.")
    return redirect(_back(request.user, dossier))


@require_safe
def enclosure(request: MemberRequest, uuid: UUID) -> FileResponse:
    found = access.get_enclosure(request.user, uuid)
    return files.as_file(found.file, found.name, found.media_type)
