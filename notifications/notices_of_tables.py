"""Who is told of the tables that are prepared in the background: whoever asked."""

from notifications import audience
from notifications.families import Family
from notifications.notice import Notice
from okote_flow.journal.kinds import Kind

NOTICES: dict[Kind, tuple[Notice, ...]] = {
    Kind.TABLE_READY: (
        Notice(
            audience.asker_of_table,
            "Votre tableau «\u00a0{title}\u00a0» est prêt.",
            "{count}\u00a0lignes. Le fichier se garde sept jours, pour vous seul.",
            page="tables:export",
            family=Family.PROGRESS,
            verb="Ouvrir le tableau",
        ),
    ),
    Kind.TABLE_FAILED: (
        Notice(
            audience.asker_of_table,
            "Votre tableau «\u00a0{title}\u00a0» n’a pas pu être préparé.",
            "{reason}",
            page="tables:export",
            family=Family.PROGRESS,
            verb="Ouvrir le tableau",
        ),
    ),
}
