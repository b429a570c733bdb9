"""What is written in a decision letter or in its template."""

from typing import Any

from django import forms

from committees.forms import text as area
from committees.models import Proclamation
from committees.models.letters import LONGEST_BODY
from okote_flow.fields import VersionedForm


class LetterForm(VersionedForm):
    """Subject and text."""

    title = forms.CharField(label="Objet", max_length=200, required=False)
    body = area(
        "Texte",
        rows=18,
        required=False,
        most=LONGEST_BODY,
        help_text="Une ligne vide sépare deux paragraphes. Les variables s’écrivent entre accolades.",
    )

    @property
    def typed(self) -> dict[str, Any]:
        """What is in the fields now, sent or not."""
        return {name: self[name].value() or "" for name in ("title", "body")}


class TemplateForm(LetterForm):
    """The text of a template, and the decision on which it is tried."""

    sample = forms.TypedChoiceField(label="Aperçu pour", coerce=int, empty_value=None, required=False)

    def __init__(self, samples: list[Proclamation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.samples = {one.pk: one for one in samples}
        decided = [(one.pk, f"{one.item.dossier.label}, {one.item.dossier.title}") for one in samples]
        self.fields["sample"].choices = [("", "Un dossier d’exemple"), *decided]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Proclamation | None:
        """The decision that was chosen; None is the example."""
        return self.samples.get(self.cleaned_data["sample"]) if self.is_bound and self.is_valid() else None

    def words(self) -> dict[str, Any]:
        """As `write_letter_template` takes them."""
        return {name: self.cleaned_data[name] for name in LetterForm.base_fields}
