"""What the pages of a committee's rules ask: a version to adopt, a count to try."""

from collections.abc import Iterator
from typing import Any

from django import forms

from committees.counting import Heads, Result, judge
from committees.regulations import Chapter, Regulations, articles
from committees.rules import Choice, MajorityBase, TieRule
from committees.sentences import BASES, TIES
from okote_flow.fields import DayInput

WORDS: dict[str, list[tuple[str, str]]] = {
    "majority_base": [(base.value, BASES[base.value][0]) for base in MajorityBase],
    "tie_rule": [(rule.value, TIES[rule.value]) for rule in TieRule],
}
"""The rules that are words, each with what it may say."""


def _field(name: str, label: str, unit: str, default: Any) -> forms.Field:
    if name in WORDS:
        return forms.ChoiceField(label=label, choices=WORDS[name])
    if isinstance(default, bool):
        return forms.BooleanField(label=label, required=False)
    return forms.IntegerField(label=f"{label} ({unit})" if unit else label, min_value=0, max_value=365)


class RegulationsForm(forms.Form):
    """A committee's rules, chapter by chapter, and the act that adopts them."""

    reference = forms.CharField(
        label="Acte d’adoption",
        max_length=200,
        help_text="Par exemple\u00a0: procès-verbal de la séance du 12 mai 2022, point 3.",
    )
    adopted_on = forms.DateField(label="Adopté le", widget=DayInput())
    valid_from = forms.DateField(
        label="En vigueur à partir du",
        widget=DayInput(),
        required=False,
        help_text="Vide\u00a0: dès aujourd’hui. Les séances déjà convoquées gardent leurs règles.",
    )

    def __init__(self, holding: Regulations, data: Any = None) -> None:
        super().__init__(data, initial=holding.values())
        for name, article in articles().items():
            self.fields[name] = _field(name, article["label"], article["unit"], holding.values()[name])

    def chapters(self) -> Iterator[tuple[Chapter, list[forms.BoundField]]]:
        for chapter in Chapter:
            yield chapter, [self[name] for name, article in articles().items() if article["family"] is chapter]

    def act(self) -> list[forms.BoundField]:
        return [self["reference"], self["adopted_on"], self["valid_from"]]

    def arguments(self) -> dict[str, Any]:
        """As `adopt_rules` takes them."""
        given = self.cleaned_data
        act = {name: given[name] for name in ("reference", "adopted_on", "valid_from")}
        return act | {"regulations": Regulations.of({name: given[name] for name in articles()})}


MOST = 999


def _count(label: str, start: int = 0) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, initial=start)


class SimulatorForm(forms.Form):
    """Any count that a committee could give. It is asked by GET: its address is the count."""

    room = _count("Dans la salle", 5)
    remote = _count("À distance")
    represented = _count("Représentés")
    qualified = _count("Dans la salle, dont partenaires qualifiés sur la thématique")
    absent = _count("Absents, sans pouvoir", 2)
    recused = _count("En déport")
    recused_aside = _count("En déport, article L1111-6, II")
    n_for = _count("Favorable", 3)
    n_for_with_conditions = _count("Favorable avec réserves")
    n_against = _count("Défavorable", 1)
    n_abstain = _count("Abstention")
    conditions = _count("Réserves écrites")
    presiding = forms.ChoiceField(
        label="La présidence a voté",
        choices=[("", "ni pour ni contre"), (Choice.FOR.value, "favorable"), (Choice.AGAINST.value, "défavorable")],
        required=False,
    )
    secret = forms.BooleanField(label="Vote secret", required=False)
    second_call = forms.BooleanField(label="Seconde séance sur le même ordre du jour", required=False)

    there = ("room", "remote", "represented", "absent", "recused", "recused_aside")
    said = ("n_for", "n_for_with_conditions", "n_against", "n_abstain", "conditions", "presiding")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        seats, voices, said = self._sum(self.there), self._sum(self.there[:3]), self._sum(self.said[:4])
        if given["qualified"] > given["room"]:
            self.add_error("qualified", "Pas plus que de membres dans la salle\u00a0: ils en font partie.")
        if not seats:
            raise forms.ValidationError("Un comité a au moins un siège\u00a0: dites qui est là ou absent.")
        if said > voices:
            raise forms.ValidationError(
                f"{said} votes pour {voices} voix présentes ou représentées\u00a0: baissez les votes "
                "ou ajoutez des présents."
            )
        return given

    def _sum(self, names: tuple[str, ...]) -> int:
        return sum(self.cleaned_data[name] for name in names)

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        yield "Qui est là", [self[name] for name in (*self.there, "qualified")]
        yield "Les votes", [self[name] for name in self.said]

    def result(self, regulations: Regulations) -> Result:
        """What these numbers decide, by the function that counts real polls."""
        given = self.cleaned_data
        rule = regulations.voting_rule.on_second_call() if given["second_call"] else regulations.voting_rule
        entitled, voted = self._sum(self.there[:3]), self._sum(self.said[:4])
        heads = Heads(
            n_seats=self._sum(self.there),
            n_recused=given["recused"] + given["recused_aside"],
            n_recused_l1111_6=given["recused_aside"],
            n_absent=given["absent"],
            n_entitled=entitled,
            n_remote=given["remote"],
            n_represented=given["represented"],
            n_voted=voted,
            n_silent=entitled - voted,
            n_theme=given["qualified"],
            n_theme_remote=0,
            n_theme_represented=0,
            **{name: given[name] for name in self.said[:4]},
        )
        side = Choice(given["presiding"]) if given["presiding"] else None
        return judge(heads, rule, presiding_side=side, conditions_written=given["conditions"], secret=given["secret"])
