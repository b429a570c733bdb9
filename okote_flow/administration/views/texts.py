"""The texts of the house: found, worded, tried, compared, given back their earlier words."""

from csp.decorators import csp_replace
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers import comparing
from okote_flow import clock
from okote_flow.administration import text_list, text_preview
from okote_flow.administration.forms.texts import RevertForm, TextForm, TextSearchForm
from okote_flow.administration.text_preview import Tried
from okote_flow.documents import as_pdf
from okote_flow.fields import attempt, codes_of, status_of
from okote_flow.refusals import Refusal
from okote_flow.requests import MemberRequest
from okote_flow.texts import access, actions, registry, wording
from okote_flow.texts.models import TextVersion
from okote_flow.texts.registry import Shape, Text
from okote_flow.texts.wording import Said

PAGE = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 40
MEANWHILE = "text-edited-meanwhile"
TRIALS = ("preview", "html", "pdf", "send")
"""What a button asks besides keeping: nothing is written."""


@require_safe
def texts(request: MemberRequest) -> HttpResponse:
    """Every text that may be worded, by family."""
    access.check_reader(request.user)
    form = TextSearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "famille": "", "etat": ""}
    now = wording.current()
    found = text_list.rows(now, words=asked["q"], family=asked["famille"], state=asked["etat"])
    context = {
        "form": form,
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "broken": now.broken(),
    }
    return render(request, "administration/texts.html", context)


@PAGE
def text(request: MemberRequest, key: str) -> HttpResponseBase:
    """One text: its words now, what it may name, how it reads, what it said before."""
    found = access.get_text(request.user, key)
    versions = list(access.versions(key))
    last = versions[0] if versions else None
    form = TextForm(found, request.POST if request.method == "POST" else None, initial=_started(found, last))
    asked = next((name for name in TRIALS if name in request.POST), "")
    if asked in ("html", "pdf", "send"):
        return _trial(request, found, form, asked)
    done = None if asked else attempt(form, lambda: actions.write(key=key, by=request.user, **form.words()))
    if done is not None:
        messages.success(request, "Le texte est enregistré. Ce qui est déjà envoyé ou signé garde ses mots.")
        return redirect("administration:text", key=key)
    stored = last if MEANWHILE in codes_of(form) else None
    if MEANWHILE in codes_of(form):
        form.renew(last.version if last else 0)
    context = _page(request, found, form, versions) | {"stored": stored}
    status = 200 if asked else status_of(form)
    return render(request, "administration/text.html", context, status=status)


def _started(found: Text, last: TextVersion | None) -> dict[str, object]:
    said = Said(last.subject, last.body) if last and not last.is_original else Said(found.subject, found.body)
    day = last.from_at.astimezone(clock.PARIS).date() if last and last.from_at > clock.now() else None
    return {"subject": said.subject, "body": said.body, "version": last.version if last else 0, "starts_on": day}


def _before(versions: list[TextVersion]) -> int:
    """The version that would hold on the day of the last one if nobody had written it; 0 is the house's own."""
    held = [one for one in versions[1:] if one.from_at <= versions[0].from_at]
    return max(held, key=lambda one: (one.from_at, one.version)).version if held else 0


def _page(request: MemberRequest, found: Text, form: TextForm, versions: list[TextVersion]) -> dict[str, object]:
    now = wording.current()
    tried, faults, unseen = _tried(request, found, form)
    held = now.raw(found.key)
    last = versions[0].version if versions else 0
    return {
        "text": found,
        "form": form,
        "versions": versions,
        "last": versions[0] if versions else None,
        "row": next(row for row in text_list.rows(now, family=found.family) if row.text == found),
        "variables": [(f"{{{name}}}", one, name in found.required) for name, one in found.variables.items()],
        "tried": tried,
        "faults": faults,
        "unseen": unseen,
        "is_letter": tried is not None and tried.letter is not None,
        "closed": list(access.writing_refusals(request.user)),
        "differs": list(_difference(Said(found.subject, found.body), held)),
        "revert": RevertForm(auto_id=False, initial={"to": 0, "version": last}),
        "undo": RevertForm(auto_id=False, initial={"to": _before(versions), "version": last}),
        "is_phrase": found.shape is Shape.PHRASE,
    }


