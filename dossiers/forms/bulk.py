"""What is typed for an act on several dossiers; `cle` is the key of the sending."""

from typing import Any

from django import forms

from okote_flow.directory.access import holders_of
from okote_flow.directory.models import Office, User

LONGEST = 4000


class BulkForm(forms.Form):
    use_required_attribute = False

    cle = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def said(self) -> dict[str, Any]:
        """The arguments of the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name != "cle"}


class EntrustForm(BulkForm):
    officer = forms.ModelChoiceField(
        label="À qui", queryset=User.objects.none(), empty_label="Choisissez une personne"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = holders_of(Office.OFFICER).order_by("last_name", "first_name", "pk")
        self.fields["officer"].queryset = people  # type: ignore[attr-defined]


class MessageForm(BulkForm):
    text = forms.CharField(label="Message", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))


class NoteForm(BulkForm):
    text = forms.CharField(label="Note", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
