"""Calls for funds: each partner is asked once, under a number without gap, by a document that stays as it was made."""

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from funding import actions, checks, papers
from funding.models import CallForFunds, PayoutOrder, Settlement
from okote_flow import clock
from okote_flow.refusals import Refused
from tests.money import MoneyWorld
from tests.views.test_funding_pages import as_, page, url


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def refused(call) -> list[str]:
    with pytest.raises(Refused) as caught:
        call()
    return [refusal.code for refusal in caught.value.refusals]


def test_each_partner_is_called_once_under_the_next_number(money):
    first, second = money.settled().pledges.all()

    calls = [actions.call_for_funds(one, by=money.tess) for one in (first, second)]

    assert [call.reference for call in calls] == ["AF-2022-001", "AF-2022-002"]
    assert [call.cents for call in calls] == [4_000_00, 4_000_00]
    assert calls[0].due_on == clock.today() + timedelta(days=30)
    assert refused(lambda: actions.call_for_funds(first, by=money.tess)) == ["already-called"]
    assert list(checks.check()) == []


def test_what_is_not_settled_or_paid_already_is_not_called(money, settings):
    early = money.closed(4_000_00).pledges.first()
    assert refused(lambda: actions.call_for_funds(early, by=money.tess)) == ["nothing-to-call"]
    pledge = money.settled().pledges.first()
    assert refused(lambda: actions.call_for_funds(pledge, by=money.odile)) == ["not-yours"]
    settings.BANK_IBAN = ""
    assert refused(lambda: actions.call_for_funds(pledge, by=money.tess)) == ["payer-missing"]


def test_no_number_is_left_out_even_by_hand(money):
    pledge = money.settled().pledges.first()
    row = {"year": 2022, "cents": 1, "due_on": clock.today(), "issued_by": money.tess, "file": b"x"}

    with pytest.raises(IntegrityError), transaction.atomic():
        CallForFunds.objects.create(pledge=pledge, number=2, **row)
    CallForFunds.objects.create(pledge=pledge, number=1, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        CallForFunds.objects.update(cents=2)


def test_the_document_is_kept_and_the_same_again(money):
    pledge = money.settled().pledges.select_related("partner", "envelope__agreement", "campaign__dossier").first()
    call = actions.call_for_funds(pledge, by=money.tess)

    assert bytes(call.file).startswith(b"%PDF")
    assert hashlib.sha256(bytes(call.file)).hexdigest() == call.file_sha256
    assert papers.call_for_funds(call, pledge) == bytes(call.file)
    assert b"pdfaid" in bytes(call.file)
    response = as_(money.tess).get(url("call_pdf", call.pk))
    assert response.content == bytes(call.file)
    assert call.reference in page(money.tess, "calls")


def test_settlement_and_payment_are_said_on_paper(money):
    campaign = money.paid()
    settlement, order = Settlement.objects.get(), PayoutOrder.objects.get()

    for name, row, reader in (("settlement_pdf", settlement, money.tess), ("notice_pdf", order, money.alice)):
        response = as_(reader).get(url(name, row.pk))
        assert response.content.startswith(b"%PDF"), name
        assert as_(money.zoe).get(url(name, row.pk)).status_code == 404
    assert "Avis de versement en PDF" in page(money.alice, "payout", campaign.dossier_id)


def test_what_is_not_approved_or_not_paid_has_no_paper(money):
    campaign = money.closed(4_000_00)
    settlement = actions.prepare_settlement(campaign.dossier, by=money.tess)
    assert as_(money.tess).get(url("settlement_pdf", settlement.pk)).status_code == 404
    order = actions.prepare_payout(money.payable().dossier, by=money.odile)
    assert as_(money.odile).get(url("notice_pdf", order.pk)).status_code == 404
