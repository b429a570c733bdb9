"""What is forgotten of those who asked for tax receipts: papers and names, once nobody has to keep them. ADR 28."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from funding.locks import hold
from funding.models import Campaign, Gift, TaxPaper, TaxReceipt, TaxRecipient
from funding.tax_rules import RETENTION_YEARS
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record

UNUSED_KEPT = timedelta(days=400)  # a name that no receipt bears: a payment may be contested for 13 months


def receipts_to_forget() -> Iterator[TaxReceipt]:
    """Receipts whose papers nobody has to keep any more (LPF, art. L102 E: six years)."""
    old = TaxReceipt.objects.filter(year__lt=clock.today().year - RETENTION_YEARS, paper__isnull=False)
    yield from old.select_related("gift__campaign__dossier").order_by("pk")


def recipients_to_forget() -> Iterator[TaxRecipient]:
    """Who was named long ago, and is on no paper: no receipt was ever issued, or its paper is erased."""
    papers = TaxPaper.objects.filter(Q(receipt__gift=OuterRef("gift")) | Q(receipt__gift=OuterRef("checkout__gift")))
    old = TaxRecipient.objects.filter(~Exists(papers), said_at__lt=clock.now() - UNUSED_KEPT)
    yield from old.select_related("gift__campaign__dossier", "checkout__campaign__dossier").order_by("pk")


@action("funding.forget_tax_paper")
def forget_tax_paper(receipt: TaxReceipt, *, by: None = None) -> None:
    """Erase the document of an old receipt; its number, its sum and its hash stay. One that must be kept is kept."""
    dossier, _ = hold(receipt.gift.campaign.dossier)
    if receipt.year < clock.today().year - RETENTION_YEARS and TaxPaper.objects.filter(receipt=receipt).delete()[0]:
        record(Kind.TAX_NAMES_ERASED, subject=dossier.subject, by=by, reference=receipt.reference)


@action("funding.forget_tax_recipient")
def forget_tax_recipient(recipient: TaxRecipient, *, by: None = None) -> None:
    """Erase a name and an address that no paper bears. Whoever is on a paper that must be kept is kept."""
    gift, campaign = _of(recipient)
    dossier, _ = hold(campaign.dossier)
    if gift is not None and TaxPaper.objects.filter(receipt__gift=gift).exists():
        return
    if TaxRecipient.objects.filter(pk=recipient.pk, said_at__lt=clock.now() - UNUSED_KEPT).delete()[0]:
        record(Kind.TAX_NAMES_ERASED, subject=dossier.subject, by=by, checkout=recipient.checkout_id)


def _of(recipient: TaxRecipient) -> tuple[Gift | None, Campaign]:
    if recipient.checkout is not None:
        return recipient.checkout.gift, recipient.checkout.campaign
    assert recipient.gift is not None, "a recipient is of a gift or of what was announced"
    return recipient.gift, recipient.gift.campaign
