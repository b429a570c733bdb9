"""Who is told of each step of a dossier’s life."""

from notifications import audience
from notifications.families import Family
from notifications.notice import Notice
from notifications.notices_of_dossiers import REASON, Notices
from okote_flow.journal.kinds import Kind

INTAKE: dict[Kind, Notices] = {
    Kind.DOSSIER_SUBMIT: (
        Notice(
            audience.holders,
            "Votre dossier {dossier} est déposé.",
            "Reçu le {received}. Alsace Active vérifie maintenant qu’il est recevable.",
            is_receipt=True,
            family=Family.LEGAL,
        ),
        Notice(
            audience.officer,
            "Un nouveau dossier est à examiner\u00a0: {dossier}.",
            family=Family.TASK,
            verb="Examiner",
        ),
    ),
    Kind.DOSSIER_EXPIRE: (
        Notice(
            audience.holders,
            "Votre brouillon {dossier} est retiré, après {draft_idle_months}\u00a0mois sans activité.",
            family=Family.LEGAL,
        ),
    ),
    Kind.DOSSIER_ASK_COMPLEMENTS: (
        Notice(
            audience.holders,
            "Alsace Active a des questions sur votre dossier {dossier}.",
            "Réponse attendue au plus tard le {due_on}.",
            page="dossiers:complements",
            family=Family.LEGAL,
            verb="Répondre",
        ),
    ),
    Kind.DOSSIER_ANSWER_COMPLEMENTS: (
        Notice(
            audience.askers,
            "Les réponses aux questions sur le dossier {dossier} sont arrivées.",
            family=Family.TASK,
            verb="Lire les réponses",
        ),
        Notice(
            audience.officer,
            "Les réponses aux questions sur le dossier {dossier} sont arrivées.",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.holders,
            "Vos réponses sur le dossier {dossier} sont envoyées.",
            "Par {actor}.",
            family=Family.PROGRESS,
        ),
    ),
    Kind.DOSSIER_DROP: (
        Notice(audience.holders, "Votre dossier {dossier} est classé sans suite.", REASON, family=Family.LEGAL),
    ),
    Kind.DOSSIER_ADMIT: (
        Notice(
            audience.holders,
            "Votre dossier {dossier} est recevable.",
            "Le comité d’animation territorial l’examine maintenant.",
            family=Family.LEGAL,
        ),
        Notice(
            audience.secretary,
            "Un dossier est confié à votre comité\u00a0: {dossier}.",
            page="committees:opinion",
            family=Family.TASK,
            verb="Préparer l’avis",
        ),
        Notice(
            audience.members,
            "Votre avis est attendu sur le dossier {dossier}.",
            "À rendre au plus tard le {screening_due}.",
            page="committees:screening",
            family=Family.TASK,
            verb="Donner votre avis",
        ),
    ),
    Kind.DOSSIER_REJECT_INADMISSIBLE: (
        Notice(audience.holders, "Votre dossier {dossier} n’est pas recevable.", REASON, family=Family.LEGAL),
    ),
    Kind.DOSSIER_WITHDRAW: (
        Notice(audience.officer, "Le dossier {dossier} est retiré par son porteur.", REASON, family=Family.PROGRESS),
        Notice(
            audience.left,
            "Le dossier {dossier} est retiré par son porteur\u00a0: il n’y a plus rien à examiner.",
            family=Family.PROGRESS,
        ),
        Notice(audience.holders, "Votre dossier {dossier} est retiré.", "Par {actor}.", family=Family.LEGAL),
    ),
}

