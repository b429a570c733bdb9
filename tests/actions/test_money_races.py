"""Many at once, on PostgreSQL: an envelope is never overdrawn, a gift is written once, nobody waits for ever."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from dossiers.actions import advance
from dossiers.models import Ceiling
from funding import actions, checks
from funding.models import Campaign, CampaignState, Gift, Pledge, Refund
from okote_flow import clock
from tests.conftest import OPENING
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


def test_gifts_refunds_raises_and_closings_on_campaigns_that_share_an_envelope_lose_no_cent():
    """Sixteen at once: two campaigns on one envelope, and a third whose end has come."""
    money = MoneyWorld()
    envelope = money.envelope(money.ems, 500_00, section="investment")
    running = [actions.open_campaign(prepared_on(money, envelope, 100_00).dossier, by=money.odile) for _ in range(2)]
    campaigns = [Campaign.objects.select_related("dossier").get(dossier=dossier) for dossier in running]
    with clock.frozen(OPENING - timedelta(days=44)):
        over = money.running(cea=1_000_00)
        money.gift(over, 60_00)
    firsts = [money.gift(campaign, 50_00, key=f"avant-{campaign.pk}") for campaign in campaigns]
    pledges = [campaign.pledges.get() for campaign in campaigns]
    Ceiling.objects.filter(partner=envelope.partner).update(cents=1_000_00)
    raises = [
        lambda pledge=pledge, n=n: actions.change_cap(
            pledge, cap_cents=200_00 + n, decision="CE-7", key=f"P-{pledge.pk}-{n}", by=money.odile
        )
        for pledge in pledges
        for n in range(3)
    ]
    gifts = [
        lambda campaign=campaign, n=n: money.gift(campaign, 30_00 + n, key=f"don-{campaign.pk}-{n}")
        for campaign in campaigns
        for n in range(3)
    ]
    refunds = [lambda gift=gift: actions.refund_gift(gift, key=f"R-{gift.pk}", by=money.odile) for gift in firsts]
    closings = [actions.close_campaigns_due] * 2

    ended = all_at_once([*raises, *gifts, *refunds, *closings])

    assert set(ended) <= {"done", "over-envelope"}
    assert ended["done"] == 16 - ended["over-envelope"] >= 10
    assert account("available", envelope) == 500_00 - sum(pledge.cap_cents for pledge in fresh(pledges))
    assert [account("citizens", campaign) for campaign in campaigns] == [90_03, 90_03]
    assert Campaign.objects.get(pk=over.pk).state == CampaignState.FAILED
    assert account("available", money.cea_2022) == 50_000_00
    assert list(checks.check()) == []


def fresh(pledges: list[Pledge]) -> list[Pledge]:
    return list(Pledge.objects.filter(pk__in=[pledge.pk for pledge in pledges]))


def test_one_campaign_takes_gifts_refunds_raises_and_its_closing_from_sixteen_at_once():
    money = MoneyWorld()
    with clock.frozen(OPENING - timedelta(days=44)):
        campaign = money.running(firm=100_00)
        gifts = [money.gift(campaign, 40_00 + n, key=f"avant-{n}") for n in range(6)]
    pledge = campaign.pledges.get(partner=money.firm)

    acts = [lambda gift=gift: actions.refund_gift(gift, key=f"R-{gift.pk}", by=money.odile) for gift in gifts]
    acts += [lambda n=n: money.gift(campaign, 30_00, key=f"don-{n}") for n in range(4)]
    acts += [
        lambda n=n: actions.change_cap(pledge, cap_cents=300_00, decision="Oui", key=f"P-{n}", by=money.odile)
        for n in range(2)
    ]
    acts += [lambda: actions.close_campaign(Campaign.objects.get(pk=campaign.pk))] * 4
    ended = all_at_once(acts)

    assert set(ended) <= {"done", "gift-settled", "campaign-closed", "campaign-ended"}
    assert Campaign.objects.get(pk=campaign.pk).state == CampaignState.FAILED
    owed = sum(gift.cents for gift in gifts)
    assert account("refunds") == Refund.objects.aggregate(total=Sum("cents"))["total"] == owed
    assert list(checks.check()) == []


def test_what_endings_set_free_on_an_envelope_is_taken_once_by_the_raises_of_others():
    """Sixteen at once on one envelope that is all reserved: one campaign succeeds, one fails, two ask for more."""
    money = MoneyWorld()
    envelope = money.envelope(money.ems, 400_00, section="investment")
    with clock.frozen(OPENING - timedelta(days=44)):
        over = [opened_on(money, envelope, 100_00) for _ in range(2)]
        money.gift(over[0], 3_000_00, key="gagnée")
        money.gift(over[1], 60_00, key="perdue")
    running = [opened_on(money, envelope, 100_00) for _ in range(2)]
    firsts = [money.gift(campaign, 50_00, key=f"avant-{campaign.pk}") for campaign in running]
    Ceiling.objects.filter(partner=envelope.partner).update(cents=1_000_00)
    assert account("available", envelope) == 0
    raises = [
        lambda pledge=pledge, n=n: actions.change_cap(
            pledge, cap_cents=160_00 + n, decision="CE-7", key=f"P-{pledge.pk}-{n}", by=money.odile
        )
        for pledge in [campaign.pledges.get() for campaign in running]
        for n in range(3)
    ]
    gifts = [
        lambda campaign=campaign, n=n: money.gift(campaign, 80_00 + n, key=f"don-{campaign.pk}-{n}")
        for campaign in running
        for n in range(2)
    ]
    refunds = [lambda gift=gift: actions.refund_gift(gift, key=f"R-{gift.pk}", by=money.odile) for gift in firsts]
    closings = [lambda one=one: actions.close_campaign(one) for one in over * 2]

    ended = all_at_once([*raises, *gifts, *refunds, *closings])

    assert set(ended) <= {"done", "over-envelope"}
    assert ended["done"] >= 10
    won, lost, *pledges = (campaign.pledges.get() for campaign in (*over, *running))
    assert [Campaign.objects.get(pk=one.pk).state for one in over] == [CampaignState.SUCCEEDED, CampaignState.FAILED]
    assert (account("accrued", won), account("reserved", won)) == (100_00, 0)
    assert (account("accrued", lost), account("reserved", lost)) == (0, 0)
    held = [account("accrued", one) + account("reserved", one) for one in pledges]
    assert held == [one.cap_cents for one in pledges]
    assert account("available", envelope) == 300_00 - sum(held) >= 0
    assert [account("citizens", campaign) for campaign in running] == [160_01, 160_01]
    assert list(checks.check()) == []


def opened_on(money: MoneyWorld, envelope, cents: int) -> Campaign:
    campaign = prepared_on(money, envelope, cents)
    actions.open_campaign(campaign.dossier, by=money.odile)
    return Campaign.objects.select_related("dossier").get(pk=campaign.pk)


def test_refunds_leave_once_while_others_are_asked_for():
    money = MoneyWorld()
    campaign = money.running()
    gifts = [money.gift(campaign, 40_00 + n, key=f"avant-{n}") for n in range(8)]
    for gift in gifts[:3]:
        actions.refund_gift(gift, key=f"R-{gift.pk}", by=money.odile)

    acts = [lambda gift=gift: actions.refund_gift(gift, key=f"R-{gift.pk}", by=money.odile) for gift in gifts]
    acts += [lambda n=n: money.gift(campaign, 30_00, key=f"don-{n}") for n in range(4)]
    acts += [
        lambda n=n: actions.confirm_refunds(campaign.dossier, reference=f"V-{n}", by=money.tess) for n in range(4)
    ]
    ended = all_at_once(acts)

    assert set(ended) <= {"done", "no-refund-pending"}
    assert ended["done"] >= 13
    owed = Refund.objects.pending().aggregate(total=Sum("cents"))["total"] or 0
    assert Refund.objects.count() == 8
    assert account("refunds") == owed
    assert account("bank") == account("citizens", campaign) + owed == 120_00 + owed
    assert list(checks.check()) == []
