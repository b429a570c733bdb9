"""The acts on a dossier: one page for each row of the table of acts, and the few that bear on a part of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from dossiers import access, actions, acts, checklist, phrases, saving
from dossiers.actions import question_refusals
from dossiers.forms.acts import QuestionForm
from dossiers.guards import open_request
from dossiers.lifecycle import State
from dossiers.meanings import MEANINGS
from dossiers.models import Dossier
from dossiers.sentences import refuse
from dossiers.views import autosave
from dossiers.views.draft import PAGE, dropped, posted
from okote_flow.fields import attempt, status_of
from okote_flow.refusals import Refusal
from okote_flow.requests import MemberRequest

NEXT_PAGE = {"submit": "dossiers:receipt"}


@PAGE
def act(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    """Say what an act will do and ask what it needs; then do it, or say why not and keep what was typed."""
    row, dossier = acts.ACTS[name], access.get_dossier(request.user, pk)
    form = row.form(posted(request), initial=row.initial(dossier))
    seen = acts.as_seen(dossier, request.POST.get("seen", ""))
    done = attempt(form, lambda: row.verb(seen, by=request.user, **form.cleaned_data))
    if done is not None:
        messages.success(request, row.done)
        return redirect(NEXT_PAGE.get(name, "dossiers:dossier"), pk=done.pk if isinstance(done, Dossier) else pk)
    context: dict[str, Any] = {"act": row, "form": form, "dossier": dossier, "meant": MEANINGS.get(name)}
    context["refusals"] = [] if form.errors else row.refusals(request.user, dossier)
    context["sections"] = checklist.checklist(dossier) if name == "submit" else []
    return render(request, "dossiers/act.html", context, status=status_of(form))


@require_POST
def take_back_ask(request: MemberRequest, pk: int, ask_pk: int) -> HttpResponse:
    dossier = access.get_dossier(request.user, pk)
    actions.take_back_ask(get_object_or_404(dossier.asks, pk=ask_pk), by=request.user)
    messages.success(request, "La demande est reprise.")
    return redirect("dossiers:dossier", pk=pk)


@PAGE
def questions(request: MemberRequest, pk: int) -> HttpResponse:
    """Questions are prepared one by one, and leave together."""
    dossier = access.get_dossier(request.user, pk)
    phrase = phrases.chosen(request.GET.get("phrase", ""))
    ready = {"section": phrase.section, "text": phrase.text} if phrase else {"section": request.GET.get("partie", "")}
    form = QuestionForm(posted(request), initial=ready)
    if attempt(form, lambda: actions.ask_question(dossier, by=request.user, **form.cleaned_data)) is not None:
        messages.success(request, "La question est prête.")
        return redirect("dossiers:questions", pk=pk)
    refusals = question_refusals(dossier, request.user)
    context = {"dossier": dossier, "form": form, "refusals": refusals, "prepared": [], "sending": sending_of(dossier)}
    context["phrases"] = phrases.PHRASES
    if not refusals:
        context["prepared"] = dossier.questions.filter(complement=None)
    return render(request, "dossiers/questions.html", context, status=status_of(form))


def sending_of(dossier: Dossier) -> acts.Act | None:
    """The act by which prepared questions leave from where the dossier is; the engagement chair does it in session."""
    sendings = {State.SUBMITTED: "ask_complements", State.TERRITORIAL_REVIEW: "send_back"}
    return acts.ACTS.get(sendings.get(dossier.status, ""))


@require_POST
def remove_question(request: MemberRequest, pk: int, question_pk: int) -> HttpResponse:
    dossier = access.get_dossier(request.user, pk)
    actions.remove_question(get_object_or_404(dossier.questions, pk=question_pk), by=request.user)
    messages.success(request, "La question est retirée.")
    return redirect("dossiers:questions", pk=pk)


@PAGE
def complements(request: MemberRequest, pk: int) -> HttpResponse:
    """The holder answers question by question, kept as they write; nothing leaves before they say so."""
    dossier = access.get_dossier(request.user, pk)
    asked = open_request(dossier)
    editor = saving.of_answers(list(asked.questions.all()) if asked else [], dropped(request))
    form = saving.open_form(editor, dossier, posted(request))
    gone = form.gone()
    if autosave.is_asked(request):
        return (
            autosave.refused([refuse("questions-gone").message]) if gone else autosave.answer(request, dossier, editor)
        )
    if not gone and attempt(form, lambda: saving.save(dossier, form, editor, by=request.user)) is not None:
        if request.POST.get("act") == "send":
            return redirect("dossiers:answer_complements", pk=pk)
        messages.success(request, "Vos réponses sont enregistrées. Elles ne sont pas encore envoyées.")
        return redirect("dossiers:complements", pk=pk)
    context = {
        "dossier": dossier,
        "asked": asked,
        "form": form,
        "gone": gone,
        "saved_at": max((one.answered_at for one in form.questions if one.answered_at), default=None),
        "elsewhere": autosave.written_elsewhere(dossier, form, editor),
        "refusals": [refuse("questions-gone")] if gone else _answer_refusals(request, dossier),
    }
    return render(request, "dossiers/complements.html", context, status=409 if gone else status_of(form))


def _answer_refusals(request: MemberRequest, dossier: Dossier) -> list[Refusal]:
    found = access.step_refusals(request.user, dossier, "answer_complements")
    return [refusal for refusal in found if refusal.code != "unanswered"]
