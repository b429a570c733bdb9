"""Who may see refunds and donors' accounts. Views get them from here only."""

from typing import Any

from django.db.models import Q, QuerySet

from dossiers.models import Dossier
from funding import access, refund_ways
from funding.models import BatchLine, Campaign, Means, Refund, RefundAccount, StatementLine
from funding.models.campaigns import RefundQuerySet
from funding.refund_ways import Standing
from okote_flow.directory.models import User


def get_refund(user: User, pk: int) -> Refund:
    """For those who keep its dossier's money. Raises Http404."""
    shown = Refund.objects.select_related("gift__campaign__dossier", "gift__donor", "gift__account")
    return access.one(access.within(shown, access.kept_by(user), "gift__campaign__dossier", pk))


def refunds_of(campaign: Campaign, standing: str = "") -> RefundQuerySet:
    """Newest first, with all that `refund_ways.line` reads; of one standing, or all."""
    found = refund_ways.with_ways(Refund.objects.filter(gift__campaign=campaign)).order_by("-pk")
    return refund_ways.only(found, standing) if standing else found


def refunds_to_gather(dossier: Dossier) -> QuerySet[Refund]:
    """Those of its campaign that can go into a batch: owed, not by card, with an account."""
    owed = refund_ways.standing_of(Refund.objects.filter(gift__campaign__dossier=dossier))
    ready = refund_ways.only(owed, Standing.READY).exclude(gift__means=Means.CARD)
    return ready.select_related("gift__account").order_by("pk")


def batches_of(campaign: Campaign) -> QuerySet[Any]:
    """(pk, key) of each batch that holds, or held, refunds of this campaign, newest first."""
    rows = BatchLine.objects.filter(refund__gift__campaign=campaign).order_by("-batch")
    return rows.values_list("batch", "batch__key").distinct()


def first_account(refund: Refund) -> dict[str, str]:
    """What a form begins with: the account that is known, or from which the bank says that the gift came."""
    known = RefundAccount.objects.filter(gift=refund.gift_id).first()
    if known is not None:
        return {"iban": known.iban, "holder": known.holder}
    line = debtor_of(refund)
    return {"iban": line.counterparty_iban, "holder": line.counterparty} if line is not None else {}


def debtor_of(refund: Refund) -> StatementLine | None:
    """The movement by which the gift came: of its amount, naming how it was entered or announced. None in doubt."""
    gift = refund.gift
    named = Q(key=gift.provider_reference) | Q(end_to_end=gift.provider_reference)
    named |= Q(purpose__icontains=gift.provider_reference)
    checkout = getattr(gift, "checkout", None)
    if checkout is not None:
        named |= Q(purpose__icontains=checkout.reference)
    came = StatementLine.objects.filter(named, cents=gift.cents).exclude(counterparty_iban="")
    found = list(came.order_by("-pk")[:2])
    return found[0] if len(found) == 1 else None


def refunds_of_gift(gift_pk: int) -> RefundQuerySet:
    """What a donor reads of their own gift on the page that only they know."""
    return refund_ways.with_ways(Refund.objects.filter(gift=gift_pk)).order_by("pk")
