"""Who may see mandates, receipts and yearly totals. The structure that benefits is the issuer: it sees its own."""

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.http import Http404

from funding.access import BOOKKEEPERS, check_books, get_dossier, get_gift, get_kept, get_money, kept_by, one, paid_to
from funding.models import Campaign, Gift, Refund, TaxMandate, TaxPaper, TaxReceipt, TaxRecipient
from funding.payment_access import get_checkout
from funding.tax_rules import is_in_force
from okote_flow import clock
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Organization, User

__all__ = ["check_books", "get_checkout", "get_dossier", "get_gift", "get_kept", "get_money"]

FIRST_YEAR, LAST_YEAR = 2021, 2100


# Mandates


def mandates_of(organization: Organization | None) -> QuerySet[TaxMandate]:
    """Every mandate of a structure, newest first, with its end."""
    found = TaxMandate.objects.filter(organization=organization).select_related("end", "recorded_by", "organization")
    return found.order_by("-pk")


def mandate_in_force(organization: Organization | None) -> TaxMandate | None:
    """The mandate under which receipts are issued today."""
    return next((row for row in mandates_of(organization) if counts(row)), None)


def counts(mandate: TaxMandate) -> bool:
    end = getattr(mandate, "end", None)
    return is_in_force(mandate.given_on, end.revoked_on if end else None, clock.today())


def get_mandate(user: User, pk: int) -> TaxMandate:
    """Raises Http404 to whom the money of its dossier is not shown."""
    shown = TaxMandate.objects.select_related("dossier__organization", "organization", "end")
    return one(shown.filter(pk=pk, dossier__in=paid_to(user)))


# Receipts


def receipts() -> QuerySet[TaxReceipt]:
    shown = TaxReceipt.objects.select_related("cancellation", "replacement", "replaces", "organization", "mandate")
    return shown.select_related("gift__campaign__dossier", "gift__checkout__tax_recipient", "gift__tax_recipient")


def receipts_of(campaign: Campaign | None) -> QuerySet[TaxReceipt]:
    """Of one campaign, newest first; of none, none. For its structure, and those who keep its money."""
    found = receipts().filter(gift__campaign=campaign) if campaign is not None else TaxReceipt.objects.none()
    return found.order_by("-pk")


def outdated_receipts(campaign: Campaign) -> QuerySet[TaxReceipt]:
    """Those that say more than what is left of their gift."""
    back = Refund.objects.filter(gift=OuterRef("gift")).order_by().values("gift").annotate(cents=Sum("cents"))
    found = receipts_of(campaign).filter(cancellation=None).annotate(back_cents=back.values("cents"))
    return found.filter(back_cents__gt=F("gift__cents") - F("cents"))


def get_receipt(user: User, pk: int) -> TaxReceipt:
    """For the structure too: it is the issuer. Raises Http404."""
    return one(receipts().filter(pk=pk, gift__campaign__dossier__in=paid_to(user)))


def get_kept_receipt(user: User, pk: int) -> TaxReceipt:
    return one(receipts().filter(pk=pk, gift__campaign__dossier__in=kept_by(user)))


def get_given_receipt(token: str, pk: int) -> TaxReceipt:
    """A receipt of the gift that this token announced: whoever holds the token. Raises Http404."""
    return one(receipts().filter(pk=pk, gift__checkout__token=token))


def paper_of(receipt: TaxReceipt) -> bytes:
    """The document as it was issued. Raises Http404 once it is erased."""
    return bytes(one(TaxPaper.objects.filter(receipt=receipt)).file)


def recipient_of(receipt: TaxReceipt) -> TaxRecipient | None:
    """To whom a receipt is made out today; what is on the paper is what was so when it was issued."""
    checkout = getattr(receipt.gift, "checkout", None)
    return getattr(checkout, "tax_recipient", None) or getattr(receipt.gift, "tax_recipient", None)


def gifts_to_receipt(campaign: Campaign) -> QuerySet[Gift]:
    """Those that somebody wants a receipt for and for which none counts, in the order in which they came."""
    issued = TaxReceipt.objects.filter(gift=OuterRef("pk"), cancellation=None)
    asked = TaxRecipient.objects.filter(Q(gift=OuterRef("pk")) | Q(checkout__gift=OuterRef("pk")))
    found = Gift.objects.filter(Exists(asked), ~Exists(issued), campaign=campaign)
    return found.select_related("donor").order_by("pk")


# Issuers and years


def issuers(user: User) -> QuerySet[Organization]:
    """The structures whose receipts this person may see whole: nothing of them is on a dossier that is hidden."""
    seen = paid_to(user)
    hidden = TaxReceipt.objects.filter(organization=OuterRef("pk")).exclude(gift__campaign__dossier__in=seen)
    return Organization.objects.filter(Exists(seen.filter(organization=OuterRef("pk"))), ~Exists(hidden))


def get_issuer(user: User, pk: int) -> Organization:
    return one(issuers(user).filter(pk=pk))


def check_year(year: int) -> int:
    """Raises Http404 for a year that cannot be."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return year


def years(user: User) -> list[Any]:
    """Issuer and year -> how many receipts count, and for how much; the latest year first."""
    rows = TaxReceipt.objects.filter(organization__in=issuers(user)).order_by()
    counting = Q(cancellation=None)
    summed = rows.values("organization", "organization__name", "siren", "year").annotate(
        count=Count("pk", filter=counting),
        total_cents=Sum("cents", filter=counting, default=0),
        cancelled=Count("pk", filter=~counting),
    )
    return list(summed.order_by("-year", "organization__name", "organization"))


def years_of(user: User, organization: Organization | None) -> list[int]:
    """The years in which this structure issued receipts, for those who may see its totals; the latest first."""
    found = TaxReceipt.objects.filter(organization=organization, organization__in=issuers(user)).order_by("-year")
    return list(found.values_list("year", flat=True).distinct())


def receipts_in(organization: Organization, year: int) -> QuerySet[TaxReceipt]:
    """What a structure issued in a year, in the order of numbers."""
    return receipts().filter(organization=organization, year=year).order_by("siren", "number")


def reads_issuers(user: User) -> bool:
    return bool(offices_of(user) & BOOKKEEPERS)
