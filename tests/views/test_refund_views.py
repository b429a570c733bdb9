"""Refunds on their pages: how each goes, how far it is, what it lacks; what a donor reads of their own."""

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client

from funding import actions
from funding.models import Campaign, Checkout, Means, PayoutBatch, Refund, RefundAccount, RefundRequest
from okote_flow import clock
from okote_flow.operations import sweep
from tests import camt
from tests.money import IBAN, OTHER_IBAN, MoneyWorld, refunds_with_accounts, sent_refunds
from tests.payments import asked, paid
from tests.views.crowd import queries_of
from tests.views.test_funding_pages import as_, page, plain, url


@pytest.fixture
def money(db: None) -> MoneyWorld:
    cache.clear()
    return MoneyWorld.begun()


def over(campaign: Campaign) -> Campaign:
    with clock.frozen(campaign.window.decides_at):
        return actions.close_campaign(campaign)


@pytest.fixture
def mixed(money: MoneyWorld) -> Campaign:
    """Failed, with a card, an announced transfer and a cheque to give back."""
    campaign = money.running()
    paid(campaign, 50_00)
    checkout = asked(campaign, 40_00, provider="transfer")
    actions.confirm_transfer(checkout, cents=40_00, key="VIR-1", by=money.odile)
    actions.receive_gift(
        campaign, cents=30_00, key="CHQ-1", means=Means.CHEQUE, donor_name="=Jeanne Baum", by=money.odile
    )
    return over(campaign)


def refund_of(key: str) -> Refund:
    return Refund.objects.get(gift__provider_reference=key)


def transfer() -> Checkout:
    return Checkout.objects.get(provider="transfer")


def donor_reads(checkout: Checkout) -> str:
    response = Client().get(url("given", checkout.token))
    assert response.status_code == 200
    return plain(response.content.decode())


def test_refunds_go_their_ways_by_the_people_who_have_the_right(money, mixed):
    odile, didier, tess = (as_(person) for person in (money.odile, money.didier, money.tess))
    dossier = mixed.dossier_id
    html = plain(page(money.tess, "refunds", dossier))
    assert "120,00 € restent à envoyer" in html
    assert "À demander au prestataire" in html and "IBAN du donateur, ou chèque" in html

    tess.post(url("ask_provider_refunds", dossier))
    sweep.run()
    odile.post(url("give_refund_account", refund_of("VIR-1").pk), {"iban": IBAN, "holder": "Élise Straße"})
    offered = odile.get(url("compose_refund_batch", dossier)).content.decode()
    assert "Élise Straße, écrit « Elise Strasse », FR14 … 2606 : 40 €" in plain(offered)
    odile.post(url("compose_refund_batch", dossier), {"refunds": [refund_of("VIR-1").pk], "due_on": "2022-06-01"})
    batch = PayoutBatch.objects.get()
    assert "Dans le lot" not in plain(page(money.tess, "refunds", dossier))
    assert f"lot {batch.key} : À approuver" in plain(page(money.tess, "refunds", dossier))
    didier.post(url("approve_batch", batch.pk))
    tess.post(url("approve_batch", batch.pk))
    assert tess.get(url("batch_file", batch.pk)).content == batch.content
    tess.post(url("send_batch", batch.pk))
    tess.post(url("confirm_batch", batch.pk), {"bank_reference": "R-1"})
    tess.post(url("confirm_refund", refund_of("CHQ-1").pk), {"reference": "CHQ-9"})

    html = plain(page(money.tess, "refunds", dossier))
    assert "Tout ce qui était dû aux donateurs leur a été envoyé" in html
    assert "CHQ-9" in html and "R-1" in html
    assert "Réécrit pour la banque. Donné : Élise Straße" in plain(page(money.tess, "batch", batch.pk))
    tess.post(url("return_refund", refund_of("VIR-1").pk), {"reason": "Compte clos"})
    assert "Compte clos" in page(money.tess, "refunds", dossier)


def test_who_may_not_reads_why_and_finds_no_links(money, mixed):
    html = page(money.didier, "refunds", mixed.dossier_id)

    assert html.count("disabled") == 3
    assert url("give_refund_account", refund_of("VIR-1").pk) not in html
    assert url("confirm_refund", refund_of("VIR-1").pk) not in html
    assert url("give_refund_account", refund_of("VIR-1").pk) in page(money.odile, "refunds", mixed.dossier_id)
    for name in ("refunds", "refunds_csv", "compose_refund_batch"):
        assert as_(money.alice).get(url(name, mixed.dossier_id)).status_code == 404


