"""What is asked about help: an answer to the first visit, shortcuts on or off."""

from django import forms

from okote_flow.help import guides

LATER, CLOSED = "plus-tard", "non"
ANSWERS = ((LATER, "Plus tard"), (CLOSED, "Ne plus proposer"))


class TourForm(forms.Form):
    answer = forms.ChoiceField(choices=ANSWERS)
    tour = forms.ChoiceField(choices=lambda: [(code, code) for code in guides.codes()])


class ShortcutsForm(forms.Form):
    on = forms.BooleanField(
        label="Raccourcis clavier",
        required=False,
        help_text="Une seule touche suffit, jamais pendant que vous écrivez. À éteindre si vous dictez au clavier.",
    )
