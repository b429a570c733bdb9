"""What the pages of an agenda ask: a point about no dossier, its note, an order."""

from typing import Any

from django import forms

from committees.agenda import Way
from committees.forms import text
from committees.models import FreeItemKind


class FreeItemForm(forms.Form):
    """A point about no dossier."""

    kind = forms.ChoiceField(label="Nature", choices=FreeItemKind.choices, initial=FreeItemKind.INFORMATION)
    title = forms.CharField(
        label="Intitulé",
        max_length=200,
        help_text="Tous les membres le lisent\u00a0: n’y nommez pas un dossier à voter.",
    )
    text = text("Présentation", rows=4, required=False)

    def arguments(self) -> dict[str, Any]:
        """As `add_free_item` takes them."""
        return self.cleaned_data | {"kind": FreeItemKind(self.cleaned_data["kind"])}


class NoteForm(forms.Form):
    note = text("Ce qui a été dit", rows=6, required=False, most=8000)


class OrderForm(forms.Form):
    """The keys of all points to come, in the order wanted."""

    order = forms.CharField(max_length=4000, widget=forms.HiddenInput)

    def keys(self) -> list[str]:
        return str(self.cleaned_data["order"]).split(",")


class MoveForm(forms.Form):
    point = forms.CharField(max_length=20)
    way = forms.ChoiceField(choices=[(way.value, way.value) for way in Way])
