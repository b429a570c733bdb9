"""Gifts through a provider: announced, paid, counted once; what does not fit stands apart, with the reason."""

import pytest

from funding import actions, checks
from funding.actions.checkouts import Giver
from funding.models import (
    Checkout,
    EventState,
    Gift,
    Interest,
    Payment,
    PaymentState,
    ProviderEvent,
    ReceiptState,
    UnidentifiedReceipt,
)
from okote_flow import clock
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests.money import MoneyWorld, account, before_the_end
from tests.payments import asked, paid, told


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_a_confirmed_payment_is_the_gift_that_was_announced_and_calls_its_match(money):
    campaign = money.running()

    checkout = paid(campaign, 100_00, giver=Giver("Personne fictive", "p@exemple.test", anonymous=True))

    gift = checkout.gift
    assert (gift.cents, gift.means, gift.anonymous, gift.donor.name) == (100_00, "card", True, "Personne fictive")
    assert account("citizens", campaign) == account("provider") == 100_00
    assert [account("accrued", one) for one in campaign.pledges.all()] == [100_00, 100_00]
    assert list(checks.check()) == []


def test_what_is_announced_and_not_paid_moves_nothing(money):
    campaign = money.running()

    told(asked(campaign), "pending")
    told(asked(campaign), "refused")
    asked(campaign)

    assert Gift.objects.count() == 0
    assert [one.state for one in Payment.objects.all()] == [PaymentState.PENDING, PaymentState.DEAD]
    assert account("provider") == 0


def test_a_payment_refused_then_tried_again_counts_and_an_old_refusal_changes_nothing(money):
    campaign = money.running()
    checkout = asked(campaign)

    told(checkout, "refused")
    told(checkout, "confirmed")
    late = told(checkout, "pending")

    assert late.state == EventState.IGNORED
    assert account("citizens", campaign) == 50_00


def test_a_tip_is_the_providers_and_never_a_gift(money):
    campaign = money.running()

    paid(campaign, 50_00, tip_cents=3_00)

    assert Payment.objects.get().tip_cents == 3_00
    assert account("citizens", campaign) == account("provider") == 50_00


@pytest.mark.parametrize(
    ("interest", "says"),
    [(Interest.HOLDER, "porteur"), (Interest.PARTNER, "partenaire"), (Interest.COMMITTEE, "comité")],
)
def test_a_gift_of_somebody_concerned_counts_for_the_threshold_and_calls_nothing(money, interest, says):
    campaign = money.running()

    checkout = paid(campaign, 50_00, giver=Giver("Moi", interest=interest))

    assert not checkout.gift.eligible
    assert says in checkout.gift.reason
    assert (account("unmatched", campaign), account("citizens", campaign)) == (50_00, 0)
    assert [account("accrued", one) for one in campaign.pledges.all()] == [0, 0]


def test_the_same_message_twice_and_the_same_payment_told_in_other_words_count_once(money):
    campaign = money.running()
    checkout = paid(campaign)

    again = told(checkout)
    events = Event.objects.filter(kind="funding.gift_received").count()

    assert (again.state, ProviderEvent.objects.count(), events) == (EventState.APPLIED, 1, 1)
    assert account("citizens", campaign) == 50_00


def test_a_payment_whose_amount_is_not_the_announced_one_stands_apart(money):
    campaign = money.running()

    told(asked(campaign, 50_00), cents=40_00)

    receipt = UnidentifiedReceipt.objects.get()
    assert (receipt.code, receipt.cents, receipt.state) == ("amount-differs", 40_00, ReceiptState.OPEN)
    assert (account("unidentified"), account("citizens", campaign)) == (40_00, 0)
    assert list(checks.check()) == []


def test_a_second_payment_of_one_announced_gift_stands_apart(money):
    campaign = money.running()
    checkout = paid(campaign)

    told(checkout, payment="another")

    assert UnidentifiedReceipt.objects.get().code == "checkout-used"
    assert account("citizens", campaign) == 50_00


