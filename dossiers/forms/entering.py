"""What an officer says to begin a draft for somebody else. Field names are the parameters of the verb."""

from django import forms


class EnterForm(forms.Form):
    email = forms.EmailField(
        label="Adresse électronique du porteur", help_text="C’est à elle que le brouillon appartient."
    )
    first_name = forms.CharField(
        label="Prénom", max_length=60, required=False, help_text="Seulement si la personne n’a pas encore de compte."
    )
    last_name = forms.CharField(label="Nom", max_length=60, required=False)
    title = forms.CharField(label="Nom du projet", max_length=140)
