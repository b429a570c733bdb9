"""Who wants a receipt: said by the giver or entered for them, corrected until it is issued, erased on wish."""

from typing import Any

from django.db.models import Q, QuerySet

from dossiers.access import key_refusals
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from funding import tax_access, tax_position, tax_rules
from funding.locks import hold
from funding.models import Campaign, CampaignState, Checkout, Gift, RecipientKind, TaxRecipient
from funding.sentences import refuse
from funding.tax_rules import Addressee
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

SAYING = ("recipient-incomplete", "recipient-siren-wrong", "consent-missing")


def offering_refusals(campaign: Campaign) -> list[Refusal]:
    """Why givers of this campaign cannot ask for a receipt here: their data would be of no use."""
    if campaign.state == CampaignState.FAILED:
        return [refuse("receipts-never")]
    if tax_access.mandate_in_force(campaign.dossier.organization) is None:
        return [refuse("receipts-not-offered")]
    return []


def asking_receipt_refusals(checkout: Checkout) -> list[Refusal]:
    """Why this giver cannot ask for a receipt, or correct what they said, now."""
    refusals = offering_refusals(checkout.campaign)
    if refusals:
        return refusals
    if checkout.gift is None:
        return [refuse("gift-unconfirmed")]
    return _gift_refusals(checkout.gift)


def _gift_refusals(gift: Gift) -> list[Refusal]:
    now = tax_position.standing(gift)
    if now.counted is not None:
        return [refuse("recipient-fixed", reference=now.counted.reference)]
    return [] if now.facts.net_cents > 0 else [refuse("receipt-empty")]


def entering_refusals(gift: Gift, user: User) -> list[Refusal]:
    """Why this person cannot enter the recipient of this gift's receipt."""
    refusals = list(key_refusals(user, gift.campaign.dossier, Keeper.OFFICER))
    if gift.campaign.state == CampaignState.FAILED:
        return [*refusals, refuse("receipts-never")]
    if tax_access.mandate_in_force(gift.campaign.dossier.organization) is None:
        refusals.append(refuse("mandate-missing", structure=gift.campaign.dossier.organization))
    return refusals + _gift_refusals(gift)


@action(
    "funding.ask_tax_receipt",
    refuses=(
        "receipts-never", "receipts-not-offered", "gift-unconfirmed", "recipient-fixed", "receipt-empty", *SAYING,
    ),
)  # fmt: skip
def ask_tax_receipt(checkout: Checkout, *, addressee: Addressee, consents: bool, by: None = None) -> TaxRecipient:
    """A giver says to whom the receipt of their confirmed gift is made out, or corrects it."""
    dossier, campaign = hold(checkout.campaign.dossier)
    checkout = _again(checkout, campaign)
    require(asking_receipt_refusals(checkout))
    require(tax_rules.addressee_refusals(addressee, consents=consents))
    assert checkout.gift is not None, "an unconfirmed gift was refused"
    return _say(dossier, known_of(checkout.gift) or TaxRecipient(checkout=checkout), addressee, by=None)


def write_recipient(checkout: Checkout, addressee: Addressee) -> TaxRecipient:
    """What somebody says while giving: inside the act that keeps what they give."""
    row = TaxRecipient(checkout=checkout)
    _fill(row, addressee, by=None)
    return row


@action(
    "funding.enter_tax_recipient",
    refuses=("not-yours", "receipts-never", "mandate-missing", "recipient-fixed", "receipt-empty", *SAYING),
)
def enter_tax_recipient(gift: Gift, *, addressee: Addressee, consents: bool, by: User) -> TaxRecipient:
    """An officer enters, for who gave by transfer, cheque or cash, to whom the receipt is made out; or corrects it."""
    dossier, campaign = hold(gift.campaign.dossier)
    gift.campaign = campaign
    require(entering_refusals(gift, by))
    require(tax_rules.addressee_refusals(addressee, consents=consents))
    return _say(dossier, known_of(gift) or TaxRecipient(gift=gift), addressee, by=by)


@action("funding.withdraw_tax_receipt", refuses=("recipient-none", "recipient-fixed"))
def withdraw_tax_receipt(checkout: Checkout, *, by: None = None) -> Checkout:
    """A giver wants no receipt after all: name and address are erased. What was issued before stays issued."""
    dossier, campaign = hold(checkout.campaign.dossier)
    checkout = _again(checkout, campaign)
    if not _all_of(checkout).exists():
        raise Refused([refuse("recipient-none")])
    now = tax_position.standing(checkout.gift) if checkout.gift else None
    if now is not None and now.counted is not None:
        raise Refused([refuse("recipient-fixed", reference=now.counted.reference)])
    _all_of(checkout).delete()
    record(Kind.TAX_RECIPIENT_ERASED, subject=dossier.subject, by=None, checkout=checkout.pk)
    return checkout


def _all_of(checkout: Checkout) -> QuerySet[TaxRecipient]:
    """What the giver said, and what an officer entered for the gift before it was known to be theirs."""
    said = Q(checkout=checkout)
    return TaxRecipient.objects.filter(said | Q(gift=checkout.gift) if checkout.gift else said)


def known_of(gift: Gift) -> TaxRecipient | None:
    """Who wants the receipt of this gift, whether said when giving or afterwards."""
    return TaxRecipient.objects.filter(Q(gift=gift) | Q(checkout__gift=gift)).order_by("pk").last()


def _again(checkout: Checkout, campaign: Campaign) -> Checkout:
    found = Checkout.objects.select_for_update(of=("self",)).select_related("gift").get(pk=checkout.pk)
    found.campaign = campaign
    if found.gift is not None:
        found.gift.campaign = campaign
    return found


def _say(dossier: Dossier, row: TaxRecipient, addressee: Addressee, *, by: User | None) -> TaxRecipient:
    _fill(row, addressee, by=by)
    office = Keeper.OFFICER if by else ""
    facts: dict[str, Any] = {"gift": row.gift_id, "checkout": row.checkout_id}
    record(Kind.TAX_RECIPIENT_SAID, subject=dossier.subject, by=by, office=office, **facts)
    return row


def _fill(row: TaxRecipient, addressee: Addressee, *, by: User | None) -> None:
    is_company = addressee.is_company
    row.kind = RecipientKind.COMPANY if is_company else RecipientKind.PERSON
    for field in ("name", "street", "postal_code", "city", "country"):
        setattr(row, field, getattr(addressee, field).strip())
    row.legal_form = addressee.legal_form.strip() if is_company else ""
    row.siren = tax_rules.compact(addressee.siren) if is_company else ""
    row.entered_by, row.said_at = by, clock.now()
    row.save()
