"""Moments of a dossier's money: before a campaign, in it, at the bank, at the end of the year."""

from datetime import datetime
from typing import Any

from dossiers.lifecycle import State
from dossiers.models import Dossier
from funding import actions as money
from funding.models import Campaign, Contribution, PayoutBatch, PayoutOrder, Pledge
from okote_flow import clock
from tests import strides
from tests.payments import paid, told


def with_bank_details(house: Any) -> Dossier:
    """To be paid: an IBAN waits to be verified."""
    dossier: Dossier = house.dossier(State.PAYOUT)
    money.give_bank_details(dossier, iban=strides.IBAN, holder="Bocaux & Compagnie", by=house.alice)
    return dossier


def goal_fixed(house: Any) -> Dossier:
    """The campaign has its goal and waits for its partners."""
    dossier: Dossier = house.dossier(State.CAMPAIGN_PREPARATION)
    money.prepare_campaign(dossier, goal_cents=12_000_00, days=40, by=house.odile)
    return dossier


def announced(house: Any) -> Dossier:
    """In campaign: a transfer is on its way, and money has come that names nothing."""
    dossier: Dossier = house.dossier(State.CAMPAIGN)
    money.start_checkout(Campaign.objects.get(dossier=dossier), cents=50_00, provider="transfer", by=None)
    money.record_unidentified(cents=30_00, key="VIR-9", reason="Don jardin", by=house.tess)
    return dossier


def payable(house: Any) -> Dossier:
    """To be paid: the money is there, the IBAN verified."""
    dossier: Dossier = house.dossier(State.PAYOUT)
    for pledge in Pledge.objects.filter(campaign__dossier=dossier):
        money.record_cash(pledge, cents=pledge.cap_cents, key=f"virement-{pledge.pk}", by=house.tess)
    details = money.give_bank_details(dossier, iban=strides.IBAN, holder="Bocaux & Compagnie", by=house.alice)
    money.verify_bank_details(details, proof="RIB lu, structure appelée", by=house.odile)
    return dossier


def with_order(house: Any) -> Dossier:
    """To be paid: the order waits for its signatures."""
    dossier = payable(house)
    money.prepare_payout(dossier, by=house.odile)
    return dossier


def signed(house: Any) -> Dossier:
    """To be paid: the order is signed by both and leaves."""
    dossier = with_order(house)
    order = PayoutOrder.objects.get(dossier=dossier)
    for person in (house.didier, house.tess):
        money.approve_payout(order, by=person)
    return dossier


def gathered(house: Any) -> Dossier:
    """To be paid: the signed order waits in a batch for its approvals."""
    dossier = signed(house)
    money.compose_batch(orders=list(PayoutOrder.objects.filter(dossier=dossier)), by=house.tess)
    return dossier


def cleared(house: Any) -> Dossier:
    """To be paid: the batch is approved by two others and leaves."""
    dossier = gathered(house)
    for person in (house.didier, house.odile):
        money.approve_batch(PayoutBatch.objects.get(), by=person)
    return dossier


def at_the_bank(house: Any) -> Dossier:
    """To be paid: the file is with the bank."""
    dossier = cleared(house)
    money.send_batch(PayoutBatch.objects.get(), by=house.tess)
    return dossier


def contested(house: Any) -> Dossier:
    """To be paid: a giver's bank has taken a gift back, and nobody has said yet who bears it."""
    dossier: Dossier = house.dossier(State.CAMPAIGN)
    campaign = Campaign.objects.get(dossier=dossier)
    given = paid(campaign, campaign.citizens_goal_cents)
    with clock.frozen(campaign.window.decides_at):
        money.close_campaign(campaign)
    money.approve_settlement(money.prepare_settlement(dossier, by=house.tess), by=house.didier)
    money.settle(dossier, by=house.tess)
    told(given, "charged_back")
    return dossier


def statement(house: Any) -> Dossier:
    """The statement is prepared by one and waits for another."""
    dossier: Dossier = house.dossier(State.MATCHING)
    money.prepare_settlement(dossier, by=house.tess)
    return dossier


def year_over(house: Any) -> Dossier:
    """Paid, on the last day of the year: envelopes are ended, months locked, contributions called."""
    dossier: Dossier = house.ready("pay_all")
    money.identify_partner(house.cea, siret="00000001800010", by=house.didier)
    planned = Contribution.objects.get(partner=house.cea, year=2022)
    money.call_contribution(planned, cents=50_000_00, key="DÉMO-appel", by=house.tess)
    house.travel(datetime(2022, 12, 31, 9, tzinfo=clock.PARIS))
    money.lock_period(month="2022-01", by=house.didier)
    return dossier
