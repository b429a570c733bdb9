"""The budget, line by line: one form adds a line, another corrects a line where it stands."""

from typing import Any

from django import forms

from dossiers.forms.draft import SectionForm
from dossiers.models import BudgetLine
from dossiers.models.content import Section, Side
from okote_flow.fields import AmountField

LABEL = 120  # characters


class BudgetLineForm(forms.Form):
    side = forms.ChoiceField(
        label="Nature",
        choices=[
            (Side.EXPENSE, "Charge\u00a0: ce que le projet coûte"),
            (Side.RESOURCE, "Produit\u00a0: ce qui le paie"),
        ],
        widget=forms.RadioSelect,
    )
    label = forms.CharField(
        label="Libellé",
        max_length=LABEL,
        help_text="Charges\u00a0: «\u00a0Autoclave\u00a0», «\u00a0Loyer de six mois\u00a0». "
        "Produits\u00a0: «\u00a0Subvention de la commune\u00a0», «\u00a0Apport de l’association\u00a0».",
    )
    cents = AmountField(label="Montant", help_text="Par exemple 1\u00a0250,50.")
    section = forms.ChoiceField(
        label="Section",
        choices=Section.choices,
        initial=Section.RUNNING,
        widget=forms.RadioSelect,
        help_text="Pour une charge\u00a0: un bien qui reste est de l’investissement, le reste du fonctionnement.",
    )

    def clean_side(self) -> Side:
        return Side(self.cleaned_data["side"])

    def clean_section(self) -> Section:
        return Section(self.cleaned_data["section"])


class PutBackForm(BudgetLineForm):
    """A line that was just removed, as it was: hidden beside the button that puts it back."""

    position = forms.IntegerField(min_value=0, max_value=32767)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"prefix": "retire"})


class LineForm(SectionForm):
    """A line in the table. Only an expense has a section; each field is named after its line."""

    label = forms.CharField(label="Libellé", max_length=LABEL)
    section = forms.ChoiceField(label="Section", choices=Section.choices)
    cents = AmountField(label="Montant")

    def __init__(self, line: BudgetLine, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"prefix": f"line-{line.pk}"})
        self.line = line
        if line.side == Side.RESOURCE:
            del self.fields["section"]
        for name in self.fields:
            self.fields[name].widget.attrs["form"] = self.form_id
        for name in self.asked:
            self.fields[name].widget.attrs["aria-label"] = f"{self.fields[name].label} de «\u00a0{line.label}\u00a0»"
            self.fields[name].widget.attrs["class"] = "form-select" if name == "section" else "form-control"
        self.fields["cents"].widget.attrs |= {"class": "form-control text-end ok-num", "data-okote-montant": line.side}

    @staticmethod
    def initial_of(line: BudgetLine) -> dict[str, Any]:
        return {"label": line.label, "cents": line.amount_cents, "section": line.section}
