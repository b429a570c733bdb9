"""Decision letters: read, edit, sign, send, correct; their templates with versions and a preview."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from committees import access, actions, guards, letter_texts, letters, letters_access
from committees.forms import ReasonForm
from committees.letter_forms import LetterForm, TemplateForm
from committees.models import Committee, CommitteeKind, Verdict
from committees.views.bodies import PAGE, posted
from okote_flow import clock
from okote_flow.documents import as_pdf
from okote_flow.fields import VersionedForm, attempt, codes_of, status_of
from okote_flow.requests import MemberRequest

MEANWHILE = "letter-edited-meanwhile"


@PAGE
def letter(request: MemberRequest, pk: int) -> HttpResponse:
    """A letter as it will read; to whoever prepares it, its text beside it."""
    found = letters_access.get_letter(request.user, pk)
    started = {"title": found.title, "body": found.body, "version": found.version}
    form = LetterForm(posted(request), initial=started)
    if attempt(form, lambda: actions.edit_letter(found, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "La lettre est enregistrée.")
        return redirect("committees:letter", pk=pk)
    if MEANWHILE in codes_of(form):
        form.renew(found.version)
    replacement = letters_access.replacement_of(request.user, found)
    context = {
        "letter": found,
        "dossier": found.proclamation.item.dossier,
        "replacement": replacement,
        "said": found.content or letters.content_of(found, at=clock.now()),
        "form": form if found.is_draft else None,
        "refused": None if found.is_draft or not form.errors else form,
        "variables": _variables(found.proclamation.verdict),
        "writing": list(letters_access.writing_refusals(request.user, found)),
        "signing": list(letters_access.signing_refusals(request.user, found)),
        "unsigning": list(letters_access.unsigning_refusals(request.user, found)),
        "sending": list(letters_access.sending_refusals(request.user, found)),
        "correcting": list(letters_access.correcting_refusals(request.user, found)),
        "stored": found.body if MEANWHILE in codes_of(form) else "",
    }
    return render(request, "committees/letter.html", context, status=status_of(form))


def _variables(verdict: str) -> list[tuple[str, str, bool]]:
    """Each variable, what it stands for, whether a letter of that verdict must keep it."""
    required = letter_texts.REQUIRED[verdict]
    return [(f"{{{name}}}", what, name in required) for name, (what, _) in letter_texts.VARIABLES.items()]


@require_safe
def letter_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    """The sealed document; before it is signed, the draft, which says that it is one."""
    found = letters_access.get_letter(request.user, pk)
    if found.file:
        with found.file.open("rb") as sealed:
            return as_pdf(sealed.read(), f"{found.number}.pdf")
    at = found.drafted_at
    return as_pdf(letters.typeset(letters.content_of(found, at=at), at), f"projet-de-lettre-{found.pk}.pdf")


@require_POST
def draft(request: MemberRequest, pk: int) -> HttpResponse:
    made = actions.draft_letter(letters_access.get_decision(request.user, pk), by=request.user)
    messages.success(request, "La lettre est préparée\u00a0: relisez-la.")
    return redirect("committees:letter", pk=made.pk)


@require_POST
def sign(request: MemberRequest, pk: int) -> HttpResponse:
    read = VersionedForm(request.POST)
    version = read.cleaned_data["version"] if read.is_valid() else -1  # no page said which: none was read
    signed = actions.sign_letter(letters_access.get_letter(request.user, pk), by=request.user, version=version)
    messages.success(request, f"La lettre {signed.number} est signée et scellée. Elle peut partir.")
    return redirect("committees:letter", pk=pk)


@require_POST
def send(request: MemberRequest, pk: int) -> HttpResponse:
    actions.send_letter(letters_access.get_letter(request.user, pk), by=request.user)
    messages.success(request, "La lettre est envoyée\u00a0: la structure est prévenue et la lit sur son dossier.")
    return redirect("committees:letter", pk=pk)


REASONED = {
    "unsign": (
        "Reprendre la signature",
        "La lettre redevient un projet. Elle garde son numéro.",
        actions.unsign_letter,
        letters_access.unsigning_refusals,
    ),
    "correct": (
        "Corriger la lettre",
        "La lettre envoyée ne change plus. Une nouvelle lettre, qui la nomme, la remplace une fois signée et envoyée.",
        actions.correct_letter,
        letters_access.correcting_refusals,
    ),
}


@PAGE
def reasoned(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    """An act that says why: take a signature back, correct a sent letter."""
    title, meaning, verb, why_not = REASONED[name]
    found = letters_access.get_letter(request.user, pk)
    form = ReasonForm(posted(request))
    done = attempt(form, lambda: verb(found, by=request.user, **form.cleaned_data))
    if done is not None:
        messages.success(request, "La lettre est à relire et à signer.")
        return redirect("committees:letter", pk=done.pk)
    context = {
        "letter": found,
        "dossier": found.proclamation.item.dossier,
        "title": title,
        "meaning": meaning,
        "form": form,
        "refusals": [] if form.errors else list(why_not(request.user, found)),
    }
    return render(request, "committees/letter_act.html", context, status=status_of(form))


@require_safe
def templates(request: MemberRequest, code: str) -> HttpResponse:
    """The text of the letters for each verdict."""
    committee = _worded(request, code)
    rows = [(verdict, letters.in_force(committee, verdict)) for verdict in Verdict]
    context = {"committee": committee, "rows": rows, "may": not _refusals(request, committee)}
    return render(request, "committees/letter_templates.html", context)


@PAGE
def template(request: MemberRequest, code: str, verdict: str) -> HttpResponse:
    """Word the letters for one verdict; "Aperçu" shows what is typed and keeps nothing."""
    committee = _worded(request, code)
    if verdict not in Verdict.values:
        raise Http404
    now = letters.in_force(committee, verdict)
    started = {"title": now.title, "body": now.body, "version": now.version}
    samples = letters_access.samples(request.user, committee, verdict)
    form = TemplateForm(samples, posted(request), initial=started)
    previews = "preview" in request.POST
    done = None if previews else attempt(form, lambda: _write(request, committee, verdict, form))
    if done is not None:
        messages.success(request, "Le modèle est enregistré. Les lettres déjà préparées gardent leur texte.")
        return redirect("committees:letter_template", code=code, verdict=verdict)
    if MEANWHILE in codes_of(form):
        form.renew(now.version)
    refusals = _refusals(request, committee)
    context: dict[str, Any] = {
        "committee": committee,
        "verdict": Verdict(verdict),
        "now": now,
        "stored": now.body if MEANWHILE in codes_of(form) else "",
        "form": form,
        "refusals": refusals,
        "variables": _variables(verdict),
        "versions": letters.versions(committee, verdict),
    } | _preview(verdict, form)
    return render(request, "committees/letter_template.html", context, status=status_of(form))


def _write(request: MemberRequest, committee: Committee, verdict: str, form: TemplateForm) -> Any:
    return actions.write_letter_template(committee, verdict=Verdict(verdict), by=request.user, **form.words())


def _preview(verdict: str, form: TemplateForm) -> dict[str, Any]:
    """What is typed, said of the example or of the dossier chosen; or why it cannot be said."""
    typed = form.typed
    faults = list(letter_texts.text_refusals(verdict, typed["title"], typed["body"]))
    if any(fault.code in ("letter-variable", "letter-empty") for fault in faults):
        return {"said": None, "faults": faults}
    return {"said": letters.tried(verdict, typed["title"], typed["body"], form.chosen), "faults": faults}


def _worded(request: MemberRequest, code: str) -> Committee:
    """The committee that decides: the others proclaim nothing."""
    committee = access.get_committee(request.user, code)
    if committee.kind != CommitteeKind.ENGAGEMENT:
        raise Http404
    return committee


def _refusals(request: MemberRequest, committee: Committee) -> list[Any]:
    return list(guards.bureau_refusals(request.user, committee))
