"""Many at once, on PostgreSQL: each gift has one receipt that counts, and an issuer's numbers have no gap."""

import pytest

from funding import actions, checks
from funding.models import Gift, TaxMandate, TaxReceipt
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office
from tests.money import MoneyWorld
from tests.races import all_at_once
from tests.receipts import LEA, PAUL, SAWMILL, mandated, settled

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_officers_who_issue_at_once_make_each_receipt_once():
    money = MoneyWorld()
    omar = money.person("Omar")
    appoint(omar, office=Office.OFFICER, by=None)
    campaign, gifts = settled(money, LEA, PAUL, SAWMILL)
    one = Gift.objects.select_related("campaign__dossier").get(pk=gifts[1].pk)

    acts = [lambda by=by: actions.issue_tax_receipts(campaign.dossier, by=by) for by in (money.odile, omar) * 2]
    ended = all_at_once([*acts, lambda: actions.issue_tax_receipt(one, by=omar)])

    assert ended["done"] in (1, 2)
    assert sorted(TaxReceipt.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert set(TaxReceipt.objects.values_list("gift", flat=True)) == {gift.pk for gift in gifts}
    assert list(checks.check()) == []


def test_two_campaigns_of_one_structure_share_its_numbers():
    money = MoneyWorld()
    first, _ = settled(money, LEA, PAUL)
    second, _ = settled(money, SAWMILL, LEA, key="encore", mandate=False)

    acts = [
        lambda dossier=dossier: actions.issue_tax_receipts(dossier, by=money.odile)
        for dossier in (first.dossier, second.dossier)
    ]

    assert all_at_once(acts) == {"done": 2}
    assert sorted(TaxReceipt.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert list(checks.check()) == []


def test_a_mandate_recorded_by_several_at_once_is_one():
    money = MoneyWorld()
    dossier = money.endorsed()

    ended = all_at_once([lambda: mandated(dossier, money.odile)] * 4)

    assert ended == {"done": 1, "mandate-there": 3}
    assert TaxMandate.objects.count() == 1
