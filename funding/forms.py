"""What the money's pages ask. Field names are the parameters of the verb behind."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet

from dossiers.models import Attachment
from dossiers.models.content import Section
from funding.models import Agreement, Campaign, Envelope, Means, PayoutOrder, Pledge
from funding.transfer_file import written
from okote_flow import clock
from okote_flow.cents import euros
from okote_flow.directory.models import Partner
from okote_flow.fields import AmountField, DayInput


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


class RepaymentForm(forms.Form):
    key = short_text("Référence bancaire", "Telle que la banque la donne. La même ne compte qu’une fois.")
    received_on = day("Reçu le", "Vide\u00a0: aujourd’hui.", required=False)


class BankReferenceForm(forms.Form):
    bank_reference = short_text("Référence bancaire", "Telle que la banque la donne.")


# Preparation


class CampaignForm(forms.Form):
    goal_cents = AmountField(label="Objectif de la campagne", help_text="Un tiers vient des citoyens.")
    days = forms.IntegerField(label="Durée", min_value=1, max_value=365)
    advance_bps = forms.TypedChoiceField(
        label="Versement au projet",
        choices=[
            ("", "Selon les règles du programme"),
            (10_000, "En une fois"),
            (7_000, "70\u00a0% d’abord, le solde à l’acceptation du bilan"),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )


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
    reason = long_text("Motif", "Il paraît sur la page publique de la campagne.")


def decision_text() -> forms.CharField:
    return short_text(
        "Référence de la décision",
        "Vote, délibération, lettre de l’entreprise. Au-delà du plafond voté, enregistrez-la d’abord au dossier.",
        max_length=120,
    )


class CapForm(forms.Form):
    cap_cents = AmountField(label="Nouveau plafond")
    decision = decision_text()
    key = forms.CharField(widget=forms.HiddenInput(), max_length=80, initial=lambda: new_key())


class JoinForm(PledgeForm):
    decision = decision_text()
    key = forms.CharField(widget=forms.HiddenInput(), max_length=80, initial=lambda: new_key())


# Gifts


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


class TransferForm(forms.Form):
    cents = AmountField(label="Montant reçu", help_text="Celui du relevé, même s’il diffère de l’annonce.")
    key = short_text("Référence du virement", "Telle que la banque la donne\u00a0: elle ne sert qu’une fois.")


class UnidentifiedForm(forms.Form):
    cents = AmountField(label="Montant reçu")
    key = short_text("Référence du virement", "Telle que la banque la donne\u00a0: elle ne sert qu’une fois.")
    reason = long_text(
        "Ce que dit le relevé", "Libellé et nom de l’émetteur, pour retrouver à quoi elle était destinée."
    )


class CampaignChoice(forms.ModelChoiceField[Campaign]):
    def label_from_instance(self, obj: Campaign) -> str:
        return f"{obj.dossier.label} · {obj.dossier.title}"


class AssignForm(forms.Form):
    campaign = CampaignChoice(label="Campagne", queryset=None, empty_label="Choisissez")
    donor_name = short_text("Nom du donateur", "Facultatif.", required=False, max_length=160)
    not_matched_because = short_text(
        "Don sans abondement\u00a0: motif", "Seulement si le donateur est le porteur ou un partenaire.", required=False
    )

    def __init__(self, campaigns: QuerySet[Campaign], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]


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
    deliberated_by = short_text("Assemblée qui a délibéré", "Facultatif.", required=False, max_length=160)
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


# Batches of transfers


class OrdersChoice(forms.ModelMultipleChoiceField[PayoutOrder]):
    """Approved orders, with the name that the bank will read where it is written otherwise."""

    def label_from_instance(self, obj: PayoutOrder) -> str:
        name = written(obj.holder)
        shown = obj.holder if name == obj.holder else f"{obj.holder}, écrit «\u00a0{name}\u00a0»"
        return f"{obj.key}, {shown}\u00a0: {euros(obj.cents)}"


class BatchForm(forms.Form):
    def __init__(self, orders: QuerySet[PayoutOrder], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["orders"] = OrdersChoice(
            queryset=orders, label="Ordres à transmettre", widget=forms.CheckboxSelectMultiple
        )
        self.fields["due_on"] = day("À exécuter le", "La banque exécute le jour ouvré qui suit, au plus tôt.")
        self.fields["due_on"].initial = clock.today


# Statements of the bank


class StatementForm(forms.Form):
    file = forms.FileField(
        label="Relevé camt.053",
        help_text="Le fichier XML de la banque, tel quel. 8\u00a0Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )


class OwingChoice(forms.ModelChoiceField[Pledge]):
    """What partners owe, with the sums."""

    def label_from_instance(self, obj: Pledge) -> str:
        due = euros(getattr(obj, "due_cents", 0))
        return f"{obj.partner}, {obj.campaign.dossier.label}\u00a0: doit {due}"


class CashLineForm(forms.Form):
    """Which partner's debt a line of a statement pays."""

    def __init__(self, owing: QuerySet[Pledge], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pledge"] = OwingChoice(queryset=owing, label="Versement attendu")
