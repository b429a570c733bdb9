"""What the pages of agreements, months and entries ask. Field names are the parameters of the verb behind."""

from datetime import timedelta
from typing import Any

from django import forms

from funding.forms import AgreementForm, AuthorityForm, day, long_text, short_text
from okote_flow import clock
from okote_flow.fields import AmountField, DayInput


def last_month() -> str:
    """The month that ended last: "2022-04"."""
    return (clock.today().replace(day=1) - timedelta(days=1)).isoformat()[:7]


class AmendmentForm(forms.Form):
    """An amendment says all that the agreement says, except whose it is and its section."""

    reference = short_text("Référence de l’avenant", max_length=120)
    deliberation_ref = short_text("Référence de la délibération", max_length=120)
    deliberated_on = day("Délibérée le")
    deliberated_by = short_text("Assemblée qui a délibéré", "Facultatif.", required=False, max_length=160)
    starts_on = day("En vigueur du")
    ends_on = day("Jusqu’au", "Facultatif.", required=False)
    allows_pass_on = forms.BooleanField(
        label="Elle autorise à reverser la subvention aux projets",
        help_text="CGCT, art. L1611-4\u00a0: sans cette clause, rien ne se réserve.",
        required=False,
    )
    chapter = AgreementForm.base_fields["chapter"]
    nature = AgreementForm.base_fields["nature"]
    function = AgreementForm.base_fields["function"]
    operation = AgreementForm.base_fields["operation"]


class AgreementFileForm(forms.Form):
    file = forms.FileField(label="Convention signée", help_text="PDF, ou image\u00a0; sa nature est vérifiée.")


class CarryOverForm(forms.Form):
    deliberation_ref = short_text(
        "Référence de la délibération", "Celle par laquelle l’assemblée reporte ses crédits.", max_length=120
    )


class MonthForm(forms.Form):
    month = forms.CharField(
        label="Mois",
        help_text="Année et mois, par exemple 2022-05.",
        max_length=7,
        initial=last_month,
        widget=forms.TextInput(attrs={"type": "month"}),
    )


class ContributionForm(AuthorityForm):
    """Any partner may pay for the running costs, a company too."""

    year = forms.IntegerField(label="Année", min_value=2021, max_value=2100, initial=lambda: clock.today().year)
    label = short_text("Intitulé", "Par exemple : AG2R Strasbourg.", max_length=120)
    forecast_cents = AmountField(label="Montant prévu")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].label = "Partenaire"


class CallForm(forms.Form):
    cents = AmountField(label="Montant appelé")
    called_on = forms.DateField(label="Appelé le", widget=DayInput(), initial=clock.today)
    key = short_text("Référence de l’appel", "Elle ne sert qu’une fois.")


class SiretForm(forms.Form):
    siret = short_text("SIRET", "Quatorze chiffres, tels qu’au répertoire Sirene.", max_length=20)


class ReversalForm(forms.Form):
    reason = long_text("Motif", "Il reste dans les livres, à côté de l’écriture.")
