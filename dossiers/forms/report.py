"""The final report as its holder writes it: a row for each line of the budget, some rows of their own, two texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from dossiers.files import MEDIA_TYPES
from dossiers.forms.draft import ProseField, SectionForm
from dossiers.models import BudgetLine, ReportLine
from dossiers.models.content import Side
from dossiers.report import ReportedLine
from okote_flow.cents import euros
from okote_flow.fields import AmountField

OWN_ROWS = 5  # lines that the budget did not have, on each side
WHY = "Écart expliqué"


@dataclass(frozen=True, slots=True)
class Row:
    """A line on the page: what was foreseen, and the fields of what has become of it."""

    name: str  # of its fields: "line-12", "expense-0"
    label: str
    forecast_cents: int | None  # None: the holder's own


def why_field() -> forms.CharField:
    return forms.CharField(label=WHY, max_length=500, required=False)


class ReportForm(SectionForm):
    """Every field may stay empty while it is written; what is missing is said when the report is handed in."""

    text = ProseField(
        label="Ce qui a été fait",
        max_length=8000,
        required=False,
        rows=8,
        help_text="Les actions menées, leurs résultats, ce qui n’a pas pu se faire et pourquoi.",
    )
    reached = ProseField(
        label="Public touché",
        max_length=2000,
        required=False,
        rows=3,
        help_text="Combien de personnes, lesquelles, dans quelles communes.",
    )

    def __init__(self, budget: Iterable[BudgetLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.budget = list(budget)
        for line in self.budget:
            name = name_of(line)
            self.fields[f"{name}-actual"] = AmountField(label="Réalisé", may_be_zero=True, required=False)
            self.fields[f"{name}-why"] = why_field()
        for side in Side:
            for number in range(OWN_ROWS):
                name = f"{side}-{number}"
                self.fields[f"{name}-label"] = forms.CharField(label="Libellé", max_length=120, required=False)
                self.fields[f"{name}-actual"] = AmountField(label="Réalisé", may_be_zero=True, required=False)
                self.fields[f"{name}-why"] = why_field()
        for side in Side:
            for row in self.rows(side):
                self._dress(row, side)

    def _dress(self, row: Row, side: Side) -> None:
        """Each field says its line, and looks as in a table."""
        for part in ("label", "actual", "why"):
            field = self.fields.get(f"{row.name}-{part}")
            if field is None:
                continue
            field.widget.attrs["aria-label"] = f"{field.label}, {row.label}"
            field.widget.attrs["class"] = "form-control"
            if part == "actual":
                field.widget.attrs |= {"class": "form-control text-end ok-num", "data-okote-montant": side}

    def clean(self) -> dict[str, Any]:
        """A row of the holder's own has a label and an amount, or nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for row in (one for side in Side for one in self.rows(side) if one.forecast_cents is None):
            label, actual = cleaned.get(f"{row.name}-label"), cleaned.get(f"{row.name}-actual")
            if label and actual is None and f"{row.name}-actual" not in self.errors:
                self.add_error(f"{row.name}-actual", "Indiquez le montant de cette ligne, même zéro.")
            if not label and (actual is not None or cleaned.get(f"{row.name}-why")):
                self.add_error(f"{row.name}-label", "Nommez cette ligne, ou videz-la.")
        return cleaned

    def rows(self, side: Side) -> list[Row]:
        """The lines of the budget, then some of the holder's own."""
        told = [Row(name_of(line), line.label, line.amount_cents) for line in self.budget if line.side == side]
        own = [Row(f"{side}-{number}", f"ligne ajoutée {number + 1}", None) for number in range(OWN_ROWS)]
        return [*told, *own]

    def table(self, side: Side) -> list[tuple[Row, dict[str, forms.BoundField]]]:
        """The rows with their fields, for the page."""
        parts = ("label", "actual", "why")
        return [
            (row, {part: self[f"{row.name}-{part}"] for part in parts if f"{row.name}-{part}" in self.fields})
            for row in self.rows(side)
        ]

    def tables(self) -> list[dict[str, Any]]:
        """Both sides, with what was foreseen in all."""
        titles = {
            Side.EXPENSE: "Charges\u00a0: ce que le projet a coûté",
            Side.RESOURCE: "Produits\u00a0: ce qui l’a payé",
        }
        return [
            {
                "side": side,
                "title": titles[side],
                "rows": [(row, fields) for row, fields in self.table(side) if row.forecast_cents is not None],
                "own": [(row, fields) for row, fields in self.table(side) if row.forecast_cents is None],
                "has_own": any(self[f"{side}-{number}-label"].value() for number in range(OWN_ROWS)),
                "forecast_cents": sum(line.amount_cents for line in self.budget if line.side == side),
                "actual_cents": sum(self.amounts(side)),
            }
            for side in Side
        ]

    def amounts(self, side: Side) -> list[int]:
        """What stands in the fields of that side now, as far as it can be read."""
        found = []
        for row in self.rows(side):
            field = self[f"{row.name}-actual"]
            try:
                found.append(self.fields[f"{row.name}-actual"].clean(_typed(field.value())) or 0)
            except forms.ValidationError:
                continue
        return found

    def lines(self) -> list[ReportedLine]:
        """What is said, line by line; a line of which nothing is said is left out."""
        values, found = self.values, []
        for side in Side:
            labels = {name_of(line): line.label for line in self.budget}
            for row in self.rows(side):
                actual = values.get(f"{row.name}-actual")
                if actual is not None:
                    label = labels.get(row.name) or values[f"{row.name}-label"]
                    found.append(ReportedLine(side, label, actual, values.get(f"{row.name}-why", "")))
        return found

    @staticmethod
    def initial_of(
        budget: Iterable[BudgetLine], text: str, reached: str, lines: Iterable[ReportLine]
    ) -> dict[str, Any]:
        """What a report that was given says, in the fields of this form."""
        values: dict[str, Any] = {"text": text, "reached": reached}
        waiting = list(lines)
        for line in budget:
            same = next((one for one in waiting if (one.side, one.label) == (line.side, line.label)), None)
            if same is not None:
                waiting.remove(same)
                values |= {f"{name_of(line)}-actual": same.actual_cents, f"{name_of(line)}-why": same.why}
        for side in Side:
            own = [one for one in waiting if one.side == side]
            for number, one in enumerate(own[:OWN_ROWS]):
                name = f"{side}-{number}"
                values |= {f"{name}-label": one.label, f"{name}-actual": one.actual_cents, f"{name}-why": one.why}
        return values


