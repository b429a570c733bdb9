"""The mandate under which receipts are issued, and who wants one: recorded, revoked, said, corrected, erased."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from dossiers.models import Dossier
from funding import actions, checks
from funding.models import Checkout, Gift, TaxMandate, TaxRecipient
from okote_flow import clock
from okote_flow.directory.models import LegalForm
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests.money import MoneyWorld
from tests.payments import asked as checkout_of
from tests.payments import paid, told
from tests.receipts import LEA, PAUL, SAWMILL, mandated, settled, signed


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def refused(call) -> list[str]:
    with pytest.raises(Refused) as caught:
        call()
    return [refusal.code for refusal in caught.value.refusals]


def revoke(mandate, by, **said):
    found = TaxMandate.objects.select_related("dossier", "organization").get(pk=mandate.pk)
    given = {"revoked_on": clock.today(), "reason": "La structure les émet elle-même."} | said
    return actions.revoke_tax_mandate(found, by=by, **given)


# The mandate


def test_an_officer_records_what_the_structure_signed(money):
    dossier = money.endorsed()

    mandate = mandated(dossier, money.odile, rescript="2021/123 du 4 mars 2021")

    assert (mandate.organization, mandate.signatory, mandate.recorded_by) == (
        dossier.organization, "Alice Muster", money.odile,
    )  # fmt: skip
    with mandate.file.open("rb") as kept:
        assert kept.read() == signed().read()
    assert Event.objects.filter(kind="funding.tax_mandate_recorded", subject=dossier.subject).count() == 1
    assert list(checks.check()) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"address": " "}, "mandate-incomplete"),
        ({"purpose": ""}, "mandate-incomplete"),
        ({"signatory": ""}, "mandate-incomplete"),
        ({"signatory_role": " "}, "mandate-incomplete"),
        ({"given_on": clock.today() + timedelta(days=10_000)}, "mandate-day-wrong"),
        ({"file": ContentFile(b"", "mandat.pdf")}, "file-empty"),
        ({"file": ContentFile(b"MZ", "mandat.exe")}, "file-type"),
        ({"file": ContentFile(b"MZ", "mandat.pdf")}, "file-disguised"),
    ],
)
def test_a_mandate_that_does_not_say_enough_is_refused(money, said, code):
    dossier = money.endorsed()

    assert refused(lambda: mandated(dossier, money.odile, **said)) == [code]
    assert not TaxMandate.objects.exists()


def test_a_mandate_is_recorded_by_the_officer_and_once_at_a_time(money):
    dossier = money.endorsed()
    assert refused(lambda: mandated(dossier, money.alice)) == ["not-yours"]

    mandate = mandated(dossier, money.odile)
    assert refused(lambda: mandated(dossier, money.odile)) == ["mandate-there"]

    revoke(mandate, money.alice)
    assert mandated(dossier, money.odile) != mandate


def test_without_siren_there_is_no_mandate(money):
    dossier = money.endorsed()
    dossier.organization.siret = ""
    dossier.organization.save()

    assert refused(lambda: mandated(dossier, money.odile)) == ["issuer-siren-missing"]


@pytest.mark.parametrize("form", [LegalForm.COOPERATIVE, LegalForm.ESS_COMPANY])
def test_a_company_needs_a_rescript(money, form):
    dossier = money.endorsed()
    dossier.organization.legal_form = form
    dossier.organization.save()

    assert refused(lambda: mandated(dossier, money.odile)) == ["issuer-not-eligible"]
    assert mandated(dossier, money.odile, rescript="2021/123").rescript == "2021/123"


def test_a_mandate_ends_on_a_day_with_a_reason(money):
    dossier = money.endorsed()
    mandate = mandated(dossier, money.odile, given_on=clock.today() - timedelta(days=10))

    assert refused(lambda: revoke(mandate, money.zoe)) == ["not-yours"]
    assert refused(lambda: revoke(mandate, money.alice, reason=" ")) == ["mandate-incomplete"]
    for days in (-11, 1):
        day = clock.today() + timedelta(days=days)
        assert refused(lambda day=day: revoke(mandate, money.alice, revoked_on=day)) == ["revocation-day-wrong"]
    revoke(mandate, money.alice, revoked_on=clock.today() - timedelta(days=3))
    assert refused(lambda: revoke(mandate, money.alice)) == ["mandate-ended"]
    assert list(checks.check()) == []


def test_a_mandate_does_not_end_before_what_was_issued_under_it(money):
    campaign, _ = settled(money, LEA)
    (receipt,) = actions.issue_tax_receipts(campaign.dossier, by=money.odile)

    with clock.frozen(clock.now() + timedelta(days=5)):
        before = receipt.issued_at.date() - timedelta(days=1)
        codes = refused(lambda: revoke(receipt.mandate, money.odile, revoked_on=before))
    assert codes == ["revocation-day-wrong"]


def test_a_mandate_is_never_rewritten(money):
    mandated(money.endorsed(), money.odile)

    for hostile in (lambda: TaxMandate.objects.update(signatory="X"), lambda: TaxMandate.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            hostile()


# Who wants one


def given(money, cents=50_00, **said) -> Checkout:
    campaign = money.running()
    mandated(campaign.dossier, money.odile)
    return paid(campaign, cents, **said)


def ask(checkout, addressee=LEA, consents=True):
    return actions.ask_tax_receipt(checkout, addressee=addressee, consents=consents, by=None)


def test_a_giver_says_it_corrects_it_and_takes_it_back(money):
    checkout = given(money)

    ask(checkout)
    ask(checkout, SAWMILL)

    row = TaxRecipient.objects.get()
    assert (row.kind, row.name, row.siren, row.legal_form) == ("company", "Scierie des Exemples", "732829320", "SARL")
    actions.withdraw_tax_receipt(checkout, by=None)
    assert not TaxRecipient.objects.exists()
    assert refused(lambda: actions.withdraw_tax_receipt(checkout, by=None)) == ["recipient-none"]


@pytest.mark.parametrize(
    ("addressee", "consents", "codes"),
    [
        (replace(LEA, name=" "), True, ["recipient-incomplete"]),
        (replace(LEA, street=""), True, ["recipient-incomplete"]),
        (replace(LEA, postal_code=""), True, ["recipient-incomplete"]),
        (replace(LEA, city=""), True, ["recipient-incomplete"]),
        (replace(SAWMILL, siren=""), True, ["recipient-incomplete"]),
        (replace(SAWMILL, legal_form=""), True, ["recipient-incomplete"]),
        (replace(SAWMILL, siren="732829321"), True, ["recipient-siren-wrong"]),
        (LEA, False, ["consent-missing"]),
    ],
)
def test_what_a_receipt_must_say_is_asked(money, addressee, consents, codes):
    checkout = given(money)

    assert refused(lambda: ask(checkout, addressee, consents)) == codes
    assert not TaxRecipient.objects.exists()


def test_nothing_is_asked_of_a_giver_when_no_receipt_will_come(money):
    campaign = money.running()
    checkout = paid(campaign)
    assert refused(lambda: ask(checkout)) == ["receipts-not-offered"]
    mandated(campaign.dossier, money.odile)
    waiting = checkout_of(campaign)
    assert refused(lambda: ask(waiting)) == ["gift-unconfirmed"]
    told(checkout, "charged_back")
    assert refused(lambda: ask(checkout)) == ["receipt-empty"]


def test_a_campaign_that_failed_gives_no_receipt(money):
    checkout = given(money)
    with clock.frozen(checkout.campaign.window.decides_at):
        actions.close_campaign(checkout.campaign)
        gift = Gift.objects.select_related("campaign__dossier").get()

        assert refused(lambda: ask(checkout)) == ["receipts-never"]
        assert refused(lambda: enter(gift, money.odile))[:1] == ["receipts-never"]


def enter(gift, by, addressee=LEA):
    return actions.enter_tax_recipient(gift, addressee=addressee, consents=True, by=by)


def test_an_officer_enters_it_for_who_gave_otherwise(money):
    campaign = money.running()
    gift = money.gift(campaign, 80_00)
    assert refused(lambda: enter(gift, money.odile)) == ["mandate-missing"]
    mandated(campaign.dossier, money.odile)
    assert refused(lambda: enter(gift, money.tess)) == ["not-yours"]

    assert enter(gift, money.odile).entered_by == money.odile
    enter(gift, money.odile, PAUL)

    assert TaxRecipient.objects.get().name == "Paul Muster"


def test_officer_and_giver_speak_of_the_same_receipt(money):
    checkout = given(money)
    ask(checkout)

    enter(checkout.gift, money.odile, PAUL)
    assert TaxRecipient.objects.get().name == "Paul Muster"
    ask(checkout, LEA)

    assert TaxRecipient.objects.get().name == "Léa Muster"


def test_what_is_issued_is_not_corrected_but_cancelled_first(money):
    campaign, (gift,) = settled(money, LEA)
    actions.issue_tax_receipts(campaign.dossier, by=money.odile)

    assert refused(lambda: ask(gift.checkout, PAUL)) == ["recipient-fixed"]
    assert refused(lambda: enter(gift, money.odile, PAUL)) == ["recipient-fixed"]
    assert refused(lambda: actions.withdraw_tax_receipt(gift.checkout, by=None)) == ["recipient-fixed"]


def test_it_may_be_said_while_giving(money):
    campaign = money.running()
    terms = {"cents": 50_00, "provider": "simulated", "by": None}
    assert refused(lambda: actions.start_checkout(campaign, addressee=LEA, consents=True, **terms)) == [
        "receipts-not-offered"
    ]
    mandated(campaign.dossier, money.odile)
    assert refused(lambda: actions.start_checkout(campaign, addressee=LEA, **terms)) == ["consent-missing"]

    checkout = actions.start_checkout(campaign, addressee=LEA, consents=True, **terms)
    told(checkout)

    assert TaxRecipient.objects.get().checkout.gift == Gift.objects.get()
    assert Dossier.objects.get(pk=campaign.dossier_id).campaign.gifts.get().cents == 50_00


def test_who_changes_their_mind_before_paying_leaves_nothing(money):
    campaign = money.running()
    mandated(campaign.dossier, money.odile)
    checkout = checkout_of(campaign, addressee=LEA, consents=True)

    actions.withdraw_tax_receipt(checkout, by=None)

    assert not TaxRecipient.objects.exists()


def test_who_withdraws_is_forgotten_whoever_entered_what_of_them(money):
    campaign = money.running()
    mandated(campaign.dossier, money.odile)
    checkout = checkout_of(campaign, provider="transfer", addressee=LEA, consents=True)
    gift = money.gift(campaign, 50_00, key="VIR-1")
    actions.enter_tax_recipient(gift, addressee=PAUL, consents=True, by=money.odile)
    actions.confirm_transfer(checkout, cents=50_00, key="VIR-1", by=money.odile)

    actions.withdraw_tax_receipt(checkout, by=None)

    assert not TaxRecipient.objects.exists()
