"""How the list of dossiers is filtered; the fields are the words of its address."""

from typing import Any

from django import forms

from dossiers.lifecycle import STAGES, State
from dossiers.listing import DELAYS, RUNNING, SORTS
from okote_flow.directory.access import territories


class FilterForm(forms.Form):
    """Every field may be empty; what is not understood is left aside."""

    use_required_attribute = False

    q = forms.CharField(label="Mots", required=False, max_length=80)
    etape = forms.ChoiceField(
        label="Étape",
        required=False,
        choices=[("", "Toutes"), *((number, name) for number, (name, _) in STAGES.items())],
    )
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous"), (RUNNING, "En cours"), *((state, label) for state, label in State.choices)],
    )
    territoire = forms.ModelChoiceField(label="Territoire", required=False, queryset=territories(), empty_label="Tous")
    mes = forms.BooleanField(label="Ceux que je suis", required=False)
    delai = forms.ChoiceField(label="Échéance", required=False, choices=[("", "Toutes"), *DELAYS.items()])
    tri = forms.ChoiceField(
        label="Ordre", required=False, choices=[(code, label) for code, (label, _) in SORTS.items()]
    )

    def asked(self) -> dict[str, Any]:
        """The answers that were understood, the rest as if it were empty."""
        self.is_valid()
        nothing: dict[str, Any] = {"q": "", "etape": "", "etat": "", "territoire": None, "mes": False}
        return nothing | {"delai": "", "tri": ""} | self.cleaned_data
