"""A change of rules as it is typed: every rule empty for "as today", then what for and from when."""

from collections.abc import Iterator
from typing import Any

from django import forms

from dossiers.programme import say
from okote_flow import clock
from okote_flow.administration.models import Body, RuleProposal
from okote_flow.administration.rules.values import MODES, Value
from okote_flow.fields import AmountField, DayInput
from okote_flow.parameters import Family, Parameters, catalogue

YES_NO = [("", "Comme aujourd’hui"), ("oui", "oui"), ("non", "non")]
BPS = "points de base"


class PercentField(forms.RegexField):
    """ "70" or "72,5", in basis points in the program."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"invalid": "Écrivez un pourcentage, par exemple 70 ou 72,5."}
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": "6"})
        pattern = r"^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$"
        super().__init__(pattern, error_messages=messages, widget=widget, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        whole, _, rest = text.replace(".", ",").replace("%", "").strip().partition(",")
        return int(whole) * 100 + int((rest or "0").ljust(2, "0"))


class WholeField(forms.IntegerField):
    """Whole numbers in the digits of our keyboards, as amounts and percentages are."""

    def to_python(self, value: Any) -> int | None:
        if not str(value or "").isascii():
            raise forms.ValidationError("Saisissez un nombre entier, en chiffres.", code="invalid")
        return super().to_python(value)


class ProposalForm(forms.Form):
    """What is left empty stays as it is."""

    text = forms.CharField(
        label="Objet",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce que le changement veut obtenir, en quelques phrases. C’est ce que lira le comité de pilotage.",
    )
    effective_on = forms.DateField(
        label="En vigueur à partir du", widget=DayInput(), help_text="Jamais pour des jours passés."
    )

    def __init__(self, now: Parameters, data: Any = None, *, like: RuleProposal | None = None) -> None:
        initial: dict[str, Any] = {"effective_on": clock.today()}
        if like is not None:
            initial |= {"text": like.text, **{name: _typed(name, value) for name, value in like.values.items()}}
        super().__init__(data, initial=initial)
        self.now = now.values()
        for name, rule in catalogue().items():
            self.fields[name] = _field(rule["label"], rule["unit"], self.now[name], name)

    def families(self) -> Iterator[tuple[Family, list[forms.BoundField], bool]]:
        """(family, its fields, whether something in it is filled in)."""
        for family in Family:
            found = [self[name] for name, rule in catalogue().items() if rule["family"] is family]
            yield family, found, any(field.value() or field.errors for field in found)

    def about(self) -> list[forms.BoundField]:
        return [self["text"], self["effective_on"]]

    def values(self) -> dict[str, Value]:
        """Rule -> value, for those that were filled in."""
        given = {name: self.cleaned_data.get(name) for name in catalogue()}
        return {name: _read(name, value) for name, value in given.items() if value not in (None, "")}

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"values": self.values(), "text": given["text"], "effective_on": given["effective_on"]}


def _field(label: str, unit: str, value: Value, name: str) -> forms.Field:
    said = f"Aujourd’hui\u00a0: {say(value, unit)}"
    shared: dict[str, Any] = {"label": label, "help_text": said, "required": False}
    if isinstance(value, bool):
        return forms.ChoiceField(choices=YES_NO, **shared)
    if name == "matching_mode":
        choices = [("", "Comme aujourd’hui"), *((mode, say(mode, "")) for mode in MODES)]
        return forms.ChoiceField(choices=choices, **shared)
    if unit == "cents":
        return AmountField(may_be_zero=True, **shared)
    if unit == BPS:
        return PercentField(label=f"{label}, en\u00a0%", help_text=said)
    return WholeField(min_value=0, max_value=10_000, **shared | {"label": f"{label} ({unit})" if unit else label})


def _read(name: str, value: Any) -> Value:
    if value in ("oui", "non"):
        return bool(value == "oui")
    read: Value = value
    return read


def _typed(name: str, value: Value) -> Any:
    """A stored value as one types it."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int) and catalogue()[name]["unit"] == BPS:
        whole, rest = divmod(value, 100)
        return f"{whole},{rest:02d}".rstrip("0").rstrip(",") if rest else str(whole)
    return value


class RemarkForm(forms.Form):
    text = forms.CharField(label="Votre remarque", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Motif", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class AdoptionForm(forms.Form):
    """The decision: of whom, under which reference, when, from when."""

    body = forms.ChoiceField(label="Instance", choices=Body.choices)
    reference = forms.CharField(
        label="Référence de la décision",
        max_length=160,
        help_text="Par exemple\u00a0: procès-verbal du 12 mai 2022, point 3.",
    )
    decided_on = forms.DateField(label="Décidée le", widget=DayInput())
    effective_on = forms.DateField(
        label="En vigueur à partir du",
        widget=DayInput(),
        help_text="Aujourd’hui au plus tôt, et après la dernière version des règles.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data | {"body": Body(self.cleaned_data["body"])}
