"""What is asked of who asks for an opinion from outside, and of who gives it."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from committees.forms import text
from dossiers.models import Attachment, Criterion
from okote_flow.fields import DayInput

TIED, FREE = "yes", "no"


class AskForm(forms.Form):
    """Whom, what, until when, and what they may see."""

    email = forms.EmailField(
        label="Adresse électronique",
        help_text="Sans compte, la personne est invitée à en ouvrir un. Le courriel ne nomme pas le dossier.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    question = text("Votre question", rows=4, most=2000, help_text="La personne ne répond qu’à elle.")
    due_on = forms.DateField(label="Attendu pour le", widget=DayInput())
    pieces = forms.ModelMultipleChoiceField(
        Attachment.objects.none(),
        label="Pièces montrées",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Rien d’autre que ce que vous cochez. Laissez de côté ce qui porte des données personnelles.",
    )
    with_budget = forms.BooleanField(label="Montrer aussi le budget", required=False)

    def __init__(self, pieces: QuerySet[Attachment], data: Any = None) -> None:
        super().__init__(data)
        self.fields["pieces"].queryset = pieces  # type: ignore[attr-defined]
        if not pieces:
            del self.fields["pieces"]


class LinkForm(forms.Form):
    """Before anything else is shown."""

    link = forms.ChoiceField(
        label="Un lien vous unit-il à ce projet ou à sa structure\u00a0?",
        choices=[
            (FREE, "Non, aucun lien d’intérêt, personnel ou professionnel"),
            (TIED, "Oui, ou j’en doute\u00a0: je décline"),
        ],
        widget=forms.RadioSelect,
    )


class OpinionForm(forms.Form):
    """One's opinion, with a word on those criteria that call for one."""

    text = text("Votre avis", rows=10, most=10000, help_text="Il est lu par les membres du comité. Il ne vote pas.")
    file = forms.FileField(
        label="Un fichier, si besoin",
        required=False,
        help_text="PDF, image, document ou tableur. Un nouveau remplace l’ancien.",
    )

    def __init__(self, criteria: list[Criterion], data: Any = None, files: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial)
        self.criteria = {f"remark_{one.pk}": one for one in criteria}
        for name, one in self.criteria.items():
            self.fields[name] = text(f"{one.number}. {one.name}", rows=2, most=2000, required=False)

    @property
    def remarks(self) -> list[forms.BoundField]:
        return [self[name] for name in self.criteria]

    def arguments(self) -> dict[str, Any]:
        said = {one: self.cleaned_data[name] for name, one in self.criteria.items()}
        return {"text": self.cleaned_data["text"], "remarks": said, "file": self.cleaned_data["file"] or None}


class DraftForm(OpinionForm):
    """The same, kept as it grows."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["text"].required = False


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi",
        required=False,
        max_length=500,
        help_text="Facultatif. Le secrétariat le lit, personne d’autre.",
    )


class RevokeForm(forms.Form):
    reason = text("Pourquoi la demande est retirée", rows=2, most=500, help_text="Le comité garde ce motif.")
