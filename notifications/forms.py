"""What a person chooses about their mails."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from notifications.families import OPTIONAL, Cadence, Family
from notifications.wishes import Wishes
from okote_flow.directory.models import User

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


class PreferencesForm(forms.Form):
    """A cadence for each family that is chosen, the hours of summaries, the quiet hours."""

    daily_hour = forms.TypedChoiceField(
        label="Heure des résumés", coerce=int, choices=[(hour, f"{hour}\u00a0h") for hour in range(24)]
    )
    weekly_day = forms.TypedChoiceField(
        label="Jour du résumé de la semaine", coerce=int, choices=list(enumerate(WEEKDAYS))
    )
    quiet = forms.BooleanField(label="Pas de courriel entre 19\u00a0h et 8\u00a0h, ni le week-end", required=False)

    def __init__(self, data: QueryDict | None = None, *, person: User, wishes: Wishes) -> None:
        rhythm = wishes.rhythm(person.pk)
        initial: dict[str, Any] = {
            "daily_hour": rhythm.daily_hour,
            "weekly_day": rhythm.weekly_day,
            "quiet": rhythm.quiet,
        }
        initial |= {family.value: wishes.cadence(person.pk, family) for family in OPTIONAL}
        super().__init__(data, initial=initial)
        for family in OPTIONAL:
            self.fields[family.value] = forms.TypedChoiceField(
                label=family.label,
                help_text=family.explanation,
                choices=Cadence.choices,
                coerce=Cadence,
                widget=forms.RadioSelect,
            )

    @property
    def families(self) -> list[tuple[Family, Any]]:
        """Each family with its field, or with None where nothing is chosen."""
        return [(family, None if family.is_mandatory else self[family.value]) for family in Family]

    @property
    def chosen(self) -> dict[Family, Cadence]:
        """The families whose cadence is another now."""
        return {family: self.cleaned_data[family.value] for family in OPTIONAL if family.value in self.changed_data}

    @property
    def has_other_hours(self) -> bool:
        return bool({"daily_hour", "weekly_day", "quiet"} & set(self.changed_data))


class AgainForm(forms.Form):
    """The instant at which everything was marked read, to take it back."""

    at = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def clean_at(self) -> Any:
        found = forms.DateTimeField().to_python  # rejects what is no instant
        try:
            return found(self.cleaned_data["at"])
        except ValidationError as error:
            raise ValidationError("Cet instant n’est pas lisible\u00a0: ouvrez à nouveau la liste.") from error
