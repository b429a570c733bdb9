"""The criteria grid as it is typed: the last one's criteria, in any order, and room for new ones."""

from collections.abc import Iterator
from typing import Any

from django import forms

from dossiers.models import Criterion
from okote_flow import clock
from okote_flow.fields import DayInput

ROOM = 3  # for new criteria
MOST = 12


class GridForm(forms.Form):
    """Rank 0 or empty leaves a criterion out."""

    effective_on = forms.DateField(
        label="En vigueur à partir du",
        widget=DayInput(),
        help_text="Les dossiers déjà déposés gardent leur grille, les brouillons prennent celle de leur dépôt.",
    )
    reference = forms.CharField(
        label="Décision",
        max_length=200,
        help_text="L’acte qui l’adopte, par exemple une séance du comité de pilotage.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=20)

    def __init__(self, criteria: list[Criterion], mark: str, data: Any = None) -> None:
        super().__init__(data, initial={"effective_on": clock.today(), "seen": mark})
        self.codes = [one.code for one in criteria] + [""] * ROOM
        rows: list[Criterion | None] = [*criteria, *([None] * ROOM)]
        for place, one in enumerate(rows):
            self._ask(place, one)

    def _ask(self, place: int, one: Criterion | None) -> None:
        said = one.name if one is not None else "nouveau critère"
        self.fields[f"rank-{place}"] = forms.IntegerField(
            label=f"Rang, {said}", min_value=0, max_value=MOST, required=False, initial=one.number if one else None
        )
        self.fields[f"name-{place}"] = forms.CharField(
            label=f"Nom, {said}", max_length=100, required=False, initial=one.name if one else ""
        )
        self.fields[f"guidance-{place}"] = forms.CharField(
            label=f"Explication, {said}",
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            initial=one.guidance if one else "",
        )

    def clean(self) -> dict[str, Any]:
        """What was written without a rank is not dropped in silence, unless it stood in the last grid."""
        given = super().clean() or {}
        for place, code in enumerate(self.codes):
            if not code and given.get(f"name-{place}") and not given.get(f"rank-{place}"):
                self.add_error(f"rank-{place}", "Donnez un rang à ce critère, ou videz son nom.")
        return given

    def about(self) -> list[forms.BoundField]:
        return [self["effective_on"], self["reference"]]

    def rows(self) -> Iterator[tuple[bool, list[forms.BoundField]]]:
        """(is it new, rank, name and explanation) of each criterion."""
        for place, code in enumerate(self.codes):
            yield not code, [self[f"{name}-{place}"] for name in ("rank", "name", "guidance")]

    def lines(self) -> list[dict[str, str]]:
        """The criteria that are kept, in the order of their ranks."""
        found = []
        for place, code in enumerate(self.codes):
            rank, name = self.cleaned_data.get(f"rank-{place}"), self.cleaned_data.get(f"name-{place}", "")
            if rank:
                guidance = self.cleaned_data.get(f"guidance-{place}", "").replace("\r\n", "\n")
                found.append((rank, place, {"code": code, "name": name, "guidance": guidance}))
        return [line for _, _, line in sorted(found, key=lambda one: one[:2])]

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        named = {name: given[name] for name in ("effective_on", "reference", "seen")}
        return named | {"lines": self.lines()}
