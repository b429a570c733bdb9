"""HelloAsso against a local server made from its documentation: only what the API says now has an effect."""

import hashlib
import hmac
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from funding import actions, checks
from funding.models import EventState, Payment, PaymentState, ProviderEvent, Reversal, ReversalState
from funding.providers.helloasso import CONFIRMED, DEAD, PENDING
from okote_flow.refusals import Refused
from tests.fake_helloasso import FakeHelloAsso, chosen
from tests.money import MoneyWorld, account
from tests.payments import asked

SDK_STATES = {
    "Pending", "Authorized", "Refused", "Unknown", "Registered", "Refunded", "Refunding", "Waiting", "Canceled",
    "Contested", "WaitingBankValidation", "WaitingBankWithdraw", "Abandoned", "WaitingAuthentication",
    "AuthorizedPreprod", "Corrected", "Deleted", "Inconsistent", "NoDonation", "Init", "Error",
}  # fmt: skip


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


@pytest.fixture
def fake(settings) -> Iterator[FakeHelloAsso]:
    with chosen(settings) as server:
        yield server


def opened(campaign, cents: int = 50_00):
    """A gift that is announced, and its checkout intent."""
    return actions.open_payment(asked(campaign, cents, provider="helloasso"))


def told(raw: bytes, signature: str = "") -> ProviderEvent:
    """Posted to us, then read."""
    url = reverse("funding:take_event", args=["helloasso"])
    answer = Client().post(url, raw, content_type="application/json", headers={"X-Ha-Signature": signature})
    assert answer.status_code == 200
    actions.process_events_due(by=None)
    return ProviderEvent.objects.latest("pk")


def test_a_giver_is_led_to_a_checkout_that_knows_the_announced_gift(money, fake):
    checkout = opened(money.running())

    assert checkout.pay_page == f"{fake.url}/pay/500"
    assert fake.intents[500]["metadata"] == {"checkout": checkout.token}
    assert fake.intents[500]["returnUrl"].endswith(f"/dons/{checkout.token}/")
    assert fake.intents[500]["totalAmount"] == 50_00


def test_a_payment_counts_as_the_api_has_it_and_its_tip_does_not(money, fake):
    campaign = money.running()
    opened(campaign)
    fake.pay(500)

    event = told(fake.notification())

    assert (event.state, event.trust) == (EventState.APPLIED, "none")
    assert (account("citizens", campaign), Payment.objects.get().tip_cents) == (50_00, 1_50)
    assert list(checks.check()) == []


def test_what_a_notification_says_is_not_believed(money, fake):
    campaign = money.running()
    opened(campaign)
    fake.pay(500, "Pending")

    lie = told(fake.notification(state="Authorized", amount=9_000_00))
    invented = told(fake.notification(4711, state="Authorized", amount=9_000_00))

    assert (lie.state, Payment.objects.get().state) == (EventState.APPLIED, PaymentState.PENDING)
    assert (invented.state, invented.code) == (EventState.HELD, "payment-unheard")
    assert account("citizens", campaign) == 0


def test_a_notification_sent_before_its_time_by_a_stranger_takes_nothing_from_the_true_one(money, fake):
    campaign = money.running()
    opened(campaign)
    fake.pay(500)
    true = fake.notification()
    fake.payments[13790]["state"] = "Pending"

    told(true)
    fake.payments[13790]["state"] = "Authorized"
    told(true)

    assert (ProviderEvent.objects.count(), account("citizens", campaign)) == (1, 50_00)


def test_while_it_does_not_answer_a_message_waits_and_a_giver_is_told(money, fake):
    campaign = money.running()
    opened(campaign)
    fake.pay(500)
    fake.down = True

    waiting = told(fake.notification())
    with pytest.raises(Refused) as silent:
        opened(campaign)
    fake.down = False
    actions.process_events_due(by=None)

    assert waiting.state == EventState.RECEIVED
    assert [one.code for one in silent.value.refusals] == ["provider-silent"]
    assert account("citizens", campaign) == 50_00


def test_a_token_is_asked_for_once_and_again_when_it_is_revoked(money, fake):
    campaign = money.running()
    opened(campaign)
    opened(campaign)
    fake.revoked = set(fake.tokens)
    opened(campaign)

    assert len(fake.tokens) == 2


def test_with_a_key_of_partners_only_signed_messages_are_kept(money, fake, settings):
    settings.HELLOASSO_SIGNATURE_KEY = "a key"
    opened(money.running())
    fake.pay(500)
    raw = fake.notification()
    url = reverse("funding:take_event", args=["helloasso"])

    unsigned = Client().post(url, raw, content_type="application/json")
    signed = told(raw, hmac.new(b"a key", raw, hashlib.sha256).hexdigest())

    assert (unsigned.status_code, signed.trust, ProviderEvent.objects.count()) == (409, "hmac", 1)


def test_refunds_and_chargebacks_follow_the_api(money, fake):
    campaign = money.running()
    opened(campaign)
    payment = fake.pay(500)
    told(fake.notification())

    payment |= {"state": "Refunding", "refundOperations": [{"id": 1, "amount": 20_00, "status": "Processing"}]}
    told(fake.notification())
    during = Reversal.objects.get().state
    payment["state"] = "Refunded"
    told(fake.notification())

    assert (during, Reversal.objects.get().state) == (ReversalState.UNDERWAY, ReversalState.DONE)
    assert account("citizens", campaign) == 30_00
    payment["state"] = "Contested"
    told(fake.notification())
    assert (account("citizens", campaign), account("provider")) == (0, 0)
    assert list(checks.check()) == []


def test_a_refund_that_is_not_named_any_more_blocks_nothing(money, fake):
    opened(money.running())
    payment = fake.pay(500, "Refunding")
    told(fake.notification())

    payment["state"] = "Authorized"
    told(fake.notification())

    assert Reversal.objects.get().state == ReversalState.DROPPED


@pytest.mark.parametrize("state", sorted(SDK_STATES))
def test_each_state_of_the_api_means_what_the_table_says(money, fake, state):
    campaign = money.running()
    opened(campaign)
    fake.pay(500, state)

    event = told(fake.notification())

    if state in ("Unknown", "Inconsistent", "Corrected", "AuthorizedPreprod"):
        assert (event.state, event.code) == (EventState.HELD, "state-unclear")
        assert not Payment.objects.exists()
    else:
        reached = {
            **dict.fromkeys(CONFIRMED, "confirmed"),
            **dict.fromkeys(PENDING, "pending"),
            **dict.fromkeys(DEAD, "dead"),
        }
        assert Payment.objects.get().state == reached[state]
        counts = state in ("Authorized", "Refunding")
        assert account("citizens", campaign) == (50_00 if counts else 0)


def test_a_test_payment_counts_on_a_sandbox_only(money, fake, settings):
    settings.HELLOASSO_SANDBOX = True
    campaign = money.running()
    opened(campaign)
    fake.pay(500, "AuthorizedPreprod")

    told(fake.notification())

    assert account("citizens", campaign) == 50_00


def test_what_tells_of_no_payment_has_no_effect(money, fake):
    assert told(b'{"eventType": "Form", "data": {"id": 3}}').state == EventState.IGNORED
