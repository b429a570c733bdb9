"""What is told of deadlines: before their day and on it to those who must act, afterwards to their superior too."""

from notifications import audience
from notifications.families import Family
from notifications.matter import Matter
from notifications.notice import Notice
from okote_flow.journal.kinds import Kind


def _on_the_day(matter: Matter) -> bool:
    return matter.facts.get("stage") == "day" and matter.dossier is not None


def _before(matter: Matter) -> bool:
    return matter.facts.get("stage") == "before" and matter.dossier is not None


def _of_dossier(matter: Matter) -> bool:
    return matter.dossier is not None


def _of_meeting(matter: Matter) -> bool:
    return matter.meeting is not None


def _of_expert(matter: Matter) -> bool:
    return matter.expertise is not None


OPEN, CONVENE = "Ouvrir", "Ouvrir la séance"
LATE = "Attendu de {keeper} avant le {due_on}."
CONVOCATION = "{committee}\u00a0: la convocation de la séance doit partir au plus tard le {due_on}."


NOTICES: dict[Kind, tuple[Notice, ...]] = {
    Kind.DEADLINE_NEAR: (
        Notice(
            audience.due,
            "Une échéance tombe aujourd’hui\u00a0: {what}, {dossier}.",
            family=Family.DEADLINE,
            verb=OPEN,
            applies=_on_the_day,
        ),
        Notice(
            audience.due,
            "Une échéance approche\u00a0: {what}, {dossier}.",
            "Au plus tard le {due_on}.",
            family=Family.DEADLINE,
            verb=OPEN,
            applies=_before,
        ),
        Notice(
            audience.due,
            CONVOCATION,
            family=Family.DEADLINE,
            verb=CONVENE,
            page="committees:meeting",
            applies=_of_meeting,
        ),
        Notice(
            audience.due,
            "{committee}\u00a0: votre avis est attendu pour le {due_on}.",
            family=Family.DEADLINE,
            verb="Donner mon avis",
            page="committees:expertise",
            applies=_of_expert,
        ),
    ),
    Kind.DEADLINE_MISSED: (
        Notice(
            audience.due,
            "{committee}\u00a0: votre avis était attendu pour le {due_on}.",
            "Vous pouvez encore le donner, ou décliner.",
            family=Family.DEADLINE,
            verb="Donner mon avis",
            page="committees:expertise",
            applies=_of_expert,
        ),
        Notice(
            audience.asking,
            "{committee}\u00a0: un avis extérieur attendu pour le {due_on} n’est pas rendu.",
            family=Family.DEADLINE,
            verb="Voir les avis extérieurs",
            page="committees:expertise",
            applies=_of_expert,
        ),
        Notice(
            audience.due,
            "Une échéance est dépassée\u00a0: {what}, {dossier}.",
            "C’était au plus tard le {due_on}. Le retard est signalé.",
            family=Family.DEADLINE,
            verb=OPEN,
            applies=_of_dossier,
        ),
        Notice(
            audience.superior,
            "Personne n’a agi avant l’échéance\u00a0: {what}, {dossier}.",
            LATE,
            family=Family.DEADLINE,
            verb=OPEN,
            applies=_of_dossier,
        ),
        Notice(
            audience.due,
            "{committee}\u00a0: la convocation de la séance n’est pas partie à temps.",
            "Elle était due le {due_on}\u00a0: il reste l’urgence motivée, ou une autre date.",
            family=Family.DEADLINE,
            verb=CONVENE,
            page="committees:meeting",
            applies=_of_meeting,
        ),
        Notice(
            audience.superior,
            "{committee}\u00a0: la convocation de la séance n’est pas partie à temps.",
            LATE,
            family=Family.DEADLINE,
            verb=CONVENE,
            page="committees:meeting",
            applies=_of_meeting,
        ),
    ),
    Kind.DEADLINE_SILENCE: (
        Notice(
            audience.due,
            "Le délai de silence depuis le dépôt prend fin\u00a0: {dossier}.",
            "Le {due_on} (CRPA, art. L231-4, à confirmer pour Alsace Active).",
            family=Family.DEADLINE,
            verb=OPEN,
        ),
    ),
}
