"""A provider's address: what is not signed has no effect; what is signed is kept first, then read."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from funding import actions
from funding.models import EventState, Gift, Payment, ProviderEvent, UnidentifiedReceipt
from okote_flow.operations import sweep
from okote_flow.refusals import Refused
from tests.money import MoneyWorld, account
from tests.payments import SECRET, asked, body, post


@pytest.fixture
def money(db: None, settings) -> MoneyWorld:
    settings.PAYMENT_PROVIDER, settings.PAYMENT_WEBHOOK_SECRETS = "webhook", [SECRET]
    settings.PAYMENT_WEBHOOK_PAGE = "https://paiement.exemple.test/"
    return MoneyWorld.begun()


def read() -> ProviderEvent:
    """What the task queue does next; gives the newest message."""
    actions.process_events_due(by=None)
    return ProviderEvent.objects.latest("pk")


def nothing_moved() -> bool:
    return not Payment.objects.exists() and not Gift.objects.exists() and account("provider") == 0


def test_a_signed_message_is_kept_and_answered_before_it_is_read(money):
    campaign = money.running()
    checkout = asked(campaign, provider="webhook")

    answer = post(body(checkout))
    kept = ProviderEvent.objects.get()
    before = account("citizens", campaign)
    event = read()

    assert (answer.status_code, answer.json(), kept.state, before) == (200, {"kept": True}, EventState.RECEIVED, 0)
    assert (event.state, event.trust, account("citizens", campaign)) == (EventState.APPLIED, "hmac", 50_00)
    assert bytes(event.raw) == body(checkout)
    assert SECRET not in json.dumps(event.headers)


def test_what_was_kept_and_lost_is_read_by_the_next_turn_of_the_clock(money):
    campaign = money.running()
    post(body(asked(campaign, provider="webhook")))

    sweep.run()

    assert account("citizens", campaign) == 50_00


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"secret": "another secret"}, "event-unsigned"),
        ({"header": ""}, "event-unsigned"),
        ({"header": "t=1,v1=00"}, "event-unsigned"),
        ({"at": 1_000_000_000}, "event-old"),
    ],
)
def test_what_is_not_signed_or_too_old_is_refused_and_leaves_no_trace(money, said, code):
    checkout = asked(money.running(), provider="webhook")

    answer = post(body(checkout), **said)

    assert answer.status_code == 409
    assert (code == "event-old" and "300" in answer.content.decode()) or "signé" in answer.content.decode()
    assert not ProviderEvent.objects.exists()


def test_a_huge_message_is_not_read(money):
    answer = post(b"x" * (64 * 1024 + 1))

    with pytest.raises(Refused) as refused:
        actions.take_event(provider="webhook", raw=b"x" * (64 * 1024 + 1), headers={}, by=None)

    assert (answer.status_code, "octets" in answer.content.decode()) == (409, True)
    assert [one.code for one in refused.value.refusals] == ["event-too-big"]
    assert not ProviderEvent.objects.exists()


HOSTILE = [
    b"", b"not json", b"\xff\xfe", b"[]", b"null", b"[" * 5000, b'{"payment": 1}', b'{"state": "confirmed"}',
    body(amount=-5), body(amount=1.5), body(amount="5000"), body(amount=True), body(amount=0), body(amount=10**15),
    body(payment=""), body(payment="x" * 51), body(payment="a\x00b"), body(payment=["p"]), body(state="paid"),
    body(state=None), body(tip=-1), b'{"checkout": 7}', body(state="refunded"), body(state="refunded", reversal=[]),
    body(state="refunded", reversal={"id": "", "amount": 5}),
    body(state="refunded", reversal={"id": "r", "amount": 0}),
]  # fmt: skip


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_a_signed_message_that_means_nothing_is_kept_for_a_human(money, raw):
    answer = post(raw)
    event = read()

    assert answer.status_code == 200
    assert (event.state, event.code) == (EventState.HELD, "event-unreadable")
    assert nothing_moved()


def test_a_payment_for_an_unknown_gift_stands_apart(money):
    post(body(checkout="nobody-asked"))
    event = read()

    assert event.state == EventState.APPLIED
    assert (UnidentifiedReceipt.objects.get().code, account("unidentified")) == ("checkout-unknown", 50_00)


def test_another_currency_is_put_aside(money):
    post(body(asked(money.running(), provider="webhook"), currency="USD"))

    assert read().code == "currency-wrong"
    assert nothing_moved()


def test_a_message_posted_again_is_kept_once(money):
    campaign = money.running()
    raw = body(asked(campaign, provider="webhook"))

    for _ in range(3):
        assert post(raw).status_code == 200
        read()

    assert (ProviderEvent.objects.count(), account("citizens", campaign)) == (1, 50_00)


def test_a_provider_that_this_house_does_not_have_is_refused(money):
    for name in ("nobody", "simulated"):
        answer = Client().post(reverse("funding:take_event", args=[name]), b"{}", content_type="application/json")
        assert answer.status_code == 409

    assert not ProviderEvent.objects.exists()


def test_where_money_is_real_there_is_no_simulated_payment(money, settings):
    settings.PAYMENTS_SIMULATED = True
    checkout = asked(money.running())
    settings.PAYMENTS_SIMULATED = False

    answer = Client().post(reverse("funding:simulated_checkout", args=[checkout.token]), {"state": "confirmed"})

    assert answer.status_code == 404
    assert nothing_moved()
