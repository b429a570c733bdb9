"""Who is told of mandates, meetings and what a committee does with a dossier. Votes are told by their proclamation."""

from notifications import audience
from notifications.families import Family
from notifications.matter import Matter
from notifications.notice import Notice
from notifications.notices_of_dossiers import REASON, Notices
from okote_flow.journal.kinds import Kind


def _urgent(matter: Matter) -> bool:
    return matter.facts.get("urgent") is True


def _in_time(matter: Matter) -> bool:
    return not _urgent(matter)


NOTICES: dict[Kind, Notices] = {
    Kind.MANDATE_GIVEN: (
        Notice(
            audience.named_holder,
            "Un siège vous est confié\u00a0: {committee}.",
            "Votre mandat commence le {starts_on}.",
            page="committees:committee",
            family=Family.ACCOUNT,
        ),
    ),
    Kind.MANDATE_ENDED: (
        Notice(
            audience.named_holder,
            "Votre mandat prend fin\u00a0: {committee}.",
            "Dernier jour\u00a0: {ends_on}.",
            page="inbox",
            keyed=False,
            family=Family.ACCOUNT,
        ),
    ),
    Kind.MEETING_CONVENED: (
        Notice(
            audience.seated,
            "{committee}\u00a0: séance {scheduled_at}.",
            "Lieu\u00a0: {place}. L’ordre du jour et les dossiers sont en ligne.",
            page="committees:meeting",
            applies=_in_time,
            family=Family.LEGAL,
            verb="Voir la séance",
        ),
        Notice(
            audience.seated,
            "{committee}\u00a0: séance en urgence {scheduled_at}.",
            "Lieu\u00a0: {place}. Le motif de l’urgence est sur la convocation.",
            page="committees:meeting",
            applies=_urgent,
            family=Family.LEGAL,
            verb="Voir la séance",
        ),
    ),
    Kind.MEETING_CANCELLED: (
        Notice(
            audience.seated,
            "{committee}\u00a0: la séance est annulée.",
            REASON,
            page="committees:meeting",
            family=Family.LEGAL,
        ),
    ),
    Kind.ITEM_ADDED: (
        Notice(
            audience.holders,
            "Votre dossier {dossier} est inscrit à l’ordre du jour d’une séance.",
            "{committee}, {scheduled_at}.",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.officer,
            "Le dossier {dossier} est inscrit à l’ordre du jour d’une séance.",
            "{committee}, {scheduled_at}.",
            family=Family.PROGRESS,
        ),
    ),
    Kind.ITEM_REMOVED: (
        Notice(
            audience.holders,
            "Votre dossier {dossier} n’est plus à l’ordre du jour de la séance prévue.",
            "{committee}.",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.officer,
            "Le dossier {dossier} n’est plus à l’ordre du jour de la séance prévue.",
            "{committee}.",
            family=Family.PROGRESS,
        ),
    ),
    Kind.RECUSED: (
        Notice(
            audience.secretary,
            "Un déport est enregistré sur le dossier {dossier}.",
            "{member}.",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.engagement_secretary,
            "Un déport est enregistré sur le dossier {dossier}.",
            "{member}.",
            family=Family.PROGRESS,
        ),
    ),
    Kind.SHEET_GIVEN: (
        Notice(
            audience.secretary,
            "Un avis est rendu sur le dossier {dossier}.",
            "Par {actor}.",
            page="committees:opinion",
            family=Family.PROGRESS,
        ),
    ),
}
