"""Who is told of campaigns and payouts. Amounts are said, donors never."""

from notifications import audience
from notifications.families import Family
from notifications.matter import Matter
from notifications.notice import Notice
from notifications.notices_of_dossiers import REASON, Notices
from okote_flow.journal.kinds import Kind


def _in_advance(matter: Matter) -> bool:
    """On an envelope, before any project has called it."""
    return matter.dossier is None


def _for_a_project(matter: Matter) -> bool:
    return matter.dossier is not None


AMOUNT = "Montant\u00a0: {cents}."

NOTICES: dict[Kind, Notices] = {
    Kind.CAMPAIGN_PREPARED: (
        Notice(
            audience.holders,
            "Votre campagne attend votre accord\u00a0: {dossier}.",
            "Objectif\u00a0: {goal_cents}, pendant {days}\u00a0jours.",
            page="funding:preparation",
            family=Family.TASK,
            verb="Lire et accepter",
        ),
    ),
    Kind.CAMPAIGN_AGREED: (
        Notice(
            audience.officer,
            "Le porteur accepte la campagne\u00a0: {dossier}.",
            "Elle peut ouvrir dès que tout est prêt.",
            page="funding:preparation",
            family=Family.TASK,
            verb="Ouvrir la campagne",
        ),
        Notice(
            audience.holders, "Votre campagne est acceptée\u00a0: {dossier}.", "Par {actor}.", family=Family.CAMPAIGN
        ),
    ),
    Kind.CAMPAIGN_EXTENDED: (
        Notice(
            audience.holders,
            "Votre campagne est prolongée\u00a0: {dossier}.",
            "Jusqu’au {ends_at}.",
            family=Family.LEGAL,
        ),
        Notice(
            audience.funders,
            "La campagne que vous soutenez est prolongée\u00a0: {dossier}.",
            "Jusqu’au {ends_at}.",
            family=Family.CAMPAIGN,
        ),
    ),
    Kind.NEWS_PUBLISHED: (
        Notice(
            audience.holders,
            "Une nouvelle paraît sur la page de votre campagne {dossier}.",
            "Par {actor}.",
            page="funding:newsroom",
            family=Family.CAMPAIGN,
        ),
        Notice(
            audience.officer,
            "Une nouvelle paraît sur la page de la campagne {dossier}.",
            "Par {actor}.",
            page="funding:newsroom",
            family=Family.CAMPAIGN,
        ),
    ),
    Kind.PUBLIC_QUESTION_ASKED: (
        Notice(
            audience.holders,
            "Quelqu’un pose une question sur la page de votre campagne {dossier}.",
            "Elle n’est pas publique avant votre réponse.",
            page="funding:public_questions",
            family=Family.CAMPAIGN,
            verb="Lire et répondre",
        ),
        Notice(
            audience.officer,
            "Quelqu’un pose une question sur la page de la campagne {dossier}.",
            "Elle n’est pas publique avant une réponse.",
            page="funding:public_questions",
            family=Family.CAMPAIGN,
            verb="Lire et répondre",
        ),
    ),
    Kind.PLEDGE_MADE: (
        Notice(
            audience.partner,
            "Votre engagement est enregistré pour le projet {dossier}.",
            "Plafond\u00a0: {cap_cents}.",
            family=Family.CAMPAIGN,
        ),
        Notice(
            audience.holders,
            "{partner} s’engage pour votre projet {dossier}.",
            "Jusqu’à {cap_cents}.",
            family=Family.CAMPAIGN,
        ),
    ),
    Kind.PLEDGE_RELEASED: (
        Notice(audience.partner, "Votre engagement est libéré pour le projet {dossier}.", family=Family.CAMPAIGN),
    ),
    Kind.CAP_CHANGED: (
        Notice(
            audience.partner,
            "Votre plafond change pour le projet {dossier}.",
            "De {before_cents} à {cap_cents}, pour les dons à venir.",
            family=Family.CAMPAIGN,
        ),
        Notice(
            audience.holders,
            "Le plafond d’un partenaire change pour votre projet {dossier}.",
            "{partner}\u00a0: de {before_cents} à {cap_cents}, pour les dons à venir.",
            family=Family.CAMPAIGN,
        ),
    ),
    Kind.GIFT_RECEIVED: (
        Notice(
            audience.holders, "Un don de {cents} est arrivé pour votre campagne {dossier}.", family=Family.CAMPAIGN
        ),
    ),
    Kind.CLAIM_OPENED: (
        Notice(
            audience.treasurer,
            "Un don de {cents} est impayé après l’arrêt de l’abondement\u00a0: {dossier}.",
            "Les versements attendent votre décision.",
            page="funding:payments",
            keyed=False,
            family=Family.TASK,
            verb="Voir la créance",
        ),
    ),
    Kind.REFUNDS_SENT: (
        Notice(audience.holders, "Les donateurs de votre campagne {dossier} sont remboursés.", family=Family.CAMPAIGN),
        Notice(
            audience.officer, "Les donateurs de la campagne {dossier} sont remboursés.", AMOUNT, family=Family.CAMPAIGN
        ),
    ),
    Kind.SETTLEMENT_PREPARED: (
        Notice(
            audience.director,
            "Un décompte attend votre approbation\u00a0: {dossier}.",
            "Par {actor}.",
            page="funding:settlement",
            family=Family.TASK,
            verb="Lire le décompte",
        ),
    ),
    Kind.SETTLEMENT_APPROVED: (
        Notice(
            audience.treasurer,
            "Le décompte du projet {dossier} est approuvé\u00a0: l’abondement peut être arrêté.",
            "Par {actor}.",
            page="funding:settlement",
            family=Family.TASK,
            verb="Arrêter l’abondement",
        ),
    ),
    Kind.CASH_RECEIVED: (
        Notice(
            audience.partner,
            "Votre versement est arrivé.",
            AMOUNT,
            page="funding:envelopes",
            keyed=False,
            applies=_in_advance,
            family=Family.PROGRESS,
        ),
        Notice(
            audience.partner,
            "Votre versement est arrivé pour le projet {dossier}.",
            AMOUNT,
            applies=_for_a_project,
            family=Family.PROGRESS,
        ),
        Notice(audience.officer, "Un versement est arrivé pour le projet {dossier}.", AMOUNT, family=Family.PROGRESS),
    ),
    Kind.REPAYMENT_ASKED: (
        Notice(
            audience.holders,
            "{cents} non dépensés sont à reverser pour votre projet {dossier}.",
            "Avant le {due_on}. Le compte à créditer est sur la page du versement.",
            page="funding:payout",
            family=Family.LEGAL,
            verb="Voir où verser",
        ),
        Notice(
            audience.treasurer,
            "Un reversement est attendu\u00a0: {dossier}.",
            AMOUNT,
            page="funding:payout",
            family=Family.TASK,
            verb="Voir le reversement",
        ),
        Notice(
            audience.funders,
            "Le projet {dossier} n’a pas tout dépensé\u00a0: une part est à reverser.",
            family=Family.PROGRESS,
        ),
    ),
    Kind.REPAYMENT_RECEIVED: (
        Notice(audience.holders, "Votre reversement est arrivé\u00a0: {dossier}.", AMOUNT, family=Family.LEGAL),
        Notice(audience.officer, "Le reversement est arrivé\u00a0: {dossier}.", AMOUNT, family=Family.PROGRESS),
        Notice(
            audience.funders,
            "Ce que le projet {dossier} n’a pas dépensé est revenu\u00a0: votre part vous sera rendue.",
            family=Family.PROGRESS,
        ),
    ),
    Kind.REPAYMENT_WAIVED: (
        Notice(
            audience.holders,
            "Aucun reversement n’est plus attendu pour votre projet {dossier}.",
            "Décision\u00a0: {decision}",
            family=Family.LEGAL,
        ),
        Notice(
            audience.funders,
            "Le reversement du projet {dossier} est abandonné.",
            "Décision\u00a0: {decision}",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.director,
            "Un reversement est abandonné\u00a0: {dossier}.",
            "Décision\u00a0: {decision}",
            family=Family.PROGRESS,
        ),
    ),
    Kind.BALANCE_WAIVED: (
        Notice(
            audience.holders,
            "Une part de l’abondement n’est plus attendue pour votre projet {dossier}.",
            "Décision\u00a0: {decision}",
            family=Family.LEGAL,
        ),
        Notice(
            audience.partner,
            "Votre solde n’est plus attendu pour le projet {dossier}.",
            "Décision\u00a0: {decision}",
            family=Family.LEGAL,
        ),
        Notice(
            audience.director,
            "Un solde est abandonné\u00a0: {dossier}.",
            "Décision\u00a0: {decision}",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.officer,
            "Un solde est abandonné\u00a0: {dossier}.",
            "Décision\u00a0: {decision}",
            family=Family.PROGRESS,
        ),
    ),
    Kind.BANK_DETAILS_GIVEN: (
        Notice(
            audience.treasurer,
            "Un IBAN est à vérifier\u00a0: {dossier}.",
            "Saisi par {actor}.",
            page="funding:bank_details",
            family=Family.TASK,
            verb="Vérifier l’IBAN",
        ),
        Notice(
            audience.officer,
            "Un IBAN est à vérifier\u00a0: {dossier}.",
            "Saisi par {actor}.",
            page="funding:bank_details",
            family=Family.TASK,
            verb="Vérifier l’IBAN",
        ),
    ),
    Kind.BANK_DETAILS_VERIFIED: (
        Notice(audience.holders, "L’IBAN de votre projet {dossier} est vérifié.", family=Family.PROGRESS),
        Notice(audience.officer, "L’IBAN du projet {dossier} est vérifié.", "Par {actor}.", family=Family.PROGRESS),
    ),
    Kind.BANK_DETAILS_REFUSED: (
        Notice(
            audience.holders,
            "L’IBAN de votre projet {dossier} ne convient pas\u00a0: saisissez-le à nouveau.",
            "Motif\u00a0: {note}",
            page="funding:bank_details",
            family=Family.TASK,
            verb="Saisir l’IBAN",
        ),
        Notice(
            audience.officer, "L’IBAN du projet {dossier} est refusé.", "Motif\u00a0: {note}", family=Family.PROGRESS
        ),
    ),
    Kind.PAYOUT_PREPARED: (
        Notice(
            audience.director,
            "Un versement attend votre approbation\u00a0: {dossier}.",
            AMOUNT,
            page="funding:payout",
            family=Family.TASK,
            verb="Lire l’ordre",
        ),
        Notice(
            audience.treasurer,
            "Un versement attend votre approbation\u00a0: {dossier}.",
            AMOUNT,
            page="funding:payout",
            family=Family.TASK,
            verb="Lire l’ordre",
        ),
    ),
    Kind.PAYOUT_APPROVED: (
        Notice(
            audience.officer,
            "Un versement est approuvé\u00a0: {dossier}.",
            "Par {actor}.",
            page="funding:payout",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.treasurer,
            "Un versement est approuvé\u00a0: {dossier}.",
            "Par {actor}.",
            page="funding:payout",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.director,
            "Un versement est approuvé\u00a0: {dossier}.",
            "Par {actor}.",
            page="funding:payout",
            family=Family.PROGRESS,
        ),
    ),
    Kind.PAYOUT_VOIDED: (
        Notice(
            audience.officer,
            "Un ordre de paiement est annulé\u00a0: {dossier}.",
            REASON,
            page="funding:payout",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.treasurer,
            "Un ordre de paiement est annulé\u00a0: {dossier}.",
            REASON,
            page="funding:payout",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.director,
            "Un ordre de paiement est annulé\u00a0: {dossier}.",
            REASON,
            page="funding:payout",
            family=Family.PROGRESS,
        ),
    ),
    Kind.PAYOUT_CONFIRMED: (
        Notice(
            audience.holders, "Un versement est parti pour votre projet {dossier}.", AMOUNT, family=Family.PROGRESS
        ),
        Notice(audience.officer, "Un versement est parti pour le projet {dossier}.", AMOUNT, family=Family.PROGRESS),
    ),
}
