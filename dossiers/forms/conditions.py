"""What is asked of whoever acts on a condition, and how the list of conditions is filtered."""

from typing import Any

from django import forms

from dossiers.condition_list import PENDING_ONLY, Criteria
from dossiers.forms.acts import TOLD, long_text
from dossiers.forms.messages import FilesField
from dossiers.models import ConditionState
from dossiers.models.conditions import Nature
from dossiers.models.exchange import Gate


class SubmitForm(forms.Form):
    """Files, an explanation, or both."""

    file = FilesField()
    note = long_text("Ce qui le prouve", required=False, help_text="Facultatif si vous joignez un fichier.", rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "Fichiers ou photos"

    def arguments(self) -> dict[str, Any]:
        return {"note": self.cleaned_data["note"], "files": self.cleaned_data["file"]}


class LiftForm(forms.Form):
    proof = long_text(
        "Preuve",
        required=False,
        help_text="Ce qui montre que la réserve est levée. Facultatif quand la preuve déposée suffit.",
    )

    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data


class SendBackForm(forms.Form):
    reason = long_text("Ce qui manque", help_text=TOLD)

    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data


class SettleForm(SendBackForm):
    reason = long_text("Motif", help_text=TOLD)


class FailForm(forms.Form):
    consequence = long_text("Conséquence", help_text=f"Ce qui s’ensuit pour le projet. {TOLD}")

    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data


class FilterForm(forms.Form):
    """Every field may be empty; what is not understood is left aside."""

    use_required_attribute = False

    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "En cours"), *ConditionState.choices, ("tout", "Tous")],
    )
    retient = forms.ChoiceField(label="Retient", required=False, choices=[("", "Tout"), *Gate.choices])
    nature = forms.ChoiceField(label="Nature", required=False, choices=[("", "Toutes"), *Nature.choices])
    retard = forms.BooleanField(label="En retard", required=False)
    mes = forms.BooleanField(label="Les dossiers que je suis", required=False)

    def asked(self) -> Criteria:
        """The answers that were understood, the rest as if it were empty."""
        self.is_valid()
        nothing: dict[str, Any] = {"etat": "", "retient": "", "nature": "", "retard": False, "mes": False}
        said = nothing | self.cleaned_data
        return Criteria(said["etat"] or PENDING_ONLY, said["retient"], said["nature"], said["retard"], said["mes"])
