"""The acts on mandates and tax receipts, beside the acts on campaigns (`acts`)."""

from typing import Any

from django.urls import reverse

from dossiers.models import Dossier
from funding import access, actions, tax_access, tax_position
from funding import tax_forms as forms
from funding.acts import Act
from funding.forms import ConfirmForm
from funding.models import Gift, TaxMandate, TaxReceipt, TaxRecipient
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal


def _page(dossier_pk: int) -> str:
    return reverse("funding:tax_receipts", args=[dossier_pk])


def _of_dossier(dossier: Dossier) -> str:
    return _page(dossier.pk)


def _of_mandate(mandate: TaxMandate) -> str:
    return _page(mandate.dossier_id)


def _of_gift(gift: Gift) -> str:
    return _page(gift.campaign.dossier_id)


def _of_receipt(receipt: TaxReceipt) -> str:
    return _page(receipt.gift.campaign.dossier_id)


def _all(user: User, dossier: Dossier) -> list[Refusal]:
    return actions.all_receipts_refusals(access.campaign_of(dossier), user)


def _enter(gift: Gift, *, by: User, consents: bool, kind: str, **said: Any) -> TaxRecipient:
    addressee = actions.Addressee(is_company=kind == "company", **said)
    return actions.enter_tax_recipient(gift, addressee=addressee, consents=consents, by=by)


def _known(gift: Gift) -> dict[str, Any]:
    return said_of(tax_position.standing(gift).recipient)


def said_of(recipient: TaxRecipient | None) -> dict[str, Any]:
    """What was said before, for the form that corrects it."""
    if recipient is None:
        return {}
    names = ("kind", "name", "legal_form", "siren", "street", "postal_code", "city", "country")
    return {name: getattr(recipient, name) for name in names}


TABLE: tuple[Act, ...] = (
    Act(
        "record_tax_mandate", "enregistrer-le-mandat-fiscal", "Enregistrer le mandat",
        "La structure dit qu’elle peut émettre des reçus fiscaux, et confie à Alsace Active le soin de les émettre "
        "en son nom. Elle en reste responsable.",
        "Le mandat est enregistré.", actions.record_tax_mandate, tax_access.get_money, _of_dossier,
        lambda user, dossier: actions.mandate_refusals(dossier, user), forms.TaxMandateForm,
    ),
    Act(
        "revoke_tax_mandate", "revoquer-le-mandat-fiscal", "Révoquer le mandat",
        "À partir de ce jour, plus aucun reçu n’est émis au nom de la structure. Ceux qui sont émis restent valables.",
        "Le mandat est révoqué.", actions.revoke_tax_mandate, tax_access.get_mandate, _of_mandate,
        lambda user, mandate: actions.revocation_refusals(mandate, user), forms.RevocationForm, is_grave=True,
    ),
    Act(
        "enter_tax_recipient", "destinataire-du-recu", "Saisir le destinataire du reçu",
        "Nom et adresse à porter sur le reçu fiscal de ce don. Ils se corrigent jusqu’à son émission.",
        "Le destinataire du reçu est enregistré.", _enter, tax_access.get_gift, _of_gift,
        lambda user, gift: actions.entering_refusals(gift, user), forms.EnteredAddresseeForm, initial=_known,
    ),
    Act(
        "issue_tax_receipts", "emettre-les-recus", "Émettre les reçus fiscaux",
        "Chaque don qui a un destinataire et pas encore de reçu reçoit le sien, sous le numéro suivant. "
        "Les documents ne changent plus.",
        "Les reçus sont émis.", actions.issue_tax_receipts, tax_access.get_kept, _of_dossier, _all, ConfirmForm,
    ),
    Act(
        "issue_tax_receipt", "emettre-le-recu", "Émettre ce reçu fiscal",
        "Pour ce qui reste du don aujourd’hui, sous le numéro suivant. Le document ne change plus.",
        "Le reçu est émis.", actions.issue_tax_receipt, tax_access.get_gift, _of_gift,
        lambda user, gift: actions.gift_receipt_refusals(gift, user), ConfirmForm,
    ),
    Act(
        "cancel_tax_receipt", "annuler-le-recu", "Annuler ce reçu fiscal",
        "Il reste lisible et marqué comme annulé\u00a0; prévenez le donateur. Un autre peut le remplacer, "
        "qui citera son numéro.",
        "Le reçu est annulé.", actions.cancel_tax_receipt, tax_access.get_kept_receipt, _of_receipt,
        lambda user, receipt: actions.cancellation_refusals(receipt, user), forms.CancelReceiptForm, is_grave=True,
    ),
)  # fmt: skip
