"""What is kept and how long: the table of rules, the list by phase, one dossier, its proof, the register."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from okote_flow import clock, documents
from okote_flow.fields import attempt, status_of
from okote_flow.records import access, actions, downloads, forms, listing, proof, register, retention
from okote_flow.records.views.acts import PAGE
from okote_flow.requests import MemberRequest
from okote_flow.tables import serving

PER_PAGE = 50


@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Where everything stands today, and the rules behind it."""
    access.check_reader(request.user)
    context = {
        "counts": listing.counts(request.user),
        "rules": list(retention.today().values()),
        "drafts": access.old_drafts().count(),
        "open_requests": access.requests_for(request.user).filter(outcome="open").count(),
        "is_keeper": access.is_keeper(request.user),
        "today": clock.today(),
    }
    return render(request, "records/index.html", context)


@require_safe
def dossiers(request: MemberRequest) -> HttpResponse:
    """The list, by phase; with a day, as it will stand then: what comes due."""
    form = forms.FilterForm(request.GET)
    asked = form.asked()
    page = Paginator(listing.found(request.user, asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "lines": listing.lines(list(page.object_list), asked["avant"]),
        "query": listing.query(asked),
        "on": asked["avant"] or clock.today(),
    }
    return render(request, "records/dossiers.html", context)


@require_safe
def dossiers_csv(request: MemberRequest) -> HttpResponseBase:
    return serving.send(request, listing.sheet(request.user, forms.FilterForm(request.GET).asked()), "csv")


@require_safe
def dossiers_xlsx(request: MemberRequest) -> HttpResponseBase:
    return serving.send(request, listing.sheet(request.user, forms.FilterForm(request.GET).asked()), "xlsx")


@require_safe
def dossier(request: MemberRequest, pk: int) -> HttpResponse:
    """How long a dossier is kept, what freezes it, what was given out of it."""
    found = access.get_kept(request.user, pk)
    context = {
        "dossier": found,
        "kept": listing.lines([found], None)[0],
        "course": retention.course_of(found),
        "holds": access.holds_of(found),
        "communications": access.communications_of(found),
        "items": access.items_of(found),
        "may_hold": not list(access.hold_refusals(request.user)),
        "may_prove": access.may_prove(request.user, found),
        "is_keeper": access.is_keeper(request.user),
    }
    return render(request, "records/dossier.html", context)


@require_safe
def proof_of(request: MemberRequest, pk: int) -> HttpResponse:
    """The proof that needs no application: journal, seals, names, script."""
    found = access.get_proven(request.user, pk)
    publisher = str(documents.imprint()["publisher"])
    return downloads.as_zip(proof.bundle(found, publisher=publisher, names=True), f"preuve-{found.label}")


@PAGE
def holds(request: MemberRequest) -> HttpResponse:
    """Everything that is frozen, or was; and freezing a structure or a person."""
    rows = access.holds_for(request.user)
    form = forms.HoldForm(request.POST if request.method == "POST" else None)
    may_hold = not list(access.hold_refusals(request.user))
    if attempt(form, lambda: _freeze(request, form)) is not None:
        messages.success(request, "Le gel est posé.")
        return redirect("records:holds")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "query": "", "form": form, "may_hold": may_hold}
    return render(request, "records/holds.html", context, status=status_of(form))


def _freeze(request: MemberRequest, form: forms.HoldForm) -> object:
    said = form.cleaned_data
    structure = access.organizations().filter(siret=said["siret"]).first() if said["siret"] else None
    person = access.find_person(said["email"]) if said["email"] else None
    return actions.place_hold(organization=structure, person=person, reason=said["reason"], by=request.user)


@PAGE
def erase_drafts(request: MemberRequest) -> HttpResponse:
    """Erase the withdrawn drafts whose time is over: only their number is known here."""
    access.check_keeper(request.user)
    waiting = list(access.old_drafts().order_by("pk"))
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if attempt(form, lambda: [actions.erase_draft(one, by=request.user) for one in waiting]) is not None:
        messages.success(request, f"Brouillons effacés\u00a0: {len(waiting)}.")
        return redirect("records:index")
    context = {"form": form, "count": len(waiting)}
    return render(request, "records/erase_drafts.html", context, status=status_of(form))


@require_safe
def processing(request: MemberRequest) -> HttpResponse:
    """The register of processing."""
    access.check_reader(request.user)
    answers, asked = register.controller()
    context = {"rows": register.table(), "controller": answers, "dpo": asked, "today": clock.today()}
    return render(request, "records/register.html", context)


@require_safe
def processing_pdf(request: MemberRequest) -> HttpResponse:
    access.check_reader(request.user)
    return documents.as_pdf(register.paper(), f"registre-des-traitements-{clock.today():%Y-%m-%d}.pdf")
