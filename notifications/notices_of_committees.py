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


def _comes_back(matter: Matter) -> bool:
    """A short break is seen in the room; one with an hour to come back at is told."""
    return bool(matter.facts.get("resumes_at"))


def _told(matter: Matter) -> bool:
    return matter.facts.get("told") is True


NOTICES: dict[Kind, Notices] = {
    Kind.MANDATE_GIVEN: (
        Notice(
            audience.named_holder,
            "Un siège vous est confié\u00a0: {committee}.",
            "Votre mandat commence le {starts_on}.",
            page="committees:committee",
            family=Family.ACCOUNT,
        ),
        Notice(
            audience.named_replaced,
            "Votre siège est confié à une autre personne\u00a0: {committee}.",
            "Son mandat commence le {starts_on}, le vôtre s’arrête la veille.",
            page="inbox",
            keyed=False,
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
    Kind.COMMITTEE_RULES_ADOPTED: (
        Notice(
            audience.seated,
            "{committee}\u00a0: un règlement intérieur est adopté.",
            "En vigueur le {starts_on}. Les séances déjà convoquées gardent leurs règles.",
            page="committees:rules",
            family=Family.ACCOUNT,
        ),
    ),
    Kind.MEETING_CONVENED: (
        Notice(
            audience.holding,
            "{committee}\u00a0: séance {scheduled_at}.",
            "Lieu\u00a0: {place}. L’ordre du jour et les dossiers sont en ligne.",
            page="committees:meeting",
            applies=_in_time,
            family=Family.LEGAL,
            verb="Voir la séance",
        ),
        Notice(
            audience.holding,
            "{committee}\u00a0: séance en urgence {scheduled_at}.",
            "Lieu\u00a0: {place}. Le motif de l’urgence est sur la convocation.",
            page="committees:meeting",
            applies=_urgent,
            family=Family.LEGAL,
            verb="Voir la séance",
        ),
        Notice(
            audience.substitutes,
            "{committee}\u00a0: vous êtes convoqué en suppléance, séance {scheduled_at}.",
            "Lieu\u00a0: {place}. Vous siégez si la ou le titulaire de votre siège ne vient pas.",
            page="committees:meeting",
            family=Family.LEGAL,
            verb="Voir la séance",
        ),
    ),
    Kind.CONVOCATION_ANSWERED: (
        Notice(
            audience.named_substitute,
            "{committee}\u00a0: la ou le titulaire de votre siège ne vient pas à la séance {scheduled_at}.",
            "Vous siégez à sa place\u00a0: dites si vous venez.",
            page="committees:answer_convocation",
            family=Family.LEGAL,
            verb="Répondre",
        ),
    ),
    Kind.MEETING_EDITED: (
        Notice(
            audience.seated,
            "{committee}\u00a0: la séance change, {scheduled_at}.",
            "Lieu\u00a0: {place}. Motif\u00a0: {reason}. Votre réponse tient toujours\u00a0: changez-la s’il le faut.",
            page="committees:meeting",
            applies=_told,
            family=Family.LEGAL,
            verb="Voir la séance",
        ),
    ),
    Kind.PROXY_GIVEN: (
        Notice(
            audience.named_holder,
            "{giver} vous donne pouvoir, {committee}.",
            "Séance {scheduled_at}. Vous voterez aussi en son nom, sauf s’il ou elle vient.",
            page="committees:meeting",
            family=Family.LEGAL,
        ),
    ),
    Kind.PROXY_REVOKED: (
        Notice(
            audience.named_holder,
            "Un pouvoir que vous portiez est révoqué, {committee}.",
            "Séance {scheduled_at}.",
            page="committees:meeting",
            family=Family.LEGAL,
        ),
    ),
    Kind.MEETING_SUSPENDED: (
        Notice(
            audience.seated,
            "{committee}\u00a0: la séance est suspendue.",
            "Reprise prévue\u00a0: {resumes_at}.",
            page="committees:room",
            applies=_comes_back,
            family=Family.LEGAL,
            verb="Rejoindre la salle",
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
    Kind.MINUTES_IN_REVIEW: (
        Notice(
            audience.seated,
            "{committee}\u00a0: le procès-verbal de la séance {scheduled_at} est à relire.",
            "Dites vos observations avant son adoption à la prochaine séance.",
            page="committees:minutes",
            family=Family.TASK,
        ),
    ),
    Kind.MINUTES_SIGNED: (
        Notice(
            audience.seated,
            "{committee}\u00a0: le procès-verbal de la séance {scheduled_at} est signé.",
            "Il porte le numéro {number}.",
            page="committees:minutes",
            family=Family.PROGRESS,
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
    Kind.ITEM_MOVED: (
        Notice(
            audience.holders,
            "La séance qui examine votre dossier {dossier} change de date\u00a0: {scheduled_at}.",
            "{committee}. Elle était prévue {was_at}.",
            family=Family.PROGRESS,
        ),
        Notice(
            audience.officer,
            "La séance qui examine le dossier {dossier} change de date\u00a0: {scheduled_at}.",
            "{committee}. Elle était prévue {was_at}.",
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
    Kind.CONFLICT_SUSPECTED: (
        Notice(
            audience.secretary,
            "Un lien possible avec le dossier {dossier} est à trancher.",
            "{member}.",
            page="committees:ties",
            family=Family.TASK,
        ),
        Notice(
            audience.engagement_secretary,
            "Un lien possible avec le dossier {dossier} est à trancher.",
            "{member}.",
            page="committees:ties",
            family=Family.TASK,
        ),
        Notice(
            audience.named_member,
            "Un lien possible entre vous et le dossier {dossier} est signalé.",
            "Vous pouvez vous déporter ou attendre que le bureau du comité tranche.",
            page="committees:ties",
            family=Family.TASK,
        ),
    ),
    Kind.CONFLICT_DISMISSED: (
        Notice(
            audience.named_member,
            "Le lien signalé entre vous et le dossier {dossier} est écarté.",
            "Vous continuez à l’examiner.",
            page="committees:ties",
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
