"""What notices are about, as people choose among them, how often their mails leave, and as what one is told."""

from django.db import models


class Cadence(models.TextChoices):
    """When mails of a family leave. The bell always rings at once."""

    AT_ONCE = "at_once", "Tout de suite"
    DAILY = "daily", "Résumé du jour"
    WEEKLY = "weekly", "Résumé de la semaine"
    NEVER = "never", "Jamais"


class Family(models.TextChoices):
    """In the order in which the page of preferences shows them."""

    TASK = "task", "Une tâche m’est confiée"
    DEADLINE = "deadline", "Une échéance approche"
    PROGRESS = "progress", "Un dossier que je suis avance"
    CAMPAIGN = "campaign", "Une campagne que je suis"
    MESSAGE = "message", "Quelqu’un m’écrit"
    LEGAL = "legal", "Décisions et convocations"
    ACCOUNT = "account", "Mon compte et mes fonctions"

    @property
    def explanation(self) -> str:
        return EXPLANATIONS[self]

    @property
    def reason(self) -> str:
        """Why its mails always leave; empty for what is chosen."""
        return REASONS.get(self, "")

    @property
    def icon(self) -> str:
        return ICONS[self][0]

    @property
    def colour(self) -> str:
        return ICONS[self][1]

    @property
    def default_cadence(self) -> Cadence:
        return DEFAULTS[self]

    @property
    def is_mandatory(self) -> bool:
        return self in MANDATORY


MANDATORY = frozenset({Family.LEGAL, Family.ACCOUNT})
OPTIONAL = tuple(family for family in Family if family not in MANDATORY)

EXPLANATIONS: dict[Family, str] = {
    Family.TASK: "Avis à rendre, réponse à lire, relecture",
    Family.DEADLINE: "Rappel avant la date, puis en cas de retard",
    Family.PROGRESS: "Recevabilité, avis, décision, versement",
    Family.CAMPAIGN: "Seuil franchi, derniers jours, résultat",
    Family.MESSAGE: "Messages et mentions",
    Family.LEGAL: "Recevabilité, décision motivée, questions posées au porteur, convocation aux séances",
    Family.ACCOUNT: "Fonction, mandat ou accès confié ou retiré",
}

REASONS: dict[Family, str] = {
    Family.LEGAL: (
        "une décision motivée se notifie à la personne concernée (code des relations entre le public et "
        "l’administration, art. L211-2 et L221-8), et le règlement des comités veut une convocation écrite."
    ),
    Family.ACCOUNT: "qui reçoit ou perd un accès doit le savoir aussitôt (RGPD, art. 32, sécurité des accès).",
}
"""Why a family cannot be switched off, after "toujours, car"."""

DEFAULTS: dict[Family, Cadence] = {
    Family.TASK: Cadence.AT_ONCE,
    Family.DEADLINE: Cadence.AT_ONCE,
    Family.PROGRESS: Cadence.DAILY,
    Family.CAMPAIGN: Cadence.DAILY,
    Family.MESSAGE: Cadence.AT_ONCE,
    Family.LEGAL: Cadence.AT_ONCE,
    Family.ACCOUNT: Cadence.AT_ONCE,
}


ICONS: dict[Family, tuple[str, str]] = {
    Family.TASK: ("clipboard-check", "ok-e3"),
    Family.DEADLINE: ("clock-exclamation", "ok-dang"),
    Family.PROGRESS: ("folder-open", "ok-ok"),
    Family.CAMPAIGN: ("speakerphone", "ok-e5"),
    Family.MESSAGE: ("message-2", "ok-e3"),
    Family.LEGAL: ("gavel", "ok-e4"),
    Family.ACCOUNT: ("user-check", "ok-neutre"),
}
"""The icon that each family wears, and its colour: words say the same beside it."""


class Standing(models.TextChoices):
    """As what somebody is told. Who loses that standing loses sight of what it told them."""

    HOLDER = "holder", "porteur du projet"
    INSIDE = "inside", "par une fonction ou un siège"
    EITHER = "either", "porteur, ou par une fonction"  # whoever sees the subject, on whichever side
    PERSONAL = "personal", "en personne"  # about the reader's own account, office or seat: it outlives them
