"""What a holder fills in, section by section. Nothing is required before the dossier is handed in."""

from collections.abc import Iterable
from typing import Any

from django import forms

from dossiers.models import Criterion, CriterionAnswer, Dossier
from dossiers.models.content import AttachmentKind, Section, Side
from dossiers.models.dossier import Theme
from okote_flow.directory.access import territories
from okote_flow.directory.models import LegalForm
from okote_flow.fields import AmountField, DayInput

LONG = forms.Textarea(attrs={"rows": 4})
NEEDED_BY_LOCAL_LAW = "Pour une association de droit local, comme au registre des associations du tribunal."


class DraftForm(forms.Form):
    title = forms.CharField(
        label="Nom du projet",
        max_length=140,
        help_text="Quelques mots que tout le monde comprend. Vous pourrez le changer.",
    )


class SectionForm(forms.Form):
    """A section of the dossier. It knows the version it was made from, so that nobody overwrites somebody else."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen_version"}


class StructureForm(SectionForm):
    """Every legal form sees every field: the help says which are needed."""

    name = forms.CharField(label="Nom de la structure", max_length=160)
    legal_form = forms.ChoiceField(label="Forme juridique", choices=[("", "Choisissez"), *LegalForm.choices])
    city = forms.CharField(label="Commune du siège", max_length=100, required=False)
    siret = forms.CharField(
        label="SIRET",
        max_length=20,
        required=False,
        help_text="14 chiffres. Attendu de toute structure qui existe. Une association de droit local peut le donner "
        "plus tard, avant le versement\u00a0; une structure en cours de création n’en a pas encore.",
    )
    court = forms.CharField(label="Tribunal", max_length=80, required=False, help_text=NEEDED_BY_LOCAL_LAW)
    volume = forms.CharField(label="Volume", max_length=20, required=False, help_text=NEEDED_BY_LOCAL_LAW)
    folio = forms.CharField(label="Folio", max_length=20, required=False, help_text=NEEDED_BY_LOCAL_LAW)
    rna = forms.CharField(
        label="RNA",
        max_length=14,
        required=False,
        help_text="W et 9 chiffres. Facultatif\u00a0: les associations d’Alsace-Moselle n’en ont en général pas.",
    )

    def clean_legal_form(self) -> LegalForm:
        return LegalForm(self.cleaned_data["legal_form"])

    @classmethod
    def initial_of(cls, dossier: Dossier) -> dict[str, Any]:
        names = ("name", "legal_form", "city", "siret", "court", "volume", "folio", "rna")
        return {name: getattr(dossier.organization, name, "") for name in names}


class ProjectForm(SectionForm):
    title = forms.CharField(label="Nom du projet", max_length=140)
    summary = forms.CharField(
        label="Le projet en quelques phrases",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Ce que vous voulez faire, pour qui, avec qui. C’est ce que les comités lisent en premier.",
    )
    territory = forms.ModelChoiceField(
        label="Territoire",
        queryset=territories(),
        required=False,
        empty_label="Choisissez",
        help_text="Son comité d’animation examinera votre dossier.",
    )
    city = forms.CharField(label="Commune du projet", max_length=100, required=False)
    theme = forms.ChoiceField(label="Thématique", choices=[("", "Choisissez"), *Theme.choices], required=False)
    starts_on = forms.DateField(label="Début prévu", required=False, widget=DayInput())
    ends_on = forms.DateField(label="Fin prévue", required=False, widget=DayInput())
    goal_cents = AmountField(
        label="Objectif de la campagne",
        required=False,
        help_text="Tout ce qu’elle doit réunir\u00a0: dons des habitants, entreprises et collectivités ensemble.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("territory", "starts_on", "ends_on", "goal_cents"):
            self.fields[name].required = bool(self.initial.get(name))  # once given it may change, not disappear

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "La fin précède le début.")
        return cleaned

    @classmethod
    def initial_of(cls, dossier: Dossier) -> dict[str, Any]:
        plain = ("title", "summary", "territory", "city", "theme", "starts_on", "ends_on", "goal_cents")
        return {name: getattr(dossier, name) for name in plain}


class CriteriaForm(SectionForm):
    """One answer for each criterion of the report, under what the report says of it."""

    def __init__(self, criteria: Iterable[Criterion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = {field_of(criterion): criterion for criterion in criteria}
        for name, criterion in self.criteria.items():
            self.fields[name] = forms.CharField(
                label=f"{criterion.number}. {criterion.name}",
                max_length=4000,
                required=False,
                widget=LONG,
                help_text=criterion.guidance,
            )

    @staticmethod
    def initial_of(answers: Iterable[CriterionAnswer]) -> dict[str, Any]:
        return {field_of(answer.criterion): answer.text for answer in answers}


def field_of(criterion: Criterion) -> str:
    return f"criterion-{criterion.code}"


class BudgetLineForm(forms.Form):
    side = forms.ChoiceField(label="Nature", choices=Side.choices, widget=forms.RadioSelect)
    label = forms.CharField(label="Libellé", max_length=120)
    cents = AmountField(label="Montant")
    section = forms.ChoiceField(
        label="Section",
        choices=Section.choices,
        initial=Section.RUNNING,
        widget=forms.RadioSelect,
        help_text="Pour une charge\u00a0: un bien qui reste est de l’investissement, le reste du fonctionnement.",
    )

    def clean_side(self) -> Side:
        return Side(self.cleaned_data["side"])

    def clean_section(self) -> Section:
        return Section(self.cleaned_data["section"])


class AttachmentForm(forms.Form):
    kind = forms.ChoiceField(label="Type de pièce", choices=[("", "Choisissez"), *AttachmentKind.choices])
    file = forms.FileField(
        label="Fichier",
        allow_empty_file=True,  # the house says it better
        help_text="PDF, image (JPEG, PNG), document ou tableur (DOCX, XLSX, ODT, ODS), 10\u00a0Mo au plus. "
        "Le même nom de fichier remplace la version précédente, qui reste consultable.",
    )

    def clean_kind(self) -> AttachmentKind:
        return AttachmentKind(self.cleaned_data["kind"])


class CommitmentForm(forms.Form):
    agree = forms.BooleanField(
        label="Au nom de la structure, je souscris au contrat d’engagement républicain",
        help_text="Liberté de conscience, égalité et non-discrimination, fraternité et prévention de la violence, "
        "respect de la dignité humaine et des symboles de la République.",
    )