REVIEW: dict[Kind, Notices] = {
    Kind.DOSSIER_SEND_BACK: (
        Notice(
            audience.holders,
            "Le comité territorial a des questions sur votre dossier {dossier}.",
            "Réponse attendue au plus tard le {due_on}. " + REASON,
            page="dossiers:complements",
            family=Family.LEGAL,
            verb="Répondre",
        ),
        Notice(
            audience.officer,
            "Le comité territorial a des questions sur le dossier {dossier}.",
            REASON,
            family=Family.PROGRESS,
        ),
    ),
    Kind.DOSSIER_FAVOUR: (
        Notice(
            audience.holders,
            "Le comité territorial rend un avis favorable sur votre dossier {dossier}.",
            "Le comité d’engagement se prononce ensuite.",
            family=Family.LEGAL,
        ),
        Notice(
            audience.engagement_secretary,
            "Un dossier est à inscrire à l’ordre du jour du comité d’engagement\u00a0: {dossier}.",
            page="committees:engagement",
            family=Family.TASK,
            verb="Inscrire à une séance",
        ),
        Notice(
            audience.officer,
            "Le comité territorial rend un avis favorable sur le dossier {dossier}.",
            REASON,
            family=Family.PROGRESS,
        ),
        Notice(
            audience.members,
            "Votre comité rend un avis favorable sur le dossier {dossier}.",
            REASON,
            family=Family.PROGRESS,
        ),
    ),
    Kind.DOSSIER_DECLINE_TERRITORIAL: (
        Notice(
            audience.holders,
            "Le comité territorial rend un avis défavorable sur votre dossier {dossier}.",
            REASON,
            family=Family.LEGAL,
        ),
        Notice(
            audience.officer,
            "Le comité territorial rend un avis défavorable sur le dossier {dossier}.",
            REASON,
            family=Family.PROGRESS,
        ),
        Notice(
            audience.members,
            "Votre comité rend un avis défavorable sur le dossier {dossier}.",
            REASON,
            family=Family.PROGRESS,
        ),
    ),
    Kind.DOSSIER_POSTPONE: (
        Notice(
            audience.officer, "Le comité d’engagement ajourne le dossier {dossier}.", REASON, family=Family.PROGRESS
        ),
        Notice(
            audience.engagement_secretary,
            "Un dossier ajourné est à inscrire à une prochaine séance\u00a0: {dossier}.",
            REASON,
            page="committees:engagement",
            family=Family.TASK,
            verb="Inscrire à une séance",
        ),
    ),
    Kind.DOSSIER_REWORK: (
        Notice(
            audience.holders,
            "Le comité d’engagement a des questions sur votre dossier {dossier}.",
            "Réponse attendue au plus tard le {due_on}. " + REASON,
            page="dossiers:complements",
            family=Family.LEGAL,
            verb="Répondre",
        ),
        Notice(
            audience.officer,
            "Le comité d’engagement renvoie le dossier {dossier} à son porteur.",
            REASON,
            family=Family.PROGRESS,
        ),
    ),
    Kind.DOSSIER_ENDORSE: (
        Notice(
            audience.officer,
            "Avis favorable du comité d’engagement\u00a0: la campagne du projet {dossier} est à préparer.",
            page="funding:preparation",
            family=Family.TASK,
            verb="Préparer la campagne",
        ),
        Notice(
            audience.funders,
            "Un plafond de votre structure est fixé pour le projet {dossier}.",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.secretary,
            "Le comité d’engagement rend un avis favorable sur le dossier {dossier}.",
            family=Family.PROGRESS,
        ),
    ),
    Kind.DOSSIER_DECLINE: (
        Notice(
            audience.officer,
            "Le comité d’engagement rend un avis défavorable sur le dossier {dossier}.",
            REASON,
            family=Family.PROGRESS,
        ),
        Notice(
            audience.secretary,
            "Le comité d’engagement rend un avis défavorable sur le dossier {dossier}.",
            REASON,
            family=Family.PROGRESS,
        ),
    ),
}

