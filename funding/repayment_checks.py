"""What must be true of what projects pay back: recomputed from the accepted reports, the shares and the books."""

from collections import Counter
from collections.abc import Iterator

from dossiers.models import FinalReport
from funding import seals
from funding.actions.repayments import shares_digest
from funding.books import Fault
from funding.models import Account, Pledge, Repayment, RepaymentState, Role


def repayments() -> Iterator[Fault]:
    """What an accepted report asks back is a repayment; what came of it stands in the books, share by share."""
    found = list(Repayment.objects.select_related("campaign").prefetch_related("shares").order_by("pk"))
    yield from _asked({one.campaign.dossier_id: one for one in found})
    for one in found:
        shares = [(share.pledge_id, share.cents) for share in one.shares.all()]
        if one.digest != shares_digest(shares) or sum(cents for _, cents in shares) != one.cents:
            sentence = "Les parts du reversement ne sont plus celles de son empreinte."
            yield Fault("repayment-shares-wrong", seals.name(Repayment, one.pk), sentence)
    yield from _booked(found)


def _asked(found: dict[int, Repayment]) -> Iterator[Fault]:
    accepted = FinalReport.objects.exclude(accepted_at=None).order_by("pk")
    wanted = dict(accepted.filter(repay_cents__gt=0).values_list("dossier", "repay_cents"))
    for dossier in sorted(wanted.keys() | found.keys()):
        one = found.get(dossier)
        if one is None:
            sentence = "Le bilan accepté demande un reversement que rien n’attend."
            yield Fault("repayment-missing", f"dossiers_dossier:{dossier}", sentence)
        elif wanted.get(dossier) != one.cents:
            sentence = "Le reversement n’est pas celui que le bilan accepté demande."
            yield Fault("repayment-wrong", seals.name(Repayment, one.pk), sentence)


def _booked(found: list[Repayment]) -> Iterator[Fault]:
    received = [one for one in found if one.state == RepaymentState.RECEIVED]
    owed: Counter[int | None] = Counter()
    for one in received:
        owed.update({share.pledge_id: share.cents for share in one.shares.all() if share.key is None})
    stands: Counter[int | None] = Counter()
    for account in Account.objects.filter(role=Role.REPAID).order_by("pk"):
        stands[account.pledge_id] += account.balance_cents
    for pledge in sorted((owed.keys() | stands.keys()) - {None}, key=str):
        if owed[pledge] != stands[pledge]:
            sentence = "Ce qui est reversé pour cet engagement n’est pas ce que les livres en gardent."
            yield Fault("repayment-unbooked", f"{Pledge._meta.db_table}:{pledge}", sentence)
