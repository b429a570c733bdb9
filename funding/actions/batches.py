"""Batches of transfers: composed by the treasury, approved by two others, sent, executed.

Batches of refunds go the same way (`refund_batches` composes them).
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings

from dossiers.sentences import refuse as refuse_for_dossier
from funding import access, chart, transfer_file
from funding.actions import refund_lines
from funding.actions.payouts import execute, hold_order, ready_refusals
from funding.models import (
    Account,
    BatchApproval,
    BatchFile,
    BatchKind,
    BatchLine,
    BatchPayee,
    BatchState,
    LineState,
    OrderState,
    PayoutBatch,
    PayoutOrder,
    Role,
)
from funding.rules import approval_refusals, release_refusals
from funding.seals import seal
from funding.sentences import refuse
from funding.transfer_file import Payer, TransferLine
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.clock import day_of
from okote_flow.directory.access import offices_of, same_hands
from okote_flow.directory.models import Office, User
from okote_flow.journal import chain
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

APPROVERS = (Office.DIRECTOR, Office.TREASURER, Office.OFFICER)
"""Two of these approve a batch, in two offices; its author never does."""
NEEDED = 2
UNSENT = (BatchState.COMPOSED, BatchState.APPROVED)


def payer() -> Payer:
    """Whose account pays. Raises Refused("payer-missing")."""
    if not settings.BANK_IBAN:
        raise Refused([refuse("payer-missing")])
    return Payer(settings.PUBLISHER, settings.BANK_IBAN, settings.BANK_BIC)


def transfers(lines: Sequence[BatchLine]) -> list[TransferLine]:
    """The lines as the file says them."""
    return [
        TransferLine(line.end_to_end, line.name, line.order.iban, line.cents, f"Okote {line.order.key}")
        if line.order is not None
        else refund_lines.transfer(line)
        for line in lines
    ]


def batch_digest(batch: PayoutBatch, lines: Sequence[BatchLine]) -> str:
    """Binds each approval to the file and to every order in it; of a donor it says what the file's own hash says."""
    said = [
        [line.end_to_end, line.order.key, line.order.digest, line.name, line.cents]
        if line.order is not None
        else refund_lines.said(line)
        for line in lines
    ]
    return chain.digest(chain.canonical([batch.key, batch.due_on.isoformat(), batch.file_sha256, said]))


def lines_of_batch(batch: PayoutBatch) -> list[BatchLine]:
    shown = batch.lines.select_related(
        "order__dossier__organization", "order__campaign__dossier", "payee", *refund_lines.PATHS
    )
    return list(shown.order_by("pk"))


# ------------------------------------------------------------------------------------------------------- composition


