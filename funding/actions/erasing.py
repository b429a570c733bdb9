"""What is forgotten of donors once it has served: their accounts, the names in files of refunds. Source: ADR 31."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from funding.actions.batches import hold_batch
from funding.locks import hold
from funding.models import (
    BatchFile,
    BatchKind,
    BatchPayee,
    LineState,
    PayoutBatch,
    Refund,
    RefundAccount,
    RefundSent,
)
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record

ACCOUNT_KEPT = timedelta(
    days=400
)  # a transfer may be contested for 13 months (Code monétaire et financier, L. 133-24)
FILE_KEPT = timedelta(days=3660)  # accounting papers are kept for ten years (Code de commerce, L. 123-22)


def accounts_to_forget() -> Iterator[RefundAccount]:
    """Accounts whose refunds have all left, the last of them long ago."""
    owed = Refund.objects.pending().filter(gift=OuterRef("gift"))
    late = RefundSent.objects.filter(refund__gift=OuterRef("gift"), sent_on__gt=clock.today() - ACCOUNT_KEPT)
    old = RefundAccount.objects.filter(~Exists(owed), ~Exists(late), given_at__lt=clock.now() - ACCOUNT_KEPT)
    yield from old.select_related("gift__campaign__dossier").order_by("pk")


def batches_to_forget() -> Iterator[PayoutBatch]:
    """Batches of refunds that ended so long ago that their names need not be kept any more."""
    old = PayoutBatch.objects.filter(kind=BatchKind.REFUND, ended_at__lt=clock.now() - FILE_KEPT)
    yield from old.filter(kept__isnull=False).order_by("pk")


@action("funding.forget_refund_account")
def forget_refund_account(account: RefundAccount, *, by: None = None) -> None:
    """Erase a donor's account that has served; the refund itself stays. One that is owed something again is kept."""
    dossier, _ = hold(account.gift.campaign.dossier)
    if Refund.objects.pending().filter(gift=account.gift_id).exists():
        return
    RefundAccount.objects.filter(pk=account.pk).delete()
    record(Kind.REFUND_NAMES_ERASED, subject=dossier.subject, by=by, gift=account.gift.provider_reference)


@action("funding.forget_batch_names")
def forget_batch_names(batch: PayoutBatch, *, by: None = None) -> None:
    """Erase the file of an ended batch of refunds and the names in it; sums, references and hash stay."""
    batch = hold_batch(batch)
    if not batch.pays_refunds or batch.ended_at is None or batch.lines.filter(state=LineState.WAITING).exists():
        return
    BatchPayee.objects.filter(line__batch=batch).delete()
    BatchFile.objects.filter(batch=batch).delete()
    facts: dict[str, Any] = {"batch": batch.key, "sha256": batch.file_sha256}
    record(Kind.REFUND_NAMES_ERASED, subject=batch.subject, by=by, **facts)
