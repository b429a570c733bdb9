"""Agreements, consumption, the ledger in detail, the export for the accountant, the way of one gift."""

import csv
from collections import defaultdict
from datetime import datetime
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funding import actions, euro, fec
from funding.models import Account, Agreement, AgreementFile, Entry, Gift, Period, Role
from funding.models.ledger import FUND
from okote_flow import clock
from okote_flow.directory.models import PartnerKind
from tests.money import MoneyWorld, account
from tests.views.test_funding_pages import as_, page, plain, url


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def asked(user, name, *args) -> int:
    """How many queries the page takes, after one look that warms what is kept for the process."""
    client = as_(user)
    client.get(url(name, *args))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(url(name, *args))
    return len(queries)


# ---------------------------------------------------------------------------------------------------------- agreements


def test_an_agreement_is_amended_and_filed_on_its_pages(money):
    agreement = money.ems_2022.agreement
    didier = as_(money.didier)
    said = {
        "reference": "DÉMO avenant", "deliberation_ref": "DÉMO CP-5", "deliberated_on": "2022-03-01",
        "deliberated_by": "Conseil", "starts_on": "2022-03-15", "allows_pass_on": "on", "chapter": "65",
    }  # fmt: skip

    didier.post(url("amend_agreement", agreement.pk), said)
    amendment = Agreement.objects.get(amends=agreement)
    paper = SimpleUploadedFile("avenant.pdf", b"%PDF-1.4 fictif")
    didier.post(url("file_agreement", amendment.pk), {"file": paper})

    filed = AgreementFile.objects.get(agreement=amendment)
    shown = plain(page(money.didier, "agreement", amendment.pk))
    assert "avenant à DÉMO-2" in shown and "chapitre 65" in shown and filed.sha256[:12] in shown
    assert content(didier.get(url("agreement_file", filed.pk))) == b"%PDF-1.4 fictif"
    assert "remplacée par DÉMO avenant" in plain(page(money.didier, "agreements"))


def test_a_disguised_file_is_refused_on_the_page(money):
    paper = SimpleUploadedFile("convention.pdf", b"MZ")

    response = as_(money.didier).post(url("file_agreement", money.ems_2022.agreement_id), {"file": paper})

    assert response.status_code == 409
    assert not AgreementFile.objects.exists()


def test_the_list_of_agreements_takes_the_same_queries_however_many_there_are(money):
    before = asked(money.didier, "agreements")
    for _ in range(4):
        money.agreement(money.ems)

    assert asked(money.didier, "agreements") == before


# --------------------------------------------------------------------------------------------------------- consumption


def test_a_partners_page_and_table_say_the_same_to_the_cent(money):
    money.paid(4_000_00)
    with clock.frozen(datetime(2022, 12, 31, 9, tzinfo=clock.PARIS)):
        actions.lapse_envelope(money.cea_2022, by=money.didier)

    shown = plain(page(money.didier, "consumption", money.cea.pk))
    text = as_(money.didier).get(url("consumption_csv", money.cea.pk)).getvalue().decode("utf-8-sig")
    whole, line = csv.DictReader(StringIO(text), delimiter=";")
    assert "Juste au centime" in shown and "46 000,00 € annulés" in shown
    assert (whole["Ligne"], whole["Voté"], whole["Versé"], whole["Annulé"]) == (
        "Enveloppe", "50000,00", "4000,00", "46000,00",
    )  # fmt: skip
    assert (line["Ligne"], line["Versé"]) == ("Projet", "4000,00")


def test_a_forecast_is_shown_as_one(money):
    agglo = money.partner("agglo", "Agglomération", PartnerKind.AUTHORITY)
    money.envelope(agglo, 9_000_00, voted=False)

    assert "rien ne s’y réserve" in plain(page(money.didier, "consumption", agglo.pk))


def test_a_partner_without_envelope_has_an_empty_page(money):
    agglo = money.partner("agglo", "Agglomération", PartnerKind.AUTHORITY)

    assert "Aucune enveloppe n’est inscrite" in plain(page(money.didier, "consumption", agglo.pk))


def test_a_company_has_no_page_of_consumption(money):
    assert as_(money.didier).get(url("consumption", money.firm.pk)).status_code == 404


def test_the_page_of_consumption_takes_the_same_queries_however_much_there_is(money):
    money.running(cea=4_000_00)
    before = asked(money.didier, "consumption", money.cea.pk)
    money.running(cea=4_000_00)
    money.envelope(money.cea, 1_00, year=2023)

    assert asked(money.didier, "consumption", money.cea.pk) == before


# --------------------------------------------------------------------------------------------------- accounts, months


def test_an_account_shows_every_movement_behind_its_balance(money):
    money.paid(4_000_00)
    bank = Account.objects.get(code="bank")

    shown = plain(page(money.odile, "account", bank.pk))

    assert shown.count("cash:") == 2
    assert "payout:" in shown


def test_an_entry_is_reversed_on_its_page_and_both_point_to_each_other(money):
    actions.record_advance(money.ems_2022, cents=5_00, key="V-1", by=money.tess)
    entry = Entry.objects.get(key="cash:V-1")

    as_(money.tess).post(url("reverse_entry", entry.pk), {"reason": "Autre bénéficiaire."})

    mirror = Entry.objects.get(reverses=entry)
    assert "Contre-passée" in plain(page(money.tess, "entry", entry.pk))
    assert "Autre bénéficiaire." in plain(page(money.tess, "entry", mirror.pk))
    assert account("bank") == 0


