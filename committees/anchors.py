"""Marks to go by for each criterion: what a yes, a partly and a no look like. Ours, not the report's.

The report (CP-2021-8-1-4, §2) states the six criteria and gives no scale. These sentences restate its words as
answers; they are dated and shown as "à confirmer par le comité".
"""

from datetime import date

from committees.rules import Mark

WRITTEN_ON = date(2022, 1, 3)

ANCHORS: dict[str, dict[Mark, str]] = {
    "territory": {
        Mark.YES: "les actions et leurs effets sont en Alsace, et la structure y est présente.",
        Mark.PARTLY: "les effets débordent l’Alsace, ou la présence sur place reste à confirmer.",
        Mark.NO: "ni résultat ni représentation en Alsace.",
    },
    "structure": {
        Mark.YES: "l’équipe sait porter la démarche et le modèle économique tient.",
        Mark.PARTLY: "l’équipe est là, mais le modèle économique ou la trésorerie reste fragile.",
        Mark.NO: "la structure ne peut pas porter la démarche aujourd’hui.",
    },
    "project-stage": {
        Mark.YES: "nouveau pour la structure, pour le territoire, ou pour les deux.",
        Mark.PARTLY: "une activité existante qui s’étend à un nouveau lieu ou à un nouveau public.",
        Mark.NO: "une activité habituelle, reconduite.",
    },
    "innovation": {
        Mark.YES: "une pratique que personne ne propose ici, ou une autre façon d’agir.",
        Mark.PARTLY: "une bonne idée déjà présente à côté, adaptée au territoire.",
        Mark.NO: "une façon d’agir déjà courante ici.",
    },
    "impacts": {
        Mark.YES: "des partenaires du territoire sont engagés, et structures ou usagers y gagnent en autonomie.",
        Mark.PARTLY: "des partenaires sont cités sans engagement, ou l’autonomie n’est pas encore visible.",
        Mark.NO: "ni partenaire ni capacité d’action nouvelle.",
    },
    "general-interest": {
        Mark.YES: "un besoin local avéré, sans concurrence, au-delà des seuls membres, social ou écologique.",
        Mark.PARTLY: "le besoin est réel, mais l’ouverture à tous ou l’apport social ou écologique reste limité.",
        Mark.NO: "le projet profite surtout aux membres, ou concurrence une offre existante.",
    },
}


def anchors_of(code: str) -> list[tuple[str, str]]:
    """(label of the mark, what it looks like) for one criterion; none for a criterion that we do not know."""
    labels = {Mark.YES: "Oui", Mark.PARTLY: "En partie", Mark.NO: "Non"}
    return [(labels[mark], said) for mark, said in ANCHORS.get(code, {}).items()]
