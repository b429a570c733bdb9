"""To give on the public pages, and what the house does with what comes in."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from funding import actions
from funding.models import Checkout, Gift, ProviderEvent
from okote_flow import clock
from tests.money import MoneyWorld, account
from tests.payments import asked, paid, told
from tests.views.crowd import queries_of

SAID = {
    "don": "50", "provider": "simulated", "tip_cents": "2", "donor_name": "Personne fictive",
    "email": "personne@exemple.test", "interest": "",
}  # fmt: skip


@pytest.fixture
def money(db: None) -> MoneyWorld:
    cache.clear()
    return MoneyWorld.begun()


def url(name: str, *args: object) -> str:
    return reverse(f"funding:{name}", args=args)


def read(page: str, client: Client | None = None) -> str:
    response = (client or Client()).get(page)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("state", "says", "cents"),
    [
        ("confirmed", "votre don de 50 € est compté", 50_00),
        ("refused", "Le paiement n’a pas abouti", 0),
        ("pending", "pas encore confirmé", 0),
    ],
)
def test_from_the_campaign_to_the_payment_and_back(money, state, says, cents):
    campaign = money.running()
    assert url("give", campaign.pk) in read(url("campaign", campaign.pk))

    asked_for = Client().post(url("give", campaign.pk), SAID)
    pay_page = asked_for["Location"]
    assert "aucun argent ne circule" in read(pay_page)
    back = Client().post(pay_page, {"state": state})

    assert says in read(back["Location"])
    assert account("citizens", campaign) == cents
    assert Checkout.objects.get().tip_cents == 2_00


def test_a_simulated_payment_may_be_contested_afterwards(money):
    campaign = money.running()
    checkout = paid(campaign, 50_00)
    play = url("simulated_checkout", checkout.token)
    assert play in read(url("given", checkout.token))
    assert "Faire contester le paiement" in read(play)

    back = Client().post(play, {"state": "charged_back"})

    assert (account("citizens", campaign), "contester ce paiement" in read(back["Location"])) == (0, False)


def test_a_transfer_gets_a_reference_to_write_on_it(money):
    campaign = money.running()

    answer = Client().post(
        url("give", campaign.pk), SAID | {"provider": "transfer", "don": "autre", "montant": "35,50"}
    )

    checkout = Checkout.objects.get()
    assert checkout.reference in read(answer["Location"])
    assert (checkout.cents, Gift.objects.count()) == (35_50, 0)
    assert checkout.reference in read(url("gifts", campaign.dossier_id), as_(money.odile))


def test_the_amount_that_was_chosen_comes_along(money):
    campaign = money.running()

    page = read(url("campaign", campaign.pk) + "?don=autre&montant=35,50")
    form = read(url("give", campaign.pk) + "?don=autre&montant=35,50")

    assert "?don=autre&amp;montant=35%2C50" in page
    assert 'value="35,50"' in form
    assert 'value="autre" checked' in form


def test_whoever_is_concerned_is_told_that_the_gift_calls_nothing(money):
    campaign = money.running()

    pay_page = Client().post(url("give", campaign.pk), SAID | {"interest": "holder"})["Location"]
    back = Client().post(pay_page, {"state": "confirmed"})

    assert "n’appelle pas d’argent des partenaires" in read(back["Location"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"don": "7"}, {"don": "autre"}, {"don": "autre", "montant": "-5"}, {"don": "autre", "montant": "1e9"},
        {"don": "autre", "montant": "0,01"}, {"don": "autre", "montant": "999999999999"}, {"provider": "webhook"},
        {"provider": ""}, {"tip_cents": "-1"}, {"tip_cents": "100000000"}, {"donor_name": ""},
        {"donor_name": "x" * 161}, {"donor_name": "a\x00b"}, {"email": "personne"}, {"interest": "mayor"},
    ],
)  # fmt: skip
def test_a_form_that_says_something_wrong_is_shown_again_and_nothing_is_kept(money, wrong):
    campaign = money.running()

    answer = Client().post(url("give", campaign.pk), SAID | wrong)

    assert answer.status_code == 422
    assert not Checkout.objects.exists()


def test_a_campaign_that_is_over_says_so_instead_of_a_form(money):
    campaign = money.running()

    with clock.frozen(campaign.window.ends_at):
        page = read(url("give", campaign.pk))
        refused = Client().post(url("give", campaign.pk), SAID)

    assert "disabled" in page
    assert refused.status_code == 409
    assert not Checkout.objects.exists()


def test_who_gives_too_often_is_asked_to_wait(money, settings):
    settings.ACCOUNT_RATE_LIMITS = {"give": "2/m/ip"}
    campaign = money.running()

    answers = [Client().post(url("give", campaign.pk), SAID).status_code for _ in range(3)]

    assert (answers, Checkout.objects.count()) == ([302, 302, 429], 2)


def test_another_house_pays_elsewhere_and_never_by_a_redirect_that_the_browser_would_refuse(money, settings):
    settings.PAYMENT_PROVIDER, settings.PAYMENT_WEBHOOK_PAGE = "webhook", "https://paiement.exemple.test/"
    campaign = money.running()

    answer = Client().post(url("give", campaign.pk), SAID | {"provider": "webhook"})

    checkout = Checkout.objects.get()
    assert answer["Location"] == url("given", checkout.token)
    assert f"https://paiement.exemple.test/?checkout={checkout.token}" in read(answer["Location"])


def test_without_a_provider_one_gives_by_transfer_only(money, settings):
    settings.PAYMENT_PROVIDER = ""
    campaign = money.running()

    assert Client().post(url("give", campaign.pk), SAID).status_code == 422
    assert Client().post(url("give", campaign.pk), SAID | {"provider": "transfer"}).status_code == 302
    assert "pas encore ouvert" in read(url("campaign", campaign.pk))


def test_a_token_that_nobody_has_finds_nothing(money):
    for name in ("given", "simulated_checkout"):
        assert Client().get(url(name, "nobody")).status_code == 404


# Inside


def test_messages_money_apart_and_claims_are_shown_to_those_who_keep_the_books(money):
    campaign = money.running()
    held = told(asked(campaign), currency="CHF")
    told(asked(campaign), cents=40_00)
    secret = "a secret that no page says"

    page = read(url("payments"), as_(money.tess))
    message = read(url("event", held.pk), as_(money.tess))

    assert "CHF" in message
    assert url("replay_event", held.pk) in message
    assert url("event", held.pk) in page
    assert "40,00 €" in page
    assert secret not in page + message
    for person in (money.alice, money.zoe):
        for name, args in (("payments", ()), ("events", ()), ("event", (held.pk,))):
            assert as_(person).get(url(name, *args)).status_code == 404


def test_a_hostile_message_is_shown_as_text(money):
    event = ProviderEvent.objects.create(provider="webhook", sha256="0" * 64, raw=b"<script>x</script>", trust="hmac")

    page = read(url("event", event.pk), as_(money.tess))

    assert "&lt;script&gt;" in page
    assert "<script>x" not in page


def test_pages_of_payments_take_as_many_queries_whatever_they_show(money):
    campaign, client = money.running(), as_(money.tess)
    paid(campaign)
    told(asked(campaign), currency="CHF")
    told(asked(campaign), cents=40_00)
    pages = [url("payments"), url("events")]
    few = [queries_of(client, page) for page in pages]

    for _ in range(4):
        told(asked(campaign), currency="CHF")
        told(asked(campaign), cents=40_00)

    assert [queries_of(client, page) for page in pages] == few


def test_an_officer_deals_with_each_from_its_page(money):
    campaign = money.running()
    held = told(asked(campaign), currency="CHF")
    receipt = actions.record_unidentified(cents=30_00, key="VIR-9", reason="", by=money.tess)

    dismissed = as_(money.odile).post(url("dismiss_event", held.pk), {"reason": "Vu avec le prestataire."})
    assigned = as_(money.odile).post(url("assign_receipt", receipt.pk), {"campaign": campaign.pk})

    assert (dismissed.status_code, assigned.status_code) == (302, 302)
    assert account("citizens", campaign) == 30_00
