"""The bank's statements: imported whole or not at all, and what each line is, found by its reference or by hand."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db.models import Sum

from dossiers.sentences import refuse as refuse_for_dossier
from funding import access, books, chart, duties, statement_file
from funding.actions import refund_lines
from funding.actions.batches import finish, hold_batch, pay_line
from funding.actions.refund_batches import return_refund
from funding.actions.returns import return_payout
from funding.actions.settlement import record_cash
from funding.locks import hold
from funding.models import (
    BankStatement,
    BatchLine,
    BatchState,
    Entry,
    LineState,
    OrderState,
    PayoutLine,
    Pledge,
    Reconciliation,
    ReconciliationKind,
    Role,
    StatementLine,
)
from funding.position import balance
from funding.seals import seal
from funding.sentences import refuse
from funding.statement_file import ReadStatement, StatementError
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.cents import euros
from okote_flow.directory.models import Office, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

# ------------------------------------------------------------------------------------------------------------- import


@action(
    "funding.import_statement",
    refuses=(
        "not-yours", "statement-too-big", "statement-unreadable", "statement-unknown", "statement-unfit",
        "statement-amounts", "statement-balances", "statement-sums", "statement-other-account",
        "statement-gap", "statement-there", "line-known", "payer-missing",
    ),
)  # fmt: skip
def import_statement(*, file: File[bytes], by: User) -> list[BankStatement]:
    """Take in the bank's file, whole or not at all, once; what names a transfer of ours is reconciled."""
    require(access.office_refusals(by, Office.TREASURER))
    if not settings.BANK_IBAN:
        raise Refused([refuse("payer-missing")])
    content, found = _read(file)
    list(BankStatement.objects.select_for_update().order_by("pk").values_list("pk"))  # one import at a time
    digest = hashlib.sha256(content).hexdigest()
    known = list(BankStatement.objects.filter(file_sha256=digest))
    if known:
        return known
    made = [_write(one, content, digest, by) for one in found]
    for statement in made:
        for line in statement.lines.exclude(end_to_end="").order_by("pk"):
            _try(line, by)
    return made


def _read(file: File[bytes]) -> tuple[bytes, list[ReadStatement]]:
    """What the file says; no more of it is read than a statement may be long."""
    content = file.read(statement_file.LARGEST + 1)
    try:
        found = statement_file.read(content)
    except StatementError as error:
        raise Refused([refuse(error.code, **error.facts)]) from error
    return content, found


def _write(read: ReadStatement, content: bytes, digest: str, by: User) -> BankStatement:
    require(_import_refusals(read))
    statement = BankStatement.objects.create(
        previous=BankStatement.objects.filter(iban=read.iban).order_by("-pk").first(),
        iban=read.iban,
        reference=read.reference,
        closes_on=read.closes_on,
        opening_cents=read.opening_cents,
        lines_cents=sum(line.cents for line in read.lines),
        closing_cents=read.closing_cents,
        file_sha256=digest,
        file=content,
        imported_by=by,
    )
    StatementLine.objects.bulk_create(
        StatementLine(
            statement=statement,
            iban=read.iban,
            key=line.key,
            booked_on=line.booked_on,
            cents=line.cents,
            end_to_end=line.end_to_end,
            purpose=line.purpose,
            counterparty=line.counterparty,
            counterparty_iban=line.counterparty_iban,
        )
        for line in read.lines
    )
    facts: dict[str, Any] = seal(statement) | {"reference": read.reference, "count": len(read.lines)}
    record(Kind.STATEMENT_IMPORTED, subject=statement.subject, by=by, office=Office.TREASURER, **facts)
    return statement


