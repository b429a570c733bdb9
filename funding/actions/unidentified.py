"""Money that came and belongs to no campaign yet: it stands apart until somebody assigns it, or sends it back."""

from datetime import datetime
from typing import Any

from dossiers.access import key_refusals
from dossiers.lifecycle import Keeper
from funding import access, books, chart, guards
from funding.actions.gifts import holding, write_gift
from funding.books import Move
from funding.locks import hold
from funding.models import Campaign, Gift, Means, Payment, ReceiptState, Role, UnidentifiedReceipt
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import Office, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

CHAIN = "unidentified"  # of the entries that belong to no dossier yet; its account is held by each of them
HANDLERS = (Office.OFFICER, Office.TREASURER)


def put_aside(
    *, key: str, cents: int, means: Means, because: Refusal, by: User | None, payment: Payment | None = None
) -> UnidentifiedReceipt:
    """The money is there, and whose it is stays open: in the books apart from every campaign."""
    receipt = UnidentifiedReceipt.objects.create(
        key=key,
        cents=cents,
        means=means,
        payment=payment,
        code=because.code,
        reason=because.message[:400],
        received_at=clock.now(),
        entered_by=by,
    )
    move = Move(holding(means), chart.account(Role.UNIDENTIFIED), cents)
    entry = books.post("unidentified", [move], key=f"unidentified:{key}", subject=CHAIN)
    facts: dict[str, Any] = {"cents": cents, "key": key, "code": because.code, "entry": entry.hash}
    record(Kind.RECEIPT_UNIDENTIFIED, subject=receipt.subject, by=by, **facts)
    return receipt


@action(
    "funding.record_unidentified",
    refuses=("not-yours", "key-missing", "key-too-long", "key-reused", "amount-missing", "amount-too-big"),
)
def record_unidentified(*, cents: int, key: str, reason: str, by: User) -> UnidentifiedReceipt:
    """A transfer has come to the bank that names no campaign. The same bank `key`: once."""
    require(access.office_refusals(by, *HANDLERS))
    key, cents = guards.required_key(key), guards.required_cents(cents)
    known = UnidentifiedReceipt.objects.filter(key=key).first()
    if known is not None:
        if (known.cents, known.means) != (cents, Means.TRANSFER):
            raise Refused([refuse("key-reused", key=key)])
        return known
    because = Refusal("unidentified", reason.strip()[:400])
    return put_aside(key=key, cents=cents, means=Means.TRANSFER, because=because, by=by)


def receipt_refusals(receipt: UnidentifiedReceipt, user: User) -> list[Refusal]:
    """Why this person cannot assign this money, or send it back."""
    refusals = list(access.office_refusals(user, *HANDLERS))
    if receipt.state != ReceiptState.OPEN:
        refusals.append(refuse("receipt-decided"))
    return refusals


def receipt_return_refusals(receipt: UnidentifiedReceipt, user: User) -> list[Refusal]:
    """Money leaves by the treasurer alone."""
    return list(access.office_refusals(user, Office.TREASURER)) or receipt_refusals(receipt, user)


@action(
    "funding.assign_receipt",
    refuses=(
        "not-yours", "receipt-decided", "campaign-closed", "gift-too-small", "campaign-not-open", "campaign-ended",
        "confirmation-late", "key-reused", "campaign-unprepared",
    ),
)  # fmt: skip
def assign_receipt(
    receipt: UnidentifiedReceipt,
    *,
    campaign: Campaign,
    by: User,
    donor_name: str = "",
    pledged_at: datetime | None = None,
    not_matched_because: str = "",
) -> Gift:
    """The money is a gift to this campaign, which still takes gifts; the act that received it is named on it."""
    dossier, campaign = hold(campaign.dossier)
    receipt = UnidentifiedReceipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    require([*receipt_refusals(receipt, by), *key_refusals(by, dossier, Keeper.OFFICER)])
    reason = not_matched_because.strip()
    gift = Gift(
        campaign=campaign,
        provider_reference=receipt.key,
        cents=receipt.cents,
        means=receipt.means,
        pledged_at=pledged_at or receipt.received_at,
        received_at=clock.now(),
        eligible=not reason,
        reason=reason,
        entered_by=by,
    )
    source = chart.account(Role.UNIDENTIFIED)
    told_at = pledged_at or receipt.received_at
    gift = write_gift(dossier, gift, donor_name=donor_name.strip(), pledged_at=told_at, source=source)
    _decide(receipt, ReceiptState.ASSIGNED, by=by, gift=gift)
    if receipt.payment_id:
        Payment.objects.filter(pk=receipt.payment_id).update(gift=gift)
    record(Kind.RECEIPT_ASSIGNED, subject=receipt.subject, by=by, key=receipt.key, campaign=campaign.subject)
    return gift


@action("funding.return_receipt", refuses=("not-yours", "receipt-decided", "bank-reference-missing", "bank-short"))
def return_receipt(receipt: UnidentifiedReceipt, *, reference: str, by: User) -> UnidentifiedReceipt:
    """The money has gone back to whoever sent it, under the bank's or the provider's reference."""
    receipt = UnidentifiedReceipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    require(receipt_return_refusals(receipt, by))
    if not reference.strip():
        raise Refused([refuse("bank-reference-missing")])
    return send_back(receipt, reference=reference.strip(), by=by)


def send_back(receipt: UnidentifiedReceipt, *, reference: str, by: User | None) -> UnidentifiedReceipt:
    """By the treasurer, or (None) by the provider itself. The receipt's row is held."""
    move = Move(chart.account(Role.UNIDENTIFIED), holding(receipt.means), receipt.cents)
    entry = books.post("receipt-returned", [move], key=f"receipt-returned:{receipt.key}", subject=CHAIN)
    _decide(receipt, ReceiptState.RETURNED, by=by, returned_as=reference)
    facts: dict[str, Any] = {"cents": receipt.cents, "key": receipt.key, "reference": reference, "entry": entry.hash}
    record(Kind.RECEIPT_RETURNED, subject=receipt.subject, by=by, **facts)
    return receipt


def _decide(
    receipt: UnidentifiedReceipt,
    state: ReceiptState,
    *,
    by: User | None,
    gift: Gift | None = None,
    returned_as: str = "",
) -> None:
    receipt.state, receipt.gift, receipt.returned_as = state, gift, returned_as
    receipt.decided_by, receipt.decided_at = by, clock.now()
    receipt.save()