def test_a_batch_of_refunds_is_not_there_for_whoever_is_kept_away(money, mixed, monkeypatch):
    actions.give_refund_account(refund_of("VIR-1"), iban=IBAN, holder="Élise", by=money.odile)
    batch = actions.compose_refund_batch(mixed.dossier, refunds=[refund_of("VIR-1")], by=money.odile)
    kept = actions.batches.access.kept_by
    assert as_(money.didier).get(url("batch", batch.pk)).status_code == 200
    monkeypatch.setattr("funding.access.kept_by", lambda user: kept(user).exclude(pk=mixed.dossier_id))

    for name in ("batch", "batch_file", "approve_batch"):
        assert as_(money.didier).get(url(name, batch.pk)).status_code == 404
    assert batch.key not in page(money.didier, "batches")


def test_the_list_is_filtered_summed_exported_and_printed(money, mixed):
    actions.give_refund_account(refund_of("VIR-1"), iban=IBAN, holder="Élise", by=money.odile)

    html = plain(page(money.odile, "refunds", mixed.dossier_id))
    assert "IBAN manquant 1 30,00 €" in html and "À envoyer 2 90,00 €" in html
    only = plain(as_(money.odile).get(url("refunds", mixed.dossier_id) + "?etat=a-completer").getvalue().decode())
    assert "Don CHQ-1" in only and "Don VIR-1" not in only
    none = as_(money.odile).get(url("refunds", mixed.dossier_id) + "?etat=envoye").content.decode()
    assert "Aucun remboursement dans cet état" in none
    text = as_(money.odile).get(url("refunds_csv", mixed.dossier_id) + "?etat=a-completer").getvalue().decode()
    assert "'=Jeanne Baum;CHQ-1;Chèque" in text and "VIR-1" not in text
    assert "data-okote-imprimer" in page(money.odile, "refunds", mixed.dossier_id)


def test_a_campaign_without_refunds_says_so(money):
    html = plain(page(money.tess, "refunds", money.running().dossier_id))

    assert "Rien n’est dû aux donateurs" in html and "Aucun remboursement." in html


def test_a_longer_list_takes_the_same_queries(money):
    few, many = money.closed(40_00), money.closed(40_00, 50_00, 60_00, 70_00)
    for campaign in (few, many):
        actions.confirm_batch(sent_refunds(money, campaign), bank_reference="R-1", by=money.tess)

    for name in ("refunds", "refunds_csv"):
        assert len({queries_of(as_(money.odile), url(name, one.dossier_id)) for one in (few, many)}) == 1
    batches = PayoutBatch.objects.order_by("pk")
    assert len({queries_of(as_(money.odile), url("batch", one.pk)) for one in batches}) == 1


def test_the_bank_says_from_where_a_gift_came(money, mixed):
    reference = transfer().reference
    content = camt.statement(camt.Movement(40_00, reference="X", purpose=reference, name="Élise Straße"))
    named = b"<Pty><Nm>\xc3\x89lise Stra\xc3\x9fe</Nm></Pty>"
    account = f"<DbtrAcct><Id><IBAN>{OTHER_IBAN}</IBAN></Id></DbtrAcct>".encode()
    content = content.replace(b"<Dbtr>" + named + b"</Dbtr>", b"<Dbtr>" + named + b"</Dbtr>" + account)
    actions.import_statement(file=ContentFile(content, name="releve.xml"), by=money.tess)

    html = page(money.odile, "give_refund_account", refund_of("VIR-1").pk)

    assert OTHER_IBAN in html and "Élise Straße" in html
    assert OTHER_IBAN not in page(money.didier, "give_refund_account", refund_of("VIR-1").pk)
    assert OTHER_IBAN not in page(money.odile, "give_refund_account", refund_of("CHQ-1").pk)


# ----------------------------------------------------------------------------------------------- the donor's own page


