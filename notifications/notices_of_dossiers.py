"""Who is told of what happens to a dossier around its steps, and at each step of its life."""

from notifications import audience
from notifications.matter import Matter
from notifications.notice import Notice
from okote_flow.journal.kinds import Kind

Notices = tuple[Notice, ...]

REASON = "Motif\u00a0: {reason}"


def _accepted(matter: Matter) -> bool:
    return matter.facts.get("accepted") is True


def _received(matter: Matter) -> bool:
    return not _accepted(matter)


def _handed_in(matter: Matter) -> bool:
    """A draft is its holder's alone."""
    return matter.dossier is not None and matter.dossier.submitted_at is not None


AROUND: dict[Kind, Notices] = {
    Kind.DOSSIER_TRANSFERRED: (
        Notice(
            audience.named_heir,
            "Le projet {dossier} vous est transmis\u00a0: vous en êtes désormais le porteur.",
            "Par {actor}. " + REASON,
            by_email=True,
        ),
        Notice(
            audience.named_former,
            "Votre projet {dossier} est transmis à {holder}.",
            "Par {actor}. " + REASON,
            by_email=True,
        ),
        Notice(
            audience.officer,
            "Le dossier {dossier} change de porteur\u00a0: {holder} succède à {former}.",
            REASON,
            by_email=True,
            applies=_handed_in,
        ),
    ),
    Kind.DOSSIER_DRAFTED_FOR: (
        Notice(
            audience.holders,
            "Un brouillon est ouvert en votre nom\u00a0: {dossier}.",
            "Par {actor}, d’Alsace Active. Relisez-le, complétez-le puis déposez-le\u00a0: rien ne part sans vous. "
            "Sans mot de passe, demandez un code de connexion à cette adresse.",
            by_email=True,
        ),
    ),
    Kind.OFFICER_ASSIGNED: (
        Notice(audience.named_officer, "Un dossier vous est confié\u00a0: {dossier}.", "Par {actor}.", by_email=True),
        Notice(audience.holders, "{officer}, d’Alsace Active, suit désormais votre dossier {dossier}."),
    ),
    Kind.CONDITION_LIFTED: (
        Notice(audience.holders, "Une réserve est levée sur votre dossier {dossier}.", "{condition}", by_email=True),
        Notice(audience.engagement_secretary, "Une réserve est levée sur le dossier {dossier}.", "{condition}"),
    ),
    Kind.DECISION_RECORDED: (
        Notice(
            audience.director,
            "Une décision du comité d’engagement est enregistrée pour le dossier {dossier}.",
            "Référence\u00a0: {reference}",
            by_email=True,
        ),
        Notice(
            audience.treasurer,
            "Une décision du comité d’engagement est enregistrée pour le dossier {dossier}.",
            "Référence\u00a0: {reference}",
        ),
        Notice(
            audience.officer,
            "Une décision du comité d’engagement est enregistrée pour le dossier {dossier}.",
            "Référence\u00a0: {reference}",
        ),
    ),
    Kind.RENOUNCE_ASKED: (
        Notice(
            audience.officer,
            "Une renonciation attend votre confirmation\u00a0: {dossier}.",
            "{actor} demande à renoncer au projet. " + REASON,
            by_email=True,
        ),
        Notice(audience.holders, "Une renonciation au projet {dossier} est demandée.", "Par {actor}. " + REASON),
    ),
    Kind.CANCEL_ASKED: (
        Notice(
            audience.treasurer,
            "Une annulation attend votre confirmation\u00a0: {dossier}.",
            "{actor} la demande. " + REASON,
            by_email=True,
        ),
        Notice(audience.officer, "L’annulation du dossier {dossier} est demandée.", "Par {actor}. " + REASON),
        Notice(audience.holders, "L’annulation de votre dossier {dossier} est demandée.", REASON, by_email=True),
    ),
    Kind.EXPIRY_ANNOUNCED: (
        Notice(
            audience.holders,
            "Votre brouillon {dossier} sera retiré dans {draft_notice_days}\u00a0jours, faute d’activité.",
            "Pour le garder, il suffit de le modifier.",
            by_email=True,
        ),
    ),
    Kind.REPORT_RECEIVED: (
        Notice(
            audience.officer,
            "Le bilan du projet {dossier} est arrivé\u00a0: il est à relire.",
            "Dépenses réalisées\u00a0: {spent_cents}.",
            by_email=True,
            applies=_received,
        ),
        Notice(
            audience.holders,
            "Le bilan de votre projet {dossier} est rendu.",
            "Par {actor}. Dépenses réalisées\u00a0: {spent_cents}.",
            applies=_received,
        ),
        Notice(audience.holders, "Le bilan de votre projet {dossier} est accepté.", by_email=True, applies=_accepted),
        Notice(audience.treasurer, "Le bilan du projet {dossier} est accepté.", "Par {actor}.", applies=_accepted),
    ),
}

