"""Refunds by transfer: gathered into a batch of their own, and those that the bank sends back. Source: ADR 31."""

from collections.abc import Sequence
from datetime import date

from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from dossiers.sentences import refuse as refuse_for_dossier
from funding import access, books, duties, refund_ways, transfer_file
from funding.actions.batches import open_batch, recusal_refusals, required_day, write_batch
from funding.actions.gifts import REFUNDERS
from funding.locks import hold
from funding.models import (
    BatchKind,
    BatchLine,
    BatchPayee,
    Entry,
    LineState,
    PayoutBatch,
    Refund,
    RefundAccount,
    RefundSent,
)
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

# ------------------------------------------------------------------------------------------------------- composition


def refund_gathering_refusals(refund: Refund) -> list[Refusal]:
    """Why this refund cannot go into a batch now."""
    gift = refund.gift.provider_reference
    if refund.is_by_card:
        return [refuse("refund-by-card", gift=gift)]
    waiting = refund_ways.going_refusals(refund)
    if waiting:
        return waiting
    account = refund_ways.account_of(refund)
    if account is None:
        return [refuse("refund-account-missing", gift=gift)]
    return [] if transfer_file.written(account.holder) else [refuse("name-unwritable", name=account.holder)]


def composing_refusals(dossier: Dossier, user: User) -> list[Refusal]:
    """Why this person cannot compose a batch of this campaign's refunds now."""
    return list(access.either_refusals(user, dossier, *REFUNDERS)) or recusal_refusals(user, {dossier.pk})


@action(
    "funding.compose_refund_batch",
    refuses=(
        "not-yours", "refund-batch-empty", "refund-elsewhere", "batch-late", "refund-sent", "refund-in-batch",
        "refund-by-card", "refund-account-missing", "payer-missing", "name-unwritable", "batch-recused",
    ),
)  # fmt: skip
def compose_refund_batch(
    dossier: Dossier, *, refunds: Sequence[Refund], by: User, due_on: date | None = None
) -> PayoutBatch:
    """Gather refunds that one campaign owes into one file for the bank, made at once. Two others approve that file."""
    dossier, campaign = hold(dossier)
    require(composing_refusals(dossier, by))
    wanted = sorted({one.pk for one in refunds})
    if not wanted:
        raise Refused([refuse("refund-batch-empty")])
    due_on = required_day(due_on)
    shown = Refund.objects.filter(gift__campaign=campaign).select_related("gift__campaign__dossier", "gift__account")
    held = list(shown.with_sendings().filter(pk__in=wanted).order_by("pk"))
    if len(held) != len(wanted):
        raise Refused([refuse("refund-elsewhere")])
    for refund in held:
        require(refund_gathering_refusals(refund))
    batch = open_batch(BatchKind.REFUND, due_on, by)
    office = access.key_held(by, dossier, *reversed(REFUNDERS))
    return write_batch(batch, [_line(batch, one) for one in held], office=office)


def _line(batch: PayoutBatch, refund: Refund) -> BatchLine:
    """One transfer; its payee is saved after it."""
    tries = refund.batch_lines.count() + 1
    line = BatchLine(batch=batch, refund=refund, end_to_end=f"OKR-{refund.pk}-{tries}", cents=refund.cents)
    account = refund.gift.account
    name = transfer_file.written(account.holder)
    line.payee = BatchPayee(line=line, holder=account.holder, name=name, iban=account.iban)
    return line


# -------------------------------------------------------------------------------------------- what the bank sends back


def refund_return_refusals(refund: Refund, user: User) -> list[Refusal]:
    """Why this refund cannot be found to have come back."""
    refusals = list(access.either_refusals(user, refund.gift.campaign.dossier, Keeper.TREASURER))
    if not refund.batch_lines.filter(state=LineState.PAID).exists():
        refusals.append(refuse("refund-not-transferred", gift=refund.gift.provider_reference))
    return refusals


@action("funding.return_refund", refuses=("not-yours", "refund-not-transferred", "reason-missing"))
def return_refund(refund: Refund, *, reason: str, by: User) -> Refund:
    """The bank sends a refund back: it is owed to the donor again, who gives another account."""
    dossier, _ = hold(refund.gift.campaign.dossier)
    require(refund_return_refusals(refund, by))
    if not reason.strip():
        raise Refused([refuse_for_dossier("reason-missing")])
    line = refund.batch_lines.select_related("payee").get(state=LineState.PAID)
    entry = books.reverse(Entry.objects.get(key=f"refund-sent:{line.end_to_end}"), reason.strip())
    line.state = LineState.RETURNED
    line.save(update_fields=["state"])
    sent = RefundSent.objects.filter(refund=refund, returned_on=None)
    sent.update(returned_on=clock.today(), reason=reason.strip()[:400])
    if hasattr(line, "payee"):  # what did not take the money counts no more, unless another was given since
        RefundAccount.objects.filter(gift=refund.gift, iban=line.payee.iban).delete()
    duties.ask_for_refunds(dossier)
    record(
        Kind.REFUND_RETURNED,
        subject=dossier.subject,
        by=by,
        office=Keeper.TREASURER,
        cents=refund.cents,
        gift=refund.gift.provider_reference,
        reason=reason.strip(),
        entry=entry.hash,
    )
    return refund
