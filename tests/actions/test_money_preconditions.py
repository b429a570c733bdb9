"""What must be true on the day on which a project is paid, and what its page says of it."""

from datetime import date

import pytest

from dossiers.models import Dossier
from funding import actions
from funding.models import Agreement
from funding.position import position
from funding.preconditions import preconditions
from okote_flow.refusals import Refused
from tests.money import MoneyWorld


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_nobody_is_paid_without_the_republican_commitment(money):
    campaign = money.payable()
    Dossier.objects.update(republican_commitment_at=None)

    with pytest.raises(Refused) as refused:
        actions.prepare_payout(Dossier.objects.get(pk=campaign.dossier_id), by=money.odile)

    assert codes(refused) == ["commitment-unsigned"]


def test_public_money_is_passed_on_under_an_agreement_in_force_on_that_day(money):
    campaign = money.payable()
    Agreement.objects.update(ends_on=date(2022, 2, 1))

    with pytest.raises(Refused) as refused:
        actions.prepare_payout(campaign.dossier, by=money.odile)
    assert codes(refused) == ["agreement-missing"]

    Agreement.objects.update(ends_on=None, allows_pass_on=False)
    with pytest.raises(Refused) as refused:
        actions.prepare_payout(campaign.dossier, by=money.odile)
    assert codes(refused) == ["pass-on-missing"]


def test_investment_money_pays_no_other_expenses(money):
    campaign = money.payable()
    campaign.dossier.budget_lines.update(section="running")

    with pytest.raises(Refused) as refused:
        actions.prepare_payout(campaign.dossier, by=money.odile)

    assert codes(refused) == ["section-mismatch"]


def test_the_payment_page_says_each_precondition_and_the_way_out(money):
    campaign = money.settled()

    found = {one.label: one for one in preconditions(position(campaign))}

    missing = [label for label, one in found.items() if not one.is_met]
    assert len(found) == 8
    assert missing == [
        "IBAN vérifié par une deuxième personne",
        "Titulaire du compte\u00a0: la structure",
        "Fonds reçus",
    ]
    assert all(one.url.startswith("/") and one.said for one in found.values())