CAMPAIGN: dict[Kind, Notices] = {
    Kind.DOSSIER_OPEN_CAMPAIGN: (
        Notice(audience.holders, "Votre campagne est ouverte\u00a0: {dossier}.", family=Family.LEGAL),
        Notice(
            audience.funders, "La campagne que vous soutenez est ouverte\u00a0: {dossier}.", family=Family.CAMPAIGN
        ),
        Notice(audience.secretary, "La campagne du projet {dossier} est ouverte.", family=Family.CAMPAIGN),
        Notice(
            audience.treasurer,
            "La campagne du projet {dossier} est ouverte\u00a0: les plafonds sont réservés.",
            family=Family.CAMPAIGN,
        ),
    ),
    Kind.DOSSIER_SUCCEED: (
        Notice(
            audience.holders,
            "Votre campagne a réussi\u00a0: {dossier}.",
            "Le seuil est atteint\u00a0: les partenaires abondent les dons.",
            family=Family.LEGAL,
        ),
        Notice(
            audience.treasurer,
            "L’abondement du projet {dossier} est à arrêter.",
            page="funding:settlement",
            family=Family.TASK,
            verb="Arrêter l’abondement",
        ),
        Notice(audience.officer, "La campagne du projet {dossier} a réussi.", family=Family.CAMPAIGN),
        Notice(audience.funders, "La campagne que vous soutenez a réussi\u00a0: {dossier}.", family=Family.CAMPAIGN),
        Notice(audience.secretary, "La campagne du projet {dossier} a réussi.", family=Family.CAMPAIGN),
    ),
    Kind.DOSSIER_FAIL: (
        Notice(
            audience.holders,
            "Votre campagne n’a pas atteint son seuil\u00a0: {dossier}.",
            "Les dons sont rendus à leurs donateurs. {officer_in_charge} reste à votre écoute.",
            family=Family.LEGAL,
        ),
        Notice(
            audience.treasurer,
            "La campagne du projet {dossier} n’a pas atteint son seuil\u00a0: les dons sont à rembourser.",
            page="funding:refunds",
            family=Family.TASK,
            verb="Rembourser les dons",
        ),
        Notice(audience.officer, "La campagne du projet {dossier} n’a pas atteint son seuil.", family=Family.CAMPAIGN),
        Notice(
            audience.funders,
            "La campagne du projet {dossier} n’a pas atteint son seuil.",
            "La somme réservée pour elle est de nouveau disponible.",
            family=Family.CAMPAIGN,
        ),
        Notice(
            audience.secretary, "La campagne du projet {dossier} n’a pas atteint son seuil.", family=Family.CAMPAIGN
        ),
    ),
    Kind.DOSSIER_SETTLE: (
        Notice(
            audience.holders,
            "L’abondement de votre projet {dossier} est arrêté.",
            "Le versement se prépare.",
            family=Family.LEGAL,
        ),
        Notice(
            audience.officer,
            "Un versement est à préparer\u00a0: {dossier}.",
            page="funding:payout",
            family=Family.TASK,
            verb="Préparer le versement",
        ),
        Notice(audience.funders, "L’abondement du projet {dossier} est arrêté.", family=Family.PROGRESS),
    ),
    Kind.DOSSIER_PAY_ALL: (
        Notice(
            audience.holders,
            "Le versement de votre projet {dossier} est fait.",
            "Votre bilan est attendu au plus tard le {report_due}.",
            family=Family.LEGAL,
        ),
        Notice(
            audience.officer,
            "Le versement du projet {dossier} est fait\u00a0: le bilan est attendu.",
            family=Family.PROGRESS,
        ),
        Notice(audience.funders, "Le versement du projet {dossier} est fait.", family=Family.PROGRESS),
    ),
    Kind.DOSSIER_CLOSE: (
        Notice(audience.holders, "Votre dossier {dossier} est soldé.", family=Family.LEGAL),
        Notice(audience.funders, "Le dossier {dossier} est soldé.", family=Family.PROGRESS),
    ),
    Kind.DOSSIER_RENOUNCE: (
        Notice(audience.holders, "La renonciation à votre projet {dossier} est confirmée.", family=Family.LEGAL),
        Notice(audience.treasurer, "Le projet {dossier} est abandonné par son porteur.", family=Family.PROGRESS),
        Notice(audience.funders, "Le projet {dossier} est abandonné par son porteur.", family=Family.PROGRESS),
        Notice(
            audience.engagement_secretary, "Le projet {dossier} est abandonné par son porteur.", family=Family.PROGRESS
        ),
    ),
    Kind.DOSSIER_CANCEL: (
        Notice(audience.holders, "Votre dossier {dossier} est annulé.", REASON, family=Family.LEGAL),
        Notice(audience.officer, "Le dossier {dossier} est annulé.", REASON, family=Family.PROGRESS),
        Notice(
            audience.director,
            "L’annulation du dossier {dossier} est confirmée.",
            "Par {actor}.",
            family=Family.PROGRESS,
        ),
        Notice(audience.funders, "Le dossier {dossier} est annulé.", REASON, family=Family.PROGRESS),
        Notice(audience.engagement_secretary, "Le dossier {dossier} est annulé.", REASON, family=Family.PROGRESS),
    ),
}

NOTICES: dict[Kind, Notices] = INTAKE | REVIEW | CAMPAIGN
