"""What must be true of what goes to the bank: recomputed from the files themselves."""

import hashlib
from collections.abc import Iterator

from django.db.models import Prefetch

from funding import seals, transfer_file
from funding.actions import refund_lines
from funding.actions.batches import APPROVERS, NEEDED, batch_digest, transfers
from funding.books import Fault
from funding.models import BankStatement, BatchLine, BatchState, LineState, OrderState, PayoutBatch, RefundSent

ENDED = {
    BatchState.SENT: {LineState.WAITING, LineState.PAID, LineState.RETURNED},
    BatchState.EXECUTED: {LineState.PAID, LineState.RETURNED, LineState.FREED},
    BatchState.REJECTED: {LineState.FREED},
    BatchState.VOID: {LineState.FREED},
}
LEFT = {
    LineState.WAITING: {OrderState.APPROVED},
    LineState.PAID: {OrderState.PAID},
    LineState.RETURNED: {OrderState.RETURNED},
}
GONE = {LineState.WAITING: False, LineState.PAID: True}
"""Whether the refund of such a line has left."""


def batches() -> Iterator[Fault]:
    """A batch is the file that two others approved, and its lines are where their orders are."""
    lines = BatchLine.objects.select_related("order", "payee", *refund_lines.PATHS).order_by("pk")
    sendings = Prefetch("refund__sendings", RefundSent.objects.order_by("pk"))
    shown = PayoutBatch.objects.select_related("kept")
    found = shown.prefetch_related(Prefetch("lines", lines.prefetch_related(sendings)), "approvals")
    for batch in found.order_by("pk"):
        for code, sentence in _faults(batch):
            yield Fault(code, seals.name(PayoutBatch, batch.pk), sentence)


def _faults(batch: PayoutBatch) -> Iterator[tuple[str, str]]:
    lines = list(batch.lines.all())
    sums = (batch.count, batch.control_cents) == (len(lines), sum(line.cents for line in lines))
    if not sums or batch.digest != batch_digest(batch, lines):
        yield "batch-changed", "Le lot n’est plus celui de son empreinte."
    file = batch.content
    if batch.is_erased:
        yield from _erased(lines)
    elif hashlib.sha256(file).hexdigest() != batch.file_sha256:
        yield "batch-file-changed", "Le fichier du lot n’est plus celui qui a été approuvé."
    else:
        try:
            transfer_file.verify(file, batch.key, transfers(lines))
        except transfer_file.UnfitFileError:
            yield "batch-file-wrong", "Le fichier du lot ne dit pas ce que le lot contient."
    signers = {one.user_id for one in batch.approvals.all() if one.digest == batch.digest and one.office in APPROVERS}
    if batch.is_approved and len(signers - {batch.composed_by_id}) < NEEDED:
        yield "batch-unapproved", "Le lot n’a pas ses deux approbations."
    states = {LineState(line.state) for line in lines}
    if not states <= ENDED.get(BatchState(batch.state), {LineState.WAITING}):
        yield "batch-astray", "Les lignes du lot ne sont pas dans l’état du lot."
    if any(_is_astray(line) for line in lines):
        yield "batch-order-astray", "Un ordre ou un remboursement du lot n’est pas dans l’état de sa ligne."


def _is_astray(line: BatchLine) -> bool:
    """Whether what a line pays is elsewhere than the line says."""
    if line.refund is not None:
        return line.state in GONE and (line.refund.sent is not None) != GONE[LineState(line.state)]
    assert line.order is not None, "a line pays an order or a refund"
    return line.state in LEFT and line.order.state not in LEFT[LineState(line.state)]


def _erased(lines: list[BatchLine]) -> Iterator[tuple[str, str]]:
    """Names and file go together, and only once nothing is awaited."""
    if any(hasattr(line, "payee") or line.state == LineState.WAITING for line in lines):
        yield (
            "batch-half-erased",
            "Le fichier de ce lot est effacé, et il en reste des noms ou des virements attendus.",
        )


def statements() -> Iterator[Fault]:
    """Each statement is the file that was imported, adds up, and starts where the former ended."""
    ends: dict[str, int] = {}
    for statement in BankStatement.objects.prefetch_related("lines").order_by("pk"):
        row = seals.name(BankStatement, statement.pk)
        if sum(line.cents for line in statement.lines.all()) != statement.lines_cents:
            yield Fault("statement-sums-wrong", row, "Les lignes du relevé ne font pas la différence de ses soldes.")
        if ends.get(statement.iban, statement.opening_cents) != statement.opening_cents:
            yield Fault("statement-unbound", row, "Le relevé ne commence pas où le précédent finit.")
        if hashlib.sha256(bytes(statement.file)).hexdigest() != statement.file_sha256:
            yield Fault("statement-file-changed", row, "Le fichier du relevé n’est plus celui qui a été importé.")
        ends[statement.iban] = statement.closing_cents
