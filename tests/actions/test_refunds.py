"""Refunds one by one: donors' accounts, what leaves by hand, what the provider is asked to send, once."""

from collections.abc import Iterator

import pytest

from funding import actions, checks
from funding.models import (
    AccountSource,
    Campaign,
    Checkout,
    Entry,
    EventState,
    Payment,
    ProviderEvent,
    Refund,
    RefundAccount,
    RefundRequest,
    RefundSent,
    RequestState,
)
from funding.providers import RefundAsked
from funding.providers.helloasso import HelloAsso
from funding.providers.webhook import Webhook
from okote_flow import clock
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations import sweep
from okote_flow.refusals import Refused
from tests.fake_helloasso import FakeHelloAsso, chosen
from tests.money import IBAN, OTHER_IBAN, MoneyWorld, account
from tests.payments import asked, paid, told


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


@pytest.fixture
def fake(settings) -> Iterator[FakeHelloAsso]:
    with chosen(settings) as server:
        yield server


def refused(call) -> list[str]:
    with pytest.raises(Refused) as caught:
        call()
    return [refusal.code for refusal in caught.value.refusals]


def over(campaign: Campaign) -> Campaign:
    with clock.frozen(campaign.window.decides_at):
        return actions.close_campaign(campaign)


def ask(money: MoneyWorld, campaign: Campaign) -> list[RefundRequest]:
    return actions.ask_provider_refunds(campaign.dossier, by=money.tess)


def request_now() -> RefundRequest:
    return RefundRequest.objects.get()


# --------------------------------------------------------------------------------------------------- donors' accounts


def transferred(money: MoneyWorld, campaign: Campaign) -> Checkout:
    """A transfer that was announced, has come, and is owed back."""
    checkout = asked(campaign, 50_00, provider="transfer")
    actions.confirm_transfer(checkout, cents=50_00, key="VIR-1", by=money.odile)
    over(campaign)
    return Checkout.objects.get()


def test_a_donor_says_where_the_refund_goes_and_the_journal_does_not_say_it(money):
    checkout = transferred(money, money.running())

    told_account = actions.tell_refund_account(checkout, iban="fr14 2004 1010 0505 0001 3M02 606", holder="Élise")

    assert (told_account.iban, told_account.source, told_account.given_by) == (IBAN, AccountSource.DONOR, None)
    assert told_account.masked == "FR14\u00a0…\u00a02606"
    again = actions.give_refund_account(Refund.objects.get(), iban=OTHER_IBAN, holder="Élise", by=money.odile)
    assert (again.pk, again.iban, again.source) == (told_account.pk, OTHER_IBAN, AccountSource.HOUSE)
    facts = str(list(Event.objects.filter(kind=Kind.REFUND_ACCOUNT_GIVEN).values_list("facts", flat=True)))
    assert not [word for word in ("Élise", IBAN, OTHER_IBAN) if word in facts]


def test_an_account_is_one_that_banks_know_with_its_holder(money):
    checkout = transferred(money, money.running())

    for wrong in ("FR1420041010050500013M02607", "FR7630006000011234567890180", "n'importe quoi"):
        assert refused(lambda wrong=wrong: actions.tell_refund_account(checkout, iban=wrong, holder="É")) == [
            "iban-wrong"
        ]
    assert refused(lambda: actions.tell_refund_account(checkout, iban=IBAN, holder=" ")) == ["holder-missing"]
    assert not RefundAccount.objects.exists()


def test_an_account_is_asked_for_only_where_something_is_owed(money):
    campaign = money.running()
    checkout = asked(campaign, 50_00, provider="transfer")
    assert refused(lambda: actions.tell_refund_account(checkout, iban=IBAN, holder="É")) == ["refund-none-owed"]
    actions.confirm_transfer(checkout, cents=50_00, key="VIR-1", by=money.odile)
    counted = Checkout.objects.get()
    assert refused(lambda: actions.tell_refund_account(counted, iban=IBAN, holder="É")) == ["refund-none-owed"]
    over(campaign)
    refund = Refund.objects.get()
    for who in ("alice", "didier", "zoe"):
        assert refused(
            lambda who=who: actions.give_refund_account(refund, iban=IBAN, holder="É", by=getattr(money, who))
        ) == ["not-yours"]


