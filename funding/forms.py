"""What the money's pages ask. Field names are the parameters of the verb behind."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet

from dossiers.models import Attachment
from dossiers.models.content import Section
from funding.models import Agreement, Envelope, Means
from okote_flow import clock
from okote_flow.cents import euros
from okote_flow.directory.models import Partner
from okote_flow.fields import AmountField, DayInput

LARGEST_GIFT = 100_000_00  # beyond it somebody should call


def long_text(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


def short_text(label: str, help_text: str = "", *, required: bool = True, max_length: int = 80) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=max_length)


def day(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, required=required, widget=DayInput())


class ConfirmForm(forms.Form):
    """Nothing to type: the page says what will happen."""


class ReasonForm(forms.Form):
    reason = long_text("Motif")


class ProofForm(forms.Form):
    proof = long_text("Comment l’avez-vous contrôlé\u00a0?", "Par exemple\u00a0: RIB lu, structure appelée.")


class ReferenceForm(forms.Form):
    reference = short_text("Référence du virement", "Telle que la banque ou le prestataire la donne.")


class BankReferenceForm(forms.Form):
    bank_reference = short_text("Référence bancaire", "Telle que la banque la donne.")


# Preparation


class CampaignForm(forms.Form):
    goal_cents = AmountField(label="Objectif de la campagne", help_text="Un tiers vient des citoyens.")
    days = forms.IntegerField(label="Durée", min_value=1, max_value=365)


class EnvelopeChoice(forms.ModelChoiceField[Envelope]):
    def label_from_instance(self, obj: Envelope) -> str:
        return f"{obj}\u00a0: {obj.deliberation_ref or 'prévisionnelle'}"


class PledgeForm(forms.Form):
    partner: "forms.ModelChoiceField[Partner]" = forms.ModelChoiceField(
        label="Partenaire", queryset=None, empty_label="Choisissez"
    )
    envelope = EnvelopeChoice(
        label="Enveloppe",
        queryset=None,
        required=False,
        empty_label="Aucune\u00a0: c’est une entreprise",
        help_text="Pour une collectivité, l’enveloppe sur laquelle elle s’engage.",
    )
    cap_cents = AmountField(label="Plafond")

    def __init__(self, partners: QuerySet[Partner], envelopes: QuerySet[Envelope], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
        self.fields["envelope"].queryset = envelopes  # type: ignore[attr-defined]


class CompanyForm(forms.Form):
    name = short_text("Nom de l’entreprise", max_length=120)
    siren = short_text("SIREN", "Neuf chiffres. Facultatif.", required=False, max_length=20)


class ExtensionForm(forms.Form):
    days = forms.IntegerField(label="Jours de plus", min_value=1, max_value=365)


# Gifts


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
        said = str(self.data.get("don", "")) if self.is_bound else self.FIRST
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


def new_key() -> str:
    """One key per form shown: the same form sent twice is one act."""
    return f"saisie-{uuid4().hex}"


class GiftForm(forms.Form):
    cents = AmountField(label="Montant du don")
    means = forms.ChoiceField(label="Moyen", choices=Means.choices, initial=Means.TRANSFER)
    donor_name = short_text(
        "Nom du donateur", "Facultatif. Il reste à côté du don et peut être effacé.", required=False, max_length=160
    )
    anonymous = forms.BooleanField(label="Le donateur souhaite rester anonyme", required=False)
    pledged_at = forms.DateTimeField(
        label="Donné le",
        help_text="Seulement pour un don fait avant la fin et confirmé après.",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    not_matched_because = short_text(
        "Don sans abondement\u00a0: motif", "Seulement si le donateur est le porteur ou un partenaire.", required=False
    )
    key = forms.CharField(widget=forms.HiddenInput(), max_length=80, initial=new_key)


class RefundForm(forms.Form):
    cents = AmountField(
        label="Montant à rembourser", help_text="Vide\u00a0: tout ce qui reste du don.", required=False
    )
    key = forms.CharField(widget=forms.HiddenInput(), max_length=80, initial=new_key)


# Cash and bank details


class CashForm(forms.Form):
    cents = AmountField(label="Montant reçu")
    received_on = forms.DateField(label="Reçu le", widget=DayInput(), initial=clock.today)
    key = short_text("Référence du virement", "Telle que la banque la donne\u00a0: elle ne sert qu’une fois.")


class ProviderForm(forms.Form):
    cents = AmountField(label="Montant viré par le prestataire")
    key = short_text("Référence du virement", "Elle ne sert qu’une fois.")


class BankDetailsForm(forms.Form):
    iban = short_text("IBAN", "Tel qu’il figure sur le RIB.", max_length=50)
    holder = short_text("Titulaire du compte", max_length=160)
    proof: "forms.ModelChoiceField[Attachment]" = forms.ModelChoiceField(
        label="RIB déposé dans le dossier", queryset=None, required=False, empty_label="Aucun"
    )

    def __init__(self, proofs: QuerySet[Attachment], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["iban"].widget.attrs["autocomplete"] = "off"
        self.fields["proof"].queryset = proofs  # type: ignore[attr-defined]


class PayoutForm(forms.Form):
    only_received = forms.BooleanField(
        label="Ne verser que ce qui est déjà reçu", help_text="Le reste fera l’objet d’un autre ordre.", required=False
    )


# Envelopes


class VoteForm(forms.Form):
    cents = AmountField(label="Montant voté")
    deliberation_ref = short_text("Référence de la délibération", max_length=120)
    agreement: "forms.ModelChoiceField[Agreement]" = forms.ModelChoiceField(
        label="Convention", queryset=None, required=False, empty_label="Pas encore signée"
    )

    def __init__(self, agreements: QuerySet[Agreement], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined]


class CoverForm(forms.Form):
    agreement: "forms.ModelChoiceField[Agreement]" = forms.ModelChoiceField(
        label="Convention", queryset=None, empty_label="Choisissez"
    )

    def __init__(self, agreements: QuerySet[Agreement], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined]


class AuthorityForm(forms.Form):
    """A form that begins by naming an authority."""

    partner: "forms.ModelChoiceField[Partner]" = forms.ModelChoiceField(
        label="Collectivité", queryset=None, empty_label="Choisissez"
    )

    def __init__(self, partners: QuerySet[Partner], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]


class EnvelopeForm(AuthorityForm):
    year = forms.IntegerField(label="Année", min_value=2021, max_value=2100, initial=lambda: clock.today().year)
    section = forms.ChoiceField(label="Section budgétaire", choices=Section.choices)
    forecast_cents = AmountField(label="Montant prévu")


class AgreementForm(AuthorityForm):
    reference = short_text("Référence de la convention", max_length=120)
    deliberation_ref = short_text("Référence de la délibération", max_length=120)
    deliberated_on = day("Délibérée le")
    starts_on = day("En vigueur du")
    ends_on = day("Jusqu’au", "Facultatif.", required=False)
    section = forms.ChoiceField(label="Section budgétaire", choices=Section.choices)
    allows_pass_on = forms.BooleanField(
        label="Elle autorise à reverser la subvention aux projets",
        help_text="CGCT, art. L1611-4\u00a0: sans cette clause, rien ne se réserve.",
        required=False,
    )
    chapter = short_text("Chapitre", "Facultatif.", required=False, max_length=10)
    nature = short_text("Nature", "Facultatif.", required=False, max_length=10)
    function = short_text("Fonction", "Facultatif.", required=False, max_length=10)
    operation = short_text("Opération", "Facultatif.", required=False, max_length=20)