@action(
    "funding.compose_batch",
    refuses=(
        "not-yours", "batch-empty", "batch-twice", "batch-late", "order-wrong-state", "order-in-batch",
        "order-changed", "iban-changed", "payee-changed", "condition-open", "payer-missing", "name-unwritable",
        "batch-recused", "commitment-unsigned", "agreement-missing", "pass-on-missing", "section-mismatch",
    ),
)  # fmt: skip
def compose_batch(*, orders: Sequence[PayoutOrder], by: User, due_on: date | None = None) -> PayoutBatch:
    """Gather approved orders into one file for the bank, made at once: what is approved is that file."""
    require(access.office_refusals(by, Office.TREASURER))
    keys = [order.pk for order in orders]
    if not keys:
        raise Refused([refuse("batch-empty")])
    twice = next((order for n, order in enumerate(orders) if order.pk in keys[:n]), None)
    if twice is not None:
        raise Refused([refuse("batch-twice", order=twice.key)])
    due_on = required_day(due_on)
    shown = PayoutOrder.objects.select_related("dossier__organization", "campaign__dossier__organization")
    held = list(shown.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    require(recusal_refusals(by, {order.dossier_id for order in held}))
    for order in held:
        require(gathering_refusals(order))
    batch = open_batch(BatchKind.PAYOUT, due_on, by)
    return write_batch(batch, [_line(batch, order) for order in held], office=Office.TREASURER)


def required_day(due_on: date | None) -> date:
    """The day on which the bank executes: today unless said. Raises Refused("batch-late")."""
    due_on = due_on or clock.today()
    if due_on < clock.today():
        raise Refused([refuse("batch-late", on=due_on)])
    return due_on


def gathering_refusals(order: PayoutOrder) -> list[Refusal]:
    """Why this order cannot go into a batch now."""
    if order.state != OrderState.APPROVED:
        return [refuse("order-wrong-state", order=order.key, state=order.get_state_display())]
    line = order.batch_lines.exclude(state=LineState.FREED).select_related("batch").first()
    if line is not None:
        return [refuse("order-in-batch", order=order.key, batch=line.batch.key)]
    if not transfer_file.written(order.holder):
        return [refuse("name-unwritable", name=order.holder)]
    return ready_refusals(order)


def recusal_refusals(user: User, wanted: set[int]) -> list[Refusal]:
    """Whoever is kept away from one of its dossiers has no part in the batch."""
    seen = access.kept_by(user).filter(pk__in=wanted).count()
    return [] if seen == len(wanted) else [refuse("batch-recused")]


NUMBERED = {BatchKind.PAYOUT: "OKOTE-VIR", BatchKind.REFUND: "OKOTE-RMB"}


def open_batch(kind: BatchKind, due_on: date, by: User) -> PayoutBatch:
    """A batch with its number, not saved yet."""
    at = clock.now()
    Account.objects.select_for_update().get(pk=chart.account(Role.BANK).pk)  # one number at a time
    series = f"{NUMBERED[kind]}-{day_of(at).year}-"
    number = PayoutBatch.objects.filter(key__startswith=series).count() + 1
    return PayoutBatch(kind=kind, key=f"{series}{number:04d}", due_on=due_on, composed_by=by, composed_at=at)


def write_batch(batch: PayoutBatch, lines: list[BatchLine], *, office: str) -> PayoutBatch:
    """Make the file of these lines and save it with them; what names donors stands beside. Raises Refused."""
    own, at = payer(), batch.composed_at.astimezone(clock.PARIS)
    batch.count, batch.control_cents = len(lines), sum(line.cents for line in lines)
    made = transfer_file.build(batch.key, own, transfers(lines), due_on=batch.due_on, at=at)
    batch.file_sha256 = hashlib.sha256(made).hexdigest()
    batch.file = b"" if batch.pays_refunds else made
    batch.digest = batch_digest(batch, lines)
    batch.save(force_insert=True)
    BatchLine.objects.bulk_create(lines)
    if batch.pays_refunds:
        BatchFile.objects.create(batch=batch, content=made)
        BatchPayee.objects.bulk_create(line.payee for line in lines)
    facts = {"cents": batch.control_cents, "count": batch.count, "digest": batch.digest} | seal(batch)
    _tell(Kind.BATCH_COMPOSED, batch, batch.composed_by, office=office, **facts)
    return batch


def _line(batch: PayoutBatch, order: PayoutOrder) -> BatchLine:
    tries = order.batch_lines.count() + 1
    name = transfer_file.written(order.holder)
    return BatchLine(batch=batch, order=order, end_to_end=f"{order.key}-{tries}", name=name, cents=order.cents)


def _tell(kind: Kind, of: PayoutBatch, by: User, *, office: str = Office.TREASURER, **facts: Any) -> None:
    record(kind, subject=of.subject, by=by, office=office, batch=of.key, **facts)


# ----------------------------------------------------------------------------------------------------------- approvals


def hold_batch(batch: PayoutBatch) -> PayoutBatch:
    return PayoutBatch.objects.select_for_update(of=("self",)).select_related("composed_by").get(pk=batch.pk)


def _state_refusals(batch: PayoutBatch, *states: BatchState) -> list[Refusal]:
    if batch.state in states:
        return []
    return [refuse("batch-wrong-state", batch=batch.key, state=batch.get_state_display())]


def approving_office(batch: PayoutBatch, user: User) -> Office | None:
    """In which office this person would approve: one whose approval is still missing, if they hold it."""
    signed = set(batch.approvals.filter(digest=batch.digest).values_list("office", flat=True))
    held = [office for office in APPROVERS if office in offices_of(user)]
    free = [office for office in held if office not in signed] or held
    return free[0] if free else None


def batch_approval_refusals(batch: PayoutBatch, user: User) -> list[Refusal]:
    """Why this person cannot approve this batch now: the same reasons beside the button."""
    refusals = list(access.office_refusals(user, *APPROVERS)) or _state_refusals(batch, BatchState.COMPOSED)
    if refusals:
        return refusals
    given = list(batch.approvals.filter(digest=batch.digest))
    signers = [one.user_id for one in given]
    acts = [(one.user_id, day_of(one.given_at)) for one in given]
    hands = same_hands(user.pk, [(batch.composed_by_id, day_of(batch.composed_at)), *acts])
    refusals += approval_refusals(batch.composed_by_id, user.pk, approved_by=signers, hands=hands)
    if user.pk not in signers and approving_office(batch, user) in {one.office for one in given}:
        refusals.append(refuse("batch-office-signed"))
    lines = lines_of_batch(batch)
    return [*refusals, *recusal_refusals(user, {one.dossier_id for one in lines}), *_content_refusals(batch, lines)]


def _content_refusals(batch: PayoutBatch, lines: list[BatchLine]) -> list[Refusal]:
    """The stored file is the one that the digest names, and says these lines."""
    whole = hashlib.sha256(batch.content).hexdigest() == batch.file_sha256
    return [] if whole and batch.digest == batch_digest(batch, lines) else [refuse("batch-changed", batch=batch.key)]


@action(
    "funding.approve_batch",
    refuses=(
        "not-yours", "batch-wrong-state", "own-act", "same-hands", "already-approved", "batch-office-signed",
        "batch-recused", "batch-changed",
    ),
)  # fmt: skip
def approve_batch(batch: PayoutBatch, *, by: User) -> PayoutBatch:
    """One of two approvals of exactly this file, by somebody else than its author; the second lets it leave."""
    batch = hold_batch(batch)
    require(batch_approval_refusals(batch, by))
    office = approving_office(batch, by)
    assert office is not None
    approval = BatchApproval.objects.create(batch=batch, digest=batch.digest, user=by, office=office)
    signers = list(batch.approvals.filter(digest=batch.digest).values_list("user", flat=True))
    if not list(release_refusals(batch.composed_by_id, approved_by=signers, needed=NEEDED)):
        batch.state = BatchState.APPROVED
        batch.save(update_fields=["state"])
    facts = {"cents": batch.control_cents, "digest": batch.digest}
    _tell(Kind.BATCH_APPROVED, batch, by, office=office, **facts, **seal(approval))
    return batch


# ------------------------------------------------------------------------------------------------ to the bank and back


def sending_refusals(batch: PayoutBatch, user: User) -> list[Refusal]:
    """Why the file cannot be handed to the bank now: the last gate before the money leaves."""
    refusals = list(access.office_refusals(user, Office.TREASURER)) or _state_refusals(batch, BatchState.APPROVED)
    if refusals:
        return refusals
    lines = lines_of_batch(batch)
    signers = list(batch.approvals.filter(digest=batch.digest).values_list("user", flat=True))
    missing = list(release_refusals(batch.composed_by_id, approved_by=signers, needed=NEEDED))
    late = [refuse("batch-late", on=batch.due_on)] if batch.due_on < clock.today() else []
    unready = [refusal for line in lines for refusal in _unready(line)]
    return [*missing, *late, *_content_refusals(batch, lines), *unready]


def _unready(line: BatchLine) -> list[Refusal]:
    """Why the order, or the refund, could not leave now."""
    return ready_refusals(line.order) if line.order is not None else refund_lines.unready(line)


@action(
    "funding.send_batch",
    refuses=(
        "not-yours", "batch-wrong-state", "approvals-missing", "batch-late", "batch-changed", "order-changed",
        "iban-changed", "payee-changed", "condition-open", "commitment-unsigned", "agreement-missing",
        "pass-on-missing", "section-mismatch", "refund-sent", "refund-account-changed",
    ),
)  # fmt: skip
def send_batch(batch: PayoutBatch, *, by: User) -> PayoutBatch:
    """The file has been handed to the bank. From here on only the bank stops it."""
    batch = hold_batch(batch)
    require(sending_refusals(batch, by))
    batch.state, batch.sent_at = BatchState.SENT, clock.now()
    batch.save(update_fields=["state", "sent_at"])
    _tell(Kind.BATCH_SENT, batch, by, cents=batch.control_cents, digest=batch.digest)
    return batch


def confirmation_refusals(batch: PayoutBatch, user: User) -> list[Refusal]:
    """Why the execution cannot be found now."""
    return list(access.office_refusals(user, Office.TREASURER)) or _state_refusals(batch, BatchState.SENT)


@action("funding.confirm_batch", refuses=("not-yours", "batch-wrong-state", "bank-reference-missing", "bank-short"))
def confirm_batch(batch: PayoutBatch, *, bank_reference: str, by: User) -> PayoutBatch:
    """The bank has executed the file: every order or refund of it is paid, in one transaction, or none is."""
    batch = hold_batch(batch)
    require(confirmation_refusals(batch, by))
    reference = bank_reference.strip()
    if not reference:
        raise Refused([refuse("bank-reference-missing")])
    waiting = batch.lines.filter(state=LineState.WAITING).select_related("order__dossier", *refund_lines.PATHS)
    if batch.pays_refunds:
        refund_lines.leave(list(waiting.order_by("pk")), reference=reference, by=by)
    else:
        for line in waiting.order_by("order__dossier", "pk"):
            pay_line(line, bank_reference=reference, by=by)
    finish(batch, reference=reference, by=by)
    return batch


def pay_line(line: BatchLine, *, bank_reference: str, by: User) -> None:
    """Book one transfer of a sent batch as executed. The caller holds the batch."""
    if line.order is None:
        refund_lines.leave([line], reference=bank_reference, by=by)
        return
    _, order = hold_order(line.order)
    execute(order, bank_reference=bank_reference, by=by)
    line.state = LineState.PAID
    line.save(update_fields=["state"])


def finish(batch: PayoutBatch, *, reference: str, by: User) -> None:
    """No transfer of the batch is awaited any more. The caller holds it."""
    batch.state, batch.ended_at, batch.bank_reference = BatchState.EXECUTED, clock.now(), reference
    batch.save(update_fields=["state", "ended_at", "bank_reference"])
    _tell(Kind.BATCH_EXECUTED, batch, by, cents=batch.control_cents, reference=reference)


def _free(batch: PayoutBatch, state: BatchState, reason: str) -> str:
    """End a batch that pays nothing: its orders may go into another."""
    if not reason.strip():
        raise Refused([refuse_for_dossier("reason-missing")])
    batch.lines.filter(state=LineState.WAITING).update(state=LineState.FREED)
    batch.state, batch.reason, batch.ended_at = state, reason.strip(), clock.now()
    batch.save(update_fields=["state", "reason", "ended_at"])
    return batch.reason


def batch_voiding_refusals(batch: PayoutBatch, user: User) -> list[Refusal]:
    """A batch can be taken back until its file is with the bank."""
    return list(access.office_refusals(user, *APPROVERS)) or _state_refusals(batch, *UNSENT)


@action("funding.void_batch", refuses=("not-yours", "batch-wrong-state", "reason-missing"))
def void_batch(batch: PayoutBatch, *, reason: str, by: User) -> PayoutBatch:
    """Take a batch back before it is sent, with its approvals; its orders are free again."""
    batch = hold_batch(batch)
    require(batch_voiding_refusals(batch, by))
    said = _free(batch, BatchState.VOID, reason)
    office = next(office for office in APPROVERS if office in offices_of(by))
    _tell(Kind.BATCH_VOIDED, batch, by, office=office, reason=said)
    return batch


@action("funding.reject_batch", refuses=("not-yours", "batch-wrong-state", "reason-missing"))
def reject_batch(batch: PayoutBatch, *, reason: str, by: User) -> PayoutBatch:
    """The bank has refused the file, or what it has not executed of it: those orders are free again."""
    batch = hold_batch(batch)
    require(confirmation_refusals(batch, by))
    partly = batch.lines.filter(state__in=[LineState.PAID, LineState.RETURNED]).exists()
    if partly and not batch.bank_reference:
        batch.bank_reference = batch.key
        batch.save(update_fields=["bank_reference"])
    said = _free(batch, BatchState.EXECUTED if partly else BatchState.REJECTED, reason)
    _tell(Kind.BATCH_REJECTED, batch, by, reason=said)
    return batch
