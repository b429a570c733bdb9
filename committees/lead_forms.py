"""What is asked of a noticed project, of a call to it, and of the help given to a campaign."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from committees.forms import text
from committees.models import CallOutcome, HelpKind, Lead, LeadState
from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.directory.models import Territory, User
from okote_flow.fields import DayInput, VersionedForm

CONTACT = ("contact_name", "contact_email", "contact_phone", "keep_reason", "keep_until")
PROJECT = ("name", "siren", "city", "seen")


class LeadFilterForm(forms.Form):
    """The questions of the list, as they stand in its address; what makes no sense is not asked."""

    q = forms.CharField(label="Rechercher", max_length=80, required=False)
    etat = forms.ChoiceField(label="État", choices=[("", "Tous"), *LeadState.choices], required=False)

    def __init__(self, territories: QuerySet[Territory], callers: QuerySet[User], data: Any) -> None:
        super().__init__(data)
        self.fields["territoire"] = forms.ModelChoiceField(
            territories, label="Territoire", required=False, empty_label="Tous"
        )
        self.fields["appelant"] = forms.ModelChoiceField(
            callers, label="Qui appelle", required=False, empty_label="Tous"
        )

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


class LeadForm(forms.Form):
    """A project or structure, where it was noticed, and (if it must be) a person to call."""

    name = forms.CharField(label="Projet ou structure", max_length=160)
    siren = forms.CharField(
        label="SIREN",
        max_length=11,
        required=False,
        help_text="Neuf chiffres, si vous les connaissez.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    city = forms.CharField(label="Commune", max_length=100, required=False)
    seen = forms.CharField(
        label="Où et comment repéré",
        max_length=300,
        required=False,
        help_text="Par exemple\u00a0: au forum des associations de Haguenau, le 12 mars.",
    )
    contact_name = forms.CharField(
        label="Personne à contacter",
        max_length=160,
        required=False,
        help_text="Seulement ce qu’il faut pour appeler. Rien sur sa vie privée.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact_email = forms.EmailField(
        label="Adresse électronique", required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    contact_phone = forms.CharField(
        label="Téléphone", max_length=30, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    keep_reason = forms.CharField(
        label="Pourquoi garder ce contact",
        max_length=200,
        required=False,
        help_text="Par exemple\u00a0: il nous a donné sa carte pour être rappelé.",
    )
    keep_until = forms.DateField(
        label="Le garder jusqu’au",
        required=False,
        widget=DayInput(),
        help_text="Ce jour passé, le contact s’efface de lui-même.",
    )

    def __init__(self, data: Any = None, *, lead: Lead | None = None) -> None:
        known = {name: getattr(lead, name) for name in (*PROJECT, *CONTACT, "version")} if lead is not None else {}
        super().__init__(data, initial=known)

    def project(self) -> list[forms.BoundField]:
        return [self[name] for name in PROJECT]

    def contact(self) -> list[forms.BoundField]:
        return [self[name] for name in CONTACT]

    def others(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in (*PROJECT, *CONTACT)]


class EditLeadForm(LeadForm, VersionedForm):
    """The same, of one that is known."""


class NoteLeadForm(LeadForm):
    """The same for one that is new: also who calls, and whether it is another than those that look alike."""

    call_by = forms.DateField(label="À appeler avant le", required=False, widget=DayInput())
    anyway = forms.BooleanField(label="C’est un autre projet que ceux déjà repérés", required=False)

    def __init__(self, callers: QuerySet[User], data: Any = None) -> None:
        super().__init__(data)
        self.fields["caller"] = _caller(callers)
        self.order_fields([*PROJECT, *CONTACT, "caller", "call_by", "anyway"])


class EntrustForm(forms.Form):
    call_by = forms.DateField(label="À appeler avant le", required=False, widget=DayInput())

    def __init__(self, callers: QuerySet[User], data: Any = None, *, lead: Lead) -> None:
        super().__init__(data, initial={"caller": lead.caller_id, "call_by": lead.call_by})
        self.fields["caller"] = _caller(callers)
        self.order_fields(["caller", "call_by"])


def _caller(callers: QuerySet[User]) -> "forms.ModelChoiceField[User]":
    return forms.ModelChoiceField(callers, label="Qui appelle", required=False, empty_label="Personne pour l’instant")


class CallForm(forms.Form):
    called_on = forms.DateField(label="Appelé le", widget=DayInput())
    outcome = forms.ChoiceField(label="Ce qu’il en est", choices=CallOutcome.choices, widget=forms.RadioSelect)
    back_on = forms.DateField(
        label="Revenir vers ce projet le",
        required=False,
        widget=DayInput(),
        help_text="Seulement si la réponse est «\u00a0pas maintenant\u00a0».",
    )
    note = text(
        "En une phrase",
        rows=2,
        most=500,
        required=False,
        help_text="Sans suite\u00a0: dites pourquoi. Rien sur la vie privée de la personne.",
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"called_on": clock.today()})

    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data | {"outcome": CallOutcome(self.cleaned_data["outcome"])}


class MergeForm(forms.Form):
    """Which of the committee's other leads is the same."""

    def __init__(self, others: QuerySet[Lead], data: Any = None) -> None:
        super().__init__(data)
        self.fields["into"] = forms.ModelChoiceField(
            others, label="Le même projet est déjà là", empty_label="Choisissez un projet"
        )


class LinkForm(forms.Form):
    """Which dossier the lead has become."""

    def __init__(self, dossiers: QuerySet[Dossier], data: Any = None) -> None:
        super().__init__(data)
        self.fields["dossier"] = forms.ModelChoiceField(dossiers, label="Dossier", empty_label="Choisissez un dossier")


class EmptyForm(forms.Form):
    """Nothing but a confirmation."""


class HelpForm(forms.Form):
    """What a member promises to a campaign."""

    kind = forms.ChoiceField(label="Votre coup de main", choices=HelpKind.choices, widget=forms.RadioSelect)
    words = text("En une phrase", rows=2, most=500, help_text="Ce que vous ferez, où et avec qui.")
    due_on = forms.DateField(label="Pour le", required=False, widget=DayInput())

    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data | {"kind": HelpKind(self.cleaned_data["kind"])}


class ThanksForm(forms.Form):
    words = text("Votre mot de remerciement", rows=2, most=300)
