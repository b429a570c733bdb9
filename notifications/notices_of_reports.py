"""Who is told of reports of twelve months, and of what a steering meeting has before it."""

from notifications import audience
from notifications.families import Family
from notifications.matter import Matter
from notifications.notice import Notice
from notifications.notices_of_dossiers import REASON, Notices
from okote_flow.journal.kinds import Kind

PAGE = "reports:report"


def _is_review(matter: Matter) -> bool:
    return matter.facts.get("report") == "review"


def _was_read(matter: Matter) -> bool:
    return bool(matter.facts.get("was_presented"))


def _was_read_review(matter: Matter) -> bool:
    return _was_read(matter) and _is_review(matter)


NOTICES: dict[Kind, Notices] = {
    Kind.YEARLY_PRESENTED: (
        Notice(
            audience.steering,
            "{title} : le rapport est présenté.",
            "Édition {edition}",
            page=PAGE,
            family=Family.PROGRESS,
            applies=_is_review,
        ),
        Notice(
            audience.partner,
            "{title} : le rapport est présenté.",
            "Édition {edition}",
            page=PAGE,
            family=Family.PROGRESS,
        ),
    ),
    Kind.YEARLY_WITHDRAWN: (
        Notice(
            audience.steering,
            "{title} : le rapport est retiré.",
            REASON,
            page=PAGE,
            family=Family.PROGRESS,
            applies=_was_read_review,
        ),
        Notice(
            audience.partner,
            "{title} : le rapport est retiré.",
            REASON,
            page=PAGE,
            family=Family.PROGRESS,
            applies=_was_read,
        ),
    ),
    Kind.PACK_FROZEN: (
        Notice(
            audience.seated,
            "Le dossier de la prochaine séance est prêt : {committee}.",
            page="reports:pack",
            family=Family.PROGRESS,
        ),
    ),
}
