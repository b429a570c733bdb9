"""Tax receipts: issued once under a mandate, for what is left of the gift; cancelled and replaced."""

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from funding import actions, checks
from funding.models import CancelReason, Gift, Refund, TaxPaper, TaxReceipt, TaxRecipient
from okote_flow import clock
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests.actions.test_money_settlement import cancel as cancel_project
from tests.money import MoneyWorld
from tests.payments import paid, told
from tests.receipts import LEA, PAUL, SAWMILL, SIREN, asked, issued_numbers, mandated, settled


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def refused(call) -> list[str]:
    with pytest.raises(Refused) as caught:
        call()
    return [refusal.code for refusal in caught.value.refusals]


def cancel(money, receipt, reason=CancelReason.RECIPIENT):
    found = TaxReceipt.objects.select_related("gift__campaign__dossier").get(pk=receipt.pk)
    return actions.cancel_tax_receipt(found, reason=reason, by=money.odile)


def issue(money, gift):
    found = Gift.objects.select_related("campaign__dossier").get(pk=gift.pk)
    return actions.issue_tax_receipt(found, by=money.odile)


def test_one_act_issues_every_receipt_and_a_second_click_makes_none(money):
    campaign, gifts = settled(money, LEA, SAWMILL)

    receipts = actions.issue_tax_receipts(campaign.dossier, by=money.odile)

    assert issued_numbers(receipts) == [f"RF-{SIREN}-2022-0001", f"RF-{SIREN}-2022-0002"]
    assert [(one.gift, one.cents, one.model) for one in receipts] == [
        (gifts[0], 50_00, "11580"),
        (gifts[1], 50_00, "16216"),
    ]
    assert refused(lambda: actions.issue_tax_receipts(campaign.dossier, by=money.odile)) == ["receipts-none"]
    assert TaxReceipt.objects.count() == 2
    assert list(checks.check()) == []


def test_the_document_is_kept_byte_for_byte(money):
    campaign, _ = settled(money, LEA)

    (receipt,) = actions.issue_tax_receipts(campaign.dossier, by=money.odile)

    made = bytes(TaxPaper.objects.get(receipt=receipt).file)
    assert made.startswith(b"%PDF")
    assert hashlib.sha256(made).hexdigest() == receipt.file_sha256
    assert b"pdfaid" in made


def test_a_gift_that_nobody_asked_a_receipt_for_gets_none(money):
    campaign, _ = settled(money, LEA)
    silent = Gift.objects.get(provider_reference="beaucoup")

    actions.issue_tax_receipts(campaign.dossier, by=money.odile)

    assert refused(lambda: issue(money, silent)) == ["recipient-missing"]
    assert not silent.tax_receipts.exists()


def test_nothing_is_issued_before_the_match_is_fixed(money):
    campaign = money.running()
    mandated(campaign.dossier, money.odile)
    (gift,) = asked(campaign, money, LEA)

    assert refused(lambda: actions.issue_tax_receipts(campaign.dossier, by=money.odile)) == ["receipts-too-early"]
    assert refused(lambda: issue(money, gift)) == ["receipts-too-early"]


def test_nothing_is_issued_without_mandate_or_by_somebody_else(money):
    campaign, gifts = settled(money, LEA)
    mandate = campaign.dossier.organization.tax_mandates.get()

    assert refused(lambda: actions.issue_tax_receipts(campaign.dossier, by=money.alice)) == ["not-yours"]
    assert refused(lambda: actions.issue_tax_receipt(gifts[0], by=money.tess)) == ["not-yours"]
    actions.revoke_tax_mandate(mandate, revoked_on=clock.today(), reason="Plus besoin.", by=money.odile)
    assert refused(lambda: actions.issue_tax_receipts(campaign.dossier, by=money.odile)) == ["mandate-missing"]
    assert refused(lambda: issue(money, gifts[0])) == ["mandate-missing"]


def test_a_structure_that_lost_its_siren_issues_nothing(money):
    campaign, gifts = settled(money, LEA)
    organization = campaign.dossier.organization
    organization.siret = "12345678900000"
    organization.save()

    assert refused(lambda: issue(money, gifts[0])) == ["issuer-siren-missing"]


