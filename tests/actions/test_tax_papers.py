"""What a receipt says on paper, what the audit finds, and numbers without gap in any order."""

from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers.models import Dossier
from funding import actions, checks
from funding.models import CancelReason, Gift, Means, TaxPaper, TaxReceipt
from okote_flow.directory.models import Organization
from tests.actions.test_money_checks import tampered
from tests.money import MoneyWorld, again
from tests.pdf_text import text_of
from tests.receipts import LEA, PAUL, SAWMILL, SIREN, settled


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def words(receipt) -> str:
    return text_of(bytes(TaxPaper.objects.get(receipt=receipt).file))


COMMON = (
    "Bocaux & Compagnie", "246700488", "1 place de la Gare, 67500 Haguenau", "Sauver les surplus des vergers",
    "Œuvre ou organisme d’intérêt général", "3 rue des Bocaux, 67500 Haguenau, France", "***50,00 €***",
    "Date du versement", "Déclaration de don manuel", "Numéraire", "carte bancaire (carte)",
    "Le bénéficiaire reconnaît avoir reçu", "certifie sur l’honneur", "ouvrent droit à la réduction d’impôt",
    "au nom et pour le compte de Bocaux & Compagnie", "Signé par Odile", "donné par Alice Muster, présidente",
    "Une copie est conservée 6 ans",
)  # fmt: skip


def test_a_person_reads_every_mention_of_model_11580(money):
    campaign, (gift,) = settled(money, LEA)
    (receipt,) = actions.issue_tax_receipts(campaign.dossier, by=money.odile)

    said = words(receipt)

    for mention in (*COMMON, "cerfa n° 11580*05", "article 200 du code général", "Nom et prénom Léa Muster"):
        assert mention in said
    assert f"{gift.received_at:%d/%m/%Y}" in said
    assert f"RF-{SIREN}-2022-0001" in said
    assert "238 bis" not in said
    assert "annule et remplace" not in said


def test_a_company_reads_every_mention_of_model_16216(money):
    campaign, _ = settled(money, SAWMILL)
    (receipt,) = actions.issue_tax_receipts(campaign.dossier, by=money.odile)

    said = words(receipt)

    for mention in (
        *COMMON, "cerfa n° 16216*02", "article 238 bis du code général", "Scierie des Exemples",
        "Forme juridique SARL", "732829320",
    ):  # fmt: skip
        assert mention in said
    assert "article 200" not in said


@pytest.mark.parametrize(
    ("means", "said"),
    [(Means.CHEQUE, "Chèque"), (Means.CASH, "Remise d’espèces"), (Means.TRANSFER, "carte bancaire (virement)")],
)
def test_the_means_are_said(money, means, said):
    settled(money)
    gift = Gift.objects.select_related("campaign__dossier").get(provider_reference="beaucoup")
    with tampered(f"UPDATE funding_gift SET means = '{means}'"):
        gift.refresh_from_db()
        actions.enter_tax_recipient(gift, addressee=LEA, consents=True, by=money.odile)
        assert said in words(actions.issue_tax_receipt(gift, by=money.odile))


def test_what_was_typed_is_shown_as_it_is(money):
    hostile = replace(LEA, name='#panic("x") *Léa* $x$ \u202e')
    campaign, _ = settled(money, hostile)

    (receipt,) = actions.issue_tax_receipts(campaign.dossier, by=money.odile)

    assert '#panic("x") *Léa* $x$' in words(receipt)


def test_a_replacement_names_what_it_replaces(money):
    campaign, (gift,) = settled(money, LEA)
    (first,) = actions.issue_tax_receipts(campaign.dossier, by=money.odile)
    actions.cancel_tax_receipt(first, reason=CancelReason.RECIPIENT, by=money.odile)
    actions.ask_tax_receipt(gift.checkout, addressee=PAUL, consents=True, by=None)

    second = actions.issue_tax_receipt(gift, by=money.odile)

    assert f"annule et remplace le reçu {first.reference}" in words(second)
    assert "Paul Muster" in words(second)
    assert "Léa Muster" in words(first)


# The audit

CASES = {
    "UPDATE funding_taxreceipt SET number = 7 WHERE number = 2": "receipt-gap",
    "UPDATE funding_taxreceipt SET gift_id = (SELECT MIN(gift_id) FROM funding_taxreceipt)": "receipt-twice",
    "UPDATE funding_taxreceipt SET cents = cents + 1": "receipt-sum",
    "UPDATE funding_taxreceipt SET file_sha256 = 'x'": "receipt-paper-changed",
    "DELETE FROM funding_taxpaper": "receipt-paper-gone",
    "UPDATE funding_taxmandate SET given_on = '2050-01-01'": "receipt-unmandated",
    "DELETE FROM funding_taxcancellation": "receipt-replaces",
    "UPDATE funding_taxcancellation SET reason = 'mistake'": "row-changed",
    "UPDATE funding_taxmandate SET signatory = 'X'": "row-changed",
}


@pytest.mark.parametrize("sql", CASES)
def test_the_audit_names_what_was_changed_behind_its_back(money, sql):
    campaign, gifts = settled(money, LEA, PAUL)
    first, _ = actions.issue_tax_receipts(campaign.dossier, by=money.odile)
    actions.cancel_tax_receipt(first, reason=CancelReason.RECIPIENT, by=money.odile)
    actions.issue_tax_receipt(gifts[0], by=money.odile)
    assert list(checks.check()) == []

    with tampered(sql):
        assert CASES[sql] in {fault.code for fault in checks.check()}


# Any order


@pytest.fixture
def four(money):
    """Four gifts whose givers want a receipt."""
    return money, settled(money, *(replace(LEA, name=f"Personne {n}") for n in range(4)))[1]


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(acts=st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=12))
def test_numbers_have_no_gap_in_any_order_of_issuing_and_cancelling(four, acts):
    money, gifts = four
    with transaction.atomic():
        made = 0
        for place, cancels in acts:
            gift = Gift.objects.select_related("campaign__dossier").get(pk=gifts[place].pk)
            live = gift.tax_receipts.filter(cancellation=None).select_related("gift__campaign__dossier").first()
            if live is None:
                made += 1
                assert actions.issue_tax_receipt(gift, by=money.odile).number == made
            elif cancels:
                actions.cancel_tax_receipt(live, reason=CancelReason.MISTAKE, by=money.odile)
        numbers = list(TaxReceipt.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, made + 1))
        assert list(checks.check()) == []
        transaction.set_rollback(True)


def test_two_rows_of_one_legal_person_share_its_numbers(money):
    """The same SIREN entered twice, for two dossiers."""
    first, _ = settled(money, LEA)
    second = money.running()
    twin = Organization.objects.get(pk=second.dossier.organization_id)
    twin.pk, twin.siret = None, SIREN + "00025"
    twin.save()
    Dossier.objects.filter(pk=second.dossier_id).update(organization=twin)
    second, _ = settled(money, PAUL, key="encore", campaign=again(second))

    numbers = [
        actions.issue_tax_receipts(campaign.dossier, by=money.odile)[0].reference for campaign in (first, second)
    ]

    assert numbers == [f"RF-{SIREN}-2022-0001", f"RF-{SIREN}-2022-0002"]
