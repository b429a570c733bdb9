"""What a provider's news of a payment does to the money: the same in any order, once however often told."""

from funding.actions import reversals
from funding.actions.gifts import receive_gift
from funding.actions.unidentified import put_aside
from funding.locks import hold
from funding.models import Checkout, Interest, Means, Payment, PaymentState
from funding.providers import PaymentNews
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.cents import euros
from okote_flow.refusals import Refusal, Refused

RANK = {PaymentState.PENDING: 0, PaymentState.DEAD: 1, PaymentState.CONFIRMED: 2}
CURRENCY = "EUR"
UNMATCHED_BECAUSE = {
    Interest.HOLDER: "Déclaré par le donateur\u00a0: porteur du projet",
    Interest.PARTNER: "Déclaré par le donateur\u00a0: partenaire de la campagne",
    Interest.COMMITTEE: "Déclaré par le donateur\u00a0: membre d’un comité",
}


def apply(provider: str, news: PaymentNews) -> bool:
    """Let a payment reach what the provider tells. Gives if anything moved. Raises Refused and changes nothing."""
    if news.currency != CURRENCY:
        raise Refused([refuse("currency-wrong", currency=news.currency[:10])])
    checkout = Checkout.objects.filter(provider=provider, token=news.checkout).first() if news.checkout else None
    _hold_campaign(provider, news, checkout)
    payment = _payment(provider, news, checkout)
    moved = news.state is not None and _move(payment, news.state)
    if news.reversals and payment.state != PaymentState.CONFIRMED:
        raise Refused([refuse("payment-awaited", payment=news.payment)])
    changes = [reversals.apply(payment, told) for told in news.reversals]
    dropped = reversals.drop_unnamed(payment, news.reversals) if news.is_whole else False
    return moved or dropped or any(changes)


def _hold_campaign(provider: str, news: PaymentNews, checkout: Checkout | None) -> None:
    """The campaign before the payment, as everywhere: also when only the payment's own row knows it."""
    rows = Payment.objects.filter(provider=provider, external_id=news.payment)
    known = rows.select_related("gift__campaign__dossier", "checkout__campaign__dossier").first()
    concerned = known.gift or known.checkout if known is not None else None
    concerned = concerned or checkout
    if concerned is not None:
        hold(concerned.campaign.dossier)


def _payment(provider: str, news: PaymentNews, checkout: Checkout | None) -> Payment:
    """The payment's row, held. Raises Refused when it is known otherwise, or not yet and only its reversal is told."""
    found = Payment.objects.select_for_update(of=("self",)).filter(provider=provider, external_id=news.payment)
    payment = found.select_related("gift__campaign__dossier", "checkout").first()
    if payment is None and news.state is None:
        raise Refused([refuse("payment-awaited", payment=news.payment)])
    if payment is None:
        return Payment(
            provider=provider,
            external_id=news.payment,
            checkout=checkout,
            cents=news.cents,
            tip_cents=news.tip_cents,
            state="",
        )
    if payment.cents != news.cents:
        raise Refused([refuse("payment-changed", payment=news.payment)])
    return payment


def _move(payment: Payment, state: PaymentState) -> bool:
    """A confirmed payment stays confirmed, whatever older news comes after it."""
    if payment.state and RANK[PaymentState(payment.state)] >= RANK[state]:
        return False
    payment.state = state
    if state == PaymentState.CONFIRMED:
        payment.confirmed_at = clock.now()
        payment.save()
        _receive(payment)
    payment.save()
    return True


def _receive(payment: Payment) -> None:
    """The gift that was announced; or money apart, with the reason, for a human to assign or send back."""
    objection = _objection(payment)
    checkout = payment.checkout
    if checkout is not None and objection is None:
        try:
            payment.gift = receive_gift(
                checkout.campaign,
                cents=payment.cents,
                key=payment.key,
                by=None,
                means=Means.CARD,
                donor_name=checkout.donor_name,
                anonymous=checkout.anonymous,
                pledged_at=checkout.asked_at,
                not_matched_because=UNMATCHED_BECAUSE.get(Interest(checkout.interest), ""),
            )
        except Refused as refused:
            objection = refused.refusals[0]
        else:
            Checkout.objects.filter(pk=checkout.pk).update(gift=payment.gift)
            return
    assert objection is not None
    put_aside(key=payment.key, cents=payment.cents, means=Means.CARD, because=objection, by=None, payment=payment)


def _objection(payment: Payment) -> Refusal | None:
    """Why confirmed money is not the gift that was announced."""
    checkout = payment.checkout
    if checkout is None:
        return refuse("checkout-unknown")
    if checkout.gift_id is not None:
        return refuse("checkout-used")
    if payment.cents != checkout.cents:  # the tip is between the giver and the provider
        return refuse("amount-differs", paid=euros(payment.cents), asked=euros(checkout.cents))
    return None
