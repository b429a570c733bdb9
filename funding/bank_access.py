"""Who may see the bank's files and batches. Views get them from here only."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404

from funding import access
from funding.models import BatchApproval, BatchLine, LineState, OrderState, PayoutBatch, PayoutOrder
from okote_flow.directory.models import User


def batches_for(user: User) -> QuerySet[PayoutBatch]:
    """Newest first, for those who keep the books; without the bytes of their files."""
    shown = PayoutBatch.objects.select_related("composed_by").defer("file").order_by("-pk")
    return shown if access.reads_books(user) else shown.none()


def get_batch(user: User, pk: int) -> PayoutBatch:
    """With its lines and approvals. Raises Http404 to whom the books are not shown."""
    lines = BatchLine.objects.select_related("order__dossier").order_by("pk")
    signed = BatchApproval.objects.select_related("user").order_by("pk")
    shown = batches_for(user).filter(pk=pk).defer(None)
    found = shown.prefetch_related(Prefetch("lines", lines), Prefetch("approvals", signed)).first()
    if found is None:
        raise Http404
    return found


def orders_to_gather(user: User) -> QuerySet[PayoutOrder]:
    """Approved orders that stand in no batch, of the dossiers that this person keeps."""
    counted = BatchLine.objects.filter(order=OuterRef("pk")).exclude(state=LineState.FREED)
    approved = PayoutOrder.objects.filter(state=OrderState.APPROVED, dossier__in=access.kept_by(user))
    return approved.filter(~Exists(counted)).select_related("dossier").order_by("pk")