def _import_refusals(read: ReadStatement) -> list[Refusal]:
    """A statement of this account, that follows the last one, with movements not read before."""
    if read.iban != settings.BANK_IBAN:
        return [refuse("statement-other-account", reference=read.reference)]
    if BankStatement.objects.filter(iban=read.iban, reference=read.reference).exists():
        return [refuse("statement-there", reference=read.reference)]
    last = BankStatement.objects.filter(iban=read.iban).order_by("-pk").first()
    if last is not None and last.closing_cents != read.opening_cents:
        opening, closing = euros(read.opening_cents), euros(last.closing_cents)
        return [refuse("statement-gap", reference=read.reference, opening=opening, closing=closing)]
    keys = [line.key for line in read.lines]
    known = StatementLine.objects.filter(iban=read.iban, key__in=keys).first()
    twice = next((key for n, key in enumerate(keys) if key in keys[:n]), known.key if known else None)
    return [refuse("line-known", line=twice)] if twice else []


def _try(line: StatementLine, by: User) -> None:
    """What cannot be reconciled now stays on the page, to be looked at."""
    try:
        reconcile_line(line, by=by)
    except Refused:
        return


# ---------------------------------------------------------------------------------------------------- reconciliation


def transfer_of(line: StatementLine) -> tuple[BatchLine, ReconciliationKind] | None:
    """The transfer that a line names by its reference and amount: executed when money went, returned when it came."""
    if not line.end_to_end:
        return None
    named = BatchLine.objects.filter(end_to_end=line.end_to_end, cents=abs(line.cents))
    found = named.select_related("batch", "order", *refund_lines.PATHS).first()
    if found is None:
        return None
    gone = line.cents < 0
    wanted = {LineState.WAITING, LineState.PAID} if gone else {LineState.PAID, LineState.RETURNED}
    left = found.batch.state in (BatchState.SENT, BatchState.EXECUTED)
    kind = ReconciliationKind.PAYMENT if gone else ReconciliationKind.RETURN
    taken = Reconciliation.objects.filter(batch_line=found, kind=kind, undone_at=None).exists()
    return (found, kind) if left and found.state in wanted and not taken else None


def line_refusals(line: StatementLine, user: User) -> list[Refusal]:
    """Why nothing can be said of this line now."""
    refusals = list(access.office_refusals(user, Office.TREASURER))
    if line.reconciliations.filter(undone_at=None).exists():
        refusals.append(refuse("line-reconciled"))
    return refusals


def exact_refusals(line: StatementLine, user: User) -> list[Refusal]:
    """Why this line is not reconciled by its reference."""
    refusals = line_refusals(line, user)
    if not refusals and transfer_of(line) is None:
        refusals.append(refuse("line-unmatched"))
    return refusals


@action("funding.reconcile_line", refuses=("not-yours", "line-reconciled", "line-unmatched", "bank-short"))
def reconcile_line(line: StatementLine, *, by: User) -> Reconciliation:
    """The line names a transfer of ours: it is executed, or has come back, and the project's money follows."""
    line = StatementLine.objects.select_for_update().get(pk=line.pk)
    named = transfer_of(line)
    batch = hold_batch(named[0].batch) if named else None
    require(exact_refusals(line, by))
    named = transfer_of(line)
    assert named is not None and batch is not None, "the refusals say when there is none"
    transfer, kind = named
    if transfer.state == LineState.WAITING:
        pay_line(transfer, bank_reference=line.key, by=by)
        if not batch.lines.filter(state=LineState.WAITING).exists():
            finish(batch, reference=line.statement.reference, by=by)
    if kind == ReconciliationKind.RETURN and transfer.state == LineState.PAID:
        _send_back(transfer, line.purpose or "Virement rendu par la banque", by)
    return _reconcile(line, kind, by, batch_line=transfer)


def _send_back(transfer: BatchLine, reason: str, by: User) -> None:
    """The project's money, or the donor's, is owed again."""
    if transfer.order is not None:
        return_payout(transfer.order, reason=reason, by=by)
    else:
        return_refund(refund_lines.refund_of(transfer), reason=reason, by=by)


def _reconcile(line: StatementLine, kind: ReconciliationKind, by: User, **what: Any) -> Reconciliation:
    made = Reconciliation.objects.create(line=line, kind=kind, made_by=by, **what)
    subject = line.statement.subject
    record(Kind.LINE_RECONCILED, subject=subject, by=by, office=Office.TREASURER, line=line.key, nature=str(kind))
    return made


