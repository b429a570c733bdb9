"""Tax receipts, issued under the structure's mandate: one for each gift, without gap, cancelled and replaced."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max

from dossiers.access import key_refusals
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from funding import tax_access, tax_paper, tax_position, tax_rules
from funding.actions.tax_mandates import hold_issuer
from funding.locks import hold
from funding.models import (
    Campaign,
    CampaignState,
    CancelReason,
    Gift,
    TaxCancellation,
    TaxMandate,
    TaxModel,
    TaxPaper,
    TaxReceipt,
)
from funding.seals import seal
from funding.sentences import refuse
from funding.tax_position import Standing
from okote_flow import clock, documents
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, require

# Stopped after its settlement too: what was paid to the project stays given. What was given back has no receipt.
ISSUABLE = (CampaignState.SETTLED, CampaignState.CANCELLED)
ISSUING = ("not-yours", "campaign-unprepared", "receipts-too-early", "mandate-missing", "issuer-siren-missing")


def issuing_refusals(campaign: Campaign, user: User) -> list[Refusal]:
    """Why no receipt of this campaign is issued by this person now, whatever the gift."""
    dossier = campaign.dossier
    refusals = list(key_refusals(user, dossier, Keeper.OFFICER))
    if campaign.state not in ISSUABLE:
        refusals.append(refuse("receipts-too-early", state=campaign.get_state_display()))
    if tax_access.mandate_in_force(dossier.organization) is None:
        refusals.append(refuse("mandate-missing", structure=dossier.organization))
    elif dossier.organization is None or not tax_rules.is_siren(dossier.organization.siren):
        refusals.append(refuse("issuer-siren-missing", structure=dossier.organization))
    return refusals


def gift_receipt_refusals(gift: Gift, user: User) -> list[Refusal]:
    """Why this person cannot issue the receipt of this gift now."""
    facts = tax_position.standing(gift).facts
    return [*issuing_refusals(gift.campaign, user), *tax_rules.receipt_refusals(facts)]


def all_receipts_refusals(campaign: Campaign, user: User) -> list[Refusal]:
    """Why this person cannot issue every receipt that can be issued: among other reasons, when there is none."""
    refusals = issuing_refusals(campaign, user)
    return refusals or ([] if ready(campaign) else [refuse("receipts-none")])


def ready(campaign: Campaign) -> list[Standing]:
    """The gifts whose receipt is issued by the next act, in the order in which they came."""
    found = tax_position.standings(list(tax_access.gifts_to_receipt(campaign)))
    return [one for one in found if not any(tax_rules.receipt_refusals(one.facts))]


@action("funding.issue_tax_receipts", refuses=(*ISSUING, "receipts-none"))
def issue_tax_receipts(dossier: Dossier, *, by: User) -> list[TaxReceipt]:
    """Issue every receipt of a settled campaign that somebody wants and that has none. A second click makes none."""
    dossier, campaign = _hold(dossier)
    require(all_receipts_refusals(campaign, by))
    return _issue(campaign, ready(campaign), by)


@action(
    "funding.issue_tax_receipt",
    refuses=(
        *ISSUING, "receipt-there", "receipt-outdated", "receipt-empty", "recipient-missing", "reversal-underway",
        "claims-open",
    ),
)  # fmt: skip
def issue_tax_receipt(gift: Gift, *, by: User) -> TaxReceipt:
    """Issue the receipt of one gift, for what is left of it now; it says which cancelled one it replaces."""
    _, campaign = _hold(gift.campaign.dossier)
    gift.campaign = campaign
    require(gift_receipt_refusals(gift, by))
    return _issue(campaign, [tax_position.standing(gift)], by)[0]


def _hold(dossier: Dossier) -> tuple[Dossier, Campaign]:
    """The campaign, then the issuer: no gift changes and no other number is given meanwhile."""
    dossier, campaign = hold(dossier)
    if dossier.organization is not None:
        hold_issuer(dossier.organization)
    return dossier, campaign


def _issue(campaign: Campaign, gifts: Sequence[Standing], by: User) -> list[TaxReceipt]:
    dossier, organization = campaign.dossier, campaign.dossier.organization
    mandate = tax_access.mandate_in_force(organization)
    assert organization is not None and mandate is not None, "nothing is issued without mandate"
    year = clock.today().year
    given = TaxReceipt.objects.filter(siren=organization.siren, year=year).aggregate(last=Max("number"))["last"] or 0
    issued = []
    for number, one in enumerate(gifts, given + 1):
        receipt = TaxReceipt(
            organization=organization,
            siren=organization.siren,
            year=year,
            number=number,
            gift=one.gift,
            mandate=mandate,
            model=TaxModel.COMPANY if one.recipient and one.recipient.is_company else TaxModel.PERSON,
            cents=one.facts.net_cents,
            replaces=one.to_replace,
            issued_by=by,
            issued_at=clock.now(),
        )
        issued.append(_write(receipt, one, mandate, dossier))
    _tell(dossier, issued, by)
    return issued


def _write(receipt: TaxReceipt, one: Standing, mandate: TaxMandate, dossier: Dossier) -> TaxReceipt:
    """Typeset once; the bytes are kept, the row knows their digest."""
    assert one.recipient is not None, "a gift without recipient was refused"
    made = tax_paper.tax_receipt(receipt, mandate, one.recipient)
    receipt.file_sha256 = documents.digest(made)
    receipt.save(force_insert=True)
    TaxPaper.objects.create(receipt=receipt, file=made)
    facts: dict[str, Any] = {
        "reference": receipt.reference,
        "cents": receipt.cents,
        "gift": one.gift.provider_reference,
        "sha256": receipt.file_sha256,
        "replaces": receipt.replaces.reference if receipt.replaces else "",
    } | seal(receipt)
    record(Kind.TAX_RECEIPT_ISSUED, subject=dossier.subject, by=receipt.issued_by, office=Keeper.OFFICER, **facts)
    return receipt


def _tell(dossier: Dossier, issued: Iterable[TaxReceipt], by: User) -> None:
    """Told once for all that one act has issued."""
    rows = list(issued)
    facts: dict[str, Any] = {"count": len(rows), "cents": sum(one.cents for one in rows)}
    record(Kind.TAX_RECEIPTS_ISSUED, subject=dossier.subject, by=by, office=Keeper.OFFICER, **facts)


def cancellation_refusals(receipt: TaxReceipt, user: User) -> list[Refusal]:
    """Why this person cannot cancel this receipt. A mandate that has ended does not stand in the way."""
    refusals = list(key_refusals(user, receipt.gift.campaign.dossier, Keeper.OFFICER))
    if TaxCancellation.objects.filter(receipt=receipt).exists():
        refusals.append(refuse("receipt-cancelled"))
    return refusals


@action("funding.cancel_tax_receipt", refuses=("not-yours", "receipt-cancelled"))
def cancel_tax_receipt(receipt: TaxReceipt, *, reason: CancelReason, by: User) -> TaxCancellation:
    """The receipt counts no more. It stays readable, and another may replace it."""
    dossier, campaign = _hold(receipt.gift.campaign.dossier)
    receipt.gift.campaign = campaign
    require(cancellation_refusals(receipt, by))
    made = TaxCancellation.objects.create(
        receipt=receipt, reason=CancelReason(reason), cancelled_by=by, cancelled_at=clock.now()
    )
    facts: dict[str, Any] = {"reference": receipt.reference, "reason": made.get_reason_display()} | seal(made)
    record(Kind.TAX_RECEIPT_CANCELLED, subject=dossier.subject, by=by, office=Keeper.OFFICER, **facts)
    return made


def warn_of_outdated(dossier: Dossier, gift: Gift) -> None:
    """After a refund: the receipt that was issued says too much. Inside the act that wrote the refund."""
    now = tax_position.standing(gift)
    if now.counted is not None and now.facts.is_outdated:
        record(Kind.TAX_RECEIPT_OUTDATED, subject=dossier.subject, by=None, reference=now.counted.reference)


def warn_of_all_outdated(campaign: Campaign) -> None:
    """After the end of a settled campaign gave its gifts back. Inside the act that wrote the refunds."""
    for receipt in tax_access.outdated_receipts(campaign).order_by("pk"):
        record(Kind.TAX_RECEIPT_OUTDATED, subject=campaign.dossier.subject, by=None, reference=receipt.reference)
