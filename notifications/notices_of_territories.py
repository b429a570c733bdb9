"""Who is told of projects that a committee has noticed, and of the help that its members give to campaigns."""

from notifications import audience
from notifications.families import Family
from notifications.notice import Notice
from notifications.notices_of_dossiers import Notices
from okote_flow.journal.kinds import Kind

LEAD, HELPS = "committees:lead", "committees:helps"

NOTICES: dict[Kind, Notices] = {
    Kind.LEAD_ENTRUSTED: (
        Notice(
            audience.named_caller,
            "Un appel vous est confié\u00a0: {lead}.",
            "À passer au plus tard le {call_on}.",
            page=LEAD,
            family=Family.TASK,
            verb="Voir le projet repéré",
        ),
    ),
    Kind.LEAD_CALL_DUE: (
        Notice(
            audience.named_caller,
            "C’est le jour d’appeler\u00a0: {lead}.",
            "Vous deviez appeler au plus tard le {call_on}. Notez ce qu’il en est, ou passez la main.",
            page=LEAD,
            family=Family.DEADLINE,
            verb="Noter l’appel",
        ),
    ),
    Kind.LEAD_SUBMITTED: (
        Notice(
            audience.named_caller,
            "Un projet que vous aviez repéré est devenu un dossier\u00a0: {lead}.",
            "Il suit désormais le parcours de tous les dossiers.",
            page=LEAD,
            family=Family.PROGRESS,
        ),
    ),
    Kind.HELP_OFFERED: (
        Notice(
            audience.holders,
            "Un coup de main vous est proposé pour {dossier}.",
            "{what}, par {actor}. Dites si vous êtes d’accord pour être contacté.",
            page=HELPS,
            family=Family.TASK,
            verb="Répondre",
        ),
        Notice(
            audience.officer,
            "Le comité propose un coup de main pour {dossier}.",
            "{what}, par {actor}.",
            page=HELPS,
            family=Family.PROGRESS,
        ),
    ),
    Kind.HELP_WITHDRAWN: (
        Notice(
            audience.holders,
            "Un coup de main proposé pour {dossier} est retiré.",
            "Par {actor}.",
            page=HELPS,
            family=Family.PROGRESS,
        ),
    ),
    Kind.HELP_ACCEPTED: (
        Notice(
            audience.named_helper,
            "Votre coup de main pour {dossier} est le bienvenu.",
            "La structure porteuse attend que vous la contactiez.",
            page=HELPS,
            family=Family.TASK,
            verb="Voir le coup de main",
        ),
    ),
    Kind.HELP_DECLINED: (
        Notice(
            audience.named_helper,
            "La structure porteuse décline votre coup de main pour {dossier}.",
            page=HELPS,
            family=Family.PROGRESS,
        ),
    ),
    Kind.HELP_DONE: (
        Notice(
            audience.holders,
            "Un coup de main a été donné pour {dossier}.",
            "Par {actor}. Un mot de remerciement fait plaisir.",
            page=HELPS,
            family=Family.PROGRESS,
        ),
    ),
    Kind.HELP_THANKED: (
        Notice(
            audience.named_helper,
            "On vous remercie de votre coup de main pour {dossier}.",
            "De la part de {actor}.",
            page=HELPS,
            family=Family.PROGRESS,
        ),
    ),
}