def test_a_donor_reads_how_far_the_refund_is(money, mixed):
    card, checkout = Checkout.objects.get(provider="simulated"), transfer()
    assert "40,00 € vous sont dus. Dites-nous sur quel compte" in donor_reads(checkout)
    assert "reviennent sur la carte" in donor_reads(card)
    assert url("own_account", card.token) not in donor_reads(card)

    Client().post(url("own_account", checkout.token), {"iban": IBAN, "holder": "Élise Straße"})
    assert "vers le compte FR14 … 2606" in donor_reads(checkout)
    assert RefundAccount.objects.get().source == "donor"
    actions.ask_provider_refunds(mixed.dossier, by=money.tess)
    assert "en route vers la carte" in donor_reads(card)
    sweep.run()
    assert f"sont partis le {clock.today():%d/%m/%Y}, sur la carte" in donor_reads(card)
    batch = actions.compose_refund_batch(mixed.dossier, refunds=[refund_of("VIR-1")], by=money.odile)
    assert "en route vers votre compte" in donor_reads(checkout)
    actions.approve_batch(batch, by=money.didier)
    actions.send_batch(actions.approve_batch(batch, by=money.tess), by=money.tess)
    actions.confirm_batch(batch, bank_reference="R-1", by=money.tess)
    html = donor_reads(checkout)
    assert f"40,00 € sont partis le {clock.today():%d/%m/%Y}" in html
    assert batch.key not in html and "R-1" not in html
    actions.return_refund(refund_of("VIR-1"), reason="Compte clos", by=money.tess)
    assert "le virement nous est revenu" in donor_reads(checkout)


def test_a_donor_who_is_owed_nothing_gives_no_account(money):
    checkout = asked(money.running(), 40_00, provider="transfer")

    html = Client().get(url("own_account", checkout.token)).content.decode()
    assert "Aucun remboursement n’est dû" in html and "disabled" in html
    answer = Client().post(url("own_account", checkout.token), {"iban": IBAN, "holder": "É"})
    assert answer.status_code in (409, 422)
    assert not RefundAccount.objects.exists()
    assert Client().get(url("own_account", "inconnu")).status_code == 404


def test_an_account_that_no_bank_knows_is_refused_beside_what_was_typed(money, mixed):
    answer = Client().post(url("own_account", transfer().token), {"iban": "FR00 1234", "holder": "Élise"})

    assert answer.status_code in (409, 422)
    assert "n’est pas valide" in answer.content.decode() and "FR00 1234" in answer.content.decode()


# ----------------------------------------------------------------------------------------- messages, beside the tasks


def test_messages_leave_as_a_table_without_their_bodies(money, mixed):
    text = as_(money.tess).get(url("events_csv")).getvalue().decode()

    assert "Traité" in text.splitlines()[0] and len(text.splitlines()) == 2
    assert "sim-" in text and "checkout" not in text
    assert len(as_(money.tess).get(url("events_csv") + "?etat=held").getvalue().decode().splitlines()) == 1
    assert as_(money.alice).get(url("events_csv")).status_code == 404
    assert "data-okote-imprimer" in page(money.tess, "events")


def test_officers_and_treasury_see_beside_their_tasks_what_nobody_has_assigned(money):
    assert "Paiements à examiner" not in as_(money.tess).get("/ma-corbeille/").content.decode()
    actions.record_unidentified(cents=12_00, key="VIR-9", reason="Inconnu", by=money.tess)

    for person, sees in ((money.tess, True), (money.odile, True), (money.didier, False), (money.alice, False)):
        html = plain(as_(person).get("/ma-corbeille/").content.decode())
        assert ("Sommes à attribuer (1) 12,00 €" in html) is sees, person


def test_a_refused_request_is_read_on_the_page(money, mixed, settings):
    actions.ask_provider_refunds(mixed.dossier, by=money.tess)
    settings.PAYMENTS_SIMULATED = False
    sweep.run()

    assert RefundRequest.objects.get().state == "refused"
    assert "Refusé par le prestataire : Ce prestataire ne se commande pas" in plain(
        page(money.tess, "refunds", mixed.dossier_id)
    )


def test_accounts_and_batches_of_other_campaigns_are_not_offered(money, mixed):
    other = money.closed(20_00)
    refunds_with_accounts(money, other)

    assert "Choisissez au moins un remboursement" in page(money.odile, "compose_refund_batch", mixed.dossier_id)
