"""What is written in minutes, how they are approved, what is asked of a document."""

from typing import Any

from django import forms

from committees import letters_access, minutes_access
from committees.forms import text as area
from committees.models import DecisionLetter, Meeting, Minutes
from okote_flow import documents
from okote_flow.fields import VersionedForm
from okote_flow.tags import jour

MAX_BYTES = 10 * 1024 * 1024
NOT_A_DOCUMENT = (
    "Ce fichier n’est ni un procès-verbal scellé ni une lettre envoyée\u00a0: un seul signe changé suffit, ou un "
    "enregistrement par un autre programme. Demandez le document au secrétariat du comité."
)
NOT_A_CODE = "Ce code n’est pas celui d’un procès-verbal\u00a0: relisez-le, il n’a ni 0, ni 1, ni I, L, O ou U."


class PartForm(VersionedForm):
    """What the secretary adds to one part."""

    text = forms.CharField(
        label="Ce que vous ajoutez", max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    part = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: Any = None, *, part: str = "", **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"id_{part or (data or {}).get('part', '')}_%s", **kwargs)
        self.key = part or (data or {}).get("part", "")


class ApproveForm(forms.Form):
    at = forms.TypedChoiceField(label="Adopté à la séance du", coerce=int)
    remarks = area("Observations faites en séance", rows=2, required=False, most=2000)

    def __init__(self, later: list[Meeting], data: Any = None) -> None:
        super().__init__(data)
        self.later = {one.pk: one for one in later}
        self.fields["at"].choices = [(one.pk, jour(one.scheduled_at)) for one in later]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        return {"at": self.later[self.cleaned_data["at"]], "remarks": self.cleaned_data["remarks"]}


class VerifyForm(forms.Form):
    """A document, or the code at the foot of its pages."""

    file = forms.FileField(label="Document PDF", required=False, widget=forms.FileInput(attrs={"accept": ".pdf"}))
    code = forms.CharField(
        label="Ou son code",
        required=False,
        max_length=20,
        help_text="Trois groupes de quatre signes, au pied de chaque page.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    found: Minutes | None = None
    """The sealed minutes that a valid form names; those of the file where both are given."""

    letter: DecisionLetter | None = None
    """The decision letter that the file is."""

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        named = minutes_access.with_code(code) if code else None
        if code and named is None:
            raise forms.ValidationError(NOT_A_CODE)
        if self.letter is None:  # the file was asked before
            self.found = self.found or named
        return code

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is None:
            return file
        if file.size > MAX_BYTES:
            raise forms.ValidationError("Ce fichier dépasse 10\u00a0Mo\u00a0: ce n’est pas un de nos documents.")
        digest = documents.digest(file.read())
        self.found, self.letter = minutes_access.that_is(digest), letters_access.that_is(digest)
        if self.found is None and self.letter is None:
            raise forms.ValidationError(NOT_A_DOCUMENT)
        return file

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("code"):
            raise forms.ValidationError("Déposez le fichier PDF ou saisissez son code.")
        return given