INTAKE: dict[Kind, Notices] = {
    Kind.DOSSIER_SUBMIT: (
        Notice(
            audience.holders,
            "Votre dossier {dossier} est déposé.",
            "Reçu le {received}. Alsace Active vérifie maintenant qu’il est recevable.",
            by_email=True,
            is_receipt=True,
        ),
        Notice(audience.officer, "Un nouveau dossier est à examiner\u00a0: {dossier}.", by_email=True),
    ),
    Kind.DOSSIER_EXPIRE: (
        Notice(
            audience.holders,
            "Votre brouillon {dossier} est retiré, après {draft_idle_months}\u00a0mois sans activité.",
            by_email=True,
        ),
    ),
    Kind.DOSSIER_ASK_COMPLEMENTS: (
        Notice(
            audience.holders,
            "Alsace Active a des questions sur votre dossier {dossier}.",
            "Réponse attendue au plus tard le {due_on}.",
            by_email=True,
            page="dossiers:complements",
        ),
    ),
    Kind.DOSSIER_ANSWER_COMPLEMENTS: (
        Notice(audience.askers, "Les réponses aux questions sur le dossier {dossier} sont arrivées.", by_email=True),
        Notice(audience.officer, "Les réponses aux questions sur le dossier {dossier} sont arrivées."),
        Notice(audience.holders, "Vos réponses sur le dossier {dossier} sont envoyées.", "Par {actor}."),
    ),
    Kind.DOSSIER_DROP: (
        Notice(audience.holders, "Votre dossier {dossier} est classé sans suite.", REASON, by_email=True),
    ),
    Kind.DOSSIER_ADMIT: (
        Notice(
            audience.holders,
            "Votre dossier {dossier} est recevable.",
            "Le comité d’animation territorial l’examine maintenant.",
            by_email=True,
        ),
        Notice(
            audience.secretary,
            "Un dossier est confié à votre comité\u00a0: {dossier}.",
            by_email=True,
            page="committees:opinion",
        ),
        Notice(
            audience.members,
            "Votre avis est attendu sur le dossier {dossier}.",
            "À rendre au plus tard le {screening_due}.",
            by_email=True,
            page="committees:screening",
        ),
    ),
    Kind.DOSSIER_REJECT_INADMISSIBLE: (
        Notice(audience.holders, "Votre dossier {dossier} n’est pas recevable.", REASON, by_email=True),
    ),
    Kind.DOSSIER_WITHDRAW: (
        Notice(audience.officer, "Le dossier {dossier} est retiré par son porteur.", REASON),
        Notice(audience.left, "Le dossier {dossier} est retiré par son porteur\u00a0: il n’y a plus rien à examiner."),
        Notice(audience.holders, "Votre dossier {dossier} est retiré.", "Par {actor}.", by_email=True),
    ),
}

