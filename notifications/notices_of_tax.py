"""Who is told of tax receipts. The structure is their issuer: it hears of everything; donors are never named."""

from notifications import audience
from notifications.audience import Audience
from notifications.families import Family
from notifications.notice import Notice
from notifications.notices_of_dossiers import REASON, Notices
from okote_flow.journal.kinds import Kind

PAGE = "funding:tax_receipts"


def _news(who: Audience, text: str, detail: str = "", family: Family = Family.PROGRESS) -> Notice:
    return Notice(who, text, detail, page=PAGE, family=family)


NOTICES: dict[Kind, Notices] = {
    Kind.TAX_MANDATE_RECORDED: (
        _news(
            audience.holders,
            "Votre mandat du {given_on} pour les reçus fiscaux est enregistré\u00a0: {dossier}.",
            "Votre structure reste responsable des reçus émis en son nom.",
            Family.LEGAL,
        ),
    ),
    Kind.TAX_MANDATE_REVOKED: (
        _news(
            audience.holders,
            "Le mandat pour les reçus fiscaux est révoqué au {revoked_on}\u00a0: {dossier}.",
            REASON,
            Family.LEGAL,
        ),
        _news(
            audience.officer,
            "Le mandat pour les reçus fiscaux est révoqué au {revoked_on}\u00a0: {dossier}.",
            REASON,
        ),
    ),
    Kind.TAX_RECEIPTS_ISSUED: (
        _news(
            audience.holders,
            "Des reçus fiscaux sont émis au nom de votre structure\u00a0: {dossier}.",
            "Nombre\u00a0: {count}. Montant\u00a0: {cents}.",
            Family.LEGAL,
        ),
    ),
    Kind.TAX_RECEIPT_CANCELLED: (
        _news(audience.holders, "Le reçu fiscal {reference} est annulé\u00a0: {dossier}.", REASON, Family.LEGAL),
    ),
    Kind.TAX_RECEIPT_OUTDATED: (
        Notice(
            audience.officer,
            "Un don est revenu après son reçu fiscal\u00a0: annulez {reference}, {dossier}.",
            page=PAGE,
            family=Family.TASK,
            verb="Annuler le reçu",
        ),
        _news(
            audience.holders,
            "Un don est revenu après son reçu fiscal\u00a0: {reference} est à annuler, {dossier}.",
            "Alsace Active l’annule en votre nom.",
            Family.LEGAL,
        ),
    ),
}