def cash_refusals(line: StatementLine, user: User) -> list[Refusal]:
    """Why this line is no partner's money."""
    refusals = line_refusals(line, user)
    if line.cents < 0:
        refusals.append(refuse("line-not-cash"))
    return refusals


@action(
    "funding.reconcile_cash",
    refuses=("not-yours", "line-reconciled", "line-not-cash", "over-receivable", "key-reused"),
)
def reconcile_cash(line: StatementLine, *, pledge: Pledge, by: User) -> Reconciliation:
    """The line is what a partner owed for a project: the money is there for it, in full."""
    line = StatementLine.objects.select_for_update().get(pk=line.pk)
    require(cash_refusals(line, by))
    tries = line.reconciliations.count()
    key = f"RELEVE-{line.pk}-{tries + 1}"
    receipt = record_cash(pledge, cents=line.cents, key=key, by=by, received_on=line.booked_on)
    return _reconcile(line, ReconciliationKind.CASH, by, receipt=receipt)


# ---------------------------------------------------------------------------------------------------------------- undo


def undoing_refusals(made: Reconciliation, user: User) -> list[Refusal]:
    """Why this cannot be undone now. A transfer stays executed: only what was said of the line is taken back."""
    refusals = list(access.office_refusals(user, Office.TREASURER))
    if made.undone_at is not None:
        refusals.append(refuse("reconciliation-undone"))
    elif made.receipt is not None and made.receipt.pledge is not None and not _is_free(made.receipt.pledge, made):
        refusals.append(refuse("cash-used"))
    return refusals


def _is_free(pledge: Pledge, made: Reconciliation) -> bool:
    """Whether the money still waits for an order."""
    assert made.receipt is not None
    there = balance(chart.of_campaign(pledge.campaign), Role.PAYABLE, pledge.pk)
    waiting = PayoutLine.objects.filter(
        pledge=pledge, order__state__in=[OrderState.PREPARED, OrderState.APPROVED]
    ).aggregate(total=Sum("cents"))
    return there - (waiting["total"] or 0) >= made.receipt.cents


@action("funding.undo_reconciliation", refuses=("not-yours", "reconciliation-undone", "cash-used", "reason-missing"))
def undo_reconciliation(made: Reconciliation, *, reason: str, by: User) -> Reconciliation:
    """Take back what was said of a line. A partner's money is owed again: its entry is reversed."""
    if made.receipt is not None and made.receipt.pledge is not None:
        hold(made.receipt.pledge.campaign.dossier)
    shown = Reconciliation.objects.select_related("line__statement")
    made = shown.select_for_update(of=("self",)).get(pk=made.pk)
    require(undoing_refusals(made, by))
    if not reason.strip():
        raise Refused([refuse_for_dossier("reason-missing")])
    if made.receipt is not None:
        books.reverse(Entry.objects.get(key=f"cash:{made.receipt.reference}"), reason.strip())
        assert made.receipt.pledge is not None
        duties.ensure_open(duties.CashFlow, made.receipt.pledge.campaign.dossier)
    made.undone_by, made.undone_at, made.reason = by, clock.now(), reason.strip()
    made.save(update_fields=["undone_by", "undone_at", "reason"])
    record(
        Kind.RECONCILIATION_UNDONE,
        subject=made.line.statement.subject,
        by=by,
        office=Office.TREASURER,
        line=made.line.key,
        reason=made.reason,
    )
    return made


def suggestions(line: StatementLine, owing: Sequence[Pledge]) -> list[Pledge]:
    """Of what partners owe, what this line may be: the same amount first, then what its text names."""
    if line.cents < 0:
        return []
    said = f"{line.purpose} {line.counterparty}".casefold()
    likely = []
    for pledge in owing:
        due: int = getattr(pledge, "due_cents", 0)
        names = (pledge.partner.name.casefold(), (pledge.campaign.dossier.number or "\0").casefold())
        score = 2 * (due == line.cents) + any(name in said for name in names)
        if score and line.cents <= due:
            likely.append((-score, pledge.pk, pledge))
    return [pledge for _, _, pledge in sorted(likely, key=lambda one: one[:2])]
