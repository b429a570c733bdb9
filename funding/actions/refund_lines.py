"""A refund as one transfer of a batch: what its file says, whether it may leave, what its leaving books."""

from collections.abc import Sequence
from typing import Any

from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from funding import books, chart, duties, guards
from funding.books import Move
from funding.locks import hold
from funding.models import (
    BatchLine,
    Campaign,
    LineState,
    Refund,
    RefundAccount,
    RefundRequest,
    RefundSent,
    RequestState,
    Role,
)
from funding.sentences import refuse
from funding.transfer_file import TransferLine
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal

PATHS = ("refund__gift__campaign__dossier__organization",)
"""What of a refund its line is read with."""


def refund_of(line: BatchLine) -> Refund:
    assert line.refund is not None, "a line of refunds has one"
    return line.refund


def transfer(line: BatchLine) -> TransferLine:
    """As the file says it. Only while the donor's name and account are not erased."""
    number = refund_of(line).gift.campaign.dossier.number
    text = f"Remboursement de votre don, projet {number}"
    return TransferLine(line.end_to_end, line.payee.name, line.payee.iban, line.cents, text)


def said(line: BatchLine) -> list[object]:
    """What the batch's digest says of it: no name and no account; those are bound by the hash of the file."""
    return [line.end_to_end, refund_of(line).key, line.cents]


def unready(line: BatchLine) -> list[Refusal]:
    """Why this refund could not leave now: it has left otherwise, or its donor's account is another one."""
    refund = refund_of(line)
    if refund.sent is not None:
        return [refuse("refund-sent", gift=refund.gift.provider_reference)]
    account = RefundAccount.objects.filter(gift=refund.gift).first()
    same = account is not None and (account.iban, account.holder) == (line.payee.iban, line.payee.holder)
    return [] if same else [refuse("refund-account-changed", gift=refund.gift.provider_reference)]


def leave(lines: Sequence[BatchLine], *, reference: str, by: User) -> None:
    """Book transfers of one sent batch as executed. The caller holds the batch; all are of one campaign."""
    dossier, campaign = hold(refund_of(lines[0]).gift.campaign.dossier)
    owed, bank = chart.account(Role.REFUNDS), chart.account(Role.BANK)
    last = ""
    for line in lines:
        move = Move(owed, bank, line.cents)
        last = books.post("refunds-sent", [move], key=f"refund-sent:{line.end_to_end}", dossier=dossier).hash
        line.state = LineState.PAID
        line.save(update_fields=["state"])
    refunds = [refund_of(line) for line in lines]
    tell_sent(dossier, refunds, reference=reference, entry=last, by=by)
    all_sent(dossier, campaign, reference=reference, by=by)


def tell_sent(dossier: Dossier, refunds: Sequence[Refund], *, reference: str, entry: str, by: User) -> None:
    """They have left, today, under this reference. `entry` is the last of their entries: it binds those before."""
    today = clock.today()
    RefundSent.objects.bulk_create(
        RefundSent(refund=one, sent_on=today, reference=reference, confirmed_by=by) for one in refunds
    )
    record(
        Kind.REFUND_SENT,
        subject=dossier.subject,
        by=by,
        office=Keeper.TREASURER,
        cents=sum(one.cents for one in refunds),
        count=len(refunds),
        reference=reference,
        entry=entry,
    )


def all_sent(dossier: Dossier, campaign: Campaign, *, reference: str, by: User | None) -> None:
    """Once nobody waits any more: the task is done, and everyone is told. The caller holds the campaign."""
    if guards.pending_refunds(campaign).exists():
        return
    duties.done(dossier, duties.RefundsFlow, by=by)
    sent = list(Refund.objects.filter(gift__campaign=campaign).order_by("pk").values_list("cents", flat=True))
    facts: dict[str, Any] = {"cents": sum(sent), "count": len(sent), "reference": reference}
    office = Keeper.TREASURER if by is not None else ""
    record(Kind.REFUNDS_SENT, subject=dossier.subject, by=by, office=office, **facts)


def turn_down(request: RefundRequest, reason: str) -> None:
    """The provider will not send this refund: it is owed as before, and may be asked for again or sent by hand."""
    request.state, request.error = RequestState.REFUSED, reason[:400]
    request.save()
    gift = request.refund.gift
    facts: dict[str, Any] = {
        "gift": gift.provider_reference,
        "cents": request.refund.cents,
        "reason": request.error,
    }
    record(Kind.REFUND_REFUSED, subject=gift.campaign.dossier.subject, by=None, **facts)
