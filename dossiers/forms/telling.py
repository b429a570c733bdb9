"""What a reader keeps of the story of a dossier; the fields are the words of its address."""

from django import forms

from dossiers.telling import FAMILIES, Wanted
from okote_flow.fields import DayInput


class StoryForm(forms.Form):
    """Every field may be empty; what is not understood is left aside."""

    use_required_attribute = False

    genre = forms.MultipleChoiceField(
        label="Genres", required=False, choices=[(name, label) for name, (label, _) in FAMILIES.items()]
    )
    du = forms.DateField(label="Du", required=False, widget=DayInput())
    au = forms.DateField(label="Au", required=False, widget=DayInput())
    ordre = forms.ChoiceField(
        label="Ordre",
        required=False,
        choices=[("", "Du plus ancien au plus récent"), ("recent", "Du plus récent au plus ancien")],
    )

    def wanted(self) -> Wanted:
        self.is_valid()
        said = self.cleaned_data
        return Wanted(
            families=frozenset(said.get("genre") or ()),
            since=said.get("du"),
            until=said.get("au"),
            newest_first=said.get("ordre") == "recent",
        )
