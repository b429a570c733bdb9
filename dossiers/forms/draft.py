"""What a holder fills in, section by section. Nothing is required before the dossier is handed in."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms

from dossiers import programme
from dossiers.models import Call, Criterion, CriterionAnswer, Dossier
from dossiers.models.dossier import Theme
from okote_flow.directory.access import territories_in_use
from okote_flow.directory.actions import compact, identifier_refusals
from okote_flow.directory.models import LegalForm
from okote_flow.fields import AmountField, DayInput

LONGEST_ANSWER = 4000  # characters
REGISTER = "Pour une association de droit local\u00a0: il figure sur le récépissé d’inscription du tribunal."


class DraftForm(forms.Form):
    title = forms.CharField(
        label="Nom du projet",
        max_length=140,
        help_text="Quelques mots que tout le monde comprend. Vous pourrez le changer.",
    )
    call = forms.ModelChoiceField(
        label="Appel à projets",
        queryset=Call.objects.none(),
        required=False,
        empty_label="Aucun\u00a0: un projet se dépose à tout moment",
        help_text="Si votre projet répond à l’un des appels ouverts.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Without an open call there is nothing to choose."""
        super().__init__(*args, **kwargs)
        open_calls = programme.open_calls()
        if open_calls.exists():
            self.fields["call"].queryset = open_calls  # type: ignore[attr-defined]
        else:
            del self.fields["call"]


class ProseField(forms.CharField):
    """Several lines of text, the same whether a form or a script has sent them."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str | None:
        return super().to_python(one_ending(value) if isinstance(value, str) else value)


class SectionForm(forms.Form):
    """What is saved at once, and from which text it was written, so that nobody overwrites somebody else.

    `seen` holds a mark of each value as the page showed it: what nobody else changed may be saved whatever else moved.
    """

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def form_id(self) -> str:
        """Of the element on the page, for fields that stand outside it."""
        return f"form-{self.prefix or 'section'}"

    @property
    def asked(self) -> list[str]:
        """The names of the fields that people fill in."""
        return [name for name in self.fields if name not in ("seen", "seen_version")]

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.asked if name in self.cleaned_data}

    def shown(self, name: str, value: Any) -> str:
        """A value as its field holds it on the page."""
        prepared = self.fields[name].prepare_value(value)
        return "" if prepared is None else one_ending(str(prepared)).strip()

    def marks(self, values: dict[str, Any]) -> dict[str, str]:
        """A short digest of each value."""
        shown = {name: self.shown(name, values.get(name)) for name in self.asked}
        return {name: hashlib.sha256(text.encode()).hexdigest()[:12] for name, text in shown.items()}


def one_ending(text: str) -> str:
    """The lines of a text ended as in the database."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class StructureForm(SectionForm):
    """Every legal form sees every field: the help says which are needed."""

    name = forms.CharField(
        label="Nom de la structure", max_length=160, help_text="Tel qu’il est écrit dans les statuts."
    )
    legal_form = forms.ChoiceField(
        label="Forme juridique",
        choices=[("", "Choisissez"), *LegalForm.choices],
        help_text="Une association inscrite au tribunal en Alsace ou en Moselle est de droit local.",
    )
    city = forms.CharField(label="Commune du siège", max_length=100, required=False)
    siret = forms.CharField(
        label="SIRET",
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="14 chiffres, avec ou sans espaces. Laissez vide si la structure est en cours de création. "
        "Une association de droit local peut le donner plus tard, avant le versement.",
    )
    court = forms.CharField(label="Tribunal", max_length=80, required=False, help_text=REGISTER)
    volume = forms.CharField(label="Volume", max_length=20, required=False, help_text="Par exemple 12.")
    folio = forms.CharField(label="Folio", max_length=20, required=False, help_text="Par exemple 34.")
    rna = forms.CharField(
        label="RNA",
        max_length=14,
        required=False,
        help_text="W et 9 chiffres. Facultatif\u00a0: les associations d’Alsace-Moselle n’en ont en général pas.",
    )

    def clean_legal_form(self) -> LegalForm:
        return LegalForm(self.cleaned_data["legal_form"])

    def clean_siret(self) -> str:
        siret: str = self.cleaned_data["siret"]
        if list(identifier_refusals(siret=siret, rna="")):
            raise forms.ValidationError(
                f"«\u00a0{siret}\u00a0» n’est pas un SIRET\u00a0: recopiez les 14 chiffres de l’avis de situation de "
                "l’INSEE, ou laissez vide si la structure est en cours de création.",
                code="identifier-wrong",
            )
        return compact(siret)

    def clean_rna(self) -> str:
        rna: str = self.cleaned_data["rna"]
        if list(identifier_refusals(siret="", rna=rna)):
            raise forms.ValidationError(
                f"«\u00a0{rna}\u00a0» n’est pas un RNA\u00a0: écrivez W puis 9 chiffres, ou laissez vide.",
                code="identifier-wrong",
            )
        return compact(rna)

    @classmethod
    def initial_of(cls, dossier: Dossier) -> dict[str, Any]:
        names = ("name", "legal_form", "city", "siret", "court", "volume", "folio", "rna")
        return {name: getattr(dossier.organization, name, "") for name in names}


