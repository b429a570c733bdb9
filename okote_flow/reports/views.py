"""Reports: the list, one report with its figures and the words beside them, its life, its paper, its tables."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from okote_flow import chapters, clock
from okote_flow.chapters import Plain
from okote_flow.documents import as_pdf
from okote_flow.fields import attempt, codes_of, status_of
from okote_flow.refusals import require
from okote_flow.reports import access, actions, figures, paper, screen
from okote_flow.reports.forms import NewForm, PresentForm, SectionForm, WithdrawForm, seen
from okote_flow.reports.models import Report, ReportKind
from okote_flow.reports.texts import part_of
from okote_flow.requests import MemberRequest
from okote_flow.tables import serving
from okote_flow.tags import heure, instant

PAGE = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 50
CONFLICT = "report-edited-meanwhile"


@require_safe
def index(request: MemberRequest) -> HttpResponse:
    access.check(request.user)
    context = {
        "page_obj": Paginator(access.reports_for(request.user), PER_PAGE).get_page(request.GET.get("page")),
        "writes": access.writes(request.user),
    }
    return render(request, "reports/index.html", context)


@PAGE
def new(request: MemberRequest) -> HttpResponse:
    access.check(request.user)
    require(access.writing_refusals(request.user))
    form = NewForm(list(access.partners_with_reports()), _starts(), _posted(request))
    drafted = attempt(form, lambda: actions.draft_report(form.chosen, by=request.user, **form.arguments()))
    if drafted is not None:
        return redirect("reports:report", pk=drafted.pk)
    return render(request, "reports/new.html", {"form": form}, status=status_of(form))


def _starts() -> list[date]:
    """The first days of the months of the programme, its whole years first."""
    programme = figures.programme()
    if programme is None:
        return []
    years = range(programme.starts_on.year, programme.ends_on.year + 1)
    found = [date(year, month, 1) for year in years for month in range(1, 13)]
    known = [day for day in found if programme.starts_on <= day <= min(programme.ends_on, clock.today())]
    return sorted(known, key=lambda day: (day.month != 1, -day.year, day.month))


def _posted(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_safe
def report(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, access.get_report(request.user, pk))


def _page(request: MemberRequest, found: Report, sent: SectionForm | None = None) -> HttpResponse:
    """A draft with figures of today and forms beside them; else what was frozen."""
    reads = access.reads_content(request.user, found)
    writes = found.is_draft and access.writes(request.user)
    content = screen.legible(_content(found)) if reads else {"chapters": []}
    if writes:
        _put_forms(found, content, sent)
    context = {
        "report": found,
        "content": content,
        "reads": reads,
        "writes": writes,
        "directs": access.directs(request.user),
        "snapshot": getattr(found, "snapshot", None) if reads else None,
        "refusals": actions.ready_refusals(request.user, found) if found.is_draft else [],
        "sent": sent,
    }
    return render(request, "reports/report.html", context, status=status_of(sent) if sent else 200)


def _content(found: Report) -> Plain:
    snapshot = getattr(found, "snapshot", None)
    return dict(snapshot.content) if snapshot is not None else paper.content_of(found)


def _put_forms(found: Report, content: Plain, sent: SectionForm | None) -> None:
    sections = access.sections_of(found)
    for chapter in content["chapters"]:
        part = part_of(found.kind, chapter["text"]) if chapter["text"] else None
        if part is None or part.code not in sections:
            continue
        section = sections[part.code]
        shown = {"text": section.text, "seen": seen(section), "seen_version": found.version}
        is_sent = sent is not None and sent.part.code == part.code
        chapter["form"] = sent if is_sent else SectionForm(part, initial=shown)


@require_POST
def write(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    found = access.get_report(request.user, pk)
    part = part_of(found.kind, code)
    if part is None:
        raise Http404
    by_script = request.headers.get("Accept") == "application/json"
    form = SectionForm(part, request.POST)
    saved = attempt(form, lambda: actions.write_section(found, code=code, by=request.user, **form.arguments()))
    if saved is None:
        return _not_saved(form) if by_script else _again(request, found, form)
    if by_script:
        said = f"Enregistré à {heure(clock.now())}"
        answer = {"state": "saved", "said": said, "version": saved.report.version, "seen": seen(saved), "values": {}}
        return JsonResponse(answer)
    messages.success(request, f"«\u00a0{part.label}\u00a0» est enregistré.")
    return redirect(f"{request.path.partition('ecrire/')[0]}#{code}")


def _not_saved(form: SectionForm) -> JsonResponse:
    if CONFLICT in codes_of(form):
        return JsonResponse({"state": "conflict", "said": "Modifié ailleurs."}, status=409)
    if codes_of(form):
        said = " ".join(str(one) for one in form.non_field_errors())
        return JsonResponse({"state": "refused", "said": said}, status=409)
    faults = {name: [str(one) for one in errors] for name, errors in form.errors.items()}
    return JsonResponse({"state": "mistyped", "said": "Un champ est à corriger.", "errors": faults}, status=422)


def _again(request: MemberRequest, found: Report, form: SectionForm) -> HttpResponse:
    section = access.sections_of(found).get(form.part.code)
    if section is not None and CONFLICT in codes_of(form):
        form.renew(section)
    return _page(request, access.get_report(request.user, found.pk), form)


@require_safe
def wordings(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    """How the words of a part came about, for those inside."""
    found = access.get_report(request.user, pk)
    part = part_of(found.kind, code)
    if part is None or not access.is_inside(request.user):
        raise Http404
    page = Paginator(access.wordings_of(found, code), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/wordings.html", {"report": found, "part": part, "page_obj": page})


@PAGE
def present(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_report(request.user, pk)
    require(access.presenting_refusals(request.user))
    form = PresentForm(list(access.steering_meetings()), _posted(request), initial={"version": found.version})
    done = attempt(form, lambda: actions.present_report(found, by=request.user, **form.arguments()))
    if done is not None:
        messages.success(request, "Le rapport est présenté\u00a0: ses chiffres et ses textes ne changent plus.")
        return redirect("reports:report", pk=pk)
    if CONFLICT in codes_of(form):
        form.renew(access.get_report(request.user, pk).version)
    refusals = actions.ready_refusals(request.user, found)
    context = {"report": found, "form": form, "refusals": refusals}
    return render(request, "reports/present.html", context, status=status_of(form))


@PAGE
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_report(request.user, pk)
    require(access.presenting_refusals(request.user))
    form = WithdrawForm(_posted(request))
    done = attempt(form, lambda: actions.withdraw_report(found, by=request.user, **form.cleaned_data))
    if done is not None:
        messages.success(request, "Le rapport est retiré, avec son motif.")
        return redirect("reports:report", pk=pk)
    return render(request, "reports/withdraw.html", {"report": found, "form": form}, status=status_of(form))


@require_safe
def pdf(request: MemberRequest, pk: int) -> HttpResponse:
    """The paper that was frozen, as it was; of a draft, one that says that it is a draft."""
    found = access.get_content(request.user, pk)
    snapshot = getattr(found, "snapshot", None)
    if snapshot is not None:
        return as_pdf(bytes(snapshot.pdf), f"{_name(found)}.pdf")
    note = f"Projet du {instant(clock.now())}, pas encore présenté."
    return as_pdf(paper.pdf(paper.content_of(found), at=clock.now(), note=note), f"{_name(found)}-projet.pdf")


def _name(found: Report) -> str:
    kind = "bilan" if found.kind == ReportKind.REVIEW else f"rapport-{found.partner.code}" if found.partner else ""
    return f"{kind}-{found.starts_on:%Y-%m}-edition-{found.edition}"


@require_safe
def table(request: MemberRequest, pk: int, code: str, ending: str) -> HttpResponseBase:
    """One table of a report that this person reads, typed."""
    found = access.get_content(request.user, pk)
    block = next((one for one in chapters.tables_of(_content(found)["chapters"]) if one["code"] == code), None)
    if block is None:
        raise Http404
    return serving.send(request, chapters.sheet(block, f"{_name(found)}-{code}"), ending)
