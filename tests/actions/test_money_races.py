"""Many at once, on PostgreSQL: an envelope is never overdrawn, a gift is written once, nobody waits for ever."""

import pytest

from dossiers.actions import advance
from dossiers.models import Ceiling
from funding import actions, checks
from funding.models import Campaign, Gift, Pledge
from tests.money import MoneyWorld, account
from tests.races import all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_twelve_reservations_of_100_on_an_envelope_of_500_five_succeed():
    money = MoneyWorld()
    envelope = money.envelope(money.ems, 500_00, section="investment")
    campaigns = [prepared_on(money, envelope, 100_00) for _ in range(12)]

    acts = [lambda one=one: actions.open_campaign(one.dossier, by=money.odile) for one in campaigns[:6]]
    acts += [lambda one=one: advance(one.dossier, "open_campaign", by=money.odile) for one in campaigns[6:]]
    ended = all_at_once(acts)

    assert ended == {"done": 5, "over-envelope": 7}
    assert account("available", envelope) == 0
    assert list(checks.check()) == []


def prepared_on(money: MoneyWorld, envelope, cents: int) -> Campaign:
    """As if each had been endorsed when the envelope was larger."""
    dossier = money.endorsed()
    Ceiling.objects.create(dossier=dossier, partner=envelope.partner, cents=cents)
    campaign = actions.prepare_campaign(dossier, goal_cents=12_000_00, days=40, by=money.odile)
    actions.pledge(campaign, partner=envelope.partner, cap_cents=cents, envelope=envelope, by=money.odile)
    return actions.agree_campaign(dossier, by=money.alice)


def test_the_same_gift_told_by_twelve_at_once_is_written_once():
    money = MoneyWorld()
    campaign = money.running()

    ended = all_at_once([lambda: money.gift(campaign, 100_00, key="VIR-1")] * 12)

    assert ended == {"done": 12}
    assert Gift.objects.count() == 1
    assert account("citizens", campaign) == 100_00


def test_gifts_and_refunds_on_two_campaigns_at_once_lose_no_cent():
    money = MoneyWorld()
    campaigns = [money.running(), money.running()]
    first = [money.gift(campaign, 50_00, key=f"avant-{campaign.pk}") for campaign in campaigns]
    acts = [
        lambda n=n, campaign=campaign: money.gift(campaign, 10_00 + n, key=f"don-{campaign.pk}-{n}")
        for campaign in campaigns
        for n in range(6)
    ]
    acts += [lambda gift=gift: actions.refund_gift(gift, key=f"R-{gift.pk}", by=money.odile) for gift in first]

    ended = all_at_once(acts)

    assert ended == {"done": 14}
    assert [account("citizens", campaign) for campaign in campaigns] == [60_15, 60_15]
    assert [account("accrued", pledge) for pledge in Pledge.objects.all()] == [60_15] * 4
    assert list(checks.check()) == []


def test_an_order_confirmed_by_two_at_once_is_paid_once():
    money = MoneyWorld()
    campaign = money.payable()
    order = actions.prepare_payout(campaign.dossier, by=money.odile)
    for person in (money.didier, money.tess):
        actions.approve_payout(order, by=person)

    ended = all_at_once([lambda: actions.confirm_payout(order, bank_reference="SEPA-1", by=money.tess)] * 4)

    assert ended == {"done": 1, "order-wrong-state": 3}
    assert account("bank") == 320_00
