"""Who is told that somebody has written: the other side by mail, one's own side on screen. Never in which words."""

from dossiers.models import Party
from notifications import audience
from notifications.families import Family
from notifications.matter import Matter
from notifications.notice import Notice
from okote_flow.journal.kinds import Kind

THREAD = "dossiers:messages"


def _by_holder(matter: Matter) -> bool:
    return matter.facts.get("party") == Party.HOLDER


def _by_staff(matter: Matter) -> bool:
    return not _by_holder(matter)


NOTICES: dict[Kind, tuple[Notice, ...]] = {
    Kind.MESSAGE_SENT: (
        Notice(
            audience.holders,
            "{actor} vous a écrit à propos de votre dossier {dossier}.",
            "Le message se lit, et on y répond, dans Okoté.",
            page=THREAD,
            family=Family.MESSAGE,
            applies=_by_staff,
        ),
        Notice(
            audience.answering,
            "{actor} a écrit au porteur du dossier {dossier}.",
            page=THREAD,
            applies=_by_staff,
            family=Family.PROGRESS,
        ),
        Notice(
            audience.answering,
            "{actor} a écrit à propos du dossier {dossier}.",
            "Le message se lit, et on y répond, dans Okoté.",
            page=THREAD,
            family=Family.MESSAGE,
            applies=_by_holder,
        ),
        Notice(
            audience.holders,
            "{actor} a écrit à Alsace Active à propos de votre dossier {dossier}.",
            page=THREAD,
            family=Family.PROGRESS,
            applies=_by_holder,
        ),
    ),
    Kind.NOTE_WRITTEN: (
        Notice(
            audience.named_in_note,
            "{actor} vous signale une note interne sur le dossier {dossier}.",
            "Elle reste à Alsace Active\u00a0: le porteur ne la voit pas.",
            page=THREAD,
            family=Family.MESSAGE,
        ),
        Notice(
            audience.noting,
            "{actor} a écrit une note interne sur le dossier {dossier}.",
            page=THREAD,
            family=Family.PROGRESS,
        ),
    ),
}
