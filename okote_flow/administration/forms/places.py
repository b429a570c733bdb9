"""Territories, EPCI and communes as they are typed. Codes are asked once: a thing keeps its own."""

from typing import Any

from django import forms

from okote_flow.directory.models import Intermunicipality, Municipality, Territory
from okote_flow.fields import DayInput

END = "À partir de ce jour, plus aucun brouillon ne le choisit. Ce qui a servi reste lisible. Vide\u00a0: sans fin."


class TerritoryForm(forms.Form):
    name = forms.CharField(label="Nom", max_length=100)
    is_priority = forms.BooleanField(label="Territoire prioritaire", required=False)
    source = forms.CharField(label="Source", max_length=200, required=False, help_text="L’acte qui le crée.")
    ends_on = forms.DateField(label="Fin d’usage", widget=DayInput(), required=False, help_text=END)

    @staticmethod
    def initial_of(row: Territory) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("name", "is_priority", "source", "ends_on")}


class EpciForm(forms.Form):
    siren = forms.CharField(label="SIREN", max_length=14, help_text="Neuf chiffres, vérifiés par leur clé.")
    name = forms.CharField(label="Nom", max_length=120)
    territory = forms.ModelChoiceField(label="Territoire", queryset=Territory.objects.all(), empty_label=None)
    source = forms.CharField(label="Source", max_length=200, required=False)
    ends_on = forms.DateField(label="Fin d’usage", widget=DayInput(), required=False, help_text=END)

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["siren"]

    @staticmethod
    def initial_of(row: Intermunicipality) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("name", "territory", "source", "ends_on")}


class TownForm(forms.Form):
    insee = forms.CharField(label="Code INSEE", max_length=5, help_text="Par exemple 67180 pour Haguenau.")
    name = forms.CharField(label="Nom", max_length=100)
    territory = forms.ModelChoiceField(label="Territoire", queryset=Territory.objects.all(), empty_label=None)
    epci = forms.ModelChoiceField(
        label="Intercommunalité",
        queryset=Intermunicipality.objects.order_by("name"),
        required=False,
        empty_label="Aucune",
    )
    ends_on = forms.DateField(label="Fin d’usage", widget=DayInput(), required=False, help_text=END)

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["insee"]

    @staticmethod
    def initial_of(row: Municipality) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("name", "territory", "epci", "ends_on")}
