"""What authorities have decided for dossiers and paid to them, year by year: the marks of the law are read on it."""

from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef, Q, Sum

from dossiers.joints import Paid, PublicMoney
from dossiers.lifecycle import ENDS, State
from dossiers.models import Ceiling, Dossier
from funding.models import OrderState, PayoutLine, Pledge, PledgeState, SettlementLine, SettlementState
from okote_flow import clock
from okote_flow.directory.models import PartnerKind

GIVEN_UP = frozenset({*ENDS, State.CAMPAIGN_FAILED, State.RENOUNCED, State.CANCELLED})


def granted_to(dossiers: Collection[int]) -> Iterator[PublicMoney]:
    """Settled amounts where there are, else caps that still hold; a ceiling counts until its pledge is written."""
    yield from _pledged(dossiers)
    yield from _fixed(dossiers)


def paid_to(dossier: Dossier) -> Paid:
    """What the project was paid so far, and how much of it is the partners'."""
    lines = PayoutLine.objects.filter(order__dossier=dossier, order__state=OrderState.PAID)
    partners = Sum("cents", filter=Q(pledge__isnull=False), default=0)
    sums = lines.aggregate(whole=Sum("cents", default=0), partners=partners)
    return Paid(sums["whole"], sums["partners"])


def _pledged(dossiers: Collection[int]) -> Iterator[PublicMoney]:
    """The money of a pledge is that of its envelope's year."""
    pledges = Pledge.objects.filter(campaign__dossier__in=dossiers, college=PartnerKind.AUTHORITY)
    settled = _settled(dossiers)
    paid = _paid(dossiers)
    for pledge in pledges.select_related("partner", "envelope", "campaign").order_by("pk"):
        assert pledge.envelope is not None, "an authority pledges from an envelope"
        holds = 0 if pledge.state == PledgeState.RELEASED else pledge.cap_cents
        decided = settled.get(pledge.pk, holds)
        if decided or paid.get(pledge.pk):
            year, dossier = pledge.envelope.year, pledge.campaign.dossier_id
            yield PublicMoney(dossier, pledge.partner.name, year, decided, paid.get(pledge.pk, 0))


def _settled(dossiers: Collection[int]) -> dict[int | None, int]:
    lines = SettlementLine.objects.filter(
        settlement__campaign__dossier__in=dossiers, settlement__state=SettlementState.APPROVED, pledge__isnull=False
    )
    return dict(lines.values_list("pledge", "gross_cents"))


def _paid(dossiers: Collection[int]) -> dict[int | None, int]:
    lines = PayoutLine.objects.filter(
        order__campaign__dossier__in=dossiers, order__state=OrderState.PAID, pledge__isnull=False
    )
    return dict(lines.order_by().values_list("pledge").annotate(Sum("cents")))


def _fixed(dossiers: Collection[int]) -> Iterator[PublicMoney]:
    """A ceiling is of the year in which it was fixed."""
    pledged = Pledge.objects.filter(campaign__dossier=OuterRef("dossier"), partner=OuterRef("partner"))
    waiting = Ceiling.objects.filter(
        ~Exists(pledged), dossier__in=dossiers, partner__kind=PartnerKind.AUTHORITY
    ).exclude(dossier__state__in=GIVEN_UP)
    for ceiling in waiting.select_related("partner").order_by("pk"):
        year = ceiling.fixed_at.astimezone(clock.PARIS).year
        yield PublicMoney(ceiling.dossier_id, ceiling.partner.name, year, ceiling.cents, 0)
