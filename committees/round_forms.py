"""Forms over a running vote."""

from typing import Any

from django import forms

from committees.forms import PollForm, text
from committees.models import Entitlement
from okote_flow.directory.models import Partner


class AmendForm(PollForm):
    """The proposal, changed in the room; the way of voting stays."""

    def __init__(self, partners: dict[Partner, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(partners, *args, **kwargs)
        del self.fields["visibility"], self.fields["closes_at"]
        self.fields["reason"] = text("Ce que l’amendement change, et pourquoi", rows=3)

    def arguments(self) -> dict[str, Any]:
        """As `amend_poll` takes them."""
        return self.proposal() | {"reason": self.cleaned_data["reason"]}


class VoiceForm(forms.Form):
    """Whose voice goes back to them."""

    def __init__(self, lines: list[Entitlement], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {str(line.seat_id): line.seat for line in lines}
        said = [(str(line.seat_id), f"{line.name}, portée par {line.caster}") for line in lines]
        self.fields["seat"] = forms.ChoiceField(label="Voix à rendre", choices=said, widget=forms.RadioSelect)

    def arguments(self) -> dict[str, Any]:
        return {"seat": self.seats[self.cleaned_data["seat"]]}
