"""Who is told of envelopes, campaigns and payouts. Amounts are said, donors never."""

from notifications import audience
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
    Kind.AGREEMENT_SIGNED: (
        Notice(
            audience.partner,
            "Convention enregistrée\u00a0: {partner}.",
            "Référence\u00a0: {reference}",
            page="funding:envelopes",
            keyed=False,
        ),
    ),
    Kind.ENVELOPE_VOTED: (
        Notice(
            audience.partner,
            "Enveloppe {year} délibérée\u00a0: {partner}.",
            "Montant\u00a0: {cents}. Délibération\u00a0: {deliberation}",
            page="funding:envelope",
        ),
        Notice(
            audience.all_officers,
            "Enveloppe {year} disponible\u00a0: {partner}.",
            AMOUNT,
            page="funding:envelope",
        ),
        Notice(
            audience.treasurers,
            "Enveloppe {year} disponible\u00a0: {partner}.",
            AMOUNT,
            page="funding:envelope",
        ),
    ),
    Kind.CAMPAIGN_PREPARED: (
        Notice(
            audience.holders,
            "Votre campagne attend votre accord\u00a0: {dossier}.",
            "Objectif\u00a0: {goal_cents}, pendant {days}\u00a0jours.",
            by_email=True,
            page="funding:preparation",
        ),
    ),
    Kind.CAMPAIGN_AGREED: (
        Notice(
            audience.officer,
            "Le porteur accepte la campagne\u00a0: {dossier}.",
            "Elle peut ouvrir dès que tout est prêt.",
            by_email=True,
            page="funding:preparation",
        ),
        Notice(audience.holders, "Votre campagne est acceptée\u00a0: {dossier}.", "Par {actor}."),
    ),
    Kind.CAMPAIGN_EXTENDED: (
        Notice(
            audience.holders, "Votre campagne est prolongée\u00a0: {dossier}.", "Jusqu’au {ends_at}.", by_email=True
        ),
        Notice(
            audience.funders, "La campagne que vous soutenez est prolongée\u00a0: {dossier}.", "Jusqu’au {ends_at}."
        ),
    ),
    Kind.PLEDGE_MADE: (
        Notice(
            audience.partner,
            "Votre engagement est enregistré pour le projet {dossier}.",
            "Plafond\u00a0: {cap_cents}.",
        ),
        Notice(audience.holders, "{partner} s’engage pour votre projet {dossier}.", "Jusqu’à {cap_cents}."),
    ),
    Kind.PLEDGE_RELEASED: (Notice(audience.partner, "Votre engagement est libéré pour le projet {dossier}."),),
    Kind.GIFT_RECEIVED: (Notice(audience.holders, "Un don de {cents} est arrivé pour votre campagne {dossier}."),),
    Kind.REFUNDS_SENT: (
        Notice(audience.holders, "Les donateurs de votre campagne {dossier} sont remboursés."),
        Notice(audience.officer, "Les donateurs de la campagne {dossier} sont remboursés.", AMOUNT),
    ),
    Kind.SETTLEMENT_PREPARED: (
        Notice(
            audience.director,
            "Un décompte attend votre approbation\u00a0: {dossier}.",
            "Par {actor}.",
            by_email=True,
            page="funding:settlement",
        ),
    ),
    Kind.SETTLEMENT_APPROVED: (
        Notice(
            audience.treasurer,
            "Le décompte du projet {dossier} est approuvé\u00a0: l’abondement peut être arrêté.",
            "Par {actor}.",
            by_email=True,
            page="funding:settlement",
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
        ),
        Notice(
            audience.partner, "Votre versement est arrivé pour le projet {dossier}.", AMOUNT, applies=_for_a_project
        ),
        Notice(audience.officer, "Un versement est arrivé pour le projet {dossier}.", AMOUNT),
    ),
    Kind.BALANCE_WAIVED: (
        Notice(
            audience.holders,
            "Une part de l’abondement n’est plus attendue pour votre projet {dossier}.",
            "Décision\u00a0: {decision}",
            by_email=True,
        ),
        Notice(
            audience.partner, "Votre solde n’est plus attendu pour le projet {dossier}.", "Décision\u00a0: {decision}"
        ),
        Notice(audience.director, "Un solde est abandonné\u00a0: {dossier}.", "Décision\u00a0: {decision}"),
        Notice(audience.officer, "Un solde est abandonné\u00a0: {dossier}.", "Décision\u00a0: {decision}"),
    ),
    Kind.BANK_DETAILS_GIVEN: (
        Notice(
            audience.treasurer,
            "Un IBAN est à vérifier\u00a0: {dossier}.",
            "Saisi par {actor}.",
            by_email=True,
            page="funding:bank_details",
        ),
        Notice(
            audience.officer,
            "Un IBAN est à vérifier\u00a0: {dossier}.",
            "Saisi par {actor}.",
            page="funding:bank_details",
        ),
    ),
    Kind.BANK_DETAILS_VERIFIED: (
        Notice(audience.holders, "L’IBAN de votre projet {dossier} est vérifié."),
        Notice(audience.officer, "L’IBAN du projet {dossier} est vérifié.", "Par {actor}."),
    ),
    Kind.BANK_DETAILS_REFUSED: (
        Notice(
            audience.holders,
            "L’IBAN de votre projet {dossier} ne convient pas\u00a0: saisissez-le à nouveau.",
            "Motif\u00a0: {note}",
            by_email=True,
            page="funding:bank_details",
        ),
        Notice(audience.officer, "L’IBAN du projet {dossier} est refusé.", "Motif\u00a0: {note}"),
    ),
    Kind.PAYOUT_PREPARED: (
        Notice(
            audience.director,
            "Un versement attend votre approbation\u00a0: {dossier}.",
            AMOUNT,
            by_email=True,
            page="funding:payout",
        ),
        Notice(
            audience.treasurer,
            "Un versement attend votre approbation\u00a0: {dossier}.",
            AMOUNT,
            by_email=True,
            page="funding:payout",
        ),
    ),
    Kind.PAYOUT_APPROVED: (
        Notice(audience.officer, "Un versement est approuvé\u00a0: {dossier}.", "Par {actor}.", page="funding:payout"),
        Notice(
            audience.treasurer, "Un versement est approuvé\u00a0: {dossier}.", "Par {actor}.", page="funding:payout"
        ),
        Notice(
            audience.director, "Un versement est approuvé\u00a0: {dossier}.", "Par {actor}.", page="funding:payout"
        ),
    ),
    Kind.PAYOUT_VOIDED: (
        Notice(audience.officer, "Un ordre de paiement est annulé\u00a0: {dossier}.", REASON, page="funding:payout"),
        Notice(audience.treasurer, "Un ordre de paiement est annulé\u00a0: {dossier}.", REASON, page="funding:payout"),
        Notice(audience.director, "Un ordre de paiement est annulé\u00a0: {dossier}.", REASON, page="funding:payout"),
    ),
    Kind.PAYOUT_CONFIRMED: (
        Notice(audience.holders, "Un versement est parti pour votre projet {dossier}.", AMOUNT, by_email=True),
        Notice(audience.officer, "Un versement est parti pour le projet {dossier}.", AMOUNT),
    ),
    Kind.ENTRY_REVERSED: (
        Notice(
            audience.directors,
            "Une écriture du grand livre est contre-passée.",
            REASON,
            page="funding:ledger",
            keyed=False,
        ),
    ),
}
