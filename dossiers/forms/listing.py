"""How the list of dossiers is filtered; the fields are the words of its address."""

from typing import Any

from django import forms

from dossiers.lifecycle import STAGES, State
from dossiers.listing import DELAYS, MOST_CHOSEN, RUNNING, SORTS
from dossiers.models.dossier import Theme
from okote_flow.directory.access import holders_of, partners, territories
from okote_flow.directory.models import Office
from okote_flow.fields import AmountField

COLUMNS = (
    "numero", "projet", "structure", "territoire", "commune", "theme", "etape", "etat", "depuis", "recu", "objectif",
    "suivi", "main", "echeance",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 2000, 2100


class WordsField(forms.Field):
    """Several words of an address: each in a field of its own, or all in one with commas."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[str, ...]:
        said = value if isinstance(value, list | tuple) else [value or ""]
        return tuple(dict.fromkeys(word for one in said for word in str(one).split(",") if word))


class ColumnsField(WordsField):
    """Known columns, in the order of the table."""

    def to_python(self, value: Any) -> tuple[str, ...]:
        asked = super().to_python(value)
        return tuple(key for key in COLUMNS if key in asked)


class NumbersField(WordsField):
    """Keys of rows, not too many."""

    def to_python(self, value: Any) -> Any:
        words = [word for word in super().to_python(value) if word.isascii() and word.isdigit() and len(word) < 16]
        return tuple(int(word) for word in words[:MOST_CHOSEN])


class FilterForm(forms.Form):
    """Every field may be empty; what is not understood is left aside."""

    use_required_attribute = False

    q = forms.CharField(label="Mots", required=False, max_length=80)
    etape = forms.ChoiceField(
        label="Étape",
        required=False,
        choices=[("", "Toutes"), *((number, name) for number, (name, _) in STAGES.items())],
    )
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous"), (RUNNING, "En cours"), *((state, label) for state, label in State.choices)],
    )
    territoire = forms.ModelChoiceField(label="Territoire", required=False, queryset=territories(), empty_label="Tous")
    theme = forms.ChoiceField(label="Thématique", required=False, choices=[("", "Toutes"), *Theme.choices])
    annee = forms.IntegerField(label="Reçu en", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    suivi = forms.ModelChoiceField(
        label="Suivi par", required=False, queryset=holders_of(Office.OFFICER).none(), empty_label="Tout le monde"
    )
    partenaire = forms.ModelChoiceField(
        label="Avec un plafond de", required=False, queryset=partners(), empty_label="Tous les partenaires"
    )
    commune = forms.CharField(label="Commune", required=False, max_length=100)
    mini = AmountField(label="Objectif, au moins", required=False, may_be_zero=True)
    maxi = AmountField(label="Objectif, au plus", required=False, may_be_zero=True)
    mes = forms.BooleanField(label="Ceux que je suis", required=False)
    delai = forms.ChoiceField(label="Échéance", required=False, choices=[("", "Toutes"), *DELAYS.items()])
    tri = forms.ChoiceField(
        label="Ordre", required=False, choices=[(code, label) for code, (label, _) in SORTS.items()]
    )
    choix = NumbersField(required=False)
    colonnes = ColumnsField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers = holders_of(Office.OFFICER).order_by("last_name", "first_name", "pk")
        self.fields["suivi"].queryset = officers  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """The answers that were understood, the rest as if it were empty."""
        self.is_valid()
        nothing: dict[str, Any] = {"q": "", "etape": "", "etat": "", "territoire": None, "mes": False}
        more: dict[str, Any] = {"theme": "", "annee": None, "suivi": None, "partenaire": None, "commune": ""}
        rest: dict[str, Any] = {"mini": None, "maxi": None, "choix": (), "colonnes": (), "delai": "", "tri": ""}
        return nothing | more | rest | self.cleaned_data