def name_of(line: BudgetLine) -> str:
    return f"line-{line.pk}"


def _typed(value: Any) -> Any:
    """Cents that come from the database, as they would be typed."""
    return f"{value // 100},{value % 100:02d}" if isinstance(value, int) else value


class ProofForm(forms.Form):
    """One proof that goes with the report."""

    file = forms.FileField(
        label="Joindre un justificatif",
        allow_empty_file=True,  # the house says it better
        widget=forms.FileInput(attrs={"accept": ",".join(MEDIA_TYPES)}),
        help_text="Facture, photo, revue de presse\u00a0: PDF, image, document ou tableur, 10\u00a0Mo au plus.",
    )


class AcceptForm(forms.Form):
    """Nothing to type, unless the project did not need all that it was paid."""

    repay_cents = AmountField(
        label="À reverser par la structure",
        may_be_zero=True,
        required=False,
    )
    kept_reason = forms.CharField(
        label="Pourquoi le reste est gardé",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Pour le même objet\u00a0: par exemple la suite des mêmes ateliers.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = self.initial.get("left_cents", 0)
        if not left:
            self.fields.clear()
            return
        most = euros(self.initial["repay_cents"])
        self.fields["repay_cents"].help_text = (
            f"Il reste {euros(left)} non dépensés\u00a0: la structure en reverse {most} au plus, la part des "
            "partenaires. La part des dons des citoyens reste à la cause. Zéro si tout est gardé."
        )
