"""Who is told of an opinion asked from outside. None of it names the dossier: a mail may be read by anybody."""

from notifications import audience
from notifications.families import Family
from notifications.notice import Notice
from okote_flow.journal.kinds import Kind

PAGE, READ = "committees:expertise", "Voir les avis extérieurs"

NOTICES: dict[Kind, tuple[Notice, ...]] = {
    Kind.EXPERTISE_ASKED: (
        Notice(
            audience.named_expert,
            "{committee}\u00a0: un avis vous est demandé.",
            "Attendu pour le {due_on}. La question est en ligne, avec ce que vous pouvez lire du dossier.",
            page=PAGE,
            family=Family.TASK,
            verb="Lire la question",
        ),
    ),
    Kind.EXPERTISE_GIVEN: (
        Notice(
            audience.asking,
            "{committee}\u00a0: un avis extérieur est rendu.",
            "Par {actor}.",
            page=PAGE,
            family=Family.PROGRESS,
            verb=READ,
        ),
    ),
    Kind.EXPERTISE_DECLINED: (
        Notice(
            audience.asking,
            "{committee}\u00a0: un avis extérieur ne sera pas rendu.",
            "{actor} a décliné.",
            page=PAGE,
            family=Family.TASK,
            verb=READ,
        ),
    ),
    Kind.EXPERTISE_REVOKED: (
        Notice(
            audience.former_expert,
            "{committee}\u00a0: votre avis n’est plus demandé.",
            "Ce que vous pouviez lire du dossier ne vous est plus ouvert.",
            page="inbox",
            keyed=False,
            family=Family.TASK,
        ),
    ),
    Kind.EXPERTISE_LAPSED: (
        Notice(
            audience.former_expert,
            "{committee}\u00a0: votre avis n’est plus attendu, le comité n’a plus le dossier en main.",
            page="inbox",
            keyed=False,
            family=Family.PROGRESS,
        ),
    ),
}
