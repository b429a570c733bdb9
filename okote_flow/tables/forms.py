"""What is typed about views."""

from django import forms


class ViewForm(forms.Form):
    """A view's name, and whether others see it."""

    name = forms.CharField(label="Nom de la vue", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    is_shared = forms.BooleanField(
        label="La partager avec les personnes qui travaillent dans Okoté",
        required=False,
        help_text="Chacun y voit ce que ses propres droits lui montrent.",
    )
