"""What somebody who is called to a meeting says, and a proxy on paper."""

from collections.abc import Iterable
from typing import Any

from django import forms

from committees.models import Answer, Mandate, Seat

PROXY = "proxy"


def _seats(mandates: Iterable[Mandate]) -> list[tuple[str, str]]:
    return [("", "Choisissez un membre"), *((str(one.seat_id), f"{one.user}, {one.seat.label}") for one in mandates)]


class ProxyForm(forms.Form):
    """Who speaks for a seat: its holder's choice, or a paper that the secretary enters."""

    giver = forms.TypedChoiceField(label="Qui donne pouvoir", coerce=int)
    holder = forms.TypedChoiceField(label="À qui", coerce=int)
    fallback = forms.TypedChoiceField(
        label="Sinon à",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Si le premier membre est absent ou en déport sur un point.",
    )
    proof = forms.CharField(
        label="Preuve",
        max_length=200,
        help_text="Par exemple\u00a0: papier signé remis au secrétariat le 16 mai 2022.",
    )

    def __init__(self, voices: list[Mandate], data: Any = None) -> None:
        super().__init__(data)
        for name in ("giver", "holder", "fallback"):
            self.fields[name].choices = _seats(voices)  # type: ignore[attr-defined]
        self.seats = {mandate.seat_id: mandate.seat for mandate in voices}

    def arguments(self) -> dict[str, Any]:
        """As `give_proxy` takes them."""
        given = self.cleaned_data
        return {name: self.seats.get(given[name]) for name in ("giver", "holder", "fallback")} | {
            "proof": given.get("proof", "")
        }


class AnswerForm(ProxyForm):
    """I come, I follow at a distance, I do not come, I lend my voice."""

    answer = forms.ChoiceField(label="Votre réponse", widget=forms.RadioSelect)
    field_order = ("answer", "holder", "fallback")

    def __init__(self, seat: Seat, voices: list[Mandate], data: Any = None, *, now: str = "") -> None:
        super().__init__(voices, data)
        self.seat = seat
        del self.fields["giver"], self.fields["proof"]
        said = [(answer.value, answer.label) for answer in (Answer.ROOM, Answer.REMOTE, Answer.EXCUSED)]
        others = [one for one in voices if one.seat_id != seat.pk]
        if seat.votes and others:
            said.append((PROXY, "Je ne viens pas et je donne pouvoir"))
            for name in ("holder", "fallback"):
                self.fields[name].choices = _seats(others)  # type: ignore[attr-defined]
            self.fields["holder"].label = "Je donne pouvoir à"
            self.fields["holder"].required = False
        else:
            del self.fields["holder"], self.fields["fallback"]
        self.fields["answer"].choices = said  # type: ignore[attr-defined]
        self.initial["answer"] = now

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == PROXY and not given.get("holder"):
            self.add_error("holder", "Choisissez à qui vous donnez pouvoir.")
        return given

    @property
    def is_proxy(self) -> bool:
        return bool(self.cleaned_data["answer"] == PROXY)

    def arguments(self) -> dict[str, Any]:
        """As `give_proxy` takes them."""
        given = self.cleaned_data
        return {"giver": self.seat} | {name: self.seats.get(given[name]) for name in ("holder", "fallback")}
