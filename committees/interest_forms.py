"""What one declares of oneself, what one reports of others, and how a tie is ruled on."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from committees.forms import text
from committees.models import InterestNature, RecusalGround
from okote_flow.directory.models import User
from okote_flow.fields import DayInput

CONFIRM, DISMISS = "confirm", "dismiss"


class InterestForm(forms.Form):
    """A tie with a structure."""

    organization = forms.CharField(label="Structure", max_length=160, help_text="Son nom complet.")
    siren = forms.CharField(
        label="SIREN",
        max_length=11,
        required=False,
        help_text="Neuf chiffres, si vous les connaissez\u00a0: le rapprochement est plus sûr que par le nom.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    nature = forms.ChoiceField(label="Votre lien", choices=InterestNature.choices, widget=forms.RadioSelect)
    starts_on = forms.DateField(label="Depuis le", required=False, widget=DayInput())
    ends_on = forms.DateField(
        label="Jusqu’au", required=False, widget=DayInput(), help_text="Laissez vide si le lien dure."
    )

    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data | {"nature": InterestNature(self.cleaned_data["nature"])}


class EndInterestForm(forms.Form):
    ends_on = forms.DateField(label="Dernier jour", widget=DayInput())


class ReportForm(forms.Form):
    """A member who seems tied to the dossier."""

    what = text("Quel lien", rows=2, most=300, help_text="Un fait que l’on peut vérifier, sans jugement.")
    from_holder = forms.BooleanField(label="La structure porteuse nous l’a signalé", required=False)

    def __init__(self, people: QuerySet[User], data: Any = None, *, rules: bool = False) -> None:
        """`rules` says whether the reader rules on ties: they may also pass on what the holder said."""
        super().__init__(data)
        self.fields["user"] = forms.ModelChoiceField(people, label="Qui", empty_label="Choisissez un membre")
        self.order_fields(["user", "what", "from_holder"])
        if not rules:
            del self.fields["from_holder"]


class RulingForm(forms.Form):
    """The tie is real, or it keeps nobody from judging."""

    decision = forms.ChoiceField(
        label="Votre décision",
        choices=[
            (CONFIRM, "Le lien est confirmé\u00a0: la personne se déporte"),
            (DISMISS, "Le lien est écarté\u00a0: la personne continue à examiner le dossier"),
        ],
        widget=forms.RadioSelect,
    )
    ground = forms.ChoiceField(
        label="Motif du déport",
        choices=[("", "Choisissez un motif"), *RecusalGround.choices],
        required=False,
        help_text="Si le lien est confirmé.",
    )
    reason = text("Pourquoi", rows=3, most=1000, help_text="Le registre des déports garde cette phrase.")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("decision") == CONFIRM and not given.get("ground") and "ground" not in self.errors:
            self.add_error("ground", "Choisissez le motif du déport.")
        return given

    @property
    def confirms(self) -> bool:
        return bool(self.cleaned_data["decision"] == CONFIRM)
