"""What a holder tells of themselves, and what an administrator or a member fills in to open accounts."""

from typing import Any

from django import forms
from django.http import HttpRequest

from okote_flow.directory.access import partners
from okote_flow.directory.models import Office
from okote_flow.fields import DayInput


class SignupForm(forms.Form):
    first_name = forms.CharField(
        label="Prénom", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label="Nom", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )

    field_order = ("first_name", "last_name", "email", "password1")

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Called by allauth with the new account, before it is saved for the first time."""
        user.first_name = self.cleaned_data["first_name"]
        user.last_name = self.cleaned_data["last_name"]
        user.save()


class ColleagueForm(forms.Form):
    """Opens the accounts of a structure to somebody else of it."""

    email = forms.EmailField(label="Adresse électronique")


class OfficeForm(forms.Form):
    """An office, and the partner whose money it looks after when it is a partner's."""

    office = forms.TypedChoiceField(label="Fonction", choices=[("", "Choisissez"), *Office.choices], coerce=Office)
    partner = forms.ModelChoiceField(
        label="Partenaire",
        queryset=partners(),
        required=False,
        empty_label="Aucun",
        help_text="Seulement pour une référente ou un référent financier.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_partners = cleaned.get("office") == Office.PARTNER_FINANCE
        if is_partners and not cleaned.get("partner"):
            self.add_error("partner", "Dites de quel partenaire.")
        if cleaned.get("office") and not is_partners and cleaned.get("partner"):
            self.add_error("partner", "Cette fonction ne représente pas un partenaire.")
        return cleaned


SEAT = "seat"


class InvitationForm(OfficeForm):
    """To an office, or to a seat that its committee gives once the account is there."""

    email = forms.EmailField(label="Adresse électronique")
    office = forms.TypedChoiceField(
        label="Fonction",
        coerce=str,
        choices=[("", "Choisissez"), (SEAT, "siège dans un comité"), *Office.choices],
        help_text="Un siège se confie ensuite, sur la page du comité.",
    )

    field_order = ("email", "office", "partner")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        asked = cleaned.get("office")
        return cleaned | {"office": Office(asked) if asked and asked != SEAT else None, "seat": asked == SEAT}


class AppointmentForm(OfficeForm):
    starts_on = forms.DateField(
        label="À partir du", required=False, widget=DayInput(), help_text="Vide\u00a0: aujourd’hui."
    )
    ends_on = forms.DateField(label="Jusqu’au", required=False, widget=DayInput(), help_text="Vide\u00a0: sans terme.")


class EndForm(forms.Form):
    office = forms.TypedChoiceField(choices=Office.choices, coerce=Office)


class SearchForm(forms.Form):
    q = forms.CharField(label="Nom ou adresse", required=False, max_length=80)
    fonction = forms.ChoiceField(label="Fonction", required=False, choices=[("", "Toutes"), *Office.choices])
