"""Gifts and refunds: each counts once, calls from the partners exactly what it must."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from dossiers.models import DossierProcess
from funding import actions
from funding.models import Account, Campaign, Donor, Gift, MatchDelta, Means, Refund
from okote_flow import clock
from okote_flow.journal.access import story
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests.money import MoneyWorld, account, before_the_end


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def called(campaign: Campaign) -> list[int]:
    """What each pledge owes, in rank."""
    return [account("accrued", pledge) for pledge in campaign.pledges.all()]


def on_campaign_accounts(campaign: Campaign) -> dict[str, int]:
    """What still stands somewhere."""
    found = {row.code: row.balance_cents for row in Account.objects.filter(campaign=campaign)}
    return {code: cents for code, cents in found.items() if cents}


# --------------------------------------------------------------------------------------------------------------- gifts


def test_one_euro_of_a_citizen_is_one_euro_of_companies_and_one_of_authorities(money):
    campaign = money.running()

    money.gift(campaign, 100_00)

    assert account("citizens", campaign) == account("bank") == 100_00
    assert called(campaign) == [100_00, 100_00]
    assert MatchDelta.objects.aggregate(total=Sum("cents"))["total"] == 200_00


def test_the_same_gift_told_twice_counts_once(money):
    campaign = money.running()

    first = money.gift(campaign, 100_00, key="VIR-1")
    second = money.gift(campaign, 100_00, key="VIR-1")

    assert first == second
    assert account("citizens", campaign) == 100_00
    assert Event.objects.filter(kind="funding.gift_received").count() == 1


def test_a_gift_told_again_after_the_end_is_still_known(money):
    campaign = money.running()
    first = money.gift(campaign, 100_00, key="VIR-1")

    with clock.frozen(campaign.window.decides_at + timedelta(days=1)):
        assert money.gift(campaign, 100_00, key="VIR-1") == first


def test_a_reference_never_means_two_gifts(money):
    campaign, other = money.running(), money.running()
    money.gift(campaign, 100_00, key="VIR-1")

    for where, cents in ((campaign, 100_01), (other, 100_00)):
        with pytest.raises(Refused) as refused:
            money.gift(where, cents, key="VIR-1")
        assert codes(refused) == ["key-reused"]


def test_an_act_without_a_reference_is_refused(money):
    campaign = money.running()
    gift = money.gift(campaign, 10_00)

    for act in (
        lambda: actions.receive_gift(campaign, cents=10_00, key=" ", by=money.odile),
        lambda: actions.refund_gift(gift, key="", by=money.odile),
        lambda: actions.record_provider_payment(cents=1, key="", by=money.tess),
        lambda: actions.record_advance(money.ems_2022, cents=1, key="", by=money.tess),
        lambda: actions.record_cash(campaign.pledges.first(), cents=1, key="", by=money.tess),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["key-missing"]


def test_the_story_tells_a_gift_once_with_what_it_called_and_a_refund_with_what_went_back(money):
    campaign = money.running()
    actions.refund_gift(money.gift(campaign, 10_00), key="R-1", by=money.odile)

    told = [(line.kind, line.facts.get("called") or line.facts.get("deltas")) for line in story_of(campaign)[-3:]]

    assert told == [
        ("funding.gift_received", {"cea": 10_00, "menuiserie": 10_00}),
        ("funding.gift_refunded", None),
        ("funding.match_changed", {"cea": -10_00, "menuiserie": -10_00}),
    ]


def story_of(campaign: Campaign) -> list:
    return story(campaign.dossier.subject)


def test_matching_stops_at_the_caps_and_gifts_go_on(money):
    campaign = money.running(cea=40_00, firm=60_00)

    for _ in range(3):
        money.gift(campaign, 30_00)

    assert account("citizens", campaign) == 90_00
    assert called(campaign) == [40_00, 60_00]


def test_partners_of_one_college_share_its_euro_by_their_caps(money):
    dossier = money.endorsed(cea=3_000_00, ems=1_000_00)
    campaign = actions.prepare_campaign(dossier, goal_cents=12_000_00, days=40, by=money.odile)
    actions.pledge(campaign, partner=money.cea, cap_cents=3_000_00, envelope=money.cea_2022, by=money.odile)
    actions.pledge(campaign, partner=money.ems, cap_cents=1_000_00, envelope=money.ems_2022, by=money.odile)
    actions.agree_campaign(dossier, by=money.alice)
    actions.open_campaign(dossier, by=money.odile)

    money.gift(campaign, 10_01)

    assert called(campaign) == [7_51, 2_50]


def test_a_gift_of_the_holder_counts_and_calls_nothing(money):
    campaign = money.running()

    gift = actions.receive_gift(
        campaign, cents=100_00, key="D-1", not_matched_because="Don du porteur", by=money.odile
    )

    assert (gift.eligible, gift.reason) == (False, "Don du porteur")
    assert (account("unmatched", campaign), account("citizens", campaign)) == (100_00, 0)
    assert called(campaign) == [0, 0]


def test_a_donors_name_stands_beside_the_gift_and_not_in_the_journal(money):
    campaign = money.running()

    gift = actions.receive_gift(
        campaign, cents=10_00, key="D-1", donor_name="Camille Muster", anonymous=True, by=money.odile
    )

    assert Donor.objects.get(gift=gift).name == "Camille Muster"
    assert all("Camille" not in str(event.facts) for event in Event.objects.all())
    Donor.objects.all().delete()
    assert Gift.objects.get(pk=gift.pk).cents == 10_00


@pytest.mark.parametrize(
    ("cents", "after", "code"),
    [(4_99, timedelta(), "gift-too-small"), (10_00, timedelta(days=41), "campaign-ended")],
)
def test_a_gift_is_big_enough_and_in_time(money, cents, after, code):
    campaign = money.running()

    with clock.frozen(clock.now() + after), pytest.raises(Refused) as refused:
        money.gift(campaign, cents)

    assert codes(refused) == [code]
    assert not Gift.objects.exists()


def test_a_gift_made_in_time_may_be_confirmed_within_the_grace(money):
    campaign = money.running()
    made_at = before_the_end(campaign)

    with clock.frozen(campaign.window.decides_at - timedelta(seconds=1)):
        gift = actions.receive_gift(campaign, cents=10_00, key="D-1", pledged_at=made_at, by=money.odile)
    with clock.frozen(campaign.window.decides_at), pytest.raises(Refused) as late:
        actions.receive_gift(campaign, cents=10_00, key="D-2", pledged_at=made_at, by=money.odile)

    assert gift.pledged_at == made_at
    assert codes(late) == ["confirmation-late"]


def test_no_gift_before_the_opening_nor_after_the_end(money):
    prepared = money.prepared()
    closed = money.closed(4_000_00)

    for campaign in (prepared, closed):
        with pytest.raises(Refused) as refused:
            money.gift(campaign, 10_00)
        assert codes(refused) == ["campaign-closed"]


@pytest.mark.parametrize("who", ["alice", "didier", "tess", "zoe"])
def test_the_officer_enters_gifts(money, who):
    campaign = money.running()

    with pytest.raises(Refused) as refused:
        actions.receive_gift(campaign, cents=10_00, key="D-1", by=getattr(money, who))

    assert codes(refused) == ["not-yours"]


def test_gifts_by_card_stand_with_the_provider_until_it_pays_them_out(money):
    campaign = money.running()
    actions.receive_gift(campaign, cents=10_00, key="D-1", means=Means.CARD, by=None)
    assert (account("provider"), account("bank")) == (10_00, 0)

    actions.record_provider_payment(cents=10_00, key="PSP-1", by=money.tess)
    actions.record_provider_payment(cents=10_00, key="PSP-1", by=money.tess)
    assert (account("provider"), account("bank")) == (0, 10_00)

    with pytest.raises(Refused) as refused:
        actions.record_provider_payment(cents=1, key="PSP-2", by=money.tess)
    assert codes(refused) == ["provider-short"]


@pytest.mark.parametrize("table", ["funding_gift", "funding_refund"])
def test_gifts_and_refunds_are_never_changed(money, table):
    from_gift = money.gift(money.running(), 10_00)
    actions.refund_gift(from_gift, key="R-1", by=money.odile)
    model = {"funding_gift": Gift, "funding_refund": Refund}[table]

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(cents=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all()._raw_delete("default")


# ------------------------------------------------------------------------------------------------------------- refunds


def test_a_refund_takes_back_exactly_what_the_gift_had_called(money):
    campaign = money.running(cea=100_00, firm=4_000_00)
    money.gift(campaign, 80_00)
    before = called(campaign)
    gift = money.gift(campaign, 50_00)
    assert called(campaign) == [100_00, 130_00]

    actions.refund_gift(gift, key="R-1", by=money.odile)

    assert called(campaign) == before == [80_00, 80_00]
    assert account("refunds") == 50_00


def test_a_refund_told_twice_counts_once(money):
    gift = money.gift(money.running(), 50_00)

    first = actions.refund_gift(gift, key="R-1", cents=20_00, by=money.odile)
    second = actions.refund_gift(gift, key="R-1", cents=20_00, by=money.odile)

    assert first == second
    assert account("refunds") == 20_00


def test_no_more_is_refunded_than_was_given(money):
    campaign = money.running()
    gift, other = money.gift(campaign, 50_00), money.gift(campaign, 50_00)
    actions.refund_gift(gift, key="R-1", cents=20_00, by=money.odile)

    for cents in (30_01, 50_00):
        with pytest.raises(Refused) as refused:
            actions.refund_gift(gift, key="R-2", cents=cents, by=money.odile)
        assert codes(refused) == ["refund-too-big"]
    with pytest.raises(Refused) as reused:
        actions.refund_gift(other, key="R-1", by=money.odile)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.create(gift=gift, cents=30_01, key="R-3")

    assert codes(reused) == ["key-reused"]
    assert actions.refund_gift(gift, key="R-2", by=money.odile).cents == 30_00


def test_the_treasurer_sends_what_is_owed_back_and_the_task_is_done(money):
    campaign = money.running()
    actions.refund_gift(money.gift(campaign, 50_00), key="R-1", by=money.odile)
    waiting = DossierProcess.objects.filter(duty="refunds", status="NEW")
    assert waiting.count() == 1

    actions.confirm_refunds(campaign.dossier, reference="SEPA-9", by=money.tess)

    assert account("refunds") == account("bank") == 0
    assert Refund.objects.get().sent.reference == "SEPA-9"
    assert not waiting.exists()
    with pytest.raises(Refused) as refused:
        actions.confirm_refunds(campaign.dossier, reference="SEPA-9", by=money.tess)
    assert codes(refused) == ["no-refund-pending"]
