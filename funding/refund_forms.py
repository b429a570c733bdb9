"""What the pages of refunds ask. Field names are the parameters of the verb behind."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from funding.forms import day, short_text
from funding.models import Refund
from funding.transfer_file import written
from okote_flow import clock
from okote_flow.cents import euros


class RefundAccountForm(forms.Form):
    """Where a donor's money goes back."""

    iban = short_text("IBAN", "Celui du compte d’où vient le don, ou un autre compte du donateur.", max_length=50)
    holder = short_text("Titulaire du compte", max_length=160)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["iban"].widget.attrs["autocomplete"] = "off"


class OwnAccountForm(RefundAccountForm):
    """The same, as a donor is asked."""

    iban = short_text("Votre IBAN", "Il est sur votre relevé, ou dans l’application de votre banque.", max_length=50)
    holder = short_text("Titulaire du compte", "Le nom écrit sur votre RIB.", max_length=160)


class HandForm(forms.Form):
    reference = short_text("Référence", "Du chèque, du virement ou du prestataire.")


class RefundsChoice(forms.ModelMultipleChoiceField[Refund]):
    """Refunds with an account, by the name that the bank will read where it is written otherwise."""

    def label_from_instance(self, obj: Refund) -> str:
        account = obj.gift.account
        name = written(account.holder)
        shown = name if name == account.holder else f"{account.holder}, écrit «\u00a0{name}\u00a0»"
        return f"{shown}, {account.masked}\u00a0: {euros(obj.cents)}"


class RefundBatchForm(forms.Form):
    def __init__(self, refunds: QuerySet[Refund], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["refunds"] = RefundsChoice(
            queryset=refunds, label="Remboursements à virer", widget=forms.CheckboxSelectMultiple
        )
        self.fields["due_on"] = day("À exécuter le", "La banque exécute le jour ouvré qui suit, au plus tôt.")
        self.fields["due_on"].initial = clock.today
