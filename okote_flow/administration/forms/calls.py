"""Calls and cohorts as they are typed."""

from typing import Any

from django import forms

from dossiers.models import Call, Cohort, Dossier
from okote_flow import clock
from okote_flow.directory.models import Territory
from okote_flow.fields import DayInput


class MomentInput(forms.DateTimeInput):
    """The browser's own clock; the value travels as 2022-05-17T14:00, in the time of Paris."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class CallForm(forms.Form):
    name = forms.CharField(label="Nom", max_length=120)
    opens_on = forms.DateField(label="Ouvre le", widget=DayInput())
    closes_on = forms.DateField(label="Clôt le", widget=DayInput(), help_text="Dernier jour pour déposer.")
    territory = forms.ModelChoiceField(
        label="Territoire", queryset=Territory.objects.all(), required=False, empty_label="Toute l’Alsace"
    )
    webinar_at = forms.DateTimeField(label="Réunion d’information", widget=MomentInput(), required=False)
    webinar_link = forms.URLField(label="Lien de la réunion", max_length=400, required=False, assume_scheme="https")
    ends_on = forms.DateField(
        label="Fin d’usage",
        widget=DayInput(),
        required=False,
        help_text="À partir de ce jour, plus aucun brouillon n’y répond, même avant la clôture.",
    )

    @staticmethod
    def initial_of(row: Call) -> dict[str, Any]:
        names = ("name", "opens_on", "closes_on", "territory", "webinar_link", "ends_on")
        found: dict[str, Any] = {name: getattr(row, name) for name in names}
        return found | {"webinar_at": row.webinar_at and row.webinar_at.astimezone(clock.PARIS)}


class CohortForm(forms.Form):
    name = forms.CharField(label="Nom", max_length=120)
    cohort_size = forms.IntegerField(label="Places", min_value=1, max_value=500, initial=6)
    starts_on = forms.DateField(label="Commence le", widget=DayInput(), required=False)
    ends_on = forms.DateField(label="Finit le", widget=DayInput(), required=False)

    @staticmethod
    def initial_of(row: Cohort) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("name", "cohort_size", "starts_on", "ends_on")}


class PlaceForm(forms.Form):
    """Which dossier is meant: of those that its reader may open."""

    dossier = forms.ModelChoiceField(label="Dossier", queryset=Dossier.objects.none(), empty_label="Choisissez")

    def __init__(self, found: Any, data: Any = None) -> None:
        super().__init__(data)
        self.fields["dossier"].queryset = found  # type: ignore[attr-defined]
