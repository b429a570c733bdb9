"""Tax receipts on their pages: the giver's, the officer's, the structure's; the yearly totals and their readers."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from funding import actions
from funding.models import CancelReason, Checkout, TaxMandate, TaxPaper, TaxReceipt, TaxRecipient
from notifications.models import Notification
from okote_flow import clock
from tests.money import MoneyWorld
from tests.payments import paid, told
from tests.receipts import LEA, PAUL, SAWMILL, SIREN, mandated, settled
from tests.views.crowd import queries_of
from tests.views.test_giving import SAID as GIVEN

SAID = {
    "kind": "person", "name": "Léa Muster", "street": "3 rue des Bocaux", "postal_code": "67500", "city": "Haguenau",
    "country": "France", "consents": "on",
}  # fmt: skip
MANDATE = {
    "address": "1 place de la Gare, 67500 Haguenau", "purpose": "Sauver les surplus.", "quality": "general_interest",
    "signatory": "Alice Muster", "signatory_role": "présidente", "given_on": "2022-02-01",
}  # fmt: skip


@pytest.fixture
def money(db: None) -> MoneyWorld:
    cache.clear()
    return MoneyWorld.begun()


def url(name: str, *args: object) -> str:
    return reverse(f"funding:{name}", args=args)


def as_(user) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def read(page: str, client: Client | None = None) -> str:
    response = (client or Client()).get(page)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def issued(money, *addressees):
    campaign, gifts = settled(money, *addressees)
    return campaign, gifts, actions.issue_tax_receipts(campaign.dossier, by=money.odile)


# The giver


def test_a_giver_asks_corrects_and_downloads(money):
    campaign = money.running()
    mandated(campaign.dossier, money.odile)
    checkout = paid(campaign)
    here = url("given", checkout.token)
    assert url("given_receipt", checkout.token) in read(here)

    assert Client().post(url("given_receipt", checkout.token), SAID)["Location"] == here
    assert "Demandé au nom de Léa Muster" in read(here)
    assert 'value="Léa Muster"' in read(url("given_receipt", checkout.token))
    Client().post(url("given_receipt", checkout.token), SAID | {"name": "Paul Muster"})
    money.gift(campaign, 4_000_00)
    finish(money, campaign)
    (receipt,) = actions.issue_tax_receipts(campaign.dossier, by=money.odile)

    page = read(here)
    assert receipt.reference in page and "Valable" in page
    made = Client().get(url("given_receipt_pdf", checkout.token, receipt.pk))
    assert made.content == bytes(TaxPaper.objects.get().file)
    assert made["Content-Disposition"] == f'attachment; filename="{receipt.reference}.pdf"'
    assert Client().post(url("given_receipt", checkout.token), SAID).status_code == 409


def finish(money, campaign):
    with clock.frozen(campaign.window.decides_at):
        actions.close_campaign(campaign)
    dossier = type(campaign.dossier).objects.get(pk=campaign.dossier_id)
    actions.approve_settlement(actions.prepare_settlement(dossier, by=money.tess), by=money.didier)
    actions.settle(dossier, by=money.tess)


def test_a_giver_takes_it_back(money):
    campaign = money.running()
    mandated(campaign.dossier, money.odile)
    checkout = paid(campaign)
    Client().post(url("given_receipt", checkout.token), SAID)

    answer = Client().post(url("withdraw_receipt", checkout.token), follow=True)

    assert "effacés" in answer.content.decode()
    assert not TaxRecipient.objects.exists()
    assert Client().get(url("withdraw_receipt", checkout.token)).status_code == 405


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Indiquez le nom."),
        ({"street": ""}, "Indiquez l’adresse."),
        ({"consents": ""}, "Sans cet accord"),
        ({"kind": "company", "legal_form": "SARL"}, "Indiquez le SIREN."),
        ({"kind": "company", "legal_form": "SARL", "siren": "123456789"}, "Vérifiez les neuf chiffres"),
        ({"kind": "mayor"}, "invalid"),
        ({"name": "x" * 161}, "invalid"),
    ],
)
def test_what_is_missing_is_said_at_its_field(money, wrong, said):
    campaign = money.running()
    mandated(campaign.dossier, money.odile)
    checkout = paid(campaign)

    answer = Client().post(url("given_receipt", checkout.token), SAID | wrong)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not TaxRecipient.objects.exists()


def test_without_mandate_nobody_is_asked_for_an_address(money):
    campaign = money.running()
    checkout = paid(campaign)

    assert "n’émet pas de reçu fiscal par Okoté" in read(url("given", checkout.token))
    assert "wants_receipt" not in read(url("give", campaign.pk))
    assert Client().post(url("given_receipt", checkout.token), SAID).status_code == 409


def test_it_is_asked_while_giving(money):
    campaign = money.running()
    mandated(campaign.dossier, money.odile)
    assert "Je souhaite un reçu fiscal" in read(url("give", campaign.pk))
    wanting = GIVEN | {key: value for key, value in SAID.items() if key != "name"} | {"wants_receipt": "on"}

    assert Client().post(url("give", campaign.pk), wanting | {"street": ""}).status_code == 422
    pay_page = Client().post(url("give", campaign.pk), wanting)["Location"]
    Client().post(pay_page, {"state": "confirmed"})

    row = TaxRecipient.objects.get()
    assert (row.name, row.checkout) == ("Personne fictive", Checkout.objects.get())
    Client().post(url("give", campaign.pk), GIVEN | SAID)  # without the wish nothing of it is kept
    assert TaxRecipient.objects.count() == 1


def test_the_name_of_an_anonymous_giver_stays_out_of_public_pages(money):
    campaign, _, _ = issued(money, LEA)

    assert "Muster" not in read(url("campaign", campaign.pk))
    assert Client().get(url("tax_receipts", campaign.dossier_id)).status_code == 302


def test_one_token_opens_no_other_receipt(money):
    _, gifts, receipts = issued(money, LEA, PAUL)

    stolen = url("given_receipt_pdf", gifts[0].checkout.token, receipts[1].pk)

    assert Client().get(stolen).status_code == 404


# The officer


def test_from_the_mandate_to_the_receipts_on_the_dossiers_page(money):
    campaign, gifts = settled(money, LEA, PAUL)
    odile, page = as_(money.odile), url("tax_receipts", campaign.dossier_id)
    assert "Léa Muster" in read(page, odile) and url("issue_tax_receipts", campaign.dossier_id) in read(page, odile)

    assert odile.post(url("issue_tax_receipts", campaign.dossier_id))["Location"] == page
    again = odile.post(url("issue_tax_receipts", campaign.dossier_id))

    assert again.status_code == 409
    first, second = TaxReceipt.objects.order_by("number")
    assert first.reference in read(page, odile) and second.reference in read(url("gifts", campaign.dossier_id), odile)
    odile.post(url("cancel_tax_receipt", first.pk), {"reason": "recipient"})
    html = read(page, odile)
    assert "Nom ou adresse du donateur à corriger" in html and f"remplacera {first.reference}" in html
    assert "Annulé" in read(url("given", gifts[0].checkout.token))
    odile.post(url("issue_tax_receipt", gifts[0].pk))
    assert f"remplacé par RF-{SIREN}-2022-0003" in read(page, odile)
    kept = odile.get(url("tax_receipt_pdf", first.pk))
    assert kept["Content-Disposition"].endswith(f'"{first.reference}-annule.pdf"')


def test_the_mandate_is_recorded_with_its_paper_and_revoked(money):
    campaign = money.running()
    odile, page = as_(money.odile), url("tax_receipts", campaign.dossier_id)
    assert "Aucun mandat en vigueur" in read(page, odile)
    paper = SimpleUploadedFile("mandat.pdf", b"%PDF-1.7 signed")

    assert odile.post(url("record_tax_mandate", campaign.dossier_id), MANDATE).status_code == 422
    odile.post(url("record_tax_mandate", campaign.dossier_id), MANDATE | {"file": paper})

    mandate = TaxMandate.objects.get()
    assert "En vigueur" in read(page, odile)
    kept = odile.get(url("tax_mandate_file", mandate.pk))
    assert b"".join(kept) == b"%PDF-1.7 signed"
    assert as_(money.zoe).get(url("tax_mandate_file", mandate.pk)).status_code == 404
    alice = as_(money.alice)
    alice.post(url("revoke_tax_mandate", mandate.pk), {"revoked_on": "2022-02-20", "reason": "Nous les émettons."})
    assert "Nous les émettons." in read(page, odile)


def test_who_may_not_issue_reads_why(money):
    campaign, _ = settled(money, LEA)

    html = read(url("tax_receipts", campaign.dossier_id), as_(money.tess))

    assert "disabled" in html
    assert as_(money.tess).post(url("issue_tax_receipts", campaign.dossier_id)).status_code == 409
    assert as_(money.alice).post(url("issue_tax_receipts", campaign.dossier_id)).status_code == 404
    assert not TaxReceipt.objects.exists()


def test_an_officer_enters_the_recipient_of_a_cheque(money):
    campaign = money.running()
    mandated(campaign.dossier, money.odile)
    gift = money.gift(campaign, 80_00)

    as_(money.odile).post(url("enter_tax_recipient", gift.pk), SAID | {"kind": "company", "legal_form": "SARL",
                                                                       "siren": "732 829 320"})  # fmt: skip

    assert TaxRecipient.objects.get().siren == "732829320"
    assert "demandé" in read(url("gifts", campaign.dossier_id), as_(money.odile))


def test_what_came_back_is_shown_and_told(money, django_capture_on_commit_callbacks):
    campaign, gifts, (receipt,) = issued(money, LEA)
    with django_capture_on_commit_callbacks(execute=True):
        told(gifts[0].checkout, "charged_back")

    for person in (money.odile, money.alice):
        assert "Don rendu après le reçu" in read(url("tax_receipts", campaign.dossier_id), as_(person))
    told_of = Notification.objects.filter(event__kind="funding.tax_receipt_outdated")
    assert set(told_of.values_list("recipient__first_name", flat=True)) >= {"Odile", "Alice"}
    assert receipt.reference in told_of.first().text


# The structure, and its year


def test_the_structure_reads_its_own_receipts_and_year(money):
    campaign, _, (receipt,) = issued(money, LEA)
    alice, organization = as_(money.alice), campaign.dossier.organization_id

    assert receipt.reference in read(url("tax_receipts", campaign.dossier_id), alice)
    assert alice.get(url("tax_receipt_pdf", receipt.pk)).content.startswith(b"%PDF")
    assert "dans les trois mois de la clôture de l’exercice" in read(url("tax_year", organization, 2022), alice)
    assert alice.get(url("tax_issuers")).status_code == 404
    for name, args in (
        ("tax_receipts", [campaign.dossier_id]), ("tax_receipt_pdf", [receipt.pk]), ("tax_year", [organization, 2022]),
        ("tax_year_csv", [organization, 2022]),
    ):  # fmt: skip
        assert as_(money.zoe).get(url(name, *args)).status_code == 404


def test_a_year_counts_what_is_valid_and_shows_the_rest_apart(money):
    campaign, _, receipts = issued(money, LEA, SAWMILL, PAUL)
    found = TaxReceipt.objects.select_related("gift__campaign__dossier").get(pk=receipts[0].pk)
    actions.cancel_tax_receipt(found, reason=CancelReason.MISTAKE, by=money.odile)
    organization = campaign.dossier.organization_id

    html = read(url("tax_year", organization, 2022), as_(money.didier))
    table = as_(money.didier).get(url("tax_year_csv", organization, 2022)).getvalue().decode()

    assert '<dd class="ok-num">2</dd>' in html and "100,00 €" in html and "1 pour 50,00 €" in html
    assert "6 ans" in html
    assert table.count("\r\n") == 4 and "annulé" in table and "Scierie des Exemples;732829320" in table
    assert "Léa Muster" not in table
    rows = read(url("tax_issuers"), as_(money.didier))
    assert "Bocaux &amp; Compagnie" in rows and "100,00 €" in rows
    assert as_(money.didier).get(url("tax_year", organization, 1999)).status_code == 404


def test_pages_without_receipts_say_what_to_do(money):
    campaign = money.running()

    assert "Aucun reçu n’est encore émis" in read(url("tax_issuers"), as_(money.odile))
    assert "Aucun reçu n’est encore émis" in read(url("tax_receipts", campaign.dossier_id), as_(money.odile))
    assert "Aucun reçu de 2022" in read(url("tax_year", campaign.dossier.organization_id, 2022), as_(money.odile))


def test_pages_take_as_many_queries_whatever_they_show(money):
    campaign, gifts = settled(money, *[LEA] * 6)
    odile = as_(money.odile)
    for gift in gifts[:1]:
        actions.issue_tax_receipt(gift, by=money.odile)
    organization = campaign.dossier.organization_id
    pages = [
        url("tax_receipts", campaign.dossier_id), url("tax_year", organization, 2022), url("tax_issuers"),
        url("gifts", campaign.dossier_id), url("given", gifts[0].checkout.token),
    ]  # fmt: skip
    few = [queries_of(odile, page) for page in pages]
    for gift in gifts[1:4]:
        actions.issue_tax_receipt(gift, by=money.odile)

    assert [queries_of(odile, page) for page in pages] == few
