"""What is typed to word a text, to look for one, and to go back to an earlier version."""

from typing import Any

from django import forms

from okote_flow.fields import DayInput, VersionedForm
from okote_flow.texts.registry import FAMILIES, Shape, Text
from okote_flow.texts.wording import Said

STATES = (("", "Tous"), ("modifie", "Modifiés"), ("prevu", "À venir"), ("casse", "À corriger"))


class TextSearchForm(forms.Form):
    q = forms.CharField(label="Mots du texte", required=False, max_length=80)
    famille = forms.ChoiceField(label="Famille", required=False, choices=[("", "Toutes"), *FAMILIES.items()])
    etat = forms.ChoiceField(label="État", required=False, choices=STATES)


class TextForm(VersionedForm):
    """Subject and body as the text has them; field names are the parameters of the verb."""

    subject = forms.CharField(label="Objet", required=False, max_length=600)
    body = forms.CharField(
        label="Texte",
        required=False,
        max_length=16_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Une ligne vide sépare deux paragraphes. Les variables s’écrivent entre accolades.",
    )
    reason = forms.CharField(label="Pourquoi ce changement", required=False, max_length=300)
    starts_on = forms.DateField(
        label="En vigueur à partir du", required=False, widget=DayInput(), help_text="Vide\u00a0: tout de suite."
    )
    sample = forms.CharField(
        label="Aperçu pour le dossier", required=False, max_length=30, help_text="Son numéro. Vide\u00a0: un exemple."
    )

    def __init__(self, text: Text, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if text.shape is Shape.PHRASE:
            del self.fields["subject"]
            self.fields["body"].widget.attrs["rows"] = 5
        if text.shape is Shape.NOTICE:
            self.fields["subject"].label, self.fields["body"].label = "Phrase", "Suite de la phrase"
            self.fields["body"].widget.attrs["rows"] = 4

    @property
    def typed(self) -> Said:
        """What is in the fields now, sent or not."""
        return Said(*(str(self[name].value() or "") if name in self.fields else "" for name in ("subject", "body")))

    @property
    def number(self) -> str:
        """The dossier on which it is tried."""
        return str(self["sample"].value() or "")

    def words(self) -> dict[str, Any]:
        """As `texts.write` takes them."""
        given = ("subject", "body", "reason", "starts_on", "version")
        return {name: self.cleaned_data[name] for name in given if name in self.cleaned_data}


class RevertForm(VersionedForm):
    """Which version to say again (0 is the house's own), and why."""

    to = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)
    reason = forms.CharField(label="Pourquoi", required=False, max_length=300)
