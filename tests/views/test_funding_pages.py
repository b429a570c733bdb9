"""From the statement to the ledger: one act per button, the same number of queries however much there is."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dossiers.lifecycle import State
from funding import actions, acts
from funding.models import PayoutOrder, Settlement
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office, User
from tests.money import IBAN, MoneyWorld, account, again
from tests.views.addresses import addresses
from tests.views.reading import read
from tests.views.scene import Scene
from tests.views.url_table import READERS, rows


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


# Settlement, IBAN, payment


def test_a_project_is_settled_and_paid_by_the_people_who_have_the_right_on_their_pages(money):
    campaign = money.closed(4_000_00)
    dossier = campaign.dossier
    alice, odile, didier, tess = (as_(person) for person in (money.alice, money.odile, money.didier, money.tess))

    tess.post(url("prepare_settlement", dossier.pk))
    didier.post(url("approve_settlement", Settlement.objects.get().pk))
    tess.post(url("settle", dossier.pk))
    for n, pledge in enumerate(campaign.pledges.all()):
        tess.post(url("record_cash", pledge.pk), {"cents": "4000", "received_on": "2022-05-01", "key": f"VIR-{n}"})
    alice.post(url("give_bank_details", dossier.pk), {"iban": IBAN, "holder": "Bocaux & Compagnie", "proof": ""})
    details = dossier.organization.bank_details.get()
    odile.post(url("verify_bank_details", details.pk), {"proof": "RIB lu, structure appelée"})
    odile.post(url("prepare_payout", dossier.pk))
    order = PayoutOrder.objects.get()
    didier.post(url("approve_payout", order.pk))
    tess.post(url("approve_payout", order.pk))
    tess.post(url("confirm_payout", order.pk), {"bank_reference": "SEPA-1"})
    tess.post(url("pay_all", dossier.pk))

    assert again(campaign).dossier.state == State.FOLLOW_UP
    html = plain(page(money.alice, "payout", dossier.pk))
    assert "11 680,00 €" in html and "a signé" in html and "SEPA-1" in html


@pytest.mark.parametrize(
    ("name", "code"), [("approve_payout", "own-act"), ("confirm_payout", "order-wrong-state"), ("void_payout", "")]
)
def test_an_act_that_is_closed_says_why_and_does_nothing(money, name, code):
    appoint(money.odile, office=Office.DIRECTOR, by=None, starts_on=date(2022, 1, 1))
    campaign = money.payable()
    order = actions.prepare_payout(campaign.dossier, by=money.again(money.odile))
    who = money.tess if name == "confirm_payout" else money.odile

    asked = as_(who).get(url(name, order.pk)).content.decode()
    done = as_(who).post(url(name, order.pk), {"bank_reference": "SEPA-1", "reason": ""})

    assert (f'data-code="{code}"' in asked) if code else ("data-code" not in asked)
    assert done.status_code == (409 if code else 422)
    assert PayoutOrder.objects.get().state == "prepared"


def test_an_iban_is_whole_while_it_is_verified_and_masked_afterwards(money):
    campaign = money.settled()
    details = actions.give_bank_details(campaign.dossier, iban=IBAN, holder="Bocaux", by=money.alice)
    assert IBAN in page(money.odile, "bank_details", campaign.dossier_id)

    actions.verify_bank_details(details, proof="RIB lu", by=money.odile)

    html = page(money.alice, "bank_details", campaign.dossier_id)
    assert IBAN not in html and "FR14\u00a0…\u00a02606" in html


def test_a_wrong_iban_is_told_and_what_was_typed_is_kept(money):
    dossier = money.settled().dossier

    response = as_(money.alice).post(
        url("give_bank_details", dossier.pk), {"iban": "FR00 1234", "holder": "Bocaux", "proof": ""}
    )

    assert response.status_code == 409
    assert "FR00 1234" in response.content.decode()


# Envelopes and the ledger


def test_the_director_opens_an_envelope_signs_and_votes(money):
    didier = as_(money.didier)
    didier.post(
        url("open_envelope"),
        {"partner": money.ems.pk, "year": "2023", "section": "running", "forecast_cents": "35000"},
    )
    didier.post(
        url("sign_agreement"),
        {
            "partner": money.ems.pk,
            "reference": "CONV-2023",
            "deliberation_ref": "D-1",
            "deliberated_on": "2022-12-01",
            "starts_on": "2023-01-01",
            "section": "running",
            "allows_pass_on": "on",
        },
    )
    envelope = money.ems.envelopes.get(year=2023)
    agreement = money.ems.agreements.get(reference="CONV-2023")
    didier.post(
        url("vote_envelope", envelope.pk),
        {"cents": "35000", "deliberation_ref": "D-2", "agreement": agreement.pk},
    )

    assert account("available", envelope) == 35_000_00
    assert "Délibération D-2" in plain(read(page(money.didier, "envelope", envelope.pk)))


def test_an_envelope_page_shows_every_line_behind_its_figures(money):
    money.paid(4_000_00)
    money.running(cea=1_000_00)

    html = plain(page(money.tess, "envelope", money.cea_2022.pk))

    assert "45 000 €" in html  # 50 000 less 4 000 paid and 1 000 reserved
    assert html.count("Conserverie solidaire") == 2


def test_the_ledger_balances_on_its_page_and_every_entry_has_its_transfers(money):
    campaign = money.paid()

    ledger, entries = plain(page(money.tess, "ledger")), plain(page(money.tess, "entries"))

    assert ledger.count("Équilibré") == 2 and "Déséquilibré" not in ledger
    assert "payable:campaign:" in entries and "11 680,00" not in entries
    own = plain(page(money.tess, "dossier_entries", campaign.dossier_id))
    assert "vote:" not in own and f"settle:{campaign.pk}" in own


def test_the_treasurers_page_lists_what_partners_owe(money):
    money.settled(4_000_00)

    html = plain(page(money.tess, "cash"))

    assert html.count("4 000,00 €") == 2


# The dossier's panel


@pytest.mark.parametrize("stage", ["prepared", "running", "closed", "settled", "payable", "paid"])
def test_the_dossiers_page_shows_its_money_at_every_stage(money, stage):
    campaign = getattr(money, stage)()

    for person in (money.alice, money.odile, money.didier, money.tess):
        html = as_(person).get(reverse("dossiers:dossier", args=[campaign.dossier_id])).content.decode()

        assert "La campagne et l’argent" in html
        assert ("/dons/" in html) == (person != money.alice and stage != "prepared")


# Every act page, and the number of queries


def test_every_act_has_a_page_that_says_what_it_does_or_why_not(alsace):
    scene, seen = Scene(alsace), 0
    for one in addresses():
        act = acts.ACTS.get(one.name.removeprefix("funding:"))
        if act is None or not one.name.startswith("funding:"):
            continue
        reader = READERS[rows()[one.name].index("o")]
        found = as_(getattr(alsace, reader)).get(reverse(one.name, kwargs=scene.arguments(one.name, one.needs)))
        html = found.content.decode()

        assert act.meaning in read(html), one.name
        assert 'method="post"' in html or "data-code" in html, one.name
        seen += 1
    assert seen == len(acts.ACTS)


def queries(user: User, name: str, *args: object) -> int:
    client = as_(user)
    client.get(url(name, *args))
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url(name, *args)).status_code == 200
    return len(captured)


def test_pages_ask_the_same_number_of_questions_however_much_there_is(money):
    campaign = money.running()
    money.gift(campaign, 10_00)
    of_dossier = [(name, [campaign.dossier_id]) for name in ("preparation", "gifts", "dossier_entries")]
    pages = [*of_dossier, ("campaign", [campaign.pk]), ("envelope", [money.cea_2022.pk])]
    pages += [(name, []) for name in ("envelopes", "ledger", "entries", "cash")]
    before = {name: queries(money.tess, name, *args) for name, args in pages}

    for n in range(6):
        gift = actions.receive_gift(campaign, cents=10_00 + n, key=f"D-{n}", donor_name="Camille", by=money.odile)
        actions.refund_gift(gift, key=f"R-{n}", cents=1_00, by=money.odile)
    money.running()
    money.settled()
    money.envelope(money.ems, 9_00, year=2023)

    assert {name: queries(money.tess, name, *args) for name, args in pages} == before


def test_the_payment_page_asks_the_same_number_of_questions_however_many_orders_there_are(money):
    campaign = money.payable()

    counts = []
    for _ in range(3):
        order = actions.prepare_payout(campaign.dossier, by=money.odile)
        actions.approve_payout(order, by=money.didier)
        actions.void_payout(order, reason="Erreur", by=money.odile)
        counts.append(queries(money.tess, "payout", campaign.dossier_id))

    assert len(set(counts)) == 1
