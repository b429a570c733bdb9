"""Forms to read a tally sheet in."""

from typing import Any

from django import forms

from committees.forms import CountForm, PollForm
from committees.models import Choice
from committees.paper_votes import BLANK
from committees.rolls import RollCall
from okote_flow.directory.models import Partner

UNSAID = ("", "N’a pas voté")


def _code() -> forms.CharField:
    return forms.CharField(
        label="Code de la feuille",
        max_length=40,
        help_text="En haut de la feuille, par exemple 12-40-3-1-K.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class SumsForm(CountForm):
    """The sheet's totals. Nothing is filled in beforehand: what is typed is what was read."""

    def __init__(self, partners: dict[Partner, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(partners, *args, **kwargs)
        self.fields["code"] = _code()
        self.fields["blank"] = forms.IntegerField(label=BLANK, min_value=0, max_value=1000)
        for choice in Choice:
            self.fields[f"hands_{choice}"].initial = None

    def counts(self) -> list[forms.BoundField]:
        return [*self.hands(), self["blank"]]

    def arguments(self) -> dict[str, Any]:
        """As `enter_paper_tally` takes them."""
        return super().arguments() | {"code": self.cleaned_data["code"], "blank": self.cleaned_data["blank"]}


class NamesForm(PollForm):
    """The sheet's names, for a roll call: what each said."""

    def __init__(self, call: RollCall, partners: dict[Partner, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(partners, *args, **kwargs)
        del self.fields["visibility"], self.fields["closes_at"]
        self.fields["code"] = _code()
        self.seats = {f"seat_{seat}": held.seat for seat, held in call.mandates.items() if seat in call.roll.voters}
        for name, seat in self.seats.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{call.mandates[seat.pk].user}, {seat.label}",
                choices=[UNSAID, *Choice.choices],
                required=False,
            )

    def counts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.seats]

    def arguments(self) -> dict[str, Any]:
        """As `enter_paper_tally` takes them."""
        given = self.cleaned_data
        names = {seat: Choice(given[name]) for name, seat in self.seats.items() if given[name]}
        return self.proposal() | {"code": given["code"], "names": names}
