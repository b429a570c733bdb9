"""What is typed to import a spreadsheet: the file, its columns, what becomes of twins, why it is taken back."""

from collections.abc import Iterable
from typing import Any

from django import forms

from okote_flow.administration import import_fields, import_file
from okote_flow.administration.models.imports import Choice, ImportBatch, ImportKind, ImportLine

ACCEPTED = ".csv,.xlsx"


class UploadForm(forms.Form):
    kind = forms.TypedChoiceField(label="Contenu du fichier", coerce=ImportKind, choices=[])
    file = forms.FileField(
        label="Fichier",
        help_text=f"CSV ou XLSX, {import_file.MOST_ROWS} lignes et {import_file.LARGEST // 2**20}\u00a0Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, kinds: Iterable[ImportKind], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.value, one.label) for one in kinds]  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """One choice per field that the import understands: the column that holds it."""

    def __init__(self, batch: ImportBatch, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        headings = [(str(place), heading or f"Colonne {place + 1}") for place, heading in enumerate(batch.headings)]
        for field in import_fields.fields_of(batch.kind):
            self.fields[field.code] = forms.TypedChoiceField(
                label=field.label,
                choices=[("", "Aucune"), *headings],
                coerce=int,
                empty_value=None,
                required=False,
                help_text=f"Obligatoire. {field.help}".strip() if field.is_required else field.help,
                initial=batch.mapping.get(field.code),
            )

    @property
    def mapping(self) -> dict[str, int]:
        return {code: place for code, place in self.cleaned_data.items() if place is not None}


class TwinsForm(forms.Form):
    """What becomes of each possible twin shown, or of all of them."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, batch: ImportBatch, lines: Iterable[ImportLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        choices = [(Choice.SKIP.value, Choice.SKIP.label), (Choice.CREATE.value, Choice.CREATE.label)]
        if batch.kind == ImportKind.ORGANIZATIONS:
            choices.insert(1, (Choice.UPDATE.value, Choice.UPDATE.label))
        for line in self.lines:
            self.fields[f"line-{line.number}"] = forms.ChoiceField(
                label=f"Ligne {line.number}", choices=choices, required=False, initial=line.choice
            )
        self.fields["every"] = forms.ChoiceField(
            label="Pour tous les doublons", choices=[("", "Chacun le sien"), *choices], required=False
        )

    @property
    def rows(self) -> list[tuple[ImportLine, forms.BoundField]]:
        return [(line, self[f"line-{line.number}"]) for line in self.lines]

    def choices(self, twins: Iterable[int]) -> dict[int, Choice]:
        """Line -> choice: the common one where there is one."""
        if every := self.cleaned_data.get("every"):
            return {number: Choice(every) for number in twins}
        shown = {line.number: self.cleaned_data.get(f"line-{line.number}") for line in self.lines}
        return {number: Choice(chosen) for number, chosen in shown.items() if chosen}


class ConfirmForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class UndoForm(forms.Form):
    reason = forms.CharField(label="Pourquoi annuler cet import", max_length=300)
