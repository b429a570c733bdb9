"""What somebody writes in a thread, or notes for Alsace Active. Key and seen are hidden, and fresh on every page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from dossiers.forms.pieces import FilesInput
from dossiers.rules import LONGEST_MESSAGE, MOST_FILES
from okote_flow.directory.models import User

ACCEPTED = (
    f"{MOST_FILES}\u00a0fichiers au plus\u00a0: PDF, image ou photo, document ou tableur, 10\u00a0Mo au plus chacun."
)


class SeveralFilesInput(FilesInput):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name)


class FilesField(forms.FileField):
    """All the files that were chosen; the house checks each of them, and says it better."""

    def __init__(self) -> None:
        super().__init__(
            label="Joindre des fichiers",
            required=False,
            allow_empty_file=True,
            widget=SeveralFilesInput(),
            help_text=ACCEPTED,
        )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        return [super(FilesField, self).clean(one, initial) for one in data or []]


def words(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LONGEST_MESSAGE, widget=forms.Textarea(attrs={"rows": 4})
    )


class MessageForm(forms.Form):
    """A message to the other side."""

    text = words("Votre message")
    file = FilesField()
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=10**14, required=False, widget=forms.HiddenInput)


class NoteForm(forms.Form):
    """An internal note, and whom it is for."""

    text = words("Votre note")
    colleague = forms.TypedChoiceField(
        label="Prévenir une ou un collègue",
        choices=(),
        required=False,
        empty_value=None,
        help_text="Facultatif. Pour en prévenir plusieurs, écrivez @ puis leur nom dans la note.",
    )
    file = FilesField()
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, colleagues: Sequence[User], **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "note_%s")  # it stands on one page with the message
        super().__init__(*args, **kwargs)
        people = {str(person.pk): person for person in colleagues}
        self.fields["colleague"].choices = [("", "Personne"), *people.items()]  # type: ignore[attr-defined]
        self.fields["colleague"].coerce = people.get  # type: ignore[attr-defined]

    @property
    def colleagues(self) -> list[User]:
        chosen = self.cleaned_data["colleague"]
        return [chosen] if chosen is not None else []
