"""Where a structure is paid: an IBAN that one person gave and another verified."""

import pytest
from django.db import IntegrityError, transaction

from dossiers.models import DossierProcess
from funding import actions
from funding.models import BankDetails, Campaign, PayoutOrder
from okote_flow.directory.models import Organization
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests.money import IBAN, MoneyWorld


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def order_for(money: MoneyWorld, campaign: Campaign) -> PayoutOrder:
    return actions.prepare_payout(campaign.dossier, by=money.odile)


def signed(money: MoneyWorld, campaign: Campaign) -> PayoutOrder:
    order = order_for(money, campaign)
    actions.approve_payout(order, by=money.didier)
    return actions.approve_payout(order, by=money.tess)


@pytest.mark.parametrize(
    "iban", ["FR1420041010050500013M02607", "FR7620041010050500013M02606", "FR00", "", "DE89370400440532013001"]
)
def test_an_iban_with_a_wrong_key_is_refused(money, iban):
    with pytest.raises(Refused) as refused:
        actions.give_bank_details(money.endorsed(), iban=iban, holder="Bocaux", by=money.alice)

    assert codes(refused) == ["iban-wrong"]


def test_a_french_account_key_is_checked_too(money):
    """Right by its country digits, wrong by the bank's own key."""
    assert actions.read_iban(IBAN) == IBAN
    with pytest.raises(Refused):
        actions.read_iban("FR8420041010050500013M02607")


def test_the_journal_and_the_page_show_only_the_ends_of_an_iban(money):
    details = actions.give_bank_details(
        money.endorsed(), iban="fr14 2004 1010 0505 0001 3m02 606", holder="Bocaux", by=money.alice
    )

    assert (details.iban, details.masked) == (IBAN, "FR14\u00a0…\u00a02606")
    assert all(IBAN not in str(event.facts) for event in Event.objects.all())


def test_who_gives_an_iban_never_verifies_it_even_after_leaving_the_structure(money):
    dossier = money.endorsed()
    organization = Organization.objects.get(pk=dossier.organization_id)
    money.join(money.odile, organization)
    details = actions.give_bank_details(dossier, iban=IBAN, holder="Bocaux", by=money.odile)
    organization.memberships.filter(user=money.odile).delete()

    with pytest.raises(Refused) as refused:
        actions.verify_bank_details(details, proof="RIB lu", by=money.odile)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankDetails.objects.update(decided_by=money.odile)

    assert codes(refused) == ["own-act"]
    assert actions.verify_bank_details(details, proof="RIB lu", by=money.tess).verified_by == money.tess


def test_an_iban_is_verified_with_a_proof_and_once(money):
    details = actions.give_bank_details(money.endorsed(), iban=IBAN, holder="Bocaux", by=money.alice)

    with pytest.raises(Refused) as bare:
        actions.verify_bank_details(details, proof=" ", by=money.odile)
    actions.verify_bank_details(details, proof="RIB lu", by=money.odile)
    with pytest.raises(Refused) as twice:
        actions.refuse_bank_details(details, reason="non", by=money.odile)

    assert codes(bare) == ["iban-proof-missing"]
    assert codes(twice) == ["iban-decided"]


def test_a_refused_iban_asks_the_holder_for_another(money):
    campaign = money.settled()
    details = actions.give_bank_details(campaign.dossier, iban=IBAN, holder="Bocaux", by=money.alice)
    actions.refuse_bank_details(details, reason="Autre titulaire", by=money.odile)

    waiting = DossierProcess.objects.filter(status="NEW", duty__startswith="bank-details")

    assert [process.duty for process in waiting] == ["bank-details"]


def test_only_the_holder_gives_an_iban_and_the_staff_verifies(money):
    dossier = money.endorsed()
    with pytest.raises(Refused) as giving:
        actions.give_bank_details(dossier, iban=IBAN, holder="Bocaux", by=money.odile)
    details = actions.give_bank_details(dossier, iban=IBAN, holder="Bocaux", by=money.alice)

    for person in (money.alice, money.bruno, money.didier, money.zoe):
        with pytest.raises(Refused) as verifying:
            actions.verify_bank_details(details, proof="RIB lu", by=person)
        assert codes(verifying) == ["not-yours"]
    assert codes(giving) == ["not-yours"]


def test_an_account_has_a_holder(money):
    with pytest.raises(Refused) as refused:
        actions.give_bank_details(money.endorsed(), iban=IBAN, holder=" ", by=money.alice)

    assert codes(refused) == ["holder-missing"]