def test_a_payment_in_another_currency_is_put_aside_and_leaves_nothing(money):
    checkout = asked(money.running())

    event = told(checkout, currency="CHF")

    assert (event.state, event.code) == (EventState.HELD, "currency-wrong")
    assert (Payment.objects.count(), account("provider")) == (0, 0)


def test_a_known_payment_with_another_amount_is_put_aside(money):
    campaign = money.running()
    checkout = paid(campaign)

    event = told(checkout, cents=60_00)

    assert (event.state, event.code) == (EventState.HELD, "payment-changed")
    assert account("citizens", campaign) == 50_00


# ------------------------------------------------------------------------------------------------------------- the end


def test_a_gift_made_in_time_and_confirmed_within_the_grace_counts(money):
    campaign = money.running()
    with clock.frozen(before_the_end(campaign)):
        checkout = asked(campaign)

    with clock.frozen(campaign.window.decides_at - (campaign.window.decides_at - campaign.window.ends_at) / 2):
        told(checkout)

    assert account("citizens", campaign) == 50_00


def test_a_gift_confirmed_after_the_grace_stands_apart_and_is_sent_back(money):
    campaign = money.running()
    with clock.frozen(before_the_end(campaign)):
        checkout = asked(campaign)

    with clock.frozen(campaign.window.decides_at):
        told(checkout)
        receipt = UnidentifiedReceipt.objects.get()
        actions.return_receipt(receipt, reference="RET-1", by=money.tess)

    assert receipt.code == "confirmation-late"
    assert (account("unidentified"), account("provider"), account("citizens", campaign)) == (0, 0, 0)
    assert list(checks.check()) == []


def test_nobody_announces_a_gift_to_a_campaign_that_takes_none(money):
    campaign = money.running()

    with clock.frozen(campaign.window.ends_at), pytest.raises(Refused) as late:
        asked(campaign)
    with pytest.raises(Refused) as small:
        asked(campaign, 1)
    with pytest.raises(Refused) as nobody:
        asked(campaign, provider="nobody")
    with pytest.raises(Refused) as closed:
        asked(money.prepared(firm=0, cea=3_000_00))

    assert (codes(late), codes(small)) == (["campaign-ended"], ["gift-too-small"])
    assert (codes(nobody), codes(closed)) == (["provider-none"], ["campaign-closed"])
    assert Checkout.objects.count() == 0


# ---------------------------------------------------------------------------------------------- transfers, money apart


def test_an_announced_transfer_counts_when_an_officer_finds_it_for_what_really_came(money):
    campaign = money.running()
    checkout = asked(campaign, 80_00, provider="transfer", giver=Giver("Personne fictive"), tip_cents=5_00)

    gift = actions.confirm_transfer(checkout, cents=75_00, key="VIR-7", by=money.odile)
    again = actions.confirm_transfer(checkout, cents=75_00, key="VIR-7", by=money.odile)

    assert gift == again
    assert (gift.donor.name, checkout.tip_cents, account("bank"), account("citizens", campaign)) == (
        "Personne fictive", 0, 75_00, 75_00,
    )  # fmt: skip
    with pytest.raises(Refused) as used:
        actions.confirm_transfer(checkout, cents=75_00, key="VIR-8", by=money.odile)
    with pytest.raises(Refused) as foreign:
        actions.confirm_transfer(checkout, cents=75_00, key="VIR-7", by=money.tess)
    assert (codes(used), codes(foreign)) == (["checkout-used"], ["not-yours"])


