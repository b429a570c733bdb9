"""The moments at which forms of refunds are open."""

from typing import Any

from dossiers.lifecycle import State
from dossiers.models import Dossier
from funding import actions as money
from funding.models import Campaign, Means, Refund
from tests import strides


def owed_back(house: Any) -> Dossier:
    """Failed: a transfer, a cheque and a card payment are owed back; one account is known."""
    dossier: Dossier = house.dossier(State.CAMPAIGN)
    campaign = Campaign.objects.get(dossier=dossier)
    transfer = money.start_checkout(campaign, cents=50_00, provider="transfer", by=None)
    money.confirm_transfer(transfer, cents=50_00, key="VIR-8", by=house.odile)
    money.receive_gift(campaign, cents=60_00, key="CHQ-8", means=Means.CHEQUE, by=house.odile)
    card = money.start_checkout(campaign, cents=70_00, provider="simulated", by=None)
    money.simulate_payment(card, state="confirmed", by=None)
    house.travel(campaign.window.decides_at)
    money.close_campaign(campaign, by=None)
    cheque = Refund.objects.get(gift__provider_reference="CHQ-8")
    money.give_refund_account(cheque, iban=strides.IBAN, holder="Élise Straße", by=house.odile)
    return Dossier.objects.get(pk=dossier.pk)


def refunded(house: Any) -> Dossier:
    """Failed: the transfers have left in a batch, and may come back."""
    dossier = owed_back(house)
    transfer = Refund.objects.get(gift__provider_reference="VIR-8")
    money.give_refund_account(transfer, iban=strides.IBAN, holder="Jeanne Baum", by=house.odile)
    wanted = list(Refund.objects.filter(gift__account__isnull=False))
    batch = money.compose_refund_batch(dossier, refunds=wanted, by=house.odile)
    for person in (house.didier, house.tess):
        money.approve_batch(batch, by=person)
    money.confirm_batch(money.send_batch(batch, by=house.tess), bank_reference="R-8", by=house.tess)
    return dossier
