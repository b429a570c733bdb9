"""How each refund goes back to its donor, how far it is, what it lacks: the same for pages, exports and acts."""

from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Sum, Value, When
from django.db.models.enums import TextChoices

from funding import providers
from funding.models import (
    BatchLine,
    Campaign,
    LineState,
    Means,
    Refund,
    RefundAccount,
    RefundRequest,
    RefundSent,
    RequestState,
)
from funding.models.campaigns import RefundQuerySet
from funding.sentences import refuse
from okote_flow.refusals import Refusal

GOING = (RequestState.WAITING, RequestState.ASKED)
"""A refund that the provider is asked to send, and has not refused."""


class Standing(TextChoices):
    """How far a refund is; the values stand in the address of the page."""

    MISSING = "a-completer", "IBAN manquant"
    READY = "a-envoyer", "À envoyer"
    UNDERWAY = "en-route", "En route"
    SENT = "envoye", "Envoyé"


class Way(TextChoices):
    PROVIDER = "provider", "Carte, par le prestataire"
    CARD_BY_HAND = "card", "Carte, à la main chez le prestataire"
    TRANSFER = "transfer", "Virement"
    UNKNOWN = "unknown", "Virement ou chèque"


def standing_of(found: RefundQuerySet) -> RefundQuerySet:
    """Refunds with `standing`, one of `Standing`."""
    sent = RefundSent.objects.filter(refund=OuterRef("pk"), returned_on=None)
    gathered = BatchLine.objects.filter(refund=OuterRef("pk"), state=LineState.WAITING)
    account = RefundAccount.objects.filter(gift=OuterRef("gift"))
    told = RefundRequest.objects.filter(refund=OuterRef("pk"), state__in=GOING)
    case = Case(
        When(Exists(sent), then=Value(Standing.SENT)),
        When(Exists(gathered) | Exists(told), then=Value(Standing.UNDERWAY)),
        When(Q(gift__means=Means.CARD) | Exists(account), then=Value(Standing.READY)),
        default=Value(Standing.MISSING),
        output_field=CharField(),
    )
    return found.annotate(standing=case)


def only(found: RefundQuerySet, standing: str) -> RefundQuerySet:
    """Of refunds with their `standing`, those of one."""
    return found.filter(standing=standing)  # type: ignore[misc]  # annotated


@dataclass(frozen=True, slots=True)
class Total:
    """One standing, with how many refunds and how much money it has."""

    value: str
    label: str
    count: int
    cents: int


def totals(campaign: Campaign) -> list[Total]:
    """One for each standing, also where there is none. One query."""
    found = standing_of(Refund.objects.filter(gift__campaign=campaign)).order_by()
    sums = found.values("standing").annotate(n=Count("pk"), total=Sum("cents"))  # type: ignore[misc]  # annotated
    rows = {one["standing"]: one for one in sums}
    return [
        Total(value, label, rows[value]["n"] if value in rows else 0, rows[value]["total"] if value in rows else 0)
        for value, label in Standing.choices
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One refund as its page, its table and its donor read it."""

    refund: Refund
    way: Way
    standing: Standing
    detail: str
    lacks: str
    line: BatchLine | None  # the transfer of the batch in which it stands or last left

    @property
    def donor(self) -> str:
        return self.refund.gift.donor.name if hasattr(self.refund.gift, "donor") else "Sans nom"

    @property
    def is_pending(self) -> bool:
        return self.standing != Standing.SENT

    @property
    def may_have_account(self) -> bool:
        """Whether an account can be given, or another one."""
        return not self.refund.is_by_card and self.standing in (Standing.MISSING, Standing.READY)

    @property
    def has_come_back(self) -> bool:
        return any(one.returned_on is not None for one in self.refund.sendings.all())

    @property
    def may_leave_by_hand(self) -> bool:
        return self.standing in (Standing.MISSING, Standing.READY)

    @property
    def may_come_back(self) -> bool:
        return self.standing == Standing.SENT and self.line is not None and self.line.state == LineState.PAID


def with_ways(found: RefundQuerySet) -> RefundQuerySet:
    """With all that `line` reads: no query for each."""
    shown = standing_of(found).select_related("gift__donor", "gift__account", "gift__payment", "request")
    return shown.with_sendings().prefetch_related("batch_lines__batch")


def line(refund: Refund) -> Line:
    """No query, for a refund `with_ways`."""
    standing = Standing(getattr(refund, "standing"))  # noqa: B009 - annotated
    kept = [one for one in refund.batch_lines.all() if one.state in (LineState.WAITING, LineState.PAID)]
    transfer = kept[0] if kept else None
    lacks = _lacks(refund, standing)
    return Line(refund, way_of(refund), standing, _detail(refund, standing, transfer), lacks, transfer)


def way_of(refund: Refund) -> Way:
    """Cards go back where they were paid; all else to an account, or by cheque."""
    if refund.is_by_card:
        return Way.PROVIDER if provider_of(refund) else Way.CARD_BY_HAND
    return Way.TRANSFER if hasattr(refund.gift, "account") else Way.UNKNOWN


def provider_of(refund: Refund) -> providers.Provider | None:
    """The provider that sends this refund when we ask it to; None when it does not, or was not paid through one."""
    payment = getattr(refund.gift, "payment", None)
    found = providers.named(payment.provider) if payment is not None else None
    return found if found is not None and found.sends_refunds else None


def _detail(refund: Refund, standing: Standing, transfer: BatchLine | None) -> str:
    """What is known beyond the standing."""
    sent = refund.sent
    if sent is not None:
        return f"le {sent.sent_on:%d/%m/%Y}, {sent.reference}"
    if transfer is not None:
        return f"lot {transfer.batch.key}\u00a0: {transfer.batch.get_state_display()}"
    request = getattr(refund, "request", None)
    return request.get_state_display() if request is not None and request.state in GOING else ""


def _lacks(refund: Refund, standing: Standing) -> str:
    """What somebody has to do, or know, before it can leave."""
    if standing in (Standing.SENT, Standing.UNDERWAY):
        return ""
    back = [one for one in refund.sendings.all() if one.returned_on is not None]
    request = getattr(refund, "request", None)
    if request is not None and request.state == RequestState.REFUSED:
        return f"Refusé par le prestataire\u00a0: {request.error}"
    came = f"Revenu le {back[-1].returned_on:%d/%m/%Y}\u00a0: {back[-1].reason}. " if back else ""
    if refund.is_by_card:
        return came + (
            "À demander au prestataire" if provider_of(refund) else "À faire chez le prestataire, puis à confirmer ici"
        )
    return came + ("À mettre dans un lot" if standing == Standing.READY else "IBAN du donateur, ou chèque")


# ------------------------------------------------------------------------------------------------------ for the acts


def account_of(refund: Refund) -> RefundAccount | None:
    return RefundAccount.objects.filter(gift=refund.gift_id).first()


def going_refusals(refund: Refund) -> list[Refusal]:
    """Why nobody sends this refund otherwise now: it has left, stands in a batch, or the provider is asked for it."""
    gift = refund.gift.provider_reference
    if RefundSent.objects.filter(refund=refund, returned_on=None).exists():
        return [refuse("refund-sent", gift=gift)]
    gathered = refund.batch_lines.filter(state=LineState.WAITING).select_related("batch").first()
    if gathered is not None:
        return [refuse("refund-in-batch", gift=gift, batch=gathered.batch.key)]
    if RefundRequest.objects.filter(refund=refund, state__in=GOING).exists():
        return [refuse("refund-asked", gift=gift)]
    return []