# ------------------------------------------------------------------------------------------------------------ by hand


def test_a_cheque_is_refunded_by_hand_under_its_own_reference_once(money):
    campaign = money.closed(40_00, 50_00)
    first, second = Refund.objects.order_by("pk")

    assert refused(lambda: actions.confirm_refund(first, reference="CHQ-1", by=money.odile)) == ["not-yours"]
    assert refused(lambda: actions.confirm_refund(first, reference=" ", by=money.tess)) == ["bank-reference-missing"]
    actions.confirm_refund(first, reference="CHQ-1", by=money.tess)

    assert refused(lambda: actions.confirm_refund(first, reference="CHQ-2", by=money.tess)) == ["refund-sent"]
    assert refused(lambda: actions.compose_refund_batch(campaign.dossier, refunds=[first], by=money.tess)) == [
        "refund-sent"
    ]
    assert account("refunds") == 50_00
    assert not story(campaign.dossier.subject, kinds=frozenset({Kind.REFUNDS_SENT}))
    actions.confirm_refund(second, reference="CHQ-3", by=money.tess)
    [told_all] = story(campaign.dossier.subject, kinds=frozenset({Kind.REFUNDS_SENT}))
    assert (told_all.facts["count"], told_all.facts["cents"]) == (2, 90_00)
    assert list(checks.check()) == []


# ------------------------------------------------------------------------------------------------- at the provider


def test_the_simulated_provider_sends_at_once_by_its_own_message(money):
    campaign = money.running()
    paid(campaign, 50_00)
    paid(campaign, 30_00)
    over(campaign)

    ask(money, campaign)
    assert [one.state for one in RefundRequest.objects.all()] == [RequestState.WAITING] * 2
    sweep.run()

    assert (account("refunds"), account("provider")) == (0, 0)
    asked_for = {f"remboursement-{one.pk}" for one in Refund.objects.all()}
    assert set(RefundSent.objects.values_list("reference", flat=True)) == asked_for
    assert ProviderEvent.objects.filter(state=EventState.APPLIED).count() == 4
    assert len(story(campaign.dossier.subject, kinds=frozenset({Kind.REFUNDS_SENT}))) == 1
    assert not campaign.dossier.processes.filter(duty="refunds", finished=None).exists()
    assert list(checks.check()) == []


def test_each_refund_is_asked_for_once_however_often_one_asks(money):
    campaign = money.running()
    paid(campaign, 50_00)
    over(campaign)
    assert refused(lambda: actions.ask_provider_refunds(campaign.dossier, by=money.odile)) == ["not-yours"]
    ask(money, campaign)

    assert refused(lambda: ask(money, campaign)) == ["no-refund-to-ask"]
    assert refused(lambda: actions.confirm_refund(Refund.objects.get(), reference="x", by=money.tess)) == [
        "refund-asked"
    ]
    assert refused(lambda: actions.confirm_refunds(campaign.dossier, reference="x", by=money.tess)) == ["refund-asked"]
    for _ in range(3):
        actions.send_refund_request(request_now())
    assert (request_now().tries, Entry.objects.filter(kind="refunds-sent").count()) == (1, 1)
    assert refused(lambda: ask(money, campaign)) == ["no-refund-to-ask"]


def test_what_a_provider_tells_by_itself_meanwhile_is_not_asked_for_again(money):
    campaign = money.running()
    checkout = paid(campaign, 50_00)
    over(campaign)
    ask(money, campaign)
    told(checkout, "refunded")

    actions.send_refund_request(request_now())

    assert (request_now().tries, RefundSent.objects.count()) == (0, 1)
    assert list(checks.check()) == []


def test_a_provider_that_is_no_more_there_leaves_the_refund_to_be_made_by_hand(money, settings):
    campaign = money.running()
    paid(campaign, 50_00)
    over(campaign)
    ask(money, campaign)
    settings.PAYMENTS_SIMULATED = False

    actions.send_refund_request(request_now())

    assert request_now().state == RequestState.REFUSED
    assert refused(lambda: ask(money, campaign)) == ["no-refund-to-ask"]
    actions.confirm_refund(Refund.objects.get(), reference="page du prestataire", by=money.tess)
    assert account("provider") == 0
    assert list(checks.check()) == []


