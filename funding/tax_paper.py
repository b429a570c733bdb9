"""A tax receipt on paper: every mention of models 11580 and 16216, typeset once and kept byte for byte."""

from django.conf import settings

from funding.models import Means, TaxMandate, TaxModel, TaxReceipt, TaxRecipient
from funding.tax_rules import RETENTION_YEARS, in_asterisks
from okote_flow import documents
from okote_flow.clock import day_of

TEMPLATE = "pdf/tax-receipt.typ"
Fact = tuple[str, str]
TITLES = {
    TaxModel.PERSON: "Reçu au titre des dons à certains organismes d’intérêt général",
    TaxModel.COMPANY: "Reçu des dons et versements effectués par les entreprises au titre du mécénat",
}
ARTICLES = {
    TaxModel.PERSON: "article 200 du code général des impôts",
    TaxModel.COMPANY: "article 238 bis du code général des impôts",
}
REFERENCES = {TaxModel.PERSON: "cerfa n° 11580*05", TaxModel.COMPANY: "cerfa n° 16216*02"}
PAID_BY = {
    Means.TRANSFER: "Virement, prélèvement, carte bancaire (virement)",
    Means.CARD: "Virement, prélèvement, carte bancaire (carte)",
    Means.CHEQUE: "Chèque",
    Means.CASH: "Remise d’espèces",
}


def tax_receipt(receipt: TaxReceipt, mandate: TaxMandate, recipient: TaxRecipient) -> bytes:
    """The document of a receipt that is being issued."""
    data = mentions(receipt, mandate, recipient)
    return documents.pdf(TEMPLATE, data, at=receipt.issued_at, standards=documents.SEALED)


def mentions(receipt: TaxReceipt, mandate: TaxMandate, recipient: TaxRecipient) -> dict[str, object]:
    """Everything that the document says."""
    model, issuer = TaxModel(receipt.model), mandate.organization
    replaces = f"Ce reçu annule et remplace le reçu {receipt.replaces.reference}." if receipt.replaces else ""
    return documents.imprint() | {
        "title": TITLES[model],
        "model": f"{REFERENCES[model]}, {ARTICLES[model]}",
        "number": receipt.reference,
        "replaces": replaces,
        "issuer": issuer.name,
        "blocks": [
            {"title": "Bénéficiaire des versements", "facts": _issuer(receipt, mandate)},
            {"title": "Entreprise donatrice" if recipient.is_company else "Donateur", "facts": _donor(recipient)},
            {"title": "Don", "facts": _gift(receipt)},
        ],
        "acknowledges": (
            "Le bénéficiaire reconnaît avoir reçu, au titre des dons et versements ouvrant droit à réduction d’impôt, "
            "la somme de"
        ),
        "sum": in_asterisks(receipt.cents),
        "certifies": (
            "Le bénéficiaire certifie sur l’honneur que les dons et versements qu’il reçoit ouvrent droit à la "
            f"réduction d’impôt prévue à l’{ARTICLES[model]}."
        ),
        "signature": _signature(receipt, mandate),
        "keep": f"Une copie est conservée {RETENTION_YEARS} ans par le bénéficiaire.",
    }


def _issuer(receipt: TaxReceipt, mandate: TaxMandate) -> list[Fact]:
    issuer = mandate.organization
    facts = [
        ("Dénomination", issuer.name),
        ("SIREN", receipt.siren),
        ("Adresse", mandate.address),
        ("Objet", mandate.purpose),
        ("Qualité", mandate.get_quality_display()),
    ]
    return [*facts, ("Rescrit fiscal", mandate.rescript)] if mandate.rescript else facts


def _donor(recipient: TaxRecipient) -> list[Fact]:
    facts = [("Dénomination" if recipient.is_company else "Nom et prénom", recipient.name)]
    if recipient.is_company:
        facts += [("Forme juridique", recipient.legal_form), ("SIREN", recipient.siren)]
    place = f"{recipient.postal_code} {recipient.city}"
    return [*facts, ("Adresse", f"{recipient.street}, {place}, {recipient.country}")]


def _gift(receipt: TaxReceipt) -> list[Fact]:
    gift = receipt.gift
    return [
        ("Montant", in_asterisks(receipt.cents)),
        ("Date du versement", f"{day_of(gift.received_at):%d/%m/%Y}"),
        ("Forme du don", "Déclaration de don manuel"),
        ("Nature du don", "Numéraire"),
        ("Mode de versement", PAID_BY[Means(gift.means)]),
        ("Projet soutenu", f"{gift.campaign.dossier.number} {gift.campaign.dossier.title}"),
    ]


def _signature(receipt: TaxReceipt, mandate: TaxMandate) -> list[str]:
    issuer = mandate.organization.name
    return [
        f"Fait le {day_of(receipt.issued_at):%d/%m/%Y}, sous le numéro {receipt.reference}.",
        f"Signé par {receipt.issued_by}, pour {settings.PUBLISHER}, au nom et pour le compte de {issuer}.",
        f"Mandat du {mandate.given_on:%d/%m/%Y}, donné par {mandate.signatory}, {mandate.signatory_role}.",
    ]
