"""What the public pages ask of somebody who gives."""

from typing import Any

from django import forms

from funding import actions
from funding.forms import short_text
from funding.models import Interest
from funding.tax_forms import AddresseeFields
from okote_flow.cents import euros
from okote_flow.fields import AmountField

LARGEST_GIFT = 100_000_00  # beyond it somebody should call


class GiftChoiceForm(forms.Form):
    """What somebody would give, to see what it becomes. Nothing is written."""

    PRESETS = (10, 20, 50, 100)
    FIRST = "20"
    OTHER = "autre"

    don = forms.ChoiceField(
        label="Je donne",
        choices=[*((str(one), f"{one}\u00a0€") for one in PRESETS), (OTHER, "Autre")],
        error_messages={"invalid_choice": "Choisissez un des montants, ou «\u00a0Autre\u00a0»."},
    )
    montant = AmountField(label="Autre montant", required=False)

    def __init__(self, *args: Any, minimum_cents: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.minimum_cents = minimum_cents

    @property
    def chosen(self) -> str:
        """The choice to show as checked."""
        said = str(self.data.get("don", "") if self.is_bound else self.initial.get("don", self.FIRST))
        return said if said in dict(self.fields["don"].choices) else self.OTHER  # type: ignore[attr-defined]

    def clean_montant(self) -> int | None:
        cents: int | None = self.cleaned_data.get("montant")
        if self.cleaned_data.get("don") != self.OTHER:
            return None
        if cents is None:
            raise forms.ValidationError("Indiquez le montant de votre don, par exemple 35.")
        if cents < self.minimum_cents:
            raise forms.ValidationError(f"Le don minimal est de {euros(self.minimum_cents)}.")
        if cents > LARGEST_GIFT:
            raise forms.ValidationError(f"Au-delà de {euros(LARGEST_GIFT)}, parlons-en\u00a0: écrivez-nous.")
        return cents

    def chosen_cents(self) -> int | None:
        """The gift to calculate with; None when it cannot be understood."""
        if not self.is_bound:
            return int(self.FIRST) * 100
        if not self.is_valid():
            return None
        montant: int | None = self.cleaned_data["montant"]
        return montant or int(self.cleaned_data["don"]) * 100


class GiveForm(AddresseeFields, GiftChoiceForm):
    """What somebody gives on a campaign's public page, how, and what they have to declare."""

    provider = forms.ChoiceField(
        label="Comment payer", error_messages={"invalid_choice": "Choisissez un des moyens de paiement."}
    )
    tip_cents = AmountField(
        label="Contribution au prestataire de paiement",
        help_text="Facultative. Elle ne va ni au projet ni à Okoté, et n’est pas un don.",
        required=False,
        may_be_zero=True,
    )
    donor_name = short_text(
        "Votre nom", "Il n’est jamais affiché. Il sert à vous rembourser s’il le faut.", max_length=160
    )
    email = forms.EmailField(label="Votre adresse électronique", help_text="Pour vous joindre au sujet de ce don.")
    anonymous = forms.BooleanField(label="Je souhaite rester anonyme", required=False)
    interest = forms.ChoiceField(
        label="Votre lien avec le projet",
        choices=Interest.choices,
        required=False,
        help_text="Le don d’une personne liée au projet compte, mais n’appelle pas d’argent des partenaires.",
    )
    wants_receipt = forms.BooleanField(label="Je souhaite un reçu fiscal", required=False)

    def __init__(self, *args: Any, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["donor_name"].widget.attrs["autocomplete"] = "name"
        self.fields["provider"].choices = ways  # type: ignore[attr-defined]
        self.fields["provider"].initial = ways[0][0]

    def clean_tip_cents(self) -> int:
        tip: int = self.cleaned_data["tip_cents"] or 0
        if tip > LARGEST_GIFT:
            raise forms.ValidationError("Cette contribution est trop élevée\u00a0: vérifiez le montant.")
        return tip

    def clean(self) -> dict[str, Any]:
        """Whoever wants a receipt says to whom it is made out; by default to the name that they give."""
        said: dict[str, Any] = self.cleaned_data
        if said.get("wants_receipt"):
            said["name"] = said.get("name") or said.get("donor_name", "")
            self.check_addressee()
        return said

    def asked(self) -> dict[str, Any]:
        """As the verb takes it."""
        said = self.cleaned_data
        interest = Interest(said["interest"])
        giver = actions.Giver(said["donor_name"], said["email"], said["anonymous"], interest)
        cents = self.chosen_cents()
        asked = {"cents": cents, "giver": giver, "provider": said["provider"], "tip_cents": said["tip_cents"]}
        if not said["wants_receipt"]:
            return asked
        return asked | {"addressee": self.addressee(), "consents": said["consents"]}


class SimulatedForm(forms.Form):
    """What the simulated payment page plays."""

    state = forms.ChoiceField(
        choices=[
            ("confirmed", "Payer"),
            ("refused", "Refuser"),
            ("pending", "Laisser en attente"),
            ("charged_back", "Contester"),
        ]
    )
