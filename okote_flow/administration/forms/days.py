"""A special day, and the filters of the history, as they are typed."""

from django import forms

from okote_flow.administration.models import Thing
from okote_flow.fields import DayInput

OFF_OR_NOT = [
    ("oui", "personne ne travaille (pont, fermeture)"),
    ("non", "on travaille, bien que férié ou en fin de semaine"),
]


class DayForm(forms.Form):
    day = forms.DateField(label="Jour", widget=DayInput())
    is_off = forms.TypedChoiceField(
        label="Ce jour-là",
        choices=OFF_OR_NOT,
        coerce=lambda value: value == "oui",
    )
    name = forms.CharField(label="Motif", max_length=80)


class HistoryForm(forms.Form):
    """Asked by GET: the address is the question."""

    quoi = forms.ChoiceField(label="Quoi", choices=[("", "Tout"), *Thing.choices], required=False)
    cle = forms.CharField(label="Code", max_length=60, required=False)
