"""The programme's rules as dated values: what each is called, where it comes from, what it is by default."""

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Self


class Family(StrEnum):
    """Where a rule stands on the settings page."""

    INTAKE = "Dépôt et recevabilité"
    SCREENING = "Examen territorial"
    COMMITTEES = "Comités et votes"
    CAMPAIGN = "Campagne"
    MONEY = "Abondement et versement"
    DEADLINES = "Échéances et rappels"
    STEERING = "Pilotage et chiffres publics"


REPORT = "Rapport CP-2021-8-1-4 du 20/09/2021"
PRESS = "Presse locale, maxi-flash.com, 09/10/2022"
CRPA = "CRPA, art. R133-3 et suivants (modèle)"
USAGE = "Usage, à confirmer par le comité de pilotage"
CERFA = "Usage du compte rendu financier (Cerfa 15059*02), à confirmer par le comité de pilotage"
HOUSE = "Valeur par défaut, à confirmer par le comité de pilotage"


def rule(default: int | str | bool, family: StrEnum, label: str, unit: str, source: str) -> Any:
    return field(default=default, metadata={"family": family, "label": label, "unit": unit, "source": source})


@dataclass(frozen=True, slots=True)
class Parameters:
    """One version of the rules. A dossier keeps the version in force when it was submitted."""

    # fmt: off
    goal_cents: int = rule(12_000_00, Family.INTAKE, "Objectif proposé d’un projet", "cents", f"{REPORT}, calculé\u00a0: 300\u00a0000\u00a0€ / 25")
    goal_low_cents: int = rule(9_000_00, Family.INTAKE, "Objectif\u00a0: seuil d’alerte bas", "cents", HOUSE)
    goal_high_cents: int = rule(18_000_00, Family.INTAKE, "Objectif\u00a0: seuil d’alerte haut", "cents", HOUSE)
    complement_days: int = rule(15, Family.INTAKE, "Délai pour répondre à une demande de compléments", "jours", "Modèle CASF R313-6")
    draft_idle_months: int = rule(12, Family.INTAKE, "Brouillon sans activité\u00a0: retiré après", "mois", HOUSE)
    draft_notice_days: int = rule(30, Family.INTAKE, "Retrait d’un brouillon annoncé avant", "jours", HOUSE)
    silence_months: int = rule(2, Family.INTAKE, "Alerte «\u00a0silence\u00a0» de l’administration", "mois", "CRPA, art. L231-4 (à confirmer pour Alsace Active)")
    screening_days: int = rule(10, Family.SCREENING, "Grilles dues après la recevabilité", "jours", HOUSE)
    sheets_num: int = rule(1, Family.SCREENING, "Part des membres dont la grille est requise\u00a0: numérateur", "", HOUSE)
    sheets_den: int = rule(2, Family.SCREENING, "Part des membres dont la grille est requise\u00a0: dénominateur", "", HOUSE)
    notice_days: int = rule(5, Family.COMMITTEES, "Convocation avant la séance", "jours", CRPA)
    urgent_notice_days: int = rule(1, Family.COMMITTEES, "Convocation en urgence, motivée", "jours francs", CRPA)
    quorum_num: int = rule(1, Family.COMMITTEES, "Quorum\u00a0: numérateur", "", CRPA)
    quorum_den: int = rule(2, Family.COMMITTEES, "Quorum\u00a0: dénominateur (au moins la moitié)", "", CRPA)
    second_call_days: int = rule(3, Family.COMMITTEES, "Seconde convocation sans quorum après", "jours", "CGCT, art. L3121-14 (modèle)")
    casting_vote: bool = rule(True, Family.COMMITTEES, "Voix prépondérante de la présidence (vote public)", "", CRPA)
    postponements: int = rule(2, Family.COMMITTEES, "Ajournements possibles d’un dossier", "fois", HOUSE)
    campaign_days: int = rule(40, Family.CAMPAIGN, "Durée d’une campagne", "jours", "Plateformes comparables (Goteo)")
    campaign_min_days: int = rule(15, Family.CAMPAIGN, "Durée minimale d’une campagne", "jours", HOUSE)
    campaign_max_days: int = rule(60, Family.CAMPAIGN, "Durée maximale d’une campagne", "jours", HOUSE)
    extension_days: int = rule(15, Family.CAMPAIGN, "Prolongation possible, une fois", "jours", HOUSE)
    grace_days: int = rule(3, Family.CAMPAIGN, "Délai de confirmation des paiements en cours", "jours", HOUSE)
    gift_min_cents: int = rule(5_00, Family.CAMPAIGN, "Don minimal", "cents", "Plateformes comparables (Goteo)")
    threshold_bps: int = rule(7500, Family.CAMPAIGN, "Seuil de réussite, sur l’objectif des citoyens", "points de base", PRESS)
    matching_mode: str = rule("college", Family.MONEY, "Mode d’abondement", "", f"{REPORT}\u00a0: 1\u00a0€ = 1\u00a0€ = 1\u00a0€")
    ratio_num: int = rule(1, Family.MONEY, "Abondement par collège\u00a0: numérateur", "", REPORT)
    ratio_den: int = rule(1, Family.MONEY, "Abondement par collège\u00a0: dénominateur", "", REPORT)
    fee_bps: int = rule(800, Family.MONEY, "Frais sur les dons des citoyens, en cas de réussite", "points de base", PRESS)
    advance_bps: int = rule(10_000, Family.MONEY, "Part versée avant le bilan", "points de base", HOUSE)
    report_tolerance_bps: int = rule(1000, Family.MONEY, "Bilan\u00a0: écart à expliquer au-delà de, en part du prévu", "points de base", CERFA)
    report_tolerance_cents: int = rule(100_00, Family.MONEY, "Bilan\u00a0: écart à expliquer au-delà de, en montant", "cents", CERFA)
    unspent_kept: bool = rule(True, Family.MONEY, "La part non dépensée peut être gardée pour le même objet", "", "Loi 2000-321, art. 10 et convention (à confirmer par le comité de pilotage)")
    remind_days: int = rule(3, Family.DEADLINES, "Rappel avant une échéance", "jours", USAGE)
    report_remind_days: int = rule(30, Family.DEADLINES, "Rappel avant l’échéance du bilan", "jours", USAGE)
    report_again_days: int = rule(30, Family.DEADLINES, "Bilan renvoyé\u00a0: délai pour le corriger", "jours", HOUSE)
    report_late_days: int = rule(30, Family.DEADLINES, "Bilan en retard\u00a0: premier rappel après l’échéance", "jours", USAGE)
    report_later_days: int = rule(60, Family.DEADLINES, "Bilan en retard\u00a0: second rappel après l’échéance", "jours", USAGE)
    repay_days: int = rule(60, Family.DEADLINES, "Reversement de la part non dépensée", "jours", USAGE)
    silence_alert_days: int = rule(15, Family.DEADLINES, "Alerte avant la fin du délai de silence", "jours", USAGE)
    resume_days: int = rule(5, Family.DEADLINES, "Délai minimal laissé à la reprise après une suspension", "jours", USAGE)
    condition_days: int = rule(60, Family.DEADLINES, "Délai pour lever une réserve", "jours", USAGE)
    settlement_days: int = rule(10, Family.DEADLINES, "Décompte préparé après la fin de la campagne", "jours", USAGE)
    refund_days: int = rule(15, Family.DEADLINES, "Remboursement des donateurs", "jours", USAGE)
    payout_days: int = rule(60, Family.DEADLINES, "Versement après l’arrêt de l’abondement", "jours", "Loi 2000-321, art. 10 (modèle)")
    report_days: int = rule(183, Family.DEADLINES, "Bilan attendu après le versement", "jours", "Loi 2000-321, art. 10 (six mois)")
    deadlines_roll: bool = rule(False, Family.DEADLINES, "Une échéance d’un jour non ouvré passe au jour ouvré suivant", "", "CPC, art. 642 (modèle)")
    engagement_days: int = rule(15, Family.STEERING, "Durée attendue au comité d’engagement, de l’avis territorial à la décision", "jours", HOUSE)
    public_least: int = rule(5, Family.STEERING, "Chiffres publics\u00a0: un chiffre repose au moins sur", "campagnes et dons", "Usage de la statistique publique (secret primaire), à confirmer par le comité de pilotage")
    # fmt: on

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        """The rules of a stored version; a rule that the house no longer knows is left out."""
        known = {item.name for item in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})

    def values(self) -> dict[str, int | str | bool]:
        return {item.name: getattr(self, item.name) for item in fields(self)}


def catalogue(rules: type = Parameters) -> dict[str, dict[str, Any]]:
    """Rule name -> its family, French label, unit, default source."""
    return {item.name: dict(item.metadata) for item in fields(rules)}
