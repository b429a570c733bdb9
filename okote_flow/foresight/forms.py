"""What is assumed and what is asked: every field travels in the address, so that the address is the question."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms

from okote_flow.cents import euros
from okote_flow.fields import AmountField
from okote_flow.foresight import rules
from okote_flow.foresight.inputs import Assumptions, Change, Stage

SEED = 2022


def number(label: str, least: int, most: int, **more: Any) -> forms.IntegerField:
    attributes = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "12"}
    words = dict.fromkeys(("invalid", "min_value", "max_value"), f"Écrivez un nombre entier entre {least} et {most}.")
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=False,
        widget=forms.TextInput(attrs=attributes),
        error_messages=words,
        **more,
    )


def amount(label: str, **more: Any) -> AmountField:
    return AmountField(label=label, required=False, **more)


class QuestionForm(forms.Form):
    """Empty fields are as stated. `assumed` is what is stated, shown where nothing was typed."""

    territoires = number("Territoires", *rules.TERRITORIES)
    projets = number("Projets accompagnés visés par an", *rules.PROJECTS)
    rythme = number("Dépôts, en\u00a0% du rythme d’aujourd’hui", *rules.PACE)
    plafond = amount("Plafond par partenaire et par projet", may_be_zero=True)
    collectivite = amount("Enveloppe d’une collectivité de plus", may_be_zero=True)
    arrivals = number(*rules.LIMITS["arrivals"])
    passes_0 = number("Réussite en\u00a0%, recevabilité", *rules.PERCENT)
    days_0 = number("Durée en jours, recevabilité", *rules.DAYS)
    passes_1 = number("Réussite en\u00a0%, comité territorial", *rules.PERCENT)
    days_1 = number("Durée en jours, comité territorial", *rules.DAYS)
    passes_2 = number("Réussite en\u00a0%, comité d’engagement", *rules.PERCENT)
    days_2 = number("Durée en jours, comité d’engagement", *rules.DAYS)
    passes_3 = number("Réussite en\u00a0%, préparation", *rules.PERCENT)
    days_3 = number("Durée en jours, préparation", *rules.DAYS)
    passes_4 = number("Réussite en\u00a0%, campagne", *rules.PERCENT)
    days_4 = number("Durée en jours, campagne", *rules.DAYS)
    competence = number("Relève de la CeA, en\u00a0%", *rules.PERCENT)
    joint = number("Rejointe par une autre collectivité, en\u00a0%", *rules.PERCENT)
    full = number("Appelle tout le plafond, en\u00a0%", *rules.PERCENT)
    goal_low = amount("Plus petit objectif")
    goal = amount("Objectif courant")
    goal_high = amount("Plus grand objectif")
    trust = number(*rules.LIMITS["trust"], help_text="Combien de dossiers constatés pèsent autant qu’elles.")
    graine = number("Graine du hasard", *rules.SEEDS, help_text="La même donne la même image.")

    def __init__(self, assumed: Assumptions, target: int, territories: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assumed = assumed
        self.target = target or 25
        self.known = territories
        for name, value in self._stated().items():
            self.fields[name].widget.attrs["placeholder"] = str(value)

    def _stated(self) -> dict[str, int | str]:
        found: dict[str, int | str] = {"plafond": "aucun", "collectivite": "aucune"}
        found |= {"territoires": self.known, "projets": self.target, "rythme": 100, "graine": SEED}
        for stage in Stage:
            found[f"passes_{stage.value}"] = self.assumed.passes[stage]
            found[f"days_{stage.value}"] = self.assumed.days[stage]
        for name in ("arrivals", "competence", "joint", "full", "trust"):
            found[name] = getattr(self.assumed, name)
        for name in ("goal_low", "goal", "goal_high"):
            found[name] = getattr(self.assumed, f"{name}_cents") // 100
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            assumed, change = self._assumptions(given), self._change(given)
            for one in (*rules.assumption_refusals(assumed), *rules.change_refusals(change)):
                self.add_error(None, forms.ValidationError(one.message, code=one.code))
        return given

    def assumptions(self) -> Assumptions:
        return self._assumptions(self.cleaned_data)

    def change(self) -> Change:
        return self._change(self.cleaned_data)

    @property
    def seed(self) -> int:
        given = self.cleaned_data["graine"]
        return SEED if given is None else int(given)

    def _assumptions(self, given: dict[str, Any]) -> Assumptions:
        names = ("arrivals", "competence", "joint", "full", "trust")
        plain = {name: given[name] for name in names if given[name] is not None}
        for name in ("goal_low", "goal", "goal_high"):
            if given[name] is not None:
                plain[f"{name}_cents"] = given[name]
        for name in ("passes", "days"):
            stated = getattr(self.assumed, name)
            typed = (given[f"{name}_{stage.value}"] for stage in Stage)
            plain[name] = tuple(usual if one is None else one for one, usual in zip(typed, stated, strict=True))
        return replace(self.assumed, **plain)

    def _change(self, given: dict[str, Any]) -> Change:
        territories = self.known if given["territoires"] is None else given["territoires"]
        projects = self.target if given["projets"] is None else given["projets"]
        pace = rules.pace(territories, self.known, projects, self.target)
        return Change(
            arrivals_percent=pace if given["rythme"] is None else pace * given["rythme"] // 100,
            cap_cents=given["plafond"] or 0,
            joining_cents=given["collectivite"] or 0,
        )

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        yield "Scénario", [self[name] for name in ("territoires", "projets", "rythme", "plafond", "collectivite")]
        yield "Arrivées et montants", [self[name] for name in ("arrivals", "goal_low", "goal", "goal_high")]
        stages = [(self[f"passes_{stage.value}"], self[f"days_{stage.value}"]) for stage in Stage]
        yield "Étape par étape", [field for pair in stages for field in pair]
        yield "Qui paie, et le hasard", [self[name] for name in ("competence", "joint", "full", "trust", "graine")]

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, for the address; nothing that was left as stated."""
        return {name: str(self.data[name]).strip() for name in self.fields if str(self.data.get(name, "")).strip()}


class SaveForm(forms.Form):
    """The name under which a forecast is kept; the question comes with it, unseen."""

    nom = forms.CharField(
        label="Nom de cette prévision",
        max_length=120,
        required=True,
        error_messages={"required": "Donnez un nom à cette prévision\u00a0: on la retrouve par lui."},
    )


def change_said(change: Change) -> list[str]:
    """A scenario in words; empty for the programme as it is."""
    said = []
    if change.arrivals_percent != 100:
        said.append(f"{change.arrivals_percent}\u00a0% du rythme d’aujourd’hui")
    if change.cap_cents:
        said.append(f"plafond de {euros(change.cap_cents)} par partenaire et par projet")
    if change.joining_cents:
        said.append(f"une collectivité de plus, {euros(change.joining_cents)} par an")
    return said