def test_money_that_names_no_campaign_is_assigned_later_and_calls_its_match_then(money):
    campaign = money.running()
    receipt = actions.record_unidentified(cents=30_00, key="VIR-9", reason="Don jardin", by=money.tess)
    again = actions.record_unidentified(cents=30_00, key="VIR-9", reason="Don jardin", by=money.tess)
    apart = (account("bank"), account("unidentified"))

    gift = actions.assign_receipt(receipt, campaign=campaign, donor_name="Personne fictive", by=money.odile)

    assert (receipt, apart) == (again, (30_00, 30_00))
    assert (account("unidentified"), account("citizens", campaign), gift.donor.name) == (0, 30_00, "Personne fictive")
    assert list(checks.check()) == []
    with pytest.raises(Refused) as decided:
        actions.return_receipt(receipt, reference="RET", by=money.tess)
    assert codes(decided) == ["receipt-decided"]


def test_money_apart_is_sent_back_by_the_treasurer_alone(money):
    receipt = actions.record_unidentified(cents=30_00, key="VIR-9", reason="", by=money.odile)

    with pytest.raises(Refused) as foreign:
        actions.return_receipt(receipt, reference="RET", by=money.odile)
    with pytest.raises(Refused) as unsaid:
        actions.return_receipt(receipt, reference=" ", by=money.tess)
    actions.return_receipt(receipt, reference="RET", by=money.tess)

    assert (codes(foreign), codes(unsaid)) == (["not-yours"], ["bank-reference-missing"])
    assert (account("bank"), account("unidentified")) == (0, 0)


def test_one_bank_reference_means_one_receipt(money):
    actions.record_unidentified(cents=30_00, key="VIR-9", reason="", by=money.odile)

    with pytest.raises(Refused) as reused:
        actions.record_unidentified(cents=31_00, key="VIR-9", reason="", by=money.odile)

    assert codes(reused) == ["key-reused"]


def test_a_payment_apart_that_is_assigned_is_known_as_that_gift(money):
    campaign = money.running()
    checkout = asked(campaign)
    told(checkout, cents=40_00)

    gift = actions.assign_receipt(UnidentifiedReceipt.objects.get(), campaign=campaign, by=money.odile)

    assert Payment.objects.get().gift == gift
    assert account("citizens", campaign) == 40_00


# -------------------------------------------------------------------------------------------------- messages put aside


def test_an_officer_takes_up_a_message_or_dismisses_it_with_a_reason(money):
    event = told(asked(money.running()), currency="CHF")

    again = actions.replay_event(event, by=money.odile)
    with pytest.raises(Refused) as unsaid:
        actions.dismiss_event(event, reason=" ", by=money.odile)
    with pytest.raises(Refused) as foreign:
        actions.dismiss_event(event, reason="Vu", by=money.alice)
    done = actions.dismiss_event(event, reason="Rendu par le prestataire", by=money.odile)

    assert (again.state, done.state, done.error) == (EventState.HELD, EventState.DISMISSED, "Rendu par le prestataire")
    assert (codes(unsaid), codes(foreign)) == (["reason-missing"], ["not-yours"])
    with pytest.raises(Refused) as closed:
        actions.replay_event(done, by=money.odile)
    assert codes(closed) == ["event-closed"]


def test_the_audit_finds_a_message_that_was_changed_and_money_apart_that_is_not_there(money):
    event = told(asked(money.running()), cents=40_00)
    assert list(checks.check()) == []

    ProviderEvent.objects.filter(pk=event.pk).update(raw=b"{}")
    UnidentifiedReceipt.objects.update(cents=41_00)

    assert [fault.code for fault in checks.check()] == ["money-apart-wrong", "event-changed"]


def test_one_transfer_is_not_found_for_two_announced_gifts(money):
    campaign = money.running()
    first, second = asked(campaign, provider="transfer"), asked(campaign, provider="transfer")
    actions.confirm_transfer(first, cents=50_00, key="VIR-1", by=money.odile)

    with pytest.raises(Refused) as refused:
        actions.confirm_transfer(second, cents=50_00, key="VIR-1", by=money.odile)

    assert codes(refused) == ["key-reused"]
    assert Checkout.objects.get(pk=second.pk).gift is None
