"""Who may see payments, providers' messages, money to assign and claims. Views get them from here only."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from funding import access
from funding.access import one, within
from funding.models import (
    Campaign,
    Checkout,
    Claim,
    ClaimState,
    EventState,
    Payment,
    PaymentState,
    ProviderEvent,
    ReceiptState,
    RefundRequest,
    RequestState,
    UnidentifiedReceipt,
)
from okote_flow.directory.models import User


def get_checkout(token: str) -> Checkout:
    """What a giver asked for: whoever holds its token. Raises Http404."""
    shown = Checkout.objects.select_related("campaign__dossier__organization", "gift")
    return one(shown.filter(token=token))


def get_announced(user: User, pk: int) -> Checkout:
    return one(
        within(Checkout.objects.select_related("campaign__dossier"), access.kept_by(user), "campaign__dossier", pk)
    )


def announced_transfers(campaign: Campaign) -> QuerySet[Checkout]:
    """What givers said they would transfer, and what has not come, newest first."""
    waiting = Checkout.objects.filter(campaign=campaign, provider="transfer", gift=None)
    return waiting.select_related("campaign__dossier").order_by("-pk")


def get_simulated(token: str) -> Checkout:
    """What is paid on the simulated page. Raises Http404 where there is none."""
    checkout = get_checkout(token)
    if checkout.provider != "simulated" or not settings.PAYMENTS_SIMULATED:
        raise Http404
    return checkout


def payment_told_by(event: ProviderEvent) -> Payment | None:
    """The payment that a message tells of, with its gift and its campaign."""
    rows = Payment.objects.filter(provider=event.provider, external_id=event.payment_id_told)
    return rows.select_related("gift__campaign__dossier", "checkout__campaign__dossier").first()


def payment_of(checkout: Checkout) -> Payment | None:
    """The payment that went furthest."""
    found = list(Payment.objects.filter(checkout=checkout).order_by("pk"))
    return next((one for one in found if one.state == PaymentState.CONFIRMED), found[-1] if found else None)


def events() -> QuerySet[ProviderEvent]:
    """Every provider's message, newest first, its body left out. For those who read the books."""
    return ProviderEvent.objects.defer("raw", "headers").order_by("-pk")


def get_event(user: User, pk: int) -> ProviderEvent:
    access.check_books(user)
    return one(ProviderEvent.objects.filter(pk=pk))


def events_to_look_at() -> QuerySet[ProviderEvent]:
    return events().filter(state=EventState.HELD)


def events_to_read() -> QuerySet[ProviderEvent]:
    """Messages not read yet, and those whose payment has come since, oldest first."""
    confirmed = Payment.objects.filter(
        provider=OuterRef("provider"), external_id=OuterRef("payment_id_told"), state=PaymentState.CONFIRMED
    )
    come = Q(state=EventState.WAITING) & Q(Exists(confirmed))
    return ProviderEvent.objects.filter(Q(state=EventState.RECEIVED) | come).order_by("pk")


def refund_requests_to_send() -> QuerySet[RefundRequest]:
    """Refunds that a provider is to be asked for, oldest first."""
    return RefundRequest.objects.filter(state=RequestState.WAITING).select_related("refund__gift").order_by("pk")


def receipts() -> QuerySet[UnidentifiedReceipt]:
    """Money to assign or to send back, newest first. For those who read the books."""
    return UnidentifiedReceipt.objects.filter(state=ReceiptState.OPEN).order_by("-pk")


def get_receipt(user: User, pk: int) -> UnidentifiedReceipt:
    access.check_books(user)
    return one(UnidentifiedReceipt.objects.filter(pk=pk))


def claims(user: User) -> QuerySet[Claim]:
    """What is missing after a chargeback and awaits a decision."""
    found = Claim.objects.filter(state=ClaimState.OPEN, campaign__dossier__in=access.kept_by(user))
    return found.select_related("campaign__dossier", "refund__gift").order_by("pk")


def get_claim(user: User, pk: int) -> Claim:
    return one(
        within(Claim.objects.select_related("campaign__dossier"), access.kept_by(user), "campaign__dossier", pk)
    )
