"""Who is told of what happens to a dossier around its steps."""

from notifications import audience
from notifications.families import Family
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


NOTICES: dict[Kind, Notices] = {
    Kind.DOSSIER_TRANSFERRED: (
        Notice(
            audience.named_heir,
            "Le projet {dossier} vous est transmis\u00a0: vous en êtes désormais le porteur.",
            "Par {actor}. " + REASON,
            family=Family.LEGAL,
        ),
        Notice(
            audience.named_former,
            "Votre projet {dossier} est transmis à {holder}.",
            "Par {actor}. " + REASON,
            family=Family.LEGAL,
        ),
        Notice(
            audience.officer,
            "Le dossier {dossier} change de porteur\u00a0: {holder} succède à {former}.",
            REASON,
            applies=_handed_in,
            family=Family.PROGRESS,
        ),
    ),
    Kind.DOSSIER_DRAFTED_FOR: (
        Notice(
            audience.holders,
            "Un brouillon est ouvert en votre nom\u00a0: {dossier}.",
            "Par {actor}, d’Alsace Active. Relisez-le, complétez-le puis déposez-le\u00a0: rien ne part sans vous. "
            "Sans mot de passe, demandez un code de connexion à cette adresse.",
            family=Family.TASK,
            verb="Relire le brouillon",
        ),
    ),
    Kind.OFFICER_ASSIGNED: (
        Notice(
            audience.named_officer,
            "Un dossier vous est confié\u00a0: {dossier}.",
            "Par {actor}.",
            family=Family.TASK,
            verb="Ouvrir le dossier",
        ),
        Notice(
            audience.holders,
            "{officer}, d’Alsace Active, suit désormais votre dossier {dossier}.",
            family=Family.PROGRESS,
        ),
    ),
    Kind.DECISION_RECORDED: (
        Notice(
            audience.director,
            "Une décision du comité d’engagement est enregistrée pour le dossier {dossier}.",
            "Référence\u00a0: {reference}",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.treasurer,
            "Une décision du comité d’engagement est enregistrée pour le dossier {dossier}.",
            "Référence\u00a0: {reference}",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.officer,
            "Une décision du comité d’engagement est enregistrée pour le dossier {dossier}.",
            "Référence\u00a0: {reference}",
            family=Family.PROGRESS,
        ),
    ),
    Kind.RENOUNCE_ASKED: (
        Notice(
            audience.officer,
            "Une renonciation attend votre confirmation\u00a0: {dossier}.",
            "{actor} demande à renoncer au projet. " + REASON,
            family=Family.TASK,
            verb="Confirmer ou refuser",
        ),
        Notice(
            audience.holders,
            "Une renonciation au projet {dossier} est demandée.",
            "Par {actor}. " + REASON,
            family=Family.PROGRESS,
        ),
    ),
    Kind.CANCEL_ASKED: (
        Notice(
            audience.treasurer,
            "Une annulation attend votre confirmation\u00a0: {dossier}.",
            "{actor} la demande. " + REASON,
            family=Family.TASK,
            verb="Confirmer ou refuser",
        ),
        Notice(
            audience.officer,
            "L’annulation du dossier {dossier} est demandée.",
            "Par {actor}. " + REASON,
            family=Family.PROGRESS,
        ),
        Notice(audience.holders, "L’annulation de votre dossier {dossier} est demandée.", REASON, family=Family.LEGAL),
    ),
    Kind.EXPIRY_ANNOUNCED: (
        Notice(
            audience.holders,
            "Votre brouillon {dossier} sera retiré dans {draft_notice_days}\u00a0jours, faute d’activité.",
            "Pour le garder, il suffit de le modifier.",
            family=Family.DEADLINE,
            verb="Reprendre le brouillon",
        ),
    ),
    Kind.REPORT_SENT_BACK: (
        Notice(
            audience.holders,
            "Le bilan de votre projet {dossier} est à corriger.",
            REASON + " À rendre avant le {report_due}.",
            page="dossiers:report",
            family=Family.TASK,
            verb="Corriger le bilan",
        ),
        Notice(
            audience.treasurer,
            "Le bilan du projet {dossier} est renvoyé à la structure.",
            "Par {actor}.",
            family=Family.PROGRESS,
        ),
    ),
    Kind.REPORT_RECEIVED: (
        Notice(
            audience.officer,
            "Le bilan du projet {dossier} est arrivé\u00a0: il est à relire.",
            "Dépenses réalisées\u00a0: {spent_cents}.",
            applies=_received,
            family=Family.TASK,
            verb="Relire le bilan",
        ),
        Notice(
            audience.holders,
            "Le bilan de votre projet {dossier} est rendu.",
            "Par {actor}. Dépenses réalisées\u00a0: {spent_cents}.",
            applies=_received,
            family=Family.PROGRESS,
        ),
        Notice(
            audience.holders, "Le bilan de votre projet {dossier} est accepté.", applies=_accepted, family=Family.LEGAL
        ),
        Notice(
            audience.treasurer,
            "Le bilan du projet {dossier} est accepté.",
            "Par {actor}.",
            applies=_accepted,
            family=Family.PROGRESS,
        ),
    ),
}