def test_the_generic_provider_is_not_called(money):
    asked_back = RefundAsked(None, 50_00, "remboursement-1", frozenset())

    assert refused(lambda: Webhook().refund(asked_back)) == ["refund-by-hand-only"]


def by_helloasso(money: MoneyWorld, fake: FakeHelloAsso, *, key: str = "") -> Campaign:
    """One payment of 50 €, owed back; a part of it only when there is a `key` to ask under."""
    campaign = money.running()
    actions.open_payment(asked(campaign, 50_00, provider="helloasso"))
    fake.pay(500)
    actions.take_event(provider="helloasso", raw=fake.notification(), headers={})
    actions.process_events_due(by=None)
    if key:
        actions.refund_gift(campaign.gifts.get(), key=key, cents=20_00, by=money.odile)
        return campaign
    return over(campaign)


def test_helloasso_is_asked_once_and_its_news_end_it(money, fake):
    campaign = by_helloasso(money, fake)
    ask(money, campaign)

    actions.send_refund_request(request_now())

    [call] = [one for one in fake.calls if one.startswith("POST /v5/payments")]
    pk = Refund.objects.get().pk
    assert call == (f"POST /v5/payments/13790/refund?comment=remboursement-{pk}&cancelOrder=false&sendRefundMail=true")
    assert (request_now().state, RefundSent.objects.count()) == (RequestState.ASKED, 0)
    fake.payments[13790]["state"] = "Refunded"
    actions.take_event(provider="helloasso", raw=fake.notification(), headers={})
    actions.process_events_due(by=None)
    assert RefundSent.objects.get().reference == "refund-70"
    assert account("refunds") == 0
    assert list(checks.check()) == []


def test_an_answer_that_was_lost_does_not_make_a_second_refund(money, fake):
    campaign = by_helloasso(money, fake)
    ask(money, campaign)
    fake.swallows = True
    actions.send_refund_request(request_now())
    assert (request_now().state, request_now().tries) == (RequestState.WAITING, 1)

    fake.swallows = False
    sweep.run()

    assert request_now().state == RequestState.ASKED
    assert len([one for one in fake.calls if one.startswith("POST /v5/payments")]) == 1


def test_a_part_of_a_payment_is_asked_for_by_its_amount(money, fake):
    campaign = by_helloasso(money, fake, key="une-partie")
    ask(money, campaign)

    actions.send_refund_request(request_now())

    assert [one for one in fake.calls if one.endswith("amount=2000")]


def test_a_provider_that_does_not_answer_is_asked_again_later(money, fake):
    campaign = by_helloasso(money, fake)
    ask(money, campaign)
    fake.down = True

    sweep.run()
    assert (request_now().state, request_now().tries) == (RequestState.WAITING, 1)
    fake.down = False
    sweep.run()

    assert (request_now().state, request_now().tries) == (RequestState.ASKED, 2)


def test_a_refund_that_helloasso_turns_down_is_told_and_may_be_asked_for_again(money, fake):
    campaign = by_helloasso(money, fake)
    ask(money, campaign)
    fake.turns_down = 403

    actions.send_refund_request(request_now())

    assert request_now().state == RequestState.REFUSED
    assert "réponse 403" in request_now().error
    once_more = RefundAsked(Payment.objects.get(), 50_00, "remboursement-1", frozenset())
    assert refused(lambda: HelloAsso().refund(once_more)) == ["refund-refused-there"]
    assert len(story(campaign.dossier.subject, kinds=frozenset({Kind.REFUND_REFUSED}))) == 1
    fake.turns_down = 0
    ask(money, campaign)
    actions.send_refund_request(request_now())
    assert request_now().state == RequestState.ASKED


def test_a_refund_that_the_provider_gives_up_is_owed_as_before(money, fake):
    campaign = by_helloasso(money, fake)
    ask(money, campaign)
    actions.send_refund_request(request_now())

    fake.payments[13790] |= {"state": "Authorized", "refundOperations": []}
    actions.take_event(provider="helloasso", raw=fake.notification(), headers={})
    actions.process_events_due(by=None)

    assert request_now().state == RequestState.REFUSED
    assert account("refunds") == 50_00
    actions.confirm_refund(Refund.objects.get(), reference="page", by=money.tess)
    assert list(checks.check()) == []
