"""What the pages of tax receipts ask. Field names are the parameters of the verb behind."""

from typing import Any

from django import forms

from funding import tax_rules
from funding.forms import day, long_text, short_text
from funding.models import CancelReason, Quality, RecipientKind
from funding.tax_rules import Addressee
from okote_flow import clock

UNAGREED = "Sans cet accord, le nom et l’adresse ne sont pas gardés."
CONSENT = "J’accepte que ces données servent à établir le reçu"
KEPT = (
    "La structure bénéficiaire émet le reçu et en garde une copie six ans, comme la loi l’y oblige. "
    "Rien n’en paraît en public."
)


class TaxMandateForm(forms.Form):
    address = short_text("Adresse de la structure", "Telle qu’elle figure sur chaque reçu.", max_length=300)
    purpose = long_text("Objet de la structure", "Son objet social, en une phrase.")
    quality = forms.ChoiceField(label="Qualité", choices=Quality.choices)
    rescript = short_text(
        "Rescrit fiscal",
        "Facultatif, sauf pour une société\u00a0: référence et date de la réponse de l’administration.",
        required=False,
        max_length=120,
    )
    signatory = short_text("Signataire du mandat", max_length=160)
    signatory_role = short_text("Sa qualité", "Par exemple\u00a0: présidente.", max_length=120)
    given_on = day("Signé le")
    file = forms.FileField(label="Mandat signé", help_text="PDF, ou image\u00a0; sa nature est vérifiée.")


class RevocationForm(forms.Form):
    revoked_on = day("Révoqué le")
    reason = long_text("Motif")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revoked_on"].initial = clock.today


class CancelReceiptForm(forms.Form):
    reason = forms.ChoiceField(label="Motif", choices=CancelReason.choices)


class AddresseeFields(forms.Form):
    """To whom a receipt is made out. Nothing is required here: who asks for a receipt says so."""

    kind = forms.ChoiceField(
        label="Le reçu est pour", choices=RecipientKind.choices, required=False, initial=RecipientKind.PERSON
    )
    name = short_text("Nom et prénom, ou dénomination", required=False, max_length=160)
    legal_form = short_text("Forme juridique", "Pour une entreprise.", required=False, max_length=60)
    siren = short_text("SIREN", "Pour une entreprise\u00a0: neuf chiffres.", required=False, max_length=20)
    street = short_text("Numéro et rue", required=False, max_length=200)
    postal_code = short_text("Code postal", required=False, max_length=12)
    city = short_text("Commune", required=False, max_length=100)
    country = short_text("Pays", required=False, max_length=60)
    consents = forms.BooleanField(label=CONSENT, help_text=KEPT, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].initial = "France"
        for name, filled in (
            ("name", "name"),
            ("street", "street-address"),
            ("postal_code", "postal-code"),
            ("city", "address-level2"),
            ("country", "country-name"),
        ):
            self.fields[name].widget.attrs["autocomplete"] = filled

    def addressee(self) -> Addressee:
        said = self.cleaned_data
        texts = {field: said.get(field) or "" for field in ("name", "street", "postal_code", "city", "country")}
        is_company = said.get("kind") == RecipientKind.COMPANY
        return Addressee(
            **texts, is_company=is_company, legal_form=said.get("legal_form") or "", siren=said.get("siren") or ""
        )

    def check_addressee(self) -> None:
        """Say at each field what is missing."""
        addressee = self.addressee()
        for field, label in tax_rules.missing_of(addressee).items():
            if field not in self.errors:
                self.add_error(field, f"Indiquez {label}.")
        if addressee.is_company and addressee.siren and not tax_rules.is_siren(addressee.siren):
            self.add_error("siren", "Vérifiez les neuf chiffres de ce SIREN.")
        if not self.cleaned_data.get("consents") and "consents" not in self.errors:
            self.add_error("consents", UNAGREED)


class AddresseeForm(AddresseeFields):
    """The same on a page of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", *dict(tax_rules.ASKED), "consents"):
            self.fields[name].required = True
        for name, label in tax_rules.ASKED:
            self.fields[name].error_messages["required"] = f"Indiquez {label}."
        self.fields["consents"].error_messages["required"] = UNAGREED

    def clean(self) -> dict[str, Any]:
        self.check_addressee()
        return self.cleaned_data


class EnteredAddresseeForm(AddresseeForm):
    """Entered for somebody else, who agreed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consents"].label = "Le donateur accepte que ces données servent à établir le reçu"
