"""The conditions of a proposal: for each its text, what it holds back, what it asks for, of whom, until when."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms

from dossiers.models.conditions import Nature, Owner, Terms
from dossiers.models.exchange import Gate
from okote_flow import clock
from okote_flow.fields import DayInput

CONDITIONS = range(1, 4)
LONGEST = timedelta(days=3650)


class LaterField(forms.DateField):
    """A day that is not over."""

    widget = DayInput

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value < clock.today():
            raise forms.ValidationError("Choisissez un jour à venir.", code="day-past")
        if value is not None and value > clock.today() + LONGEST:
            raise forms.ValidationError("Choisissez un jour avant dix ans\u00a0: relisez l’année.", code="day-far")


def condition_fields(number: int) -> dict[str, forms.Field]:
    text = forms.Textarea(attrs={"rows": 2})
    return {
        f"condition_{number}": forms.CharField(
            label=f"Réserve {number}", required=False, max_length=1000, widget=text
        ),
        f"blocks_{number}": forms.ChoiceField(label="Elle retient", choices=Gate.choices),
        f"nature_{number}": forms.ChoiceField(
            label="Nature", required=False, choices=Nature.choices, initial=Nature.PIECE
        ),
        f"owner_{number}": forms.ChoiceField(label="Qui doit agir", required=False, choices=Owner.choices),
        f"due_on_{number}": LaterField(
            label="À lever avant le", required=False, help_text="Sans date\u00a0: le délai du programme."
        ),
    }


def terms_of(given: Mapping[str, Any], number: int) -> Terms:
    return Terms(
        Gate(given[f"blocks_{number}"]),
        Nature(given[f"nature_{number}"] or Nature.OTHER),
        Owner(given[f"owner_{number}"] or Owner.HOLDER),
        given[f"due_on_{number}"],
    )
