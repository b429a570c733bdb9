"""A piece to attach: its kind, and the files that hold it."""

from typing import Any

from django import forms

from dossiers.files import MEDIA_TYPES
from dossiers.models.content import AttachmentKind
from dossiers.pieces import MEANINGS


class FilesInput(forms.FileInput):
    """The browser's own way to choose files, several at once."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        accepted = [*MEDIA_TYPES, "image/jpeg", "image/png"]  # by type too, so that a phone offers its camera
        super().__init__(attrs={"multiple": True, "accept": ",".join(accepted)})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """One of them: the page makes a form of each."""
        return files.get(name)


class AttachmentForm(forms.Form):
    """One file. Several sent at once are as many of these."""

    kind = forms.ChoiceField(
        label="Type de pièce",
        choices=[("", "Choisissez"), *((kind, kind.label) for kind in MEANINGS)],
        help_text="Plusieurs fichiers envoyés ensemble sont du même type.",
    )
    file = forms.FileField(
        label="Fichiers",
        allow_empty_file=True,  # the house says it better
        widget=FilesInput(),
        help_text="PDF, image ou photo (JPEG, PNG), document ou tableur (DOCX, XLSX, ODT, ODS), 10\u00a0Mo au plus "
        "par fichier. Le même nom de fichier remplace la version précédente, qui reste consultable.",
    )

    def clean_kind(self) -> AttachmentKind:
        return AttachmentKind(self.cleaned_data["kind"])