def test_a_receipt_is_for_what_is_left_of_the_gift(money):
    campaign = money.running()
    mandated(campaign.dossier, money.odile)
    part, whole = asked(campaign, money, LEA, PAUL)
    actions.refund_gift(part, key="R-1", cents=20_00, by=money.odile)
    actions.refund_gift(whole, key="R-2", by=money.odile)
    campaign = settle(money, campaign)

    (receipt,) = actions.issue_tax_receipts(campaign.dossier, by=money.odile)

    assert (receipt.gift, receipt.cents) == (part, 30_00)
    assert refused(lambda: issue(money, whole)) == ["receipt-empty"]
    assert list(checks.check()) == []


def settle(money, campaign):
    money.gift(campaign, 4_000_00)
    with clock.frozen(campaign.window.decides_at):
        actions.close_campaign(campaign)
    dossier = type(campaign.dossier).objects.get(pk=campaign.dossier_id)
    actions.approve_settlement(actions.prepare_settlement(dossier, by=money.tess), by=money.didier)
    actions.settle(dossier, by=money.tess)
    return type(campaign).objects.select_related("dossier").get(pk=campaign.pk)


def test_a_receipt_waits_for_a_reversal_and_for_what_is_decided_of_a_claim(money):
    campaign, gifts = settled(money, LEA, PAUL)
    first, second = (gift.checkout for gift in gifts)
    told(first, "contested")

    assert refused(lambda: issue(money, gifts[0])) == ["reversal-underway"]
    told(second, "charged_back")
    assert refused(lambda: issue(money, gifts[1])) == ["receipt-empty"]
    assert refused(lambda: actions.issue_tax_receipts(campaign.dossier, by=money.odile)) == ["receipts-none"]


def test_a_cancelled_receipt_stays_and_is_replaced_by_one_that_names_it(money):
    campaign, (gift,) = settled(money, LEA)
    (first,) = actions.issue_tax_receipts(campaign.dossier, by=money.odile)
    assert refused(lambda: issue(money, gift)) == ["receipt-there"]

    cancel(money, first)
    assert refused(lambda: cancel(money, first)) == ["receipt-cancelled"]
    actions.ask_tax_receipt(gift.checkout, addressee=PAUL, consents=True, by=None)
    second = issue(money, gift)

    assert second.reference == f"RF-{SIREN}-2022-0002"
    assert second.replaces == first
    assert TaxPaper.objects.count() == 2
    cancel(money, second)
    assert issue(money, gift).replaces == second
    assert list(checks.check()) == []


def test_only_an_officer_cancels_and_the_end_of_the_mandate_does_not_stand_in_the_way(money):
    campaign, _ = settled(money, LEA)
    (receipt,) = actions.issue_tax_receipts(campaign.dossier, by=money.odile)
    again = TaxReceipt.objects.select_related("gift__campaign__dossier").get()
    assert refused(lambda: actions.cancel_tax_receipt(again, reason=CancelReason.MISTAKE, by=money.alice)) == [
        "not-yours"
    ]
    actions.revoke_tax_mandate(receipt.mandate, revoked_on=clock.today(), reason="Fin.", by=money.alice)

    cancel(money, receipt)

    assert TaxReceipt.objects.get().is_cancelled


def test_what_comes_back_after_the_receipt_makes_it_due_for_cancellation(money):
    campaign, (gift,) = settled(money, LEA)
    (receipt,) = actions.issue_tax_receipts(campaign.dossier, by=money.odile)

    told(gift.checkout, "charged_back")

    event = Event.objects.get(kind="funding.tax_receipt_outdated")
    assert event.facts["reference"] == receipt.reference
    assert refused(lambda: issue(money, gift)) == ["receipt-outdated"]
    cancel(money, receipt, CancelReason.GIVEN_BACK)
    assert refused(lambda: issue(money, gift)) == ["receipt-empty"]
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert [fault.code for fault in checks.check()] == []


