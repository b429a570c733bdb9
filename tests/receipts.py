"""What tests of tax receipts share: a signed mandate, people and a company who want one, a settled campaign."""

from dataclasses import replace
from typing import Any

from django.core.files.base import ContentFile

from dossiers.models import Dossier
from funding import actions
from funding.actions import Addressee
from funding.models import Campaign, Gift, Quality, TaxMandate
from okote_flow import clock
from okote_flow.directory.models import User
from tests.money import MoneyWorld, again
from tests.payments import paid

LEA = Addressee("Léa Muster", "3 rue des Bocaux", "67500", "Haguenau")
PAUL = replace(LEA, name="Paul Muster")
SAWMILL = replace(LEA, name="Scierie des Exemples", is_company=True, legal_form="SARL", siren="732 829 320")
SIREN = "246700488"  # of Bocaux & Compagnie in tests
MANDATE: dict[str, Any] = {
    "address": "1 place de la Gare, 67500 Haguenau",
    "purpose": "Sauver les surplus des vergers et des jardins.",
    "quality": Quality.GENERAL_INTEREST,
    "signatory": "Alice Muster",
    "signatory_role": "présidente",
}


def signed(content: bytes = b"%PDF-1.7 a mandate") -> ContentFile[bytes]:
    return ContentFile(content, "mandat.pdf")


def mandated(dossier: Dossier, officer: User, **said: Any) -> TaxMandate:
    """The structure of this dossier has given its mandate."""
    given = MANDATE | {"given_on": clock.today(), "file": signed()} | said
    return actions.record_tax_mandate(dossier, by=officer, **given)


def asked(campaign: Campaign, money: MoneyWorld, *addressees: Addressee, cents: int = 50_00) -> list[Gift]:
    """A gift by card of each, who wants a receipt."""
    found = []
    for addressee in addressees:
        checkout = paid(campaign, cents)
        actions.ask_tax_receipt(checkout, addressee=addressee, consents=True, by=None)
        assert checkout.gift is not None
        found.append(checkout.gift)
    return found


def settled(
    money: MoneyWorld,
    *addressees: Addressee,
    cents: int = 50_00,
    key: str = "beaucoup",
    campaign: Campaign | None = None,
    mandate: bool = True,
) -> tuple[Campaign, list[Gift]]:
    """A settled campaign of a structure that gave its mandate, with a gift of each of these."""
    campaign = campaign or money.running()
    if mandate:
        mandated(campaign.dossier, money.odile)
    gifts = asked(campaign, money, *addressees, cents=cents)
    money.gift(campaign, 4_000_00, key=key)
    with clock.frozen(campaign.window.decides_at):
        actions.close_campaign(campaign)
    dossier = Dossier.objects.get(pk=campaign.dossier_id)
    actions.approve_settlement(actions.prepare_settlement(dossier, by=money.tess), by=money.didier)
    actions.settle(dossier, by=money.tess)
    campaign = again(campaign)
    return campaign, [Gift.objects.select_related("campaign__dossier").get(pk=one.pk) for one in gifts]


def issued_numbers(receipts: Any) -> list[str]:
    return [one.reference for one in receipts]