def _tried(request: MemberRequest, found: Text, form: TextForm) -> tuple[Tried | None, list[Refusal], bool]:
    """What is typed, said; or why it cannot be said; and whether the dossier asked for is not to be seen."""
    said = Said(registry.cleaned(form.typed.subject), registry.cleaned(form.typed.body))
    faults = found.refusals(said.subject, said.body)
    if any(fault.code in ("text-unknown-word", "text-brace", "text-empty") for fault in faults):
        return None, faults, False
    dossier = text_preview.dossier_of(request.user, form.number)
    return (
        text_preview.tried(request.user, found, said, dossier),
        faults,
        bool(form.number.strip()) and dossier is None,
    )


def _trial(request: MemberRequest, found: Text, form: TextForm, asked: str) -> HttpResponseBase:
    """The typed text on paper, as a mailbox shows it, or in one's own mailbox."""
    tried = _tried(request, found, form)[0]
    if tried is None:
        context = _page(request, found, form, list(access.versions(found.key))) | {"stored": None}
        return render(request, "administration/text.html", context, status=422)
    if asked == "pdf" and tried.letter is not None:
        return as_pdf(text_preview.pdf(tried), f"apercu-{found.key}.pdf")
    if asked == "html" and tried.html:
        return _as_mailbox(request, tried.html)
    if asked == "send":
        text_preview.send_to_oneself(request.user, tried)
        messages.success(request, f"Un essai est parti à {request.user.email}. Rien n’est enregistré.")
        return redirect("administration:text", key=found.key)
    raise Http404


def _as_mailbox(request: MemberRequest, html: str) -> HttpResponseBase:
    @csp_replace({"style-src": ["'unsafe-inline'"], "script-src": ["'none'"], "sandbox": ["allow-popups"]})
    def as_it_is(request: HttpRequest) -> HttpResponse:
        return HttpResponse(html)

    return as_it_is(request)


@require_safe
def version(request: MemberRequest, key: str, number: int) -> HttpResponse:
    """One version, and how it differs from the one before it and from the house's own."""
    found = access.get_text(request.user, key)
    versions = {one.version: one for one in access.versions(key)}
    shown = versions.get(number)
    if shown is None:
        raise Http404
    before = versions.get(number - 1)
    own = Said(found.subject, found.body)
    said = Said(shown.subject, shown.body)
    context = {
        "text": found,
        "version": shown,
        "last": max(versions),
        "from_before": list(_difference(Said(before.subject, before.body) if before else own, said)),
        "from_own": list(_difference(own, said)),
        "before": before,
        "closed": list(access.writing_refusals(request.user)),
        "revert": RevertForm(initial={"to": number, "version": max(versions)}),
    }
    return render(request, "administration/text_version.html", context)


def _difference(old: Said, new: Said) -> list[tuple[str, list[comparing.Bit]]]:
    """The parts that are not the same, word by word."""
    pairs = (("Objet", old.subject, new.subject), ("Texte", old.body, new.body))
    return [(label, list(comparing.words(one, other))) for label, one, other in pairs if one != other]


@require_POST
def revert(request: MemberRequest, key: str) -> HttpResponse:
    """Say an earlier version again."""
    access.get_text(request.user, key)
    form = RevertForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Rien n’a changé\u00a0: choisissez une version dans l’historique.")
        return redirect("administration:text", key=key)
    made = actions.revert(key=key, by=request.user, **form.cleaned_data)
    messages.success(request, f"C’est fait\u00a0: la version {made.version} reprend ces mots.")
    return redirect("administration:text", key=key)
