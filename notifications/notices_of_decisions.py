"""Who is told of conditions and of decision letters: a decision reaches its holder by its letter, once."""

from collections.abc import Callable

from notifications import audience
from notifications.families import Family
from notifications.matter import Matter
from notifications.notice import Notice
from notifications.notices_of_dossiers import REASON, Notices
from okote_flow.journal.kinds import Kind


def _said(name: str, *values: object) -> Callable[[Matter], bool]:
    """Whether the event says one of these."""
    return lambda matter: matter.facts.get(name) in values


def _first_letter(matter: Matter) -> bool:
    return matter.facts.get("corrects") is not True and not _asks_again(matter)


def _asks_again(matter: Matter) -> bool:
    """The questions left at once, with their day: their letter only follows."""
    return matter.facts.get("corrects") is not True and matter.facts.get("verdict") == "rework"


OF_HOLDER, OF_OFFICER, OF_COMMITTEE = _said("owner", "holder"), _said("owner", "officer"), _said("owner", "committee")
JUDGED_BY_OFFICER = _said("owner", "holder", "committee")

NOTICES: dict[Kind, Notices] = {
    Kind.POLL_VOIDED: (
        Notice(
            audience.holders,
            "Le retrait que vous demandiez pour le dossier {dossier} est entendu.",
            "Le vote est arrêté et rien n’est compté. Vous pouvez maintenant retirer le dossier.",
            applies=_said("withdrawal", True),
            family=Family.PROGRESS,
            verb="Ouvrir le dossier",
        ),
    ),
    Kind.CONDITION_SUBMITTED: (
        Notice(
            audience.officer,
            "La preuve d’une réserve est à vérifier sur le dossier {dossier}.",
            "{condition}",
            page="dossiers:conditions",
            applies=JUDGED_BY_OFFICER,
            family=Family.TASK,
            verb="Vérifier la preuve",
        ),
        Notice(
            audience.engagement_secretary,
            "La preuve d’une réserve est à vérifier sur le dossier {dossier}.",
            "{condition}",
            page="dossiers:conditions",
            applies=OF_OFFICER,
            family=Family.TASK,
            verb="Vérifier la preuve",
        ),
        Notice(
            audience.holders,
            "La preuve d’une réserve est remise sur votre dossier {dossier}.",
            "Par {actor}. {condition}",
            page="dossiers:conditions",
            family=Family.PROGRESS,
        ),
    ),
    Kind.CONDITION_SENT_BACK: (
        Notice(
            audience.holders,
            "La preuve d’une réserve est à compléter sur votre dossier {dossier}.",
            REASON,
            page="dossiers:conditions",
            applies=OF_HOLDER,
            family=Family.LEGAL,
            verb="Compléter la preuve",
        ),
        Notice(
            audience.officer,
            "La preuve d’une réserve est à compléter sur le dossier {dossier}.",
            REASON,
            page="dossiers:conditions",
            applies=OF_OFFICER,
            family=Family.TASK,
            verb="Compléter la preuve",
        ),
        Notice(
            audience.engagement_secretary,
            "La preuve d’une réserve est à compléter sur le dossier {dossier}.",
            REASON,
            page="dossiers:conditions",
            applies=OF_COMMITTEE,
            family=Family.TASK,
            verb="Compléter la preuve",
        ),
    ),
    Kind.CONDITION_LIFTED: (
        Notice(
            audience.holders, "Une réserve est levée sur votre dossier {dossier}.", "{condition}", family=Family.LEGAL
        ),
        Notice(
            audience.engagement_secretary,
            "Une réserve est levée sur le dossier {dossier}.",
            "{condition}",
            family=Family.PROGRESS,
        ),
    ),
    Kind.CONDITION_WAIVED: (
        Notice(
            audience.holders,
            "Le comité vous dispense d’une réserve sur votre dossier {dossier}.",
            "{condition} " + REASON,
            page="dossiers:conditions",
            family=Family.LEGAL,
        ),
        Notice(
            audience.officer,
            "Le comité dispense d’une réserve le dossier {dossier}.",
            "{condition} " + REASON,
            page="dossiers:conditions",
            family=Family.PROGRESS,
        ),
    ),
    Kind.CONDITION_FAILED: (
        Notice(
            audience.holders,
            "Le comité constate qu’une réserve n’est pas remplie sur votre dossier {dossier}.",
            "{condition} Conséquence\u00a0: {reason}",
            page="dossiers:conditions",
            family=Family.LEGAL,
        ),
        Notice(
            audience.officer,
            "Une réserve n’est pas remplie sur le dossier {dossier}.",
            "{condition} Conséquence\u00a0: {reason}",
            page="dossiers:conditions",
            family=Family.PROGRESS,
        ),
    ),
    Kind.CONDITION_REOPENED: (
        Notice(
            audience.holders,
            "Une réserve est reprise sur votre dossier {dossier}.",
            "{condition} " + REASON,
            page="dossiers:conditions",
            family=Family.LEGAL,
        ),
        Notice(
            audience.officer,
            "Une réserve est reprise sur le dossier {dossier}.",
            "{condition} " + REASON,
            page="dossiers:conditions",
            family=Family.PROGRESS,
        ),
    ),
    Kind.LETTER_SIGNED: (
        Notice(
            audience.engagement_secretary,
            "La lettre de décision du dossier {dossier} est signée\u00a0: elle peut partir.",
            "{number}, signée par {actor}.",
            family=Family.TASK,
            verb="Envoyer la lettre",
        ),
    ),
    Kind.LETTER_SENT: (
        Notice(
            audience.holders,
            "Le comité d’engagement a décidé sur votre dossier {dossier}\u00a0: {outcome}.",
            "La lettre {number}, avec les voies de recours, est sur la page du dossier.",
            applies=_first_letter,
            family=Family.LEGAL,
            verb="Lire la lettre",
        ),
        Notice(
            audience.holders,
            "La lettre qui accompagne les questions sur votre dossier {dossier} est sur sa page.",
            "{number}.",
            applies=_asks_again,
            family=Family.PROGRESS,
        ),
        Notice(
            audience.holders,
            "Une lettre de décision corrigée remplace celle de votre dossier {dossier}.",
            "La lettre {number} est sur la page du dossier.",
            applies=_said("corrects", True),
            family=Family.LEGAL,
            verb="Lire la lettre",
        ),
        Notice(
            audience.officer,
            "La lettre de décision du dossier {dossier} est envoyée.",
            "{number}, par {actor}.",
            family=Family.PROGRESS,
        ),
    ),
}
