"""What the archives ask: a reason, a visa, a request and its answer, a correction."""

from typing import Any

from django import forms

from okote_flow import clock
from okote_flow.fields import DayInput
from okote_flow.records.actions.requests import GROUNDS
from okote_flow.records.models import Outcome, Wish
from okote_flow.records.rules import PHASES, Phase

LONG = forms.Textarea(attrs={"rows": 4})
BOX = {"class": "form-control"}


class FilterForm(forms.Form):
    """Every field may be empty; what is not understood is left aside."""

    use_required_attribute = False

    q = forms.CharField(label="Numéro ou intitulé", required=False, max_length=80, widget=forms.TextInput(BOX))
    phase = forms.ChoiceField(
        label="Phase", required=False, choices=[("", "Toutes"), *PHASES.items()],
        widget=forms.Select({"class": "form-select"}),
    )  # fmt: skip
    avant = forms.DateField(label="Situation au", required=False, widget=DayInput())
    gel = forms.BooleanField(
        label="Gelés seulement", required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["avant"].widget.attrs |= BOX

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        said: dict[str, Any] = {"q": "", "phase": "", "avant": None, "gel": False} | self.cleaned_data
        said["phase"] = Phase(said["phase"]) if said["phase"] else None
        return said


class ConfirmForm(forms.Form):
    """Nothing to say but yes."""


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Motif", max_length=1000, widget=LONG)


class HoldForm(ReasonForm):
    """A hold on a person or a structure; that of a dossier stands on its page."""

    siret = forms.CharField(label="SIRET de la structure", max_length=14, required=False)
    email = forms.EmailField(label="ou adresse du compte d’une personne", required=False)
    field_order = ("siret", "email", "reason")


class VisaForm(forms.Form):
    number = forms.CharField(label="Numéro du visa", max_length=60)
    on = forms.DateField(label="Date du visa", widget=DayInput())
    signatory = forms.CharField(label="Signataire", max_length=160, help_text="Qualité et nom, comme sur le visa.")
    file = forms.FileField(label="Bordereau visé, numérisé")


class OwnRequestForm(forms.Form):
    """What somebody asks about their own data."""

    wish = forms.ChoiceField(label="Ce que vous demandez", choices=Wish.choices)
    text = forms.CharField(
        label="Précisions", max_length=2000, required=False, widget=LONG,
        help_text="Par exemple ce qui est faux, et ce qui serait juste.",
    )  # fmt: skip

    def clean_wish(self) -> Wish:
        return Wish(self.cleaned_data["wish"])


class EnteredRequestForm(OwnRequestForm):
    """A request that came by letter or by mail."""

    wish = forms.ChoiceField(label="Ce que la personne demande", choices=Wish.choices)
    email = forms.EmailField(label="Adresse électronique de la personne")
    received_on = forms.DateField(label="Reçue le", widget=DayInput(), initial=clock.today)
    field_order = ("email", "wish", "received_on", "text")


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(label="Suite", choices=[one for one in Outcome.choices if one[0] != Outcome.OPEN])
    ground = forms.ChoiceField(label="Fondement d’un refus", required=False, choices=[("", "–"), *GROUNDS.items()])
    answer = forms.CharField(
        label="Réponse", max_length=4000, widget=LONG, help_text="La personne la lit telle quelle."
    )

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])


class RectifyForm(forms.Form):
    first_name = forms.CharField(label="Prénom", max_length=150, required=False)
    last_name = forms.CharField(label="Nom", max_length=150, required=False)
    email = forms.EmailField(label="Adresse électronique")


class ReleaseForm(forms.Form):
    """What is given out, to whom and why."""

    documents = forms.MultipleChoiceField(label="Documents", widget=forms.CheckboxSelectMultiple)
    requester = forms.CharField(label="Demandeur", max_length=160)
    reason = forms.CharField(label="Objet de la demande", max_length=1000, widget=LONG)

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["documents"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices


class SlipForm(forms.Form):
    service = forms.CharField(label="Service producteur", max_length=160)
