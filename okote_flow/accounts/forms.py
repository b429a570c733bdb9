"""What a holder tells of themselves when opening an account."""

from typing import Any

from django import forms
from django.http import HttpRequest


class SignupForm(forms.Form):
    first_name = forms.CharField(label="Prénom", max_length=60)
    last_name = forms.CharField(label="Nom", max_length=60)

    field_order = ("first_name", "last_name", "email", "password1")

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Called by allauth with the new account, before it is saved for the first time."""
        user.first_name = self.cleaned_data["first_name"]
        user.last_name = self.cleaned_data["last_name"]
        user.save()