REVIEW: dict[Kind, Notices] = {
    Kind.DOSSIER_SEND_BACK: (
        Notice(
            audience.holders,
            "Le comité territorial a des questions sur votre dossier {dossier}.",
            "Réponse attendue au plus tard le {due_on}. " + REASON,
            by_email=True,
            page="dossiers:complements",
        ),
        Notice(audience.officer, "Le comité territorial a des questions sur le dossier {dossier}.", REASON),
    ),
    Kind.DOSSIER_FAVOUR: (
        Notice(
            audience.holders,
            "Le comité territorial rend un avis favorable sur votre dossier {dossier}.",
            "Le comité d’engagement se prononce ensuite.",
            by_email=True,
        ),
        Notice(
            audience.engagement_secretary,
            "Un dossier est à inscrire à l’ordre du jour du comité d’engagement\u00a0: {dossier}.",
            by_email=True,
            page="committees:engagement",
        ),
        Notice(audience.officer, "Le comité territorial rend un avis favorable sur le dossier {dossier}.", REASON),
        Notice(audience.members, "Votre comité rend un avis favorable sur le dossier {dossier}.", REASON),
    ),
    Kind.DOSSIER_DECLINE_TERRITORIAL: (
        Notice(
            audience.holders,
            "Le comité territorial rend un avis défavorable sur votre dossier {dossier}.",
            REASON,
            by_email=True,
        ),
        Notice(audience.officer, "Le comité territorial rend un avis défavorable sur le dossier {dossier}.", REASON),
        Notice(audience.members, "Votre comité rend un avis défavorable sur le dossier {dossier}.", REASON),
    ),
    Kind.DOSSIER_POSTPONE: (
        Notice(
            audience.holders,
            "Le comité d’engagement reporte votre dossier {dossier} à une prochaine séance.",
            REASON,
            by_email=True,
        ),
        Notice(audience.officer, "Le comité d’engagement ajourne le dossier {dossier}.", REASON),
        Notice(
            audience.engagement_secretary,
            "Un dossier ajourné est à inscrire à une prochaine séance\u00a0: {dossier}.",
            REASON,
            page="committees:engagement",
        ),
    ),
    Kind.DOSSIER_REWORK: (
        Notice(
            audience.holders,
            "Le comité d’engagement a des questions sur votre dossier {dossier}.",
            "Réponse attendue au plus tard le {due_on}. " + REASON,
            by_email=True,
            page="dossiers:complements",
        ),
        Notice(audience.officer, "Le comité d’engagement renvoie le dossier {dossier} à son porteur.", REASON),
    ),
    Kind.DOSSIER_ENDORSE: (
        Notice(
            audience.holders,
            "Le comité d’engagement rend un avis favorable sur votre dossier {dossier}.",
            "Votre campagne peut maintenant se préparer.",
            by_email=True,
        ),
        Notice(
            audience.officer,
            "Avis favorable du comité d’engagement\u00a0: la campagne du projet {dossier} est à préparer.",
            by_email=True,
            page="funding:preparation",
        ),
        Notice(audience.funders, "Un plafond de votre structure est fixé pour le projet {dossier}.", by_email=True),
        Notice(audience.secretary, "Le comité d’engagement rend un avis favorable sur le dossier {dossier}."),
    ),
    Kind.DOSSIER_DECLINE: (
        Notice(
            audience.holders,
            "Le comité d’engagement rend un avis défavorable sur votre dossier {dossier}.",
            REASON,
            by_email=True,
        ),
        Notice(audience.officer, "Le comité d’engagement rend un avis défavorable sur le dossier {dossier}.", REASON),
        Notice(
            audience.secretary, "Le comité d’engagement rend un avis défavorable sur le dossier {dossier}.", REASON
        ),
    ),
}

