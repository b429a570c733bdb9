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

DEFAULTS: dict[Family, Cadence] = {
    Family.TASK: Cadence.AT_ONCE,
    Family.DEADLINE: Cadence.AT_ONCE,
    Family.PROGRESS: Cadence.DAILY,
    Family.CAMPAIGN: Cadence.DAILY,
    Family.MESSAGE: Cadence.AT_ONCE,
    Family.LEGAL: Cadence.AT_ONCE,
    Family.ACCOUNT: Cadence.AT_ONCE,
}


class Standing(models.TextChoices):
    """As what somebody is told. Who loses that standing loses sight of what it told them."""

    HOLDER = "holder", "porteur du projet"
    INSIDE = "inside", "par une fonction ou un siège"
    PERSONAL = "personal", "en personne"  # about the reader's own account, office or seat: it outlives them
