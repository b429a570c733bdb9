"""A committee's internal rules (règlement intérieur) as data: what each is called, where it comes from. Pure.

The report fixes no composition, quorum or voting rule: until a committee adopts its own, those of the programme hold.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self

from committees.rules import MajorityBase, TieRule, VotingRule
from committees.sentences import refuse
from okote_flow.parameters import CRPA, catalogue, rule
from okote_flow.refusals import Refusal


class Chapter(StrEnum):
    """Where a rule stands on the page of a committee's rules."""

    NOTICE = "Convocation"
    QUORUM = "Quorum"
    PROXIES = "Pouvoirs"
    MAJORITY = "Majorité et partage des voix"
    BALLOT = "Façon de voter"


OF_SECRECY = "CGCT, art. L2121-21 (modèle)"
OF_MAJORITY = "CGCT, art. L3121-15 (modèle)"
CALLED_AGAIN = "CGCT, art. L3121-14 (modèle)"
HOUSE = "Valeur par défaut, à confirmer par le comité"


@dataclass(frozen=True, slots=True)
class Regulations:
    """One version of a committee's rules. The defaults are the preset of the programme (days are calendar days)."""

    # fmt: off
    notice_days: int = rule(5, Chapter.NOTICE, "Convocation avant la séance", "jours", CRPA)
    urgent_notice_days: int = rule(1, Chapter.NOTICE, "Convocation en urgence, motivée", "jours francs", CRPA)
    second_call: bool = rule(True, Chapter.NOTICE, "Seconde séance sans quorum sur le même ordre du jour", "", CRPA)
    second_call_days: int = rule(3, Chapter.NOTICE, "Seconde séance au plus tôt après", "jours", CALLED_AGAIN)
    quorum_num: int = rule(1, Chapter.QUORUM, "Part des sièges\u00a0: numérateur", "", CRPA)
    quorum_den: int = rule(2, Chapter.QUORUM, "Part des sièges\u00a0: dénominateur", "", CRPA)
    quorum_strict: bool = rule(False, Chapter.QUORUM, "Il faut plus que cette part", "", CRPA)
    quorum_minimum: int = rule(1, Chapter.QUORUM, "Jamais moins de", "membres", HOUSE)
    quorum_theme_min: int = rule(0, Chapter.QUORUM, "Partenaires qualifiés sur la thématique du dossier, au moins", "", HOUSE)
    counts_remote: bool = rule(True, Chapter.QUORUM, "Les membres à distance comptent", "", CRPA)
    counts_proxies: bool = rule(True, Chapter.QUORUM, "Les membres représentés comptent", "", CRPA)
    drops_recused: bool = rule(False, Chapter.QUORUM, "Tout membre en déport sort du calcul", "", "CGCT, art. L1111-6, II (pour ses seuls cas)")
    proxies_per_holder: int = rule(1, Chapter.PROXIES, "Pouvoirs par personne, au plus", "", CRPA)
    majority_base: MajorityBase = rule(MajorityBase.EXPRESSED, Chapter.MAJORITY, "La majorité se compte sur", "", OF_MAJORITY)
    majority_num: int = rule(1, Chapter.MAJORITY, "Part à atteindre\u00a0: numérateur", "", OF_MAJORITY)
    majority_den: int = rule(2, Chapter.MAJORITY, "Part à atteindre\u00a0: dénominateur", "", OF_MAJORITY)
    majority_strict: bool = rule(True, Chapter.MAJORITY, "Il faut plus que cette part", "", OF_MAJORITY)
    tie_rule: TieRule = rule(TieRule.CASTING_VOTE, Chapter.MAJORITY, "En cas de partage des voix", "", CRPA)
    change_allowed: bool = rule(True, Chapter.BALLOT, "Un vote public se change jusqu’à la clôture", "", HOUSE)
    roll_call_num: int = rule(1, Chapter.BALLOT, "Appel nominal, part des présents\u00a0: numérateur", "", OF_MAJORITY)
    roll_call_den: int = rule(6, Chapter.BALLOT, "Appel nominal, part des présents\u00a0: dénominateur", "", OF_MAJORITY)
    secret_num: int = rule(1, Chapter.BALLOT, "Vote secret, part des présents\u00a0: numérateur", "", OF_SECRECY)
    secret_den: int = rule(3, Chapter.BALLOT, "Vote secret, part des présents\u00a0: dénominateur", "", OF_SECRECY)
    min_secret_voters: int = rule(5, Chapter.BALLOT, "Vote secret à partir de", "votants", HOUSE)
    # fmt: on

    @property
    def voting_rule(self) -> VotingRule:
        """What a poll keeps of it."""
        return VotingRule(**{item.name: getattr(self, item.name) for item in fields(VotingRule)})

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The rules of a stored version; a rule that the house no longer knows is left out."""
        known = {item.name: item for item in fields(cls)}
        words: dict[str, Callable[[Any], Any]] = {"majority_base": MajorityBase, "tie_rule": TieRule}
        return cls(**{name: words.get(name, _same)(value) for name, value in values.items() if name in known})

    def values(self) -> dict[str, Any]:
        return {item.name: getattr(self, item.name) for item in fields(self)}


def _same(value: Any) -> Any:
    return value


NUMBERS = ("notice_days", "urgent_notice_days", "second_call_days", "proxies_per_holder", "quorum_theme_min")
FRACTIONS = ("quorum", "majority", "roll_call", "secret")
FEWEST_SECRET_VOTERS = 3
"""Below that a secret vote hides nothing: each of two voters knows the other's."""


def regulations_refusals(rules: Regulations) -> Iterator[Refusal]:
    """Why these cannot be a committee's rules: a fraction that is none, a secret that would hide nothing."""
    for name in FRACTIONS:
        num, den = getattr(rules, f"{name}_num"), getattr(rules, f"{name}_den")
        if not 0 < num <= den:
            label = articles()[f"{name}_num"]["label"].partition("\u00a0:")[0]
            yield refuse("no-fraction", label=label, num=num, den=den)
    if rules.majority_num * 2 < rules.majority_den or (
        rules.majority_num * 2 == rules.majority_den and not rules.majority_strict
    ):
        yield refuse("no-majority")
    if rules.min_secret_voters < FEWEST_SECRET_VOTERS:
        yield refuse("secret-too-few", fewest=FEWEST_SECRET_VOTERS)
    if rules.quorum_minimum < 1:
        yield refuse("quorum-of-nobody")
    if min(getattr(rules, name) for name in NUMBERS) < 0:
        yield refuse("rule-below-zero")


def articles() -> dict[str, dict[str, Any]]:
    """Rule name -> its chapter, French label, unit, source of the default."""
    return catalogue(Regulations)