def test_a_gift_of_somebody_concerned_has_its_receipt_too(money):
    campaign = money.running()
    mandated(campaign.dossier, money.odile)
    checkout = paid(campaign, 60_00, giver=actions.Giver("Alice", interest="holder"))
    actions.ask_tax_receipt(checkout, addressee=LEA, consents=True, by=None)
    campaign = settle(money, campaign)

    (receipt,) = actions.issue_tax_receipts(campaign.dossier, by=money.odile)

    assert receipt.cents == 60_00


def test_the_database_itself_keeps_numbers_papers_and_one_receipt_for_a_gift(money):
    _, gifts = settled(money, LEA, PAUL)
    receipt = issue(money, gifts[0])
    row = {
        "organization": receipt.organization, "siren": SIREN, "year": 2022, "mandate": receipt.mandate,
        "model": "11580", "cents": 1, "file_sha256": "0" * 64, "issued_by": money.odile,
    }  # fmt: skip

    for hostile in (
        lambda: TaxReceipt.objects.create(gift=gifts[1], number=3, **row),
        lambda: TaxReceipt.objects.create(gift=gifts[0], number=2, **row),
        lambda: TaxReceipt.objects.update(cents=2),
        lambda: TaxReceipt.objects.all().delete(),
        lambda: TaxPaper.objects.update(file=b"other"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            hostile()
    assert TaxReceipt.objects.get().cents == 50_00


def test_the_journal_names_no_donor(money):
    campaign, _ = settled(money, LEA)
    actions.issue_tax_receipts(campaign.dossier, by=money.odile)

    assert not [event for event in Event.objects.all() if "Muster" in str(event.facts) or "Bocaux" in str(event.facts)]


def test_the_cancellation_of_a_settled_campaign_says_which_receipts_it_outdates(money):
    campaign, _ = settled(money, LEA, PAUL)
    receipts = actions.issue_tax_receipts(campaign.dossier, by=money.odile)

    cancel_project(money, campaign)

    told_of = Event.objects.filter(kind="funding.tax_receipt_outdated").order_by("pk")
    assert [event.facts["reference"] for event in told_of] == issued_numbers(receipts)
    assert list(checks.check()) == []


def test_after_a_cancellation_what_stayed_with_the_project_has_its_right_receipt(money):
    campaign, gifts = settled(money, LEA)
    receipt = issue(money, gifts[0])
    Refund.objects.create(gift=gifts[0], cents=15_00, key="part", decided_at=clock.now())
    campaign.state = "cancelled"
    campaign.save(update_fields=["state"])
    actions.cancel_tax_receipt(receipt, reason=CancelReason.GIVEN_BACK, by=money.odile)

    again = issue(money, Gift.objects.select_related("campaign__dossier").get(pk=gifts[0].pk))

    assert (again.cents, again.replaces) == (35_00, receipt)


def test_papers_and_names_are_erased_when_nobody_has_to_keep_them(money):
    _, gifts = settled(money, LEA, PAUL)
    receipt = issue(money, gifts[0])
    late = clock.now().replace(year=2028, month=12, day=31)

    for at, left in ((late, (1, 1)), (late + timedelta(days=1), (0, 0))):
        with clock.frozen(at):
            for one in actions.receipts_to_forget():
                actions.forget_tax_paper(one, by=None)
            for one in actions.recipients_to_forget():
                actions.forget_tax_recipient(one, by=None)
        assert (TaxPaper.objects.count(), TaxRecipient.objects.count()) == left

    assert TaxReceipt.objects.get() == receipt
    with clock.frozen(late + timedelta(days=2)):
        assert list(checks.check()) == []


def test_what_must_be_kept_is_not_forgotten(money):
    _, gifts = settled(money, LEA, PAUL)
    receipt = issue(money, gifts[0])

    actions.forget_tax_paper(receipt, by=None)
    for one in TaxRecipient.objects.order_by("pk"):
        actions.forget_tax_recipient(one, by=None)

    assert (TaxPaper.objects.count(), TaxRecipient.objects.count()) == (1, 2)