class ProjectForm(SectionForm):
    title = forms.CharField(
        label="Nom du projet", max_length=140, help_text="C’est le titre que liront les comités, puis les donateurs."
    )
    summary = ProseField(
        label="Le projet en quelques phrases",
        max_length=2000,
        required=False,
        rows=6,
        help_text="Ce que vous voulez faire, pour qui, avec qui. C’est ce que les comités lisent en premier.",
    )
    territory = forms.ModelChoiceField(
        label="Territoire",
        queryset=territories_in_use(),
        required=False,
        empty_label="Choisissez",
        help_text="Celui où le projet se fait. Son comité d’animation examinera votre dossier.",
    )
    city = forms.CharField(label="Commune du projet", max_length=100, required=False)
    theme = forms.ChoiceField(
        label="Thématique",
        choices=[("", "Choisissez"), *Theme.choices],
        required=False,
        help_text="La plus proche\u00a0: elle dit à quels partenaires votre projet peut parler.",
    )
    starts_on = forms.DateField(
        label="Début prévu", required=False, widget=DayInput(), help_text="Une date approximative suffit."
    )
    ends_on = forms.DateField(
        label="Fin prévue", required=False, widget=DayInput(), help_text="Laissez vide si l’activité continue."
    )
    goal_cents = AmountField(
        label="Objectif de la campagne",
        required=False,
        help_text="Tout ce qu’elle doit réunir\u00a0: dons des habitants, entreprises et collectivités ensemble. "
        "Pour 12\u00a0000\u00a0€, les habitants en donnent 4\u00a0000\u00a0€.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = territories_in_use(self.initial.get("territory"))  # one whose use is over stays with who named it
        self.fields["territory"].queryset = named  # type: ignore[attr-defined]
        for name in ("territory", "starts_on", "ends_on", "goal_cents"):
            self.fields[name].required = bool(self.initial.get(name))  # once given it may change, not disappear

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "La fin précède le début\u00a0: corrigez l’une des deux dates.")
        return cleaned

    @classmethod
    def initial_of(cls, dossier: Dossier) -> dict[str, Any]:
        plain = ("title", "summary", "territory", "city", "theme", "starts_on", "ends_on", "goal_cents")
        return {name: getattr(dossier, name) for name in plain}


class CriteriaForm(SectionForm):
    """One answer for each of the criteria given, under what the report says of it."""

    def __init__(self, criteria: Iterable[Criterion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = {field_of(criterion): criterion for criterion in criteria}
        for name, criterion in self.criteria.items():
            self.fields[name] = ProseField(
                label=f"{criterion.number}. {criterion.name}",
                max_length=LONGEST_ANSWER,
                required=False,
                rows=5,
                help_text=criterion.guidance,
            )

    @staticmethod
    def initial_of(answers: Iterable[CriterionAnswer]) -> dict[str, Any]:
        return {field_of(answer.criterion): answer.text for answer in answers}


def field_of(criterion: Criterion) -> str:
    return f"criterion-{criterion.code}"


class CommitmentForm(forms.Form):
    agree = forms.BooleanField(
        label="Au nom de la structure, je souscris au contrat d’engagement républicain",
        help_text="Liberté de conscience, égalité et non-discrimination, fraternité et prévention de la violence, "
        "respect de la dignité humaine et des symboles de la République.",
    )
