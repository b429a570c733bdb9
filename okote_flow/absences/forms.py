"""What somebody fills in to be away, or to come back earlier."""

from typing import Any

from django import forms

from okote_flow.directory.access import may_stand_in
from okote_flow.directory.models import User
from okote_flow.fields import DayInput


class AbsenceForm(forms.Form):
    starts_on = forms.DateField(label="Premier jour", widget=DayInput())
    ends_on = forms.DateField(label="Dernier jour", widget=DayInput())
    stand_in = forms.ModelChoiceField(
        label="Qui prend le relais",
        queryset=User.objects.none(),
        empty_label="Choisissez",
        help_text="Une personne qui exerce aussi une fonction à Alsace Active.",
    )
    note = forms.CharField(
        label="Un mot pour elle ou lui",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Cette personne est seule à le lire.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["stand_in"]
        choice.queryset = may_stand_in(user)


class EndForm(forms.Form):
    ends_on = forms.DateField(
        label="Dernier jour",
        required=False,
        widget=DayInput(),
        help_text="Vide\u00a0: l’absence est levée maintenant.",
    )
