"""Tax receipts: a dossier's mandate and receipts, the giver's own page, the yearly totals of each issuer."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers import files
from funding import access, actions, offers, tables, tax_access, tax_acts, tax_page, tax_rules, tax_sheet
from funding.models import Checkout, TaxReceipt
from funding.tax_forms import AddresseeForm
from okote_flow import documents
from okote_flow.fields import attempt, status_of
from okote_flow.requests import MemberRequest
from okote_flow.tables import serving

ROWS = 50


@require_safe
def tax_receipts(request: MemberRequest, pk: int) -> HttpResponse:
    """The structure's mandate, what waits for a receipt, and every receipt that was issued for this dossier."""
    dossier = tax_access.get_money(request.user, pk)
    campaign = access.campaigns().filter(dossier=dossier).first()
    keeps = access.keeps_money(request.user, dossier)
    page = Paginator(tax_access.receipts_of(campaign), ROWS).get_page(request.GET.get("page"))
    context = {
        "dossier": dossier,
        "campaign": campaign,
        "keeps": keeps,
        "mandate": tax_access.mandate_in_force(dossier.organization),
        "mandates": tax_access.mandates_of(dossier.organization),
        "page_obj": page,
        "query": "",
        "lines": [tax_sheet.Issued(receipt) for receipt in page],
        "outdated": tax_access.outdated_receipts(campaign)[:ROWS] if campaign else [],
        "waiting": tax_page.waiting(request.user, campaign) if campaign and keeps else [],
        "years": tax_access.years_of(request.user, dossier.organization),
        "buttons": offers.of_tax_receipts(request.user, dossier, campaign, keeps=keeps),
        "retention_years": tax_rules.RETENTION_YEARS,
    }
    return render(request, "funding/tax_receipts.html", context)


@require_safe
def tax_receipt_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    """The document as it was issued: for the structure, which is the issuer, and those who keep its money."""
    return _as_pdf(tax_access.get_receipt(request.user, pk))


def _as_pdf(receipt: TaxReceipt) -> HttpResponse:
    """Byte for byte; the name of the file says that a receipt counts no more."""
    name = f"{receipt.reference}-annule.pdf" if receipt.is_cancelled else f"{receipt.reference}.pdf"
    return documents.as_pdf(tax_access.paper_of(receipt), name)


@require_safe
def tax_mandate_file(request: MemberRequest, pk: int) -> FileResponse:
    """The signed mandate, as a file to save."""
    mandate = tax_access.get_mandate(request.user, pk)
    return files.as_file(mandate.file, mandate.name, mandate.media_type)


# The giver's own page


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def given_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """A giver asks for a receipt, or corrects what they said, as long as it is not issued."""
    checkout = tax_access.get_checkout(token)
    if request.method == "POST" and not ratelimit.consume(request, action="give"):
        return render(request, "429.html", status=429)
    form = AddresseeForm(request.POST if request.method == "POST" else None, initial=_said(checkout))
    if attempt(form, lambda: _ask(checkout, form)) is not None:
        messages.success(request, "C’est noté. Le reçu s’émet une fois la campagne réussie et ses comptes arrêtés.")
        return redirect("funding:given", token=token)
    context = {
        "checkout": checkout,
        "campaign": checkout.campaign,
        "form": form,
        "refusals": [] if form.errors else actions.asking_receipt_refusals(checkout),
        "retention_years": tax_rules.RETENTION_YEARS,
    }
    return render(request, "funding/given_receipt.html", context, status=status_of(form))


def _said(checkout: Checkout) -> dict[str, object]:
    known = tax_page.recipient_of(checkout)
    return tax_acts.said_of(known) if known else {"name": checkout.donor_name}


def _ask(checkout: Checkout, form: AddresseeForm) -> object:
    consents = form.cleaned_data["consents"]
    return actions.ask_tax_receipt(checkout, addressee=form.addressee(), consents=consents, by=None)


@login_not_required
@never_cache
@require_POST
def withdraw_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """A giver wants no receipt after all."""
    actions.withdraw_tax_receipt(tax_access.get_checkout(token), by=None)
    messages.success(request, "Votre demande est retirée, vos nom et adresse pour le reçu sont effacés.")
    return redirect("funding:given", token=token)


@login_not_required
@never_cache
@require_safe
def given_receipt_pdf(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The giver's own receipt, for whoever holds the token of the gift."""
    return _as_pdf(tax_access.get_given_receipt(token, pk))


# Yearly totals


@require_safe
def tax_issuers(request: MemberRequest) -> HttpResponse:
    """Every structure that issued receipts, year by year."""
    tax_access.check_books(request.user)
    page = Paginator(tax_access.years(request.user), ROWS).get_page(request.GET.get("page"))
    context = {"page_obj": page, "query": "", "retention_years": tax_rules.RETENTION_YEARS}
    return render(request, "funding/tax_issuers.html", context)


@require_safe
def tax_year(request: MemberRequest, pk: int, year: int) -> HttpResponse:
    """What a structure declares for a year: how many receipts, for how much. Prints on its own."""
    found = tax_sheet.sheet(tax_access.get_issuer(request.user, pk), tax_access.check_year(year))
    context = {
        "sheet": found,
        "keeps": tax_access.reads_issuers(request.user),
        "declared_within": tax_rules.DECLARED_WITHIN,
        "retention_years": tax_rules.RETENTION_YEARS,
    }
    return render(request, "funding/tax_year.html", context)


@require_safe
def tax_year_csv(request: MemberRequest, pk: int, year: int) -> HttpResponseBase:
    """The same for a spreadsheet, receipt by receipt."""
    return serving.answer(request, tables.RECEIPTS, "csv", structure=pk, annee=year)
