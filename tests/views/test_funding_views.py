"""The pages of the money: who is shown what, in public and inside; preparation and gifts."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from funding import actions
from funding.models import Campaign, Gift, Pledge
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office, User
from tests.money import MoneyWorld, account, again


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"funding:{name}", args=args)


def page(user: User, name: str, *args: object) -> str:
    response = as_(user).get(url(name, *args))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).replace("\u00a0", " ")


# Who is shown what

STAFF_PAGES = ("gifts", "refunds", "settlement", "dossier_entries")
MONEY_PAGES = ("bank_details", "payout")


def test_gifts_and_entries_are_shown_to_those_who_keep_the_money_and_payments_to_the_holder_too(money):
    dossier = money.paid().dossier

    for name in STAFF_PAGES:
        for person in (money.odile, money.didier, money.tess):
            assert as_(person).get(url(name, dossier.pk)).status_code == 200, name
        for person in (money.alice, money.zoe, money.claire):
            assert as_(person).get(url(name, dossier.pk)).status_code == 404, name
    for name in MONEY_PAGES:
        for person in (money.alice, money.odile, money.tess):
            assert as_(person).get(url(name, dossier.pk)).status_code == 200, name
        assert as_(money.zoe).get(url(name, dossier.pk)).status_code == 404, name


def test_a_partners_officer_sees_the_project_and_not_its_donors_nor_its_iban(money):
    paula = money.person("Paula")
    appoint(paula, office=Office.PARTNER_FINANCE, partner=money.cea, by=None, starts_on=date(2022, 1, 1))
    dossier = money.paid().dossier

    assert as_(paula).get(reverse("dossiers:dossier", args=[dossier.pk])).status_code == 200
    for name in (*STAFF_PAGES, *MONEY_PAGES):
        assert as_(paula).get(url(name, dossier.pk)).status_code == 404, name


def test_staff_who_carry_a_project_see_it_as_holders(money):
    dossier = money.paid().dossier
    dossier.organization.memberships.create(user=money.tess)

    assert as_(money.tess).get(url("gifts", dossier.pk)).status_code == 404
    assert as_(money.tess).get(url("payout", dossier.pk)).status_code == 200


@pytest.mark.parametrize("name", ["ledger", "entries", "cash"])
def test_the_books_are_shown_to_those_who_read_them(money, name):
    assert as_(money.tess).get(url(name)).status_code == 200
    for person in (money.alice, money.zoe):
        assert as_(person).get(url(name)).status_code == 404


def test_a_partners_officer_sees_their_envelopes_only(money):
    paula = money.person("Paula")
    appoint(paula, office=Office.PARTNER_FINANCE, partner=money.ems, by=None, starts_on=date(2022, 1, 1))

    html = plain(page(paula, "envelopes"))

    assert "Eurométropole" in html and "Collectivité européenne" not in html
    assert as_(paula).get(url("envelope", money.ems_2022.pk)).status_code == 200
    assert as_(paula).get(url("envelope", money.cea_2022.pk)).status_code == 404
    assert as_(money.zoe).get(url("envelopes")).status_code == 404


def test_every_page_sends_strangers_to_the_login(money):
    campaign = money.running()

    for name in ("preparation", *STAFF_PAGES, *MONEY_PAGES):
        assert Client().get(url(name, campaign.dossier_id)).status_code == 302
    for name in ("ledger", "entries", "cash", "envelopes"):
        assert Client().get(url(name)).status_code == 302


# The public page


def test_anyone_reads_the_page_of_a_campaign_that_was_opened(money):
    campaign = money.running()
    money.gift(campaign, 1_000_00)

    html = plain(Client().get(url("campaign", campaign.pk)).content.decode())

    assert "Conserverie solidaire" in html
    assert "3 000 €" in html  # 1 € = 1 € = 1 €
    assert "8 % des dons des citoyens paient le service" in html
    assert "À partir de 75 % de l’objectif des citoyens (3 000 € ici), la campagne est gagnée" in html


def test_a_campaign_in_preparation_is_nobodys_yet(money):
    assert Client().get(url("campaign", money.prepared().pk)).status_code == 404


def test_the_home_page_shows_campaigns_that_take_gifts(money):
    running = money.running()
    money.closed(10_00)

    html = Client().get(reverse("home")).content.decode()

    assert html.count(url("campaign", running.pk)) == 1
    assert len(re.findall(r"/campagnes/\d+/", html)) == 1


def test_no_donor_is_named_in_public(money):
    campaign = money.running()
    actions.receive_gift(campaign, cents=10_00, key="D-1", donor_name="Camille Muster", by=money.odile)

    assert "Camille" not in Client().get(url("campaign", campaign.pk)).content.decode()
    assert "Camille" in page(money.odile, "gifts", campaign.dossier_id)


# Preparation


def test_a_campaign_is_prepared_pledged_agreed_and_opened_on_its_pages(money):
    dossier = money.endorsed(cea=4_000_00)
    odile, alice = as_(money.odile), as_(money.alice)

    odile.post(url("preparation", dossier.pk), {"goal_cents": "12 000", "days": "40"})
    odile.post(
        url("pledge", dossier.pk),
        {"partner": money.cea.pk, "envelope": money.cea_2022.pk, "cap_cents": "4000"},
    )
    odile.post(url("pledge", dossier.pk), {"partner": money.firm.pk, "envelope": "", "cap_cents": "4000"})
    alice.post(url("agree_campaign", dossier.pk))
    response = odile.post(url("open_campaign", dossier.pk))

    campaign = Campaign.objects.get()
    assert response.status_code == 302
    assert (campaign.goal_cents, campaign.days, campaign.state) == (12_000_00, 40, "open")
    assert account("available", money.cea_2022) == 46_000_00


def test_the_form_proposes_the_goal_of_the_dossier_and_the_usual_length(money):
    html = page(money.odile, "preparation", money.endorsed().pk)

    assert re.search(r'name="goal_cents"[^>]*value="12\u00a0000"', html) or 'value="12\u00a0000"' in html
    assert 'value="40"' in html


def test_a_refused_pledge_keeps_what_was_typed_and_says_why(money):
    campaign = actions.prepare_campaign(money.endorsed(ems=1_000_00), goal_cents=12_000_00, days=40, by=money.odile)

    response = as_(money.odile).post(
        url("pledge", campaign.dossier_id),
        {"partner": money.ems.pk, "envelope": money.ems_2022.pk, "cap_cents": "1000,01"},
    )

    html = response.content.decode()
    assert response.status_code == 409
    assert "1000,01" in html
    assert "Le comité d’engagement a fixé 1\u00a0000\u00a0€ au plus" in html


def test_who_may_not_open_reads_why_and_the_server_says_the_same(money):
    dossier = money.endorsed()
    actions.prepare_campaign(dossier, goal_cents=12_000_00, days=40, by=money.odile)

    html = page(money.odile, "preparation", dossier.pk)
    refused = as_(money.odile).post(url("open_campaign", dossier.pk))

    assert refused.status_code == 409
    assert set(re.findall(r'data-code="([a-z-]+)"', html)) == {"not-yours", "checklist", "pledges-missing"}
    for sentence in ("Aucun partenaire ne s’est engagé", "il reste\u00a0: l’accord du porteur"):
        assert sentence in html and sentence in refused.content.decode()


def test_a_pledge_is_taken_back(money):
    campaign = money.prepared()
    pledge = campaign.pledges.last()

    as_(money.odile).post(url("remove_pledge", pledge.pk))

    assert not Pledge.objects.filter(pk=pledge.pk).exists()


# Gifts and refunds


def gift_form(**changes: str) -> dict[str, str]:
    return {"cents": "50", "means": "cheque", "donor_name": "", "key": "saisie-1"} | changes


def test_the_same_form_sent_twice_is_one_gift(money):
    campaign = money.running()
    odile = as_(money.odile)

    for _ in range(2):
        assert odile.post(url("gifts", campaign.dossier_id), gift_form()).status_code == 302

    assert Gift.objects.count() == 1
    assert account("citizens", campaign) == 50_00


def test_each_form_shown_has_its_own_key(money):
    campaign = money.running()

    keys = {
        re.search(r'name="key"[^>]*value="([^"]+)"', page(money.odile, "gifts", campaign.dossier_id))[1] for _ in "ab"
    }

    assert len(keys) == 2


def test_a_gift_that_is_too_small_is_refused_on_its_page(money):
    campaign = money.running()

    response = as_(money.odile).post(url("gifts", campaign.dossier_id), gift_form(cents="4"))

    assert response.status_code == 409
    assert "Le don minimal est de 5\u00a0€" in response.content.decode()


def test_a_colleague_sees_gifts_and_reads_who_enters_them(money):
    campaign = money.running()

    html = page(money.tess, "gifts", campaign.dossier_id)

    assert 'data-code="not-yours"' in html and "Odile" in html


def test_a_gift_is_refunded_and_the_treasurer_confirms(money):
    campaign = money.running()
    gift = money.gift(campaign, 50_00)

    as_(money.odile).post(url("refund_gift", gift.pk), {"cents": "20", "key": "R-1"})
    assert "20,00 €" in plain(page(money.tess, "refunds", campaign.dossier_id))
    as_(money.tess).post(url("confirm_refunds", campaign.dossier_id), {"reference": "SEPA-9"})

    assert account("refunds") == 0
    assert "SEPA-9" in page(money.tess, "refunds", campaign.dossier_id)


def test_a_campaign_is_extended_on_its_page(money):
    campaign = money.running()

    asked = {"days": "15", "reason": "La fête est reportée."}
    as_(money.odile).post(url("extend_campaign", campaign.dossier_id), asked)

    assert again(campaign).extended_at is not None
