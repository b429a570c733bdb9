"""What may be otherwise: every field is asked by GET, so that the address is the question."""

from collections.abc import Iterator
from typing import Any

from django import forms

from funding.matching import ShareMode
from funding.models import Mode
from funding.what_if import Run, Wish
from funding.what_if_data import Past
from okote_flow.fields import AmountField


class WhatIfForm(forms.Form):
    """Empty fields leave things as they were. Caps one by one are asked once a campaign is chosen."""

    annee = forms.TypedChoiceField(label="Campagnes ouvertes en", coerce=int, required=False, empty_value=None)
    campagne = forms.TypedChoiceField(label="Une seule campagne", coerce=int, required=False, empty_value=None)
    num = forms.IntegerField(label="Un partenaire ajoute", min_value=1, max_value=100, required=False)
    den = forms.IntegerField(label="pour tant d’euros donnés", min_value=1, max_value=100, required=False)
    mode = forms.ChoiceField(label="Qui répond", choices=[("", "Comme alors"), *Mode.choices], required=False)
    donateur = AmountField(label="Plafond par donateur", help_text="Vide\u00a0: aucun.", required=False)
    plafonds = forms.IntegerField(
        label="Plafonds des partenaires",
        help_text="Un pourcentage de ceux d’alors.",
        required=False,
        min_value=0,
        max_value=1000,
    )

    def __init__(self, past: Past, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.past = past
        told = self.everything()
        years = sorted({past.years[run.campaign] for run in told}, reverse=True)
        runs = [(run.campaign, run.label) for run in told]
        self.fields["annee"].choices = [("", "toutes les années"), *((year, year) for year in years)]  # type: ignore[attr-defined]
        self.fields["campagne"].choices = [("", "Toutes"), *runs]  # type: ignore[attr-defined]
        for pk, (name, cents) in past.envelopes.items():
            self.fields[f"enveloppe-{pk}"] = AmountField(label=name, may_be_zero=True, required=False)
            self.fields[f"enveloppe-{pk}"].widget.attrs["placeholder"] = str(cents // 100)
        for run in told:
            if str(run.campaign) == str(self.data.get("campagne", "")):
                self._ask_caps(run)

    def _ask_caps(self, run: Run) -> None:
        for promise in run.promises:
            field = AmountField(label=promise.partner, may_be_zero=True, required=False)
            field.widget.attrs["placeholder"] = str(promise.final_cents // 100)
            self.fields[f"plafond-{promise.pledge}"] = field

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and (given["num"] is None) != (given["den"] is None):
            raise forms.ValidationError("Un rapport se dit en deux nombres\u00a0: par exemple 1 pour 2.")
        return given

    def wish(self) -> Wish:
        given = self.cleaned_data
        percent = given["plafonds"]
        return Wish(
            ratio=(given["num"], given["den"]) if given["num"] else None,
            mode=ShareMode(given["mode"]) if given["mode"] else None,
            donor_cap_cents=given["donateur"],
            cap_percent=100 if percent is None else percent,
            caps=self._amounts("plafond-"),
            envelopes=self._amounts("enveloppe-"),
        )

    def _amounts(self, prefix: str) -> dict[int, int]:
        given = self.cleaned_data.items()
        return {
            int(name[len(prefix) :]): value for name, value in given if name.startswith(prefix) and value is not None
        }

    def everything(self) -> list[Run]:
        """The campaigns that this reader may be told of."""
        return [run for run in self.past.runs if run.campaign in self.past.shown]

    def shown(self) -> list[Run]:
        """The campaigns that the page tells of; all of them are played, for they share envelopes."""
        year, campaign = self.cleaned_data["annee"], self.cleaned_data["campagne"]
        runs = [run for run in self.everything() if campaign in (None, run.campaign)]
        return [run for run in runs if year in (None, self.past.years[run.campaign])]

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        yield "Quelles campagnes", [self["annee"], self["campagne"]]
        yield "L’abondement", [self[name] for name in ("num", "den", "mode", "donateur", "plafonds")]
        for title, prefix in (("Plafonds de cette campagne", "plafond-"), ("Enveloppes", "enveloppe-")):
            fields = [self[name] for name in self.fields if name.startswith(prefix)]
            if fields:
                yield title, fields
