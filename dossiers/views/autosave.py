"""Answers to a page that saves while somebody writes: what is kept, what is to be corrected, who wrote meanwhile."""

from collections.abc import Iterable
from typing import Any

from django.http import JsonResponse

from dossiers import access, saving
from dossiers.forms.draft import SectionForm
from dossiers.models import Dossier
from dossiers.saving import Editor
from okote_flow import clock
from okote_flow.fields import attempt, codes_of
from okote_flow.requests import MemberRequest
from okote_flow.tags import heure

JSON = "application/json"


def is_asked(request: MemberRequest) -> bool:
    """Whether a script has sent the form, not a button."""
    return request.method == "POST" and request.headers.get("Accept") == JSON


def answer(request: MemberRequest, dossier: Dossier, editor: Editor) -> JsonResponse:
    """Save what is sound and say what is not. A conflict overwrites nothing."""
    stored = editor.initial(dossier)
    form = saving.open_form(editor, dossier, request.POST)
    faults = faults_of(form)
    sound = saving.open_form(editor, dossier, saving.sound_part(form, stored)) if faults else form
    theirs = saving.untouched(sound, stored) if sound.is_valid() else []
    if attempt(sound, lambda: saving.save(dossier, sound, editor, by=request.user)) is None:
        return _not_saved(request, dossier, sound, faults | faults_of(sound))
    now = access.get_dossier(request.user, dossier.pk)
    fresh = editor.initial(now)
    saved: dict[str, Any] = {
        "state": "mistyped" if faults else "saved",
        "said": to_correct(faults) if faults else f"Enregistré à {heure(clock.now())}",
        "errors": faults,
        "version": now.version,
        "seen": saving.seal(form, fresh),
        "values": {form.add_prefix(name): form.shown(name, fresh.get(name)) for name in theirs},
    }
    return JsonResponse(saved, status=422 if faults else 200)


def _not_saved(
    request: MemberRequest, dossier: Dossier, form: SectionForm, faults: dict[str, list[str]]
) -> JsonResponse:
    codes = codes_of(form)
    if saving.CONFLICT in codes:
        return JsonResponse({"state": "conflict", "said": _elsewhere(request, dossier)}, status=409)
    if codes:
        return refused(form.non_field_errors())
    return JsonResponse({"state": "mistyped", "said": to_correct(faults), "errors": faults}, status=422)


def written_elsewhere(dossier: Dossier, form: SectionForm, editor: Editor) -> list[saving.Difference]:
    """What somebody else has written meanwhile; both are shown, and the next sending replaces it."""
    if saving.CONFLICT not in codes_of(form):
        return []
    stored = editor.initial(dossier)
    found = saving.differences(form, stored)
    saving.renew(form, stored, dossier.version)
    return found


def refused(sentences: Iterable[object]) -> JsonResponse:
    """What the house does not take: the text stays on the device."""
    return JsonResponse({"state": "refused", "said": " ".join(str(one) for one in sentences)}, status=409)


def faults_of(form: SectionForm) -> dict[str, list[str]]:
    """Name of the field on the page -> what is wrong with it."""
    return {
        form.add_prefix(name): [str(one) for one in form.errors[name]] for name in form.asked if name in form.errors
    }


def to_correct(faults: dict[str, list[str]]) -> str:
    if len(faults) == 1:
        return "Un champ est à corriger\u00a0: il reste gardé sur cet appareil."
    return f"{len(faults)} champs sont à corriger\u00a0: ils restent gardés sur cet appareil."


def _elsewhere(request: MemberRequest, dossier: Dossier) -> str:
    last = saving.last_saved(dossier)
    if last is None:
        return "Modifié ailleurs."
    who = "vous, dans une autre fenêtre" if last.who == str(request.user) else last.who
    return f"Modifié ailleurs par {who}, à {heure(last.at)}."
