"""Moments at which the forms of tax receipts are open."""

from typing import Any

from dossiers.lifecycle import State
from dossiers.models import Dossier
from funding import actions as money
from funding.models import Checkout, Gift
from tests.receipts import LEA, mandated


def receipts_asked(house: Any) -> Dossier:
    """Settled, under a mandate: somebody wants a receipt for a gift, and holds its token."""
    dossier: Dossier = house.dossier(State.PAYOUT)
    ask_for_one(house, dossier)
    return dossier


def receipts_issued(house: Any) -> Dossier:
    """Settled: the receipt is issued."""
    dossier = receipts_asked(house)
    money.issue_tax_receipts(dossier, by=house.odile)
    return dossier


def receipts_of(house: Any, dossier: Dossier) -> None:
    """For a scene: a gift that has its receipt, and its giver's token."""
    ask_for_one(house, dossier)
    money.issue_tax_receipts(dossier, by=house.odile)


def ask_for_one(house: Any, dossier: Dossier) -> None:
    """Under a mandate somebody wants a receipt for the first gift, and holds its token."""
    mandated(dossier, house.odile)
    gift = Gift.objects.filter(campaign__dossier=dossier).select_related("campaign__dossier").first()
    assert gift is not None
    Checkout.objects.create(token="given", provider="transfer", campaign=gift.campaign, cents=gift.cents, gift=gift)
    money.enter_tax_recipient(gift, addressee=LEA, consents=True, by=house.odile)