CAMPAIGN: dict[Kind, Notices] = {
    Kind.DOSSIER_OPEN_CAMPAIGN: (
        Notice(audience.holders, "Votre campagne est ouverte\u00a0: {dossier}.", by_email=True),
        Notice(audience.funders, "La campagne que vous soutenez est ouverte\u00a0: {dossier}.", by_email=True),
        Notice(audience.secretary, "La campagne du projet {dossier} est ouverte."),
        Notice(audience.treasurer, "La campagne du projet {dossier} est ouverte\u00a0: les plafonds sont réservés."),
    ),
    Kind.DOSSIER_SUCCEED: (
        Notice(
            audience.holders,
            "Votre campagne a réussi\u00a0: {dossier}.",
            "Le seuil est atteint\u00a0: les partenaires abondent les dons.",
            by_email=True,
        ),
        Notice(
            audience.treasurer,
            "L’abondement du projet {dossier} est à arrêter.",
            by_email=True,
            page="funding:settlement",
        ),
        Notice(audience.officer, "La campagne du projet {dossier} a réussi."),
        Notice(audience.funders, "La campagne que vous soutenez a réussi\u00a0: {dossier}.", by_email=True),
        Notice(audience.secretary, "La campagne du projet {dossier} a réussi."),
    ),
    Kind.DOSSIER_FAIL: (
        Notice(
            audience.holders,
            "Votre campagne n’a pas atteint son seuil\u00a0: {dossier}.",
            "Les dons sont rendus à leurs donateurs. {officer_in_charge} reste à votre écoute.",
            by_email=True,
        ),
        Notice(
            audience.treasurer,
            "La campagne du projet {dossier} n’a pas atteint son seuil\u00a0: les dons sont à rembourser.",
            by_email=True,
            page="funding:refunds",
        ),
        Notice(audience.officer, "La campagne du projet {dossier} n’a pas atteint son seuil."),
        Notice(
            audience.funders,
            "La campagne du projet {dossier} n’a pas atteint son seuil.",
            "La somme réservée pour elle est de nouveau disponible.",
            by_email=True,
        ),
        Notice(audience.secretary, "La campagne du projet {dossier} n’a pas atteint son seuil."),
    ),
    Kind.DOSSIER_SETTLE: (
        Notice(
            audience.holders,
            "L’abondement de votre projet {dossier} est arrêté.",
            "Le versement se prépare.",
            by_email=True,
        ),
        Notice(
            audience.officer, "Un versement est à préparer\u00a0: {dossier}.", by_email=True, page="funding:payout"
        ),
        Notice(audience.funders, "L’abondement du projet {dossier} est arrêté.", by_email=True),
    ),
    Kind.DOSSIER_PAY_ALL: (
        Notice(
            audience.holders,
            "Le versement de votre projet {dossier} est fait.",
            "Votre bilan est attendu au plus tard le {report_due}.",
            by_email=True,
        ),
        Notice(audience.officer, "Le versement du projet {dossier} est fait\u00a0: le bilan est attendu."),
        Notice(audience.funders, "Le versement du projet {dossier} est fait."),
    ),
    Kind.DOSSIER_CLOSE: (
        Notice(audience.holders, "Votre dossier {dossier} est soldé.", by_email=True),
        Notice(audience.funders, "Le dossier {dossier} est soldé."),
    ),
    Kind.DOSSIER_RENOUNCE: (
        Notice(audience.holders, "La renonciation à votre projet {dossier} est confirmée.", by_email=True),
        Notice(audience.treasurer, "Le projet {dossier} est abandonné par son porteur.", by_email=True),
        Notice(audience.funders, "Le projet {dossier} est abandonné par son porteur.", by_email=True),
        Notice(audience.engagement_secretary, "Le projet {dossier} est abandonné par son porteur."),
    ),
    Kind.DOSSIER_CANCEL: (
        Notice(audience.holders, "Votre dossier {dossier} est annulé.", REASON, by_email=True),
        Notice(audience.officer, "Le dossier {dossier} est annulé.", REASON, by_email=True),
        Notice(audience.director, "L’annulation du dossier {dossier} est confirmée.", "Par {actor}."),
        Notice(audience.funders, "Le dossier {dossier} est annulé.", REASON, by_email=True),
        Notice(audience.engagement_secretary, "Le dossier {dossier} est annulé.", REASON),
    ),
}

NOTICES: dict[Kind, Notices] = AROUND | INTAKE | REVIEW | CAMPAIGN
