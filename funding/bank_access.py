"""Who may see the bank's files and batches. Views get them from here only."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from funding import access
from funding.models import (
    BankStatement,
    BatchApproval,
    BatchKind,
    BatchLine,
    CallForFunds,
    LineState,
    OrderState,
    PayoutBatch,
    PayoutOrder,
    Reconciliation,
    StatementLine,
)
from okote_flow.directory.models import User


def batches_for(user: User) -> QuerySet[PayoutBatch]:
    """Newest first, for those who keep the books; without the bytes of their files.

    A batch of refunds names donors: it is shown to those who keep its campaign's dossier.
    """
    shown = PayoutBatch.objects.select_related("composed_by").defer("file").order_by("-pk")
    if not access.reads_books(user):
        return shown.none()
    kept = BatchLine.objects.filter(batch=OuterRef("pk"), refund__gift__campaign__dossier__in=access.kept_by(user))
    return shown.filter(Q(kind=BatchKind.PAYOUT) | Exists(kept))


def get_batch(user: User, pk: int) -> PayoutBatch:
    """With its lines and approvals. Raises Http404 to whom the books are not shown."""
    lines = BatchLine.objects.select_related("order__dossier", "payee", "refund__gift__campaign").order_by("pk")
    signed = BatchApproval.objects.select_related("user").order_by("pk")
    shown = batches_for(user).filter(pk=pk).defer(None).select_related("composed_by", "kept")
    found = shown.prefetch_related(Prefetch("lines", lines), Prefetch("approvals", signed)).first()
    if found is None:
        raise Http404
    return found


def orders_to_gather(user: User) -> QuerySet[PayoutOrder]:
    """Approved orders that stand in no batch, of the dossiers that this person keeps."""
    counted = BatchLine.objects.filter(order=OuterRef("pk")).exclude(state=LineState.FREED)
    approved = PayoutOrder.objects.filter(state=OrderState.APPROVED, dossier__in=access.kept_by(user))
    return approved.filter(~Exists(counted)).select_related("dossier").order_by("pk")


def statements_for(user: User) -> QuerySet[BankStatement]:
    """Newest first, for those who keep the books, with how many lines are `open`; without the bytes of their files."""
    done = Reconciliation.objects.filter(line=OuterRef("lines"), undone_at=None)
    counted = Count("lines", filter=~Exists(done))
    shown = BankStatement.objects.select_related("imported_by").defer("file").annotate(open=counted).order_by("-pk")
    return shown if access.reads_books(user) else shown.none()


def get_statement(user: User, pk: int) -> BankStatement:
    """Raises Http404 to whom the books are not shown."""
    found = statements_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def lines_of(statement: BankStatement) -> QuerySet[StatementLine]:
    """Its lines with what each is now, as `now`."""
    counting = Reconciliation.objects.filter(undone_at=None).select_related(
        "batch_line__order",
        "batch_line__refund__gift__campaign",
        "receipt__pledge__campaign__dossier",
        "receipt__partner",
        "made_by",
    )
    return statement.lines.prefetch_related(Prefetch("reconciliations", counting, to_attr="now")).order_by("pk")


def get_line(user: User, pk: int) -> StatementLine:
    """Raises Http404 to whom the books are not shown."""
    found = StatementLine.objects.filter(pk=pk).select_related("statement").first()
    if found is None or not access.reads_books(user):
        raise Http404
    return found


def get_reconciliation(user: User, pk: int) -> Reconciliation:
    """Raises Http404 to whom the books are not shown."""
    shown = Reconciliation.objects.select_related("line__statement", "receipt__pledge__campaign__dossier")
    found = shown.filter(pk=pk).first()
    if found is None or not access.reads_books(user):
        raise Http404
    return found


def calls_for(user: User) -> QuerySet[CallForFunds]:
    """Newest first: all of them for those who keep the books, a partner's own for its financial officer."""
    shown = CallForFunds.objects.select_related("pledge__partner", "pledge__campaign__dossier").order_by("-pk")
    if access.reads_books(user):
        return shown
    return shown.filter(pledge__partner__in=access.partners_answered_for(user).values("pk"))


def get_call(user: User, pk: int) -> CallForFunds:
    """Raises Http404 to whom it is not shown."""
    found = calls_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