def test_a_month_is_locked_and_reopened_on_its_page(money):
    with clock.frozen(datetime(2022, 6, 3, 9, tzinfo=clock.PARIS)):
        as_(money.tess).post(url("lock_period"), {"month": "2022-05"})
        period = Period.objects.get()
        assert period.is_locked
        assert "Clos" in plain(page(money.odile, "periods"))
        as_(money.didier).post(url("reopen_period", period.pk), {"reason": "Relevé arrivé tard."})
        assert "Relevé arrivé tard." in plain(page(money.odile, "periods"))


# ---------------------------------------------------------------------------------------------------------- the export


def test_the_export_has_the_eighteen_fields_balances_and_counts_without_gap(money):
    money.paid(4_000_00)
    money.closed(100_00)
    actions.reverse_entry(
        Entry.objects.get(
            key=actions.record_advance(money.ems_2022, cents=5_00, key="V-1", by=money.tess) and "cash:V-1"
        ),
        reason="Erreur.",
        by=money.tess,
    )

    text = as_(money.tess).get(url("fec_file", 2022)).content.decode()
    found = list(csv.DictReader(StringIO(text), delimiter="\t"))

    assert tuple(found[0]) == fec.FIELDS
    assert len(fec.FIELDS) == 18
    sums: dict[str, int] = defaultdict(int)
    for row in found:
        sums[row["EcritureNum"]] += int(row["Debit"].replace(",", "")) - int(row["Credit"].replace(",", ""))
        assert len(row["EcritureDate"]) == len(row["ValidDate"]) == 8
    assert set(sums.values()) == {0}
    assert sorted(map(int, sums)) == list(range(1, len(sums) + 1))
    bank = sum(
        int(row["Debit"].replace(",", "")) - int(row["Credit"].replace(",", ""))
        for row in found
        if row["CompteNum"] == "512000"
    )
    assert bank == account("bank")
    assert fec.summary(fec.rows(2022)).faults == []


def test_every_role_of_money_has_its_account_and_no_other_has(money):
    assert set(fec.MAPPING) == {Role(role) for role in FUND}
    assert len({ledger.number for ledger in fec.MAPPING.values()}) == len(FUND)


def test_the_export_names_no_donor(money):
    campaign = money.running()
    actions.receive_gift(campaign, cents=50_00, key="d", donor_name="Ludivine Ofen", by=money.odile)

    assert "Ofen" not in fec.text(fec.rows(2022))


def test_an_export_that_is_not_right_says_why_and_does_not_leave(money, monkeypatch):
    money.running()
    money.gift(Gift.objects.first().campaign if Gift.objects.exists() else money.running(), 50_00)
    real = fec.rows
    monkeypatch.setattr(fec, "rows", lambda year: list(real(year))[:-1])

    assert fec.summary(fec.rows(2022)).faults == ["Écriture 1\u00a0: débits et crédits diffèrent."]
    assert "Ce qui empêche l’export" in plain(page(money.tess, "fec", 2022))
    assert as_(money.tess).get(url("fec_file", 2022)).status_code == 404


def test_a_gap_in_the_numbers_is_seen(money):
    campaign = money.running()
    for _ in range(3):
        money.gift(campaign, 10_00)
    rows = [row for row in fec.rows(2022) if row.number != 2]

    assert fec.summary(rows).faults == ["La numérotation des écritures a un trou."]


# ---------------------------------------------------------------------------------------------------- follow this euro


def test_a_euro_is_followed_from_the_gift_to_the_project(money):
    campaign = money.paid(1_000_00, 3_000_00)
    gift = campaign.gifts.first()

    way = euro.way(gift)

    assert [(branch.lane, branch.cents) for branch in way.branches] == [
        ("cit", 1_000_00), ("col", 1_000_00), ("ent", 1_000_00),
    ]  # fmt: skip
    assert [branch.fee_cents for branch in way.branches] == [80_00, 0, 0]
    assert way.paid_cents == way.settled_cents == 2_920_00
    shown = page(money.odile, "follow_gift", gift.pk)
    assert "<svg" in shown and "2 920,00 €" in plain(shown)


def test_the_ways_of_all_gifts_together_are_what_the_books_say(money):
    campaign = money.paid(1_000_01, 1_999_99, 1_000_03)

    ways = [euro.way(gift) for gift in campaign.gifts.all()]

    assert sum(way.total_cents for way in ways) == 3 * 4_000_03 - 2 * 3
    assert sum(branch.cents for way in ways for branch in way.branches if branch.lane == "col") == 4_000_00


def test_a_refunded_part_calls_nothing_any_more(money):
    campaign = money.running()
    gift = money.gift(campaign, 70_00)
    actions.refund_gift(gift, key="R-1", cents=20_00, by=money.odile)

    way = euro.way(gift)

    assert (way.refunded_cents, [branch.cents for branch in way.branches]) == (20_00, [50_00, 50_00, 50_00])
    assert "pas encore" in plain(page(money.odile, "follow_gift", gift.pk))


def test_a_gift_of_a_failed_campaign_went_back(money):
    campaign = money.closed(100_00)

    assert "le don est rendu" in plain(page(money.odile, "follow_gift", campaign.gifts.get().pk))


def test_following_takes_the_same_queries_however_many_gifts_there_are(money):
    campaign = money.running()
    gift = money.gift(campaign, 10_00)
    before = asked(money.odile, "follow_gift", gift.pk)
    for _ in range(5):
        money.gift(campaign, 10_00)

    assert asked(money.odile, "follow_gift", gift.pk) == before
