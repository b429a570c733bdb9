"""Who is told of changes of the programme's rules: proposed, discussed, adopted, taken back."""

from notifications import audience
from notifications.families import Family
from notifications.matter import Matter
from notifications.notice import Notice
from okote_flow.journal.kinds import Kind


def _by_proposal(matter: Matter) -> bool:
    """The first rules come with the programme's file: nobody proposed them."""
    return "proposal" in matter.facts


NOTICES: dict[Kind, tuple[Notice, ...]] = {
    Kind.RULES_PROPOSED: (
        Notice(
            audience.ruling,
            "Un changement de règles est proposé, pour le {effective_on}.",
            "Par {actor}. Son effet sur les dossiers passés et en cours se lit avant toute décision.",
            page="administration:rules",
            keyed=False,
            family=Family.TASK,
            verb="Lire la proposition",
        ),
    ),
    Kind.RULES_REMARKED: (
        Notice(
            audience.ruling,
            "Une proposition de règles est commentée.",
            "Par {actor}.",
            page="administration:rules",
            keyed=False,
            family=Family.PROGRESS,
        ),
    ),
    Kind.RULES_PROPOSAL_WITHDRAWN: (
        Notice(
            audience.ruling,
            "Une proposition de règles est retirée.",
            "Motif\u00a0: {reason}",
            page="administration:rules",
            keyed=False,
            family=Family.PROGRESS,
        ),
    ),
    Kind.RULES_ADOPTED: (
        Notice(
            audience.bound,
            "De nouvelles règles valent à partir du {effective_on}.",
            "{reference}. Les dossiers déjà déposés gardent les leurs.",
            page="administration:rules",
            keyed=False,
            applies=_by_proposal,
            family=Family.PROGRESS,
        ),
    ),
    Kind.RULES_VERSION_WITHDRAWN: (
        Notice(
            audience.bound,
            "Les règles annoncées pour le {effective_on} sont retirées avant leur effet.",
            "Motif\u00a0: {reason}",
            page="administration:rules",
            keyed=False,
            family=Family.PROGRESS,
        ),
    ),
}
